//! Gathering a family: who leads it, who belongs to it, what each holds.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::corpus::family::loci::Component;
use crate::corpus::family::{ALL_PAIRS, Cache, Family, HOLDERS, NEAR, drawn};
use crate::corpus::relate::prepared;
use crate::corpus::witness::Library;
use crate::error::Result;
use crate::provenance::{Held, Rank, Witness};
use crate::reuse::{Prepared, Reading, Readings, Thresholds, resemblance};
use crate::store::{ArticleKey, PassageKey};
use crate::text::words;

/// Leaders are looked for through so many earlier articles that are each led by an earlier one; beyond it the article at hand is taken for one.
const DEPTH: usize = 200;

impl Cache {
    /// The components of an article's paragraphs that others hold too, each once, with the words of the paragraph.
    fn shared(library: &Library<'_>, key: ArticleKey) -> Result<Vec<(Rc<Component>, usize)>> {
        let mut list: Vec<(Rc<Component>, usize)> = Vec::new();
        for paragraph in Self::paragraphs(library, key)?.iter() {
            if let Some(component) = Self::common(library, paragraph.passage)?
                && list.iter().all(|(c, _)| c.id != component.id)
            {
                list.push((component, paragraph.words));
            }
        }
        Ok(list)
    }

    /// The article that leads the family of another one.
    pub(crate) fn leader(library: &Library<'_>, key: ArticleKey) -> Result<ArticleKey> {
        Self::leader_within(library, key, DEPTH)
    }

    fn leader_within(library: &Library<'_>, key: ArticleKey, depth: usize) -> Result<ArticleKey> {
        let cache = &library.families;
        if let Some(&known) = cache.leaders.borrow().get(&key) {
            return Ok(known);
        }
        let total: usize = Self::paragraphs(library, key)?
            .iter()
            .map(|p| p.words)
            .sum();
        let mut shared = Self::shared(library, key)?;
        // Whoever holds half of the words holds one of the paragraphs beyond those that make up less than half: the most common of them are
        // passed over as long as they do, since a million articles may hold one.
        shared.sort_by_key(|(component, _)| (component.holders.len(), component.id));
        let mut left: usize = shared.iter().map(|(_, words)| words).sum();
        let telling = shared.iter().take_while(|(_, words)| {
            let enough = left * 2 >= total;
            left -= words;
            enough
        });
        let telling: Vec<&Rc<Component>> = telling.map(|(component, _)| component).collect();
        let mut leader = key;
        // The earliest holders of each locus first: of a story that thousands print, its leader is among them.
        for most in [HOLDERS, usize::MAX] {
            let mut earlier: BTreeSet<ArticleKey> = BTreeSet::new();
            for component in &telling {
                for place in 0..most {
                    match component.holder(library, place)? {
                        Some(holder) if holder != key => earlier.insert(holder),
                        _ => break,
                    };
                }
            }
            let mut ranked: Vec<(Rank, ArticleKey)> = Vec::new();
            for candidate in earlier {
                let common = shared.iter().filter(|(c, _)| c.is_held_by(candidate));
                if common.map(|(_, words)| words).sum::<usize>() * 2 >= total {
                    ranked.push((library.rank(candidate)?, candidate));
                }
            }
            ranked.sort();
            for (_, candidate) in ranked {
                if depth > 0 && Self::leader_within(library, candidate, depth - 1)? == candidate {
                    leader = candidate;
                    break;
                }
            }
            if leader != key {
                break;
            }
        }
        Self::keep(&cache.leaders, key, leader);
        Ok(leader)
    }
}

impl Component {
    /// True when an article holds it.
    fn is_held_by(&self, article: ArticleKey) -> bool {
        self.holders.binary_search(&article).is_ok()
    }
}

impl Family {
    /// The family that an article leads.
    pub(crate) fn gathered(library: &Library<'_>, leader: ArticleKey) -> Result<Self> {
        let mut members: BTreeSet<(Rank, ArticleKey)> = BTreeSet::new();
        members.insert((library.rank(leader)?, leader));
        let mut met: BTreeSet<ArticleKey> = BTreeSet::from([leader]);
        for (component, _) in Cache::shared(library, leader)? {
            for &holder in &component.holders {
                if met.insert(holder) && Cache::leader(library, holder)? == leader {
                    members.insert((library.rank(holder)?, holder));
                }
            }
        }
        let keys: Vec<ArticleKey> = members.into_iter().map(|(_, key)| key).collect();
        let (witnesses, loci, bases) = collated(library, &keys)?;
        let likely = likely(library, &keys, &witnesses, &loci)?;
        let (parents, ways, ranks) = drawn(&witnesses, &likely);
        let mut holders: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
        for (place, witness) in witnesses.iter().enumerate() {
            for held in &witness.held {
                holders.entry(held.locus).or_default().push(place);
            }
        }
        for list in holders.values_mut() {
            list.sort_by(|&x, &y| ranks[x].cmp(&ranks[y]));
        }
        let mut family = Self {
            lost: vec![false; keys.len()],
            places: keys.iter().copied().zip(0..).collect(),
            loci: loci.iter().map(|(id, (locus, _))| (*id, *locus)).collect(),
            keys,
            witnesses,
            parents,
            ways,
            ranks,
            holders,
            bases,
        };
        family.find_lost();
        Ok(family)
    }
}

/// The loci of a family: the number of each, and its component.
type Loci = BTreeMap<PassageKey, (u32, Rc<Component>)>;

/// Holds all members' paragraphs against one wording of each locus: that of its earliest holder among them.
fn collated(
    library: &Library<'_>,
    keys: &[ArticleKey],
) -> Result<(Vec<Witness>, Loci, Vec<PassageKey>)> {
    let thresholds = Thresholds::default();
    let mut loci: Loci = BTreeMap::new();
    let mut bases: Vec<(PassageKey, Option<Prepared>)> = Vec::new();
    let mut read: FxHashMap<PassageKey, Rc<Readings>> = FxHashMap::default();
    let mut witnesses = Vec::with_capacity(keys.len());
    for &key in keys {
        let row = library.reader.article(key)?;
        let chain = library.chain(key)?;
        let mut held: Vec<Held> = Vec::new();
        for paragraph in Cache::paragraphs(library, key)?.iter() {
            let Some(component) = Cache::common(library, paragraph.passage)? else {
                continue;
            };
            let next = u32::try_from(loci.len()).unwrap_or(u32::MAX);
            let (locus, _) = loci.entry(component.id).or_insert_with(|| {
                bases.push((paragraph.passage, None));
                (next, component)
            });
            if held.iter().any(|h| h.locus == *locus) {
                continue;
            }
            let readings = match read.get(&paragraph.passage) {
                Some(known) => Rc::clone(known),
                None => {
                    let (base, text) = &mut bases[*locus as usize];
                    let found = if *base == paragraph.passage {
                        Readings::default()
                    } else {
                        let wording = prepared(library.reader, paragraph.passage)?;
                        if text.is_none() {
                            *text = Some(prepared(library.reader, *base)?);
                        }
                        let base = text.as_ref().unwrap_or(&wording);
                        let runs = resemblance(base, &wording, &thresholds).runs;
                        Readings::of(base, &wording, &runs)
                    };
                    let found = Rc::new(found);
                    read.insert(paragraph.passage, Rc::clone(&found));
                    found
                }
            };
            held.push(Held {
                locus: *locus,
                readings,
                paragraph: paragraph.number as usize,
            });
        }
        held.sort_by_key(|h| h.locus);
        let title = row.title.as_deref().map(words);
        witnesses.push(Witness {
            facts: library.facts(key)?,
            rank: library.rank(key)?,
            title: title.map(|t| xxhash_rust::xxh3::xxh3_64(t.normal().as_bytes())),
            chain: chain.and_then(|c| Some((c.id(), c.number(key)?))),
            held,
        });
    }
    Ok((
        witnesses,
        loci,
        bases.into_iter().map(|(base, _)| base).collect(),
    ))
}

/// For each member the others that it is held against.
fn likely(
    library: &Library<'_>,
    keys: &[ArticleKey],
    witnesses: &[Witness],
    loci: &Loci,
) -> Result<Vec<Vec<usize>>> {
    let count = keys.len();
    if count <= ALL_PAIRS {
        return Ok(vec![(0..count).collect(); count]);
    }
    let places: FxHashMap<ArticleKey, usize> = keys.iter().copied().zip(0..).collect();
    // The earliest holders of each reading, and of each whole wording.
    let mut readings: FxHashMap<(u32, Reading), Vec<usize>> = FxHashMap::default();
    let mut wordings: FxHashMap<(u32, &Readings), Vec<usize>> = FxHashMap::default();
    let mut houses: FxHashMap<Option<i64>, Vec<usize>> = FxHashMap::default();
    for (place, witness) in witnesses.iter().enumerate() {
        for held in &witness.held {
            let whole = wordings.entry((held.locus, &*held.readings)).or_default();
            if whole.len() < HOLDERS {
                whole.push(place);
            }
            for reading in held.readings.iter() {
                let list = readings.entry((held.locus, reading)).or_default();
                if list.len() < HOLDERS {
                    list.push(place);
                }
            }
        }
        houses.entry(witness.facts.outlet).or_default().push(place);
    }
    let components: FxHashMap<u32, &Rc<Component>> = loci.values().map(|(n, c)| (*n, c)).collect();
    let mut out = Vec::with_capacity(count);
    for (place, witness) in witnesses.iter().enumerate() {
        // How many of its readings each of the others has, as far as they are among the earliest to have them.
        let mut votes: FxHashMap<usize, usize> = FxHashMap::default();
        for held in &witness.held {
            for &other in &wordings[&(held.locus, &*held.readings)] {
                *votes.entry(other).or_default() += 1;
            }
            for reading in held.readings.iter() {
                for &other in &readings[&(held.locus, reading)] {
                    *votes.entry(other).or_default() += 2;
                }
            }
        }
        votes.remove(&place);
        let mut best: Vec<(usize, usize)> = votes.into_iter().collect();
        best.sort_by_key(|&(other, count)| (std::cmp::Reverse(count), other));
        let mut list: BTreeSet<usize> = best
            .into_iter()
            .take(NEAR)
            .map(|(other, _)| other)
            .collect();
        list.extend((0..HOLDERS).filter(|&other| other != place));
        if witness.facts.outlet.is_some() {
            let own = &houses[&witness.facts.outlet];
            list.extend(own.iter().copied().filter(|&o| o != place).take(NEAR));
        }
        if !witness.facts.credits.is_empty() || !witness.facts.links.is_empty() {
            let first = witness.held.iter().filter_map(|h| components.get(&h.locus));
            for component in first {
                let named = Cache::named(library, component, &witness.facts)?;
                let mut named: Vec<usize> = named
                    .iter()
                    .filter_map(|key| places.get(key).copied())
                    .collect();
                named.sort_unstable();
                list.extend(named.into_iter().filter(|&o| o != place).take(HOLDERS));
            }
        }
        out.push(list.into_iter().collect());
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::corpus::Corpus;
    use crate::corpus::family::Cache;
    use crate::corpus::witness::Library;
    use crate::ingest::date;
    use crate::model::{Article, DateOrigin, DateRole};
    use crate::store::Which;

    /// One of a few paragraphs: longer the higher its number, with no word of another one.
    fn paragraph(number: usize) -> String {
        let words: Vec<String> = (0..14 + 3 * number)
            .map(|word| format!("p{number}w{word}"))
            .collect();
        format!("The {}.", words.join(" "))
    }

    fn words(number: usize) -> usize {
        15 + 3 * number
    }

    /// An article of its own outlet, a day after the one before it.
    fn article(number: usize, held: &[usize]) -> Article {
        let printed = format!("2024-05-{:02}T08:00:00Z", 1 + number);
        let mut text: Vec<String> = held.iter().map(|&p| paragraph(p)).collect();
        text.push(format!("Own{number} rain."));
        Article {
            url: Some(format!("https://outlet{number}.example/story")),
            outlet: Some(format!("Outlet {number}")),
            dates: date::parse(&printed, DateOrigin::Record, DateRole::Published, i64::MAX)
                .into_iter()
                .collect(),
            text: text.join("\n\n"),
            ..Article::default()
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn an_article_joins_the_earliest_leader_that_holds_half_of_its_words(
            texts in proptest::collection::vec(proptest::collection::btree_set(0_usize..7, 1..5), 2..6),
        ) {
            let texts: Vec<Vec<usize>> = texts.into_iter().map(|t| t.into_iter().collect()).collect();
            let mut corpus = Corpus::in_memory().unwrap();
            let all: Vec<Article> = texts.iter().enumerate().map(|(n, held)| article(n, held)).collect();
            corpus.add(&all, 1_767_225_600).unwrap();
            let mut expected: Vec<usize> = Vec::new();
            for (n, held) in texts.iter().enumerate() {
                let whole: usize = held.iter().map(|&p| words(p)).sum();
                let half = |leader: &usize| {
                    let common = held.iter().filter(|p| texts[*leader].contains(p));
                    2 * common.map(|&p| words(p)).sum::<usize>() >= whole
                };
                let leader = (0..n).find(|l| expected[*l] == *l && half(l));
                expected.push(leader.unwrap_or(n));
            }
            let found = corpus.store.read(|reader| {
                let library = Library::new(reader)?;
                let keys = reader.article_keys(Which::All)?;
                let mut number = std::collections::BTreeMap::new();
                for &key in &keys {
                    let id = reader.article(key)?.id;
                    number.insert(key, all.iter().position(|a| a.id() == id));
                }
                let mut found = vec![None; all.len()];
                for &key in &keys {
                    if let Some(n) = number[&key] {
                        found[n] = number[&Cache::leader(&library, key)?];
                    }
                }
                // What the indices alone tell is what the loci tell that are read.
                let (quick, whole) = (Library::new(reader)?, Library::new(reader)?);
                for &key in &keys {
                    for paragraph in Cache::paragraphs(&whole, key)?.iter() {
                        for _ in 0..2 {
                            let common = Cache::common(&quick, paragraph.passage)?.map(|c| c.holders.clone());
                            let read = Cache::component(&whole, paragraph.passage)?;
                            assert_eq!(common, Some(read.holders.clone()).filter(|h| h.len() > 1));
                        }
                    }
                }
                Ok(found)
            }).unwrap();
            let expected: Vec<Option<usize>> = expected.into_iter().map(Some).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
