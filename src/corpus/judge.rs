//! Judges one article: where each of its paragraphs comes from.
//!
//! The unit of judgement is the pair of articles; nothing here is stored. What is read of other articles comes through
//! the [`Library`], so that judging a whole store reads each article a few times at most.

mod arrow;
mod beside;
mod crowd;
mod rewritten;
mod told;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::corpus::family::Near;
use crate::corpus::relate::Relation;
use crate::corpus::views;
use crate::corpus::witness::Library;
use crate::error::Result;
use crate::model::{BlockKind, Kind, ReviewVerdict, Span};
use crate::provenance::{
    Candidate, Choice, Facts, Leaning as Wording, Other, Overlap, Rank, Shortlist, Support,
    Verdict, agency_credited, carried, overlap, settle, shortlist,
};
use crate::report::view::DerivationView;
use crate::reuse::{Match, Prepared, Thresholds};
use crate::store::{ArticleKey, PassageKey, ReviewRow, WitnessRow};
use crate::text::Language;

/// The article that is judged, stored or not.
pub(crate) struct Subject {
    /// Its row, when it is stored.
    pub(crate) key: Option<ArticleKey>,
    /// What is known about it.
    pub(crate) facts: Rc<Facts>,
    /// Its place in the order of arrows.
    pub(crate) rank: Rank,
    /// Its text, unchanged.
    pub(crate) text: Rc<str>,
    /// Its body paragraphs and other blocks long enough to be compared, its outlet's standing lines left out.
    pub(crate) paragraphs: Vec<SubjectParagraph>,
    /// Standing lines of its own outlet: where they turn up elsewhere they were taken along.
    pub(crate) house: Vec<PassageKey>,
    /// Articles that it may be rewritten from, or that from it.
    pub(crate) pairings: Vec<ArticleKey>,
    /// Other versions of it: neither sources nor copies.
    pub(crate) versions: FxHashSet<ArticleKey>,
}

/// One of its blocks.
pub(crate) struct SubjectParagraph {
    /// What the block is; all but body paragraphs lean on the support of others.
    pub(crate) kind: BlockKind,
    /// Its number among the body paragraphs, from 1; 0 when it is none.
    pub(crate) number: usize,
    /// Its place in the text.
    pub(crate) span: Span,
    /// Stored passages that share text with it.
    pub(crate) relations: Vec<Relation>,
}

/// A witness that shares text with a paragraph, and how.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    /// True when it only counts beside copied paragraphs.
    leaning: bool,
    witness: WitnessRow,
    found: Rc<Match>,
}

/// What judging an article found.
pub(crate) struct Judged<'a, 'r> {
    library: &'a Library<'r>,
    subject: &'a Subject,
    thresholds: &'a Thresholds,
    /// The articles that share text with it, in the order of their rows.
    pub(crate) keys: Vec<ArticleKey>,
    others: Vec<Other>,
    lines: Vec<Vec<Candidate>>,
    hits: Vec<Vec<Hit>>,
    ready: Vec<Prepared>,
    choices: Vec<Choice>,
    /// Why paragraphs are called rewritten.
    lines_of: rewritten::Lines,
    /// Paragraphs that count as taken from an article as a whole, whatever their wording alone would need.
    granted: FxHashSet<(usize, usize)>,
    /// What a paragraph may be rewritten from.
    possible: Vec<Option<rewritten::Possible>>,
    /// Where it stands in its family, if others are of it.
    near: Option<Near>,
    /// The members of a crowded family that are looked at; nothing where it is no crowd.
    chosen: Option<FxHashSet<ArticleKey>>,
    /// Paragraphs of which a witness was dismissed by a review.
    dismissed: BTreeSet<usize>,
    /// True when some of a crowd of witnesses were not looked at.
    passed_over: bool,
    /// The language that rewritten paragraphs were looked for in, if it is known.
    language: Option<Language>,
    /// What the wording of the rewritten paragraphs leans to, by article, once it was asked for.
    wordings: RefCell<FxHashMap<usize, Option<Wording>>>,
    /// The arrows to other articles, once they were asked for.
    arrows: RefCell<FxHashMap<usize, Rc<Verdict>>>,
    /// Whom the sentences of the judged article name, once that was asked for.
    attributed: std::cell::OnceCell<Rc<[arrow::Named]>>,
}

/// A later article that holds paragraphs of the judged one.
pub(crate) struct Copying {
    /// Which article.
    pub(crate) article: ArticleKey,
    /// How many paragraphs.
    pub(crate) paragraphs: usize,
    /// Which of the two reads like the rewriting, the later one first.
    wording: Option<Wording>,
}

/// A derivation of a paragraph, or what stands in its place.
pub(crate) enum Outcome {
    /// It comes from another outlet.
    Copied(Box<DerivationView>),
    /// Only a quotation is common.
    Quote(Box<DerivationView>),
    /// The outlet had it before.
    Own(Box<DerivationView>),
    /// No earlier match.
    Nothing,
}

/// How far a pair of blocks may be believed by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leaning {
    /// Two body paragraphs.
    None,
    /// A caption, a heading or a credit line.
    Block,
    /// A standing line of the witness's outlet, taken along.
    HouseLine,
}

/// Says how a pair of blocks leans; nothing when it says nothing at all: furniture that is not the other outlet's own.
fn leaning(
    library: &Library<'_>,
    paragraph: &SubjectParagraph,
    passage: PassageKey,
    witness: &WitnessRow,
) -> Result<Option<Leaning>> {
    if library.is_standing(passage) {
        return Ok(library
            .is_house_line(witness.article, passage)?
            .then_some(Leaning::HouseLine));
    }
    let theirs = if witness.paragraph > 0 {
        BlockKind::Paragraph
    } else {
        library.kind(witness)?
    };
    Ok(match (paragraph.kind, theirs) {
        (BlockKind::Furniture, _) | (_, BlockKind::Furniture) => None,
        (BlockKind::Paragraph, BlockKind::Paragraph) => Some(Leaning::None),
        _ => Some(Leaning::Block),
    })
}

/// Judges `subject`.
pub(crate) fn judge<'a, 'r>(
    library: &'a Library<'r>,
    subject: &'a Subject,
    thresholds: &'a Thresholds,
) -> Result<Judged<'a, 'r>> {
    let mut place: FxHashMap<ArticleKey, usize> = FxHashMap::default();
    let near = Near::of(library, subject)?;
    let mut judged = Judged {
        library,
        subject,
        thresholds,
        keys: Vec::new(),
        others: Vec::new(),
        lines: vec![Vec::new(); subject.paragraphs.len()],
        hits: subject.paragraphs.iter().map(|_| Vec::new()).collect(),
        ready: subject
            .paragraphs
            .iter()
            .map(|p| Prepared::new(p.span.of(&subject.text)))
            .collect(),
        choices: Vec::new(),
        lines_of: FxHashMap::default(),
        granted: FxHashSet::default(),
        possible: vec![None; subject.paragraphs.len()],
        chosen: crowd::chosen(near.as_ref()),
        passed_over: false,
        dismissed: BTreeSet::new(),
        near,
        language: None,
        wordings: RefCell::default(),
        arrows: RefCell::default(),
        attributed: std::cell::OnceCell::new(),
    };
    // Standing lines come second: thousands of stories may hold one, and by itself it relates none of them to this text.
    for standing in [false, true] {
        for (n, paragraph) in subject.paragraphs.iter().enumerate() {
            for relation in &paragraph.relations {
                if library.is_standing(relation.passage) == standing {
                    judged.relate(n, relation, standing, &mut place)?;
                }
            }
        }
    }
    judged.complete(&mut place)?;
    for &passage in &subject.house {
        for witness in library.holders(passage, &judged.keys)? {
            if let Some(&other) = place.get(&witness.article) {
                judged.others[other].carries |= !library.is_furniture(witness.outlet, passage);
            }
        }
    }
    judged.settle()?;
    if beside::look(&mut judged)? {
        judged.settle()?;
    }
    if rewritten::look(&mut judged, &mut place)? {
        judged.settle()?;
    }
    Ok(judged)
}

impl Judged<'_, '_> {
    /// Chooses the source of every paragraph among its candidates.
    fn settle(&mut self) -> Result<()> {
        let lists: Vec<Shortlist> = shortlist(
            &self.subject.facts,
            &self.subject.rank,
            &self.lines,
            &self.others,
        );
        let mut trouble = None;
        let choices = settle(
            &self.others,
            &self.lines,
            &lists,
            &mut |line, candidate| match self.overlap(line, candidate) {
                Ok(seen) => Some(seen),
                Err(e) => {
                    trouble = Some(e);
                    None
                }
            },
            self.thresholds,
        );
        if let Some(e) = trouble {
            return Err(e);
        }
        self.choices = choices;
        Ok(())
    }

    /// Adds the witnesses of one related passage to a paragraph's candidates; of a standing line only those in articles that
    /// are related already.
    fn relate(
        &mut self,
        line: usize,
        relation: &Relation,
        standing: bool,
        place: &mut FxHashMap<ArticleKey, usize>,
    ) -> Result<()> {
        let paragraph = &self.subject.paragraphs[line];
        let witnesses = if standing {
            self.library.holders(relation.passage, &self.keys)?.into()
        } else {
            self.looked_at(relation.passage)?
        };
        for &witness in witnesses.iter() {
            if Some(witness.article) == self.subject.key {
                continue;
            }
            let other = self.place_of(witness.article, place)?;
            let Some(leaning) = leaning(self.library, paragraph, relation.passage, &witness)?
            else {
                continue;
            };
            self.others[other].carried |= leaning == Leaning::HouseLine;
            let hit = Hit {
                leaning: leaning != Leaning::None,
                witness,
                found: Rc::clone(&relation.found),
            };
            self.nominate(line, other, hit)?;
        }
        Ok(())
    }

    /// The place of an article among those that share text with the judged one; it is read when it is new.
    fn place_of(
        &mut self,
        article: ArticleKey,
        place: &mut FxHashMap<ArticleKey, usize>,
    ) -> Result<usize> {
        if let Some(&at) = place.get(&article) {
            return Ok(at);
        }
        let at = self.keys.len();
        self.keys.push(article);
        self.others.push(Other {
            version: self.subject.versions.contains(&article),
            ..self.library.other(article)?
        });
        place.insert(article, at);
        Ok(at)
    }

    /// Makes a witness a candidate of a paragraph.
    fn nominate(&mut self, line: usize, other: usize, hit: Hit) -> Result<()> {
        let article = hit.witness.article;
        let review = self.review(line, other, &hit)?;
        if review.is_some_and(|r| r.verdict == ReviewVerdict::Dismissed) {
            self.dismissed.insert(line);
            return Ok(());
        }
        let score = match &self.near {
            Some(near) if self.subject.paragraphs[line].number > 0 => Some(near.score(
                self.library,
                line,
                article,
                hit.witness.passage,
                &hit.found,
                self.ready[line].len(),
            )?),
            _ => None,
        };
        self.lines[line].push(Candidate {
            other,
            ordinal: hit.witness.ordinal,
            kind: hit.found.kind,
            shared: hit.found.shared_words(),
            score,
        });
        self.hits[line].push(hit);
        Ok(())
    }

    /// True when the text came by way of an article: it carries readings that stand in that one and not in what that one comes from.
    pub(crate) fn came_by_way_of(&self, article: ArticleKey) -> bool {
        let Some((near, place)) = self.near.as_ref().and_then(|n| Some((n, n.place?))) else {
            return false;
        };
        let Some(source) = near.family.place(article) else {
            return false;
        };
        let agency = agency_credited(&self.subject.facts);
        near.family.carried(place, source, agency.as_deref()) > 0
    }

    /// The article of the same house, another version of it included, that a paragraph comes from.
    pub(crate) fn own_source(&self, line: usize) -> Option<ArticleKey> {
        let choice = self.choices[line];
        if choice.source.is_some() || choice.quote.is_some() {
            return None;
        }
        // The tree knows best which of them; a paragraph that its choice lacks comes from the earliest.
        let own = self.lines[line][choice.own?].other;
        let parent = self.near.as_ref().and_then(Near::source);
        let holds = |key: &ArticleKey| {
            let of_house = |o: &Other| o.version || o.facts.same_outlet(&self.subject.facts);
            self.lines[line]
                .iter()
                .any(|c| self.keys[c.other] == *key && of_house(&self.others[c.other]))
        };
        Some(parent.filter(holds).unwrap_or(self.keys[own]))
    }

    /// True when an article is another version of the judged one.
    pub(crate) fn is_version_of(&self, article: ArticleKey) -> bool {
        self.subject.versions.contains(&article)
    }

    /// True when no evidence speaks against an arrow to an article.
    pub(crate) fn is_silent_towards(&self, article: ArticleKey) -> Result<bool> {
        let verdict = self.arrow_to(article)?;
        Ok(verdict.is_some_and(|v| !v.reasons.iter().any(|r| r.starts_with("against: "))))
    }

    fn overlap(&self, line: usize, candidate: usize) -> Result<Overlap> {
        let hit = &self.hits[line][candidate];
        let theirs =
            self.library
                .ready(hit.witness.article, hit.witness.ordinal, hit.witness.span)?;
        let seen = overlap(&self.ready[line], &theirs, &hit.found, self.thresholds);
        let other = self.lines[line][candidate].other;
        Ok(Overlap {
            leaning: hit.leaning,
            granted: !hit.leaning && self.granted.contains(&(line, other)),
            ..seen
        })
    }

    /// Words of a paragraph.
    pub(crate) fn words(&self, line: usize) -> usize {
        self.ready[line].len()
    }

    /// Other articles that hold a paragraph, earlier and later ones.
    ///
    /// The versions of one article count once, those of the judged one not at all.
    pub(crate) fn witnesses(&self, line: usize) -> usize {
        if self.passed_over {
            let near = self.near.as_ref();
            let known = near.and_then(|near| near.holders(line));
            if let Some(known) = known {
                return known;
            }
        }
        let others: FxHashSet<(Option<i64>, usize)> = self.lines[line]
            .iter()
            .filter(|c| !self.others[c.other].version)
            .map(|c| match self.others[c.other].chain {
                Some((chain, _)) => (Some(chain), 0),
                None => (None, c.other),
            })
            .collect();
        others.len()
    }

    /// The text of a paragraph.
    pub(crate) fn text_of(&self, line: usize) -> &str {
        self.subject.paragraphs[line].span.of(&self.subject.text)
    }

    /// Paragraphs that would be copied if a review had not dismissed their source.
    pub(crate) fn dismissed(&self) -> usize {
        let open = |n: &&usize| {
            let body = self.subject.paragraphs[**n].kind == BlockKind::Paragraph;
            body && self.choices[**n].source.is_none() && self.choices[**n].own.is_none()
        };
        self.dismissed.iter().filter(open).count()
    }

    /// What a person said of a paragraph and a witness of it.
    fn review(&self, line: usize, other: usize, hit: &Hit) -> Result<Option<&ReviewRow>> {
        let reviews = &self.library.reviews;
        if reviews.is_empty() {
            return Ok(None);
        }
        let ids = (self.subject.facts.id, self.others[other].facts.id);
        reviews.of(ids.0, ids.1, || {
            let text = self.library.text(hit.witness.article)?;
            Ok((
                self.text_of(line).to_owned(),
                hit.witness.span.of(&text).to_owned(),
            ))
        })
    }

    /// The articles that a review dismissed as sources or copies of this one, with what was said.
    pub(crate) fn dismissals(&self) -> impl Iterator<Item = (&Facts, &ReviewRow)> {
        let mine = self.subject.facts.id;
        self.others.iter().filter_map(move |o| {
            let row = self.library.reviews.of_articles(mine, o.facts.id)?;
            (row.verdict == ReviewVerdict::Dismissed).then_some((&*o.facts, row))
        })
    }

    /// True when the outlet itself had a paragraph before everybody else, in another article or in an earlier version.
    pub(crate) fn is_own(&self, line: usize) -> bool {
        let choice = self.choices[line];
        choice.own.is_some() && choice.source.is_none() && choice.quote.is_none()
    }

    /// Whether the wording says that the article carries this version of a source, or only the date.
    fn is_sure_of_version(&self, other: usize) -> bool {
        let Some((chain, _)) = self.others[other].chain else {
            return true;
        };
        let earlier: Vec<bool> = self
            .others
            .iter()
            .map(|o| o.rank < self.subject.rank)
            .collect();
        let appeared = self.subject.facts.published.map(|d| d.latest);
        let best = carried(&self.lines, &self.others, &earlier, appeared);
        // A paragraph that stands in this version alone says so by itself.
        best.get(&chain).is_none_or(|c| c.other != other || c.sure)
    }

    /// As [`Self::is_sure_of_version`], of a stored article.
    pub(crate) fn is_sure_of(&self, article: ArticleKey) -> bool {
        let at = self.keys.iter().position(|k| *k == article);
        at.is_none_or(|at| self.is_sure_of_version(at))
    }

    /// What a paragraph came to.
    pub(crate) fn outcome(&self, line: usize) -> Result<Outcome> {
        let choice = self.choices[line];
        if let Some((source, kind)) = choice.source {
            let view = self.derivation(line, source, kind, choice.origin.unwrap_or(source))?;
            return Ok(Outcome::Copied(Box::new(view)));
        }
        if let Some(quote) = choice.quote {
            return Ok(Outcome::Quote(Box::new(self.derivation(
                line,
                quote,
                Kind::SharedQuote,
                quote,
            )?)));
        }
        // Another version of the same article is no use of its own.
        let own = choice
            .own
            .filter(|&own| !self.others[self.lines[line][own].other].version);
        if let Some(own) = own {
            let view = self.derivation(line, own, self.lines[line][own].kind, own)?;
            return Ok(Outcome::Own(Box::new(DerivationView {
                self_reuse: true,
                ..view
            })));
        }
        Ok(Outcome::Nothing)
    }

    /// What the outlet took from itself, where its words are weighed as another house's would be; nothing when a paragraph comes
    /// from elsewhere, or only a run of words or a quotation is common.
    pub(crate) fn reuse(&self, line: usize) -> Result<Option<DerivationView>> {
        let choice = self.choices[line];
        let Some((first, kind)) = choice.reused.filter(|_| self.is_own(line)) else {
            return Ok(None);
        };
        if self.others[self.lines[line][first].other].version {
            return Ok(None);
        }
        let view = self.derivation(line, first, kind, first)?;
        Ok(Some(view.into_self_reuse()))
    }

    /// The articles of other houses that a paragraph comes from: its source, and its origin.
    pub(crate) fn taken_from(&self, line: usize) -> Option<(ArticleKey, ArticleKey)> {
        let choice = self.choices[line];
        let (source, _) = choice.source?;
        let article = |at: usize| self.hits[line][at].witness.article;
        Some((article(source), article(choice.origin.unwrap_or(source))))
    }

    /// The article a candidate of a paragraph stands in.
    pub(crate) fn source_of(&self, line: usize) -> Option<(ArticleKey, u32)> {
        let (source, _) = self.choices[line].source?;
        let hit = &self.hits[line][source];
        Some((hit.witness.article, hit.witness.ordinal))
    }

    /// Later articles of other outlets that hold paragraphs of this one, most paragraphs first, with the number of them.
    pub(crate) fn copies(&self) -> Result<Vec<Copying>> {
        let mut lines: Vec<FxHashMap<usize, Overlap>> = Vec::new();
        let sooner: FxHashSet<i64> = self
            .others
            .iter()
            .filter(|o| o.rank < self.subject.rank)
            .filter_map(|o| Some(o.chain?.0))
            .collect();
        for (n, line) in self.lines.iter().enumerate() {
            let mut best: FxHashMap<usize, Overlap> = FxHashMap::default();
            for (i, candidate) in line.iter().enumerate() {
                let other = &self.others[candidate.other];
                if other.rank < self.subject.rank || other.facts.same_outlet(&self.subject.facts) {
                    continue;
                }
                // What an outlet had before us it does not take from us with a later version.
                let older = other
                    .chain
                    .is_some_and(|(chain, _)| sooner.contains(&chain));
                if other.version || older {
                    continue;
                }
                let seen = self.overlap(n, i)?;
                let slot = best.entry(candidate.other).or_insert(seen);
                if seen.weight() > slot.weight() {
                    *slot = seen;
                }
            }
            lines.push(best);
        }
        let mut support: FxHashMap<usize, Support> = FxHashMap::default();
        for (&other, seen) in lines.iter().flatten() {
            support.entry(other).or_default().add(seen, self.thresholds);
        }
        let mut taken: FxHashMap<ArticleKey, BTreeSet<usize>> = FxHashMap::default();
        for (n, line) in lines.iter().enumerate() {
            for (&other, seen) in line {
                let verdict = support
                    .get(&other)
                    .and_then(|s| s.verdict(seen, self.thresholds));
                if verdict.is_some_and(Kind::is_copy) {
                    taken.entry(self.keys[other]).or_default().insert(n);
                }
            }
        }
        let mut wordings = FxHashMap::default();
        for found in rewritten::copies(self)? {
            let slot = taken.entry(found.article).or_default();
            slot.extend(found.paragraphs);
            wordings.insert(found.article, found.wording);
        }
        let mut list = Vec::new();
        let mut counts: FxHashMap<ArticleKey, usize> = taken
            .into_iter()
            .map(|(article, lines)| (article, lines.len()))
            .collect();
        // Of a crowd most were not looked at; what they hold of the same family is known all the same.
        if let Some(near) = self.near.as_ref().filter(|_| self.passed_over) {
            for (article, paragraphs) in near.later(&self.subject.rank) {
                if !self.subject.versions.contains(&article) {
                    let count = counts.entry(article).or_default();
                    *count = (*count).max(paragraphs);
                }
            }
        }
        for (article, paragraphs) in counts {
            list.push((paragraphs, self.library.placed(article)?, article));
        }
        list.sort_by(|x, y| y.0.cmp(&x.0).then_with(|| x.1.cmp(&y.1)));
        // The versions of one copy are one copy: the one that has most of it.
        let mut chains = FxHashSet::default();
        let mut once = Vec::new();
        for entry in list {
            let chain = self.library.chain(entry.2)?;
            if chain.is_none_or(|c| chains.insert(c.id())) {
                once.push(entry);
            }
        }
        let list = once;
        let copying = |(paragraphs, _, article)| Copying {
            article,
            paragraphs,
            wording: wordings.get(&article).copied().flatten(),
        };
        Ok(list.into_iter().map(copying).collect())
    }
}

/// How an article is named in the published shapes: its address, or its id.
pub(crate) fn name(facts: &Facts) -> String {
    facts.url.clone().unwrap_or_else(|| views::id(facts.id))
}

/// The first reason: how much of the wording is common.
pub(crate) fn wording(found: &Match, words: usize) -> String {
    let shared = found.shared_words();
    match found.runs.len() {
        _ if found.kind == Kind::Verbatim => format!("{words} words, all equal"),
        1 => format!("{shared} of {words} words equal, in one run"),
        n => format!(
            "{shared} of {words} words equal, in {n} runs, the longest of {}",
            found.longest_run()
        ),
    }
}
