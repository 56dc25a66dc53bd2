//! What judging needs of other articles, read once and kept while one answer is made.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::corpus::address::house;
use crate::corpus::credited::Names;
use crate::corpus::family;
use crate::corpus::furniture;
use crate::corpus::imprint::Printed;
use crate::corpus::relate::{Relation, from_row, identity};
use crate::corpus::review::Reviews;
use crate::corpus::versions::{self, Chain};
use crate::error::Result;
use crate::model::{Block, BlockKind, Span, Zone};
use crate::provenance::{Facts, Other, Rank, Stated, credits_imprint};
use crate::reuse::{Body, Prepared};
use crate::segment::attributions;
use crate::store::{ArticleKey, BlockRow, OutletKey, PassageKey, Reader, WitnessRow};

/// How many articles' facts and texts are kept at once: some 100 MB at most.
pub(crate) const KEPT: usize = 20_000;

/// How many passages' matches are: a story of 2,000 edited copies has 28,000 passages, and each copy's judgement asks for those of its own.
const RELATIONS: usize = 40_000;

/// Witnesses of a standing line that are looked at one by one.
const LOOKED_AT: usize = 500;

/// Blocks in which a dateline may stand.
pub(crate) const OPENING: usize = 12;

/// Reads of one answer, each made once.
pub(crate) struct Library<'r> {
    pub(crate) reader: &'r Reader,
    furniture: FxHashSet<(OutletKey, PassageKey)>,
    /// Passages that are standing lines, with the outlets they are standing lines of.
    standing: FxHashMap<PassageKey, Vec<OutletKey>>,
    crowds: RefCell<FxHashMap<PassageKey, usize>>,
    pub(crate) names: Names,
    pub(crate) imprints: RefCell<FxHashMap<ArticleKey, Rc<Printed>>>,
    pub(crate) holding: RefCell<FxHashMap<PassageKey, Rc<[ArticleKey]>>>,
    houses: RefCell<FxHashMap<(PassageKey, ArticleKey), bool>>,
    facts: RefCell<FxHashMap<ArticleKey, Rc<Facts>>>,
    ranks: RefCell<FxHashMap<ArticleKey, Rank>>,
    texts: RefCell<FxHashMap<ArticleKey, Rc<str>>>,
    ready: RefCell<FxHashMap<(ArticleKey, u32), Rc<Prepared>>>,
    witnesses: RefCell<FxHashMap<PassageKey, Rc<[WitnessRow]>>>,
    relations: RefCell<FxHashMap<PassageKey, Rc<[Relation]>>>,
    related: RefCell<FxHashMap<PassageKey, Rc<[PassageKey]>>>,
    sources: RefCell<FxHashMap<ArticleKey, Rc<SourceBody>>>,
    chains: RefCell<FxHashMap<ArticleKey, Option<Rc<Chain>>>>,
    sizes: RefCell<FxHashMap<PassageKey, usize>>,
    arranged: RefCell<FxHashMap<PassageKey, Rc<Crowd>>>,
    pub(crate) partners: RefCell<FxHashMap<ArticleKey, Rc<[ArticleKey]>>>,
    /// What people said of matches.
    pub(crate) reviews: Reviews,
    /// What families are made of.
    pub(crate) families: family::Cache,
}

/// A passage that a crowd holds, so arranged that a few of them are found without reading all.
pub(crate) struct Crowd {
    /// Where it stands in each article.
    pub(crate) of_article: FxHashMap<ArticleKey, Vec<WitnessRow>>,
    /// The articles of each outlet, the earliest first.
    pub(crate) of_outlet: FxHashMap<OutletKey, Vec<ArticleKey>>,
    /// The earliest articles.
    pub(crate) earliest: Vec<ArticleKey>,
}

/// How many of a crowd's earliest articles are looked at.
const EARLIEST: usize = 16;

/// A stored article as something may be rewritten from it: its paragraphs without its outlet's standing lines.
pub(crate) struct SourceBody {
    /// What they say.
    pub(crate) body: Body,
    /// Where each stands.
    pub(crate) blocks: Vec<WitnessRow>,
}

/// Empties a map that has grown too large: what is needed again is read again.
pub(crate) fn bounded<K, V>(map: &RefCell<FxHashMap<K, V>>, limit: usize) {
    let mut map = map.borrow_mut();
    if map.len() >= limit {
        map.clear();
    }
}

impl<'r> Library<'r> {
    /// Starts an answer.
    pub(crate) fn new(reader: &'r Reader) -> Result<Self> {
        let furniture = furniture::standing(reader)?;
        let mut standing: FxHashMap<PassageKey, Vec<OutletKey>> = FxHashMap::default();
        for &(outlet, passage) in &furniture {
            standing.entry(passage).or_default().push(outlet);
        }
        Ok(Self {
            reader,
            standing,
            crowds: RefCell::default(),
            names: Names::new(reader)?,
            imprints: RefCell::default(),
            holding: RefCell::default(),
            houses: RefCell::default(),
            furniture,
            facts: RefCell::default(),
            ranks: RefCell::default(),
            texts: RefCell::default(),
            ready: RefCell::default(),
            witnesses: RefCell::default(),
            relations: RefCell::default(),
            related: RefCell::default(),
            sources: RefCell::default(),
            chains: RefCell::default(),
            sizes: RefCell::default(),
            arranged: RefCell::default(),
            partners: RefCell::default(),
            reviews: Reviews::read(reader)?,
            families: family::Cache::default(),
        })
    }

    /// True when a passage is furniture of an outlet.
    pub(crate) fn is_furniture(&self, outlet: Option<OutletKey>, passage: PassageKey) -> bool {
        outlet.is_some_and(|o| self.furniture.contains(&(o, passage)))
    }

    /// True when a passage is a standing line of any outlet.
    pub(crate) fn is_standing(&self, passage: PassageKey) -> bool {
        self.standing.contains_key(&passage)
    }

    /// True when a standing line belongs to the house of `article`: most of the articles that print it are of that house.
    /// A line that stands in many houses' stories (share bars, notices) is nobody's.
    pub(crate) fn is_house_line(&self, article: ArticleKey, passage: PassageKey) -> Result<bool> {
        if let Some(&known) = self.houses.borrow().get(&(passage, article)) {
            return Ok(known);
        }
        let facts = self.facts(article)?;
        let house_line = if self.crowd(passage)? > LOOKED_AT {
            // Too many to be read one by one; the outlets that have it as a standing line are known.
            let outlets = self.standing.get(&passage);
            outlets.is_some_and(|list| list.iter().all(|o| Some(o.0) == facts.outlet))
        } else {
            let (mut own, mut all) = (0, 0);
            for witness in self.witnesses(passage)?.iter() {
                let labelled = witness.outlet.is_some_and(|o| Some(o.0) == facts.outlet);
                own += usize::from(labelled || self.facts(witness.article)?.same_outlet(&facts));
                all += 1;
            }
            own * 2 >= all
        };
        bounded(&self.houses, KEPT);
        self.houses
            .borrow_mut()
            .insert((passage, article), house_line);
        Ok(house_line)
    }

    /// How many articles hold a passage; told without reading them.
    fn crowd(&self, passage: PassageKey) -> Result<usize> {
        if let Some(&known) = self.crowds.borrow().get(&passage) {
            return Ok(known);
        }
        let counts = self.reader.witness_counts(&[passage])?;
        let count = counts.get(&passage).map_or(0, |n| *n as usize);
        bounded(&self.crowds, KEPT);
        self.crowds.borrow_mut().insert(passage, count);
        Ok(count)
    }

    /// Where a standing line stands in the given articles: thousands of others may hold it too.
    pub(crate) fn holders(
        &self,
        passage: PassageKey,
        articles: &[ArticleKey],
    ) -> Result<Vec<WitnessRow>> {
        let mut found = Vec::new();
        for &article in articles {
            found.extend(self.reader.witnesses_in(passage, article)?);
        }
        Ok(found)
    }

    /// What kind of block a witness is.
    pub(crate) fn kind(&self, witness: &WitnessRow) -> Result<BlockKind> {
        let blocks = self.reader.blocks(witness.article)?;
        Ok(blocks
            .iter()
            .find(|b| b.ordinal == witness.ordinal)
            .map_or(BlockKind::Furniture, |b| b.kind))
    }

    /// What is known about an article.
    pub(crate) fn facts(&self, key: ArticleKey) -> Result<Rc<Facts>> {
        if let Some(known) = self.facts.borrow().get(&key) {
            return Ok(Rc::clone(known));
        }
        let row = self.reader.article(key)?;
        let address = row.url.as_deref().or(row.canonical_url.as_deref());
        let mut facts = Facts {
            id: row.id,
            outlet: row.outlet.map(|o| o.0),
            domain: address.and_then(house),
            outlet_name: row.outlet_name,
            publisher: None,
            known: std::collections::BTreeMap::new(),
            url: row.url,
            canonical_url: row.canonical_url,
            published: None,
            zone: Zone::Unknown,
            weak_date: false,
            seen_at: row.first_seen_at,
            credits: self.reader.credits(key)?,
            links: self.reader.links(key)?,
            named_outlet: row.named_outlet,
            stated: Stated {
                revision: row.revision,
                status: row.status,
                first_seen: row.first_seen_at,
                ..Stated::default()
            },
        };
        facts.dated(&self.reader.dates(key)?);
        self.know(&mut facts, || {
            let text = self.text(key)?;
            let blocks = self.reader.blocks(key)?;
            let line = |b: &BlockRow| (b.kind, b.span.of(&text).to_owned(), b.span);
            Ok(blocks.iter().take(OPENING).map(line).collect())
        })?;
        bounded(&self.facts, KEPT);
        let facts = Rc::new(facts);
        self.facts.borrow_mut().insert(key, Rc::clone(&facts));
        Ok(facts)
    }

    /// Adds what the store knows of an article's outlet and of those it credits; `opening` are its first blocks.
    pub(crate) fn know(
        &self,
        facts: &mut Facts,
        opening: impl FnOnce() -> Result<Vec<(BlockKind, String, Span)>>,
    ) -> Result<()> {
        self.names.fill(self.reader, facts, opening)
    }

    /// The passages that share text with a stored one, itself first.
    pub(crate) fn relations(&self, passage: PassageKey) -> Result<Rc<[Relation]>> {
        if let Some(known) = self.relations.borrow().get(&passage) {
            return Ok(Rc::clone(known));
        }
        let mut list = vec![Relation {
            passage,
            found: Rc::new(identity(self.words(passage)?)),
        }];
        for row in self.reader.matches_of(passage)? {
            list.push(from_row(passage, &row)?);
        }
        bounded(&self.relations, RELATIONS);
        let list: Rc<[Relation]> = list.into();
        self.relations
            .borrow_mut()
            .insert(passage, Rc::clone(&list));
        Ok(list)
    }

    /// The same passages in no particular order, without what they share: read from the index of matches alone.
    pub(crate) fn related(&self, passage: PassageKey) -> Result<Rc<[PassageKey]>> {
        if let Some(known) = self.related.borrow().get(&passage) {
            return Ok(Rc::clone(known));
        }
        let mut list = match self.relations.borrow().get(&passage) {
            Some(known) => known.iter().map(|r| r.passage).collect(),
            None => self.reader.partners_of(passage)?,
        };
        if !list.contains(&passage) {
            list.push(passage);
        }
        bounded(&self.related, RELATIONS);
        let list: Rc<[PassageKey]> = list.into();
        self.related.borrow_mut().insert(passage, Rc::clone(&list));
        Ok(list)
    }

    /// Whom the sentences of an article name as told something or as having reported it.
    pub(crate) fn attributed(&self, article: ArticleKey) -> Result<Vec<(String, usize)>> {
        let text = self.text(article)?;
        let blocks = self.reader.blocks(article)?;
        let body = blocks.iter().filter(|b| b.kind == BlockKind::Paragraph);
        let body: Vec<Block> = body
            .map(|b| Block {
                span: b.span,
                kind: b.kind,
            })
            .collect();
        let told = attributions(&text, &body).into_iter();
        Ok(told.map(|a| (a.to, a.span.start())).collect())
    }

    /// How many comparable body paragraphs an article has.
    pub(crate) fn paragraphs(&self, article: ArticleKey) -> Result<usize> {
        Ok(family::Cache::paragraphs(self, article)?.len())
    }

    /// The crowd that holds a passage.
    pub(crate) fn crowd_of(&self, passage: PassageKey) -> Result<Rc<Crowd>> {
        if let Some(known) = self.arranged.borrow().get(&passage) {
            return Ok(Rc::clone(known));
        }
        let mut crowd = Crowd {
            of_article: FxHashMap::default(),
            of_outlet: FxHashMap::default(),
            earliest: Vec::new(),
        };
        let mut ranked = Vec::new();
        for &witness in self.witnesses(passage)?.iter() {
            let rows = crowd.of_article.entry(witness.article).or_default();
            if rows.is_empty() {
                let rank = self.rank(witness.article)?;
                ranked.push((rank, witness.article, witness.outlet));
            }
            rows.push(witness);
        }
        ranked.sort();
        for &(_, article, outlet) in &ranked {
            if let Some(outlet) = outlet {
                crowd.of_outlet.entry(outlet).or_default().push(article);
            }
        }
        let earliest = ranked.iter().take(EARLIEST);
        crowd.earliest = earliest.map(|(_, key, _)| *key).collect();
        let crowd = Rc::new(crowd);
        bounded(&self.arranged, KEPT / 10);
        self.arranged
            .borrow_mut()
            .insert(passage, Rc::clone(&crowd));
        Ok(crowd)
    }

    /// Where an article stands at a text place of its family; nothing where it lacks it.
    pub(crate) fn at_locus(&self, article: ArticleKey, locus: u32) -> Result<Option<WitnessRow>> {
        let family = family::Cache::family(self, article)?;
        let held = family
            .place(article)
            .map(|place| &family.witnesses[place].held);
        let held = held.and_then(|held| {
            let at = held.binary_search_by_key(&locus, |h| h.locus).ok()?;
            Some(held[at].paragraph)
        });
        let Some(number) = held else {
            return Ok(None);
        };
        let paragraphs = family::Cache::paragraphs(self, article)?;
        let Some(paragraph) = paragraphs.iter().find(|p| p.number as usize == number) else {
            return Ok(None);
        };
        let rows = self.reader.witnesses_in(paragraph.passage, article)?;
        Ok(rows.into_iter().find(|w| w.paragraph == paragraph.number))
    }

    /// The text place at which a block of an article stands; nothing for one that is too short.
    pub(crate) fn component_at(
        &self,
        article: ArticleKey,
        ordinal: u32,
    ) -> Result<Option<Rc<family::Component>>> {
        let blocks = self.reader.blocks(article)?;
        let block = blocks.into_iter().find(|b| b.ordinal == ordinal);
        let passage = block.and_then(|b| b.passage);
        passage
            .map(|p| family::Cache::component(self, p))
            .transpose()
    }

    /// How many words a passage has.
    pub(crate) fn words(&self, passage: PassageKey) -> Result<usize> {
        if let Some(&known) = self.sizes.borrow().get(&passage) {
            return Ok(known);
        }
        let words = self.reader.passage(passage)?.words as usize;
        bounded(&self.sizes, 10 * KEPT);
        self.sizes.borrow_mut().insert(passage, words);
        Ok(words)
    }

    /// Where a passage stands.
    pub(crate) fn witnesses(&self, passage: PassageKey) -> Result<Rc<[WitnessRow]>> {
        if let Some(known) = self.witnesses.borrow().get(&passage) {
            return Ok(Rc::clone(known));
        }
        let list = self.reader.witnesses(passage)?;
        bounded(&self.witnesses, KEPT);
        let list: Rc<[WitnessRow]> = list.into();
        self.witnesses
            .borrow_mut()
            .insert(passage, Rc::clone(&list));
        Ok(list)
    }

    /// An article's text.
    pub(crate) fn text(&self, key: ArticleKey) -> Result<Rc<str>> {
        if let Some(known) = self.texts.borrow().get(&key) {
            return Ok(Rc::clone(known));
        }
        let text: Rc<str> = self.reader.text(key)?.into();
        bounded(&self.texts, KEPT / 8);
        self.texts.borrow_mut().insert(key, Rc::clone(&text));
        Ok(text)
    }

    /// A block of a stored article, made ready for comparison; places count from the start of the block.
    pub(crate) fn ready(&self, key: ArticleKey, ordinal: u32, span: Span) -> Result<Rc<Prepared>> {
        if let Some(known) = self.ready.borrow().get(&(key, ordinal)) {
            return Ok(Rc::clone(known));
        }
        let ready = Rc::new(Prepared::new(span.of(&self.text(key)?)));
        bounded(&self.ready, KEPT);
        self.ready
            .borrow_mut()
            .insert((key, ordinal), Rc::clone(&ready));
        Ok(ready)
    }

    /// The body of a stored article, made ready for scoring.
    pub(crate) fn source(&self, key: ArticleKey) -> Result<Rc<SourceBody>> {
        if let Some(known) = self.sources.borrow().get(&key) {
            return Ok(Rc::clone(known));
        }
        let outlet = self.reader.article(key)?.outlet;
        let text = self.text(key)?;
        let (own, _) = self.body(key, outlet)?;
        let paragraphs = own.iter().filter(|b| b.kind == BlockKind::Paragraph);
        let blocks: Vec<WitnessRow> = paragraphs
            .filter_map(|b| {
                Some(WitnessRow {
                    passage: b.passage?,
                    article: key,
                    outlet,
                    ordinal: b.ordinal,
                    paragraph: b.paragraph.unwrap_or(0),
                    span: b.span,
                })
            })
            .collect();
        let source = Rc::new(SourceBody {
            body: Body::new(blocks.iter().map(|b| b.span.of(&text))),
            blocks,
        });
        bounded(&self.sources, KEPT / 20);
        self.sources.borrow_mut().insert(key, Rc::clone(&source));
        Ok(source)
    }

    /// The blocks of an article that can be compared: first its own, then the standing lines of its outlet.
    pub(crate) fn body(
        &self,
        key: ArticleKey,
        outlet: Option<OutletKey>,
    ) -> Result<(Vec<BlockRow>, Vec<BlockRow>)> {
        let mut blocks = self.reader.blocks(key)?;
        blocks.retain(|b| b.passage.is_some());
        Ok(blocks
            .into_iter()
            .partition(|b| b.passage.is_some_and(|p| !self.is_furniture(outlet, p))))
    }

    /// An article's place in the order of arrows by its own claims and credits.
    pub(crate) fn rank(&self, key: ArticleKey) -> Result<Rank> {
        if let Some(known) = self.ranks.borrow().get(&key) {
            return Ok(known.clone());
        }
        let facts = self.facts(key)?;
        let credited = if facts.credits.is_empty() && facts.links.is_empty() {
            Vec::new()
        } else {
            let passages: Vec<PassageKey> = self
                .reader
                .blocks(key)?
                .iter()
                .filter_map(|b| b.passage)
                .collect();
            let mut related = Vec::new();
            for passage in passages {
                related.extend(self.related(passage)?.iter());
            }
            self.credited(&facts, related)?
        };
        let rank = Rank::of(&facts, credited.iter().map(|f| &**f));
        bounded(&self.ranks, KEPT);
        self.ranks.borrow_mut().insert(key, rank.clone());
        Ok(rank)
    }

    /// The articles that hold one of the passages and that `facts` credits.
    pub(crate) fn credited(
        &self,
        facts: &Facts,
        mut passages: Vec<PassageKey>,
    ) -> Result<Vec<Rc<Facts>>> {
        passages.sort_unstable();
        passages.dedup();
        let mut articles = Vec::new();
        // A standing line relates nobody to anybody, and thousands of stories may hold it.
        for passage in passages.into_iter().filter(|p| !self.is_standing(*p)) {
            articles.extend(self.holding(passage)?.iter());
        }
        articles.sort_unstable();
        articles.dedup();
        let mut credited = Vec::new();
        for article in articles {
            let other = self.printed(article)?;
            let source = other.imprint();
            // Whose house it is takes longer to tell than whether it is credited, which hardly any is.
            if other.row.id != facts.id
                && credits_imprint(facts, source)
                && !source.same_outlet(&facts.imprint())
            {
                credited.push(self.facts(article)?);
            }
        }
        Ok(credited)
    }

    /// The versions of an article; nothing when it is the only one.
    pub(crate) fn chain(&self, key: ArticleKey) -> Result<Option<Rc<Chain>>> {
        if let Some(known) = self.chains.borrow().get(&key) {
            return Ok(known.clone());
        }
        let chain = versions::chain(self.reader, key)?.map(Rc::new);
        bounded(&self.chains, KEPT);
        let mut chains = self.chains.borrow_mut();
        for member in chain.iter().flat_map(|c| c.members()) {
            chains.insert(member.key, chain.clone());
        }
        chains.insert(key, chain.clone());
        Ok(chain)
    }

    /// An article's place in the order of arrows as the tree of its family puts it, where its own claims and credits say nothing.
    pub(crate) fn placed(&self, key: ArticleKey) -> Result<Rank> {
        let family = family::Cache::family(self, key)?;
        match family.place(key) {
            Some(place) => Ok(family.rank(place).clone()),
            None => self.rank(key),
        }
    }

    /// An article as the choice of sources sees it.
    pub(crate) fn other(&self, key: ArticleKey) -> Result<Other> {
        let chain = self.chain(key)?;
        Ok(Other {
            facts: self.facts(key)?,
            rank: self.placed(key)?,
            carried: false,
            carries: false,
            chain: chain.and_then(|c| Some((c.id(), c.number(key)?))),
            version: false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Corpus;
    use crate::model::Article;

    #[test]
    fn related_passages_are_those_of_the_relations_whichever_is_read_first() {
        let text = |n: usize| {
            let words: Vec<String> = (0..30)
                .map(|i| format!("word{}", if i == n { 100 + n } else { i }))
                .collect();
            format!("The {} stood there until evening.", words.join(" "))
        };
        let all: Vec<Article> = (0..4)
            .map(|n| Article {
                text: text(n),
                ..Article::default()
            })
            .collect();
        let mut corpus = Corpus::in_memory().unwrap();
        corpus.add(&all, 7).unwrap();
        let read = corpus.store.read(|reader| {
            let (sooner, later) = (Library::new(reader)?, Library::new(reader)?);
            let mut passages = Vec::new();
            reader.each_passage(|row| {
                passages.push(row.key);
                Ok(())
            })?;
            for &passage in &passages {
                let mut bare = sooner.related(passage)?.to_vec();
                let relations = later.relations(passage)?;
                let mut known = later.related(passage)?.to_vec();
                let mut expected: Vec<PassageKey> = relations.iter().map(|r| r.passage).collect();
                expected.sort_unstable();
                bare.sort_unstable();
                known.sort_unstable();
                assert_eq!(expected, passages);
                assert_eq!(bare, expected);
                assert_eq!(known, expected);
            }
            Ok(passages.len())
        });
        assert_eq!(read.unwrap(), 4);
    }
}
