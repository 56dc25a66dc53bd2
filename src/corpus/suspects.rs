//! Who stands beside an article, and who of them may have paragraphs of it: told without judging anybody.
//!
//! Most of what stands beside a text shares a statement with it and nothing else. Judging an article takes hundreds of reads; that a common quotation
//! makes no copy is told by the two paragraphs alone, and by the rule that judges them.

use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::corpus::family::Cache;
use crate::corpus::relate::Relation;
use crate::corpus::witness::{KEPT, Library, bounded};
use crate::error::Result;
use crate::provenance::overlap;
use crate::reuse::{Prepared, Thresholds};
use crate::store::{ArticleKey, BlockRow, PassageKey};

/// The articles that may have a paragraph from one: whoever a judge says has one is among them.
///
/// Beside the partners of the article itself these are the partners of whoever holds a paragraph of it in the same words, since what is rewritten from
/// such a paragraph may be rewritten from any of its holders; and a whole crowd, of which not every two were compared when they were added.
pub(crate) fn suspects(
    library: &Library<'_>,
    key: ArticleKey,
    thresholds: &Thresholds,
) -> Result<BTreeSet<ArticleKey>> {
    let mut sources = BTreeSet::from([key]);
    for passage in library.reader.passages_held(key)? {
        if !library.is_standing(passage) {
            sources.extend(library.holding(passage)?.iter());
        }
    }
    let mut found = BTreeSet::new();
    for source in sources {
        found.extend(partners(library, source, thresholds)?.iter());
    }
    let family = Cache::family(library, key)?;
    if family.is_crowd() {
        found.extend(&family.keys);
    }
    found.remove(&key);
    Ok(found)
}

/// True when no judge may say that an article has a paragraph from another one.
pub(crate) fn is_alone(
    library: &Library<'_>,
    key: ArticleKey,
    thresholds: &Thresholds,
) -> Result<bool> {
    Ok(partners(library, key, thresholds)?.is_empty() && !Cache::family(library, key)?.is_crowd())
}

/// The articles that share a passage with one, or may be rewritten from it or it from them.
pub(crate) fn neighbours(library: &Library<'_>, key: ArticleKey) -> Result<BTreeSet<ArticleKey>> {
    let mut out: BTreeSet<ArticleKey> = library.reader.pairings_of(key)?.into_iter().collect();
    let outlet = library.reader.article(key)?.outlet;
    for block in library.body(key, outlet)?.0 {
        let Some(passage) = block.passage else {
            continue;
        };
        for &related in library.related(passage)?.iter() {
            let witnesses = library.witnesses(related)?;
            out.extend(witnesses.iter().map(|w| w.article));
        }
    }
    out.remove(&key);
    Ok(out)
}

/// What an article shares with another one, as far as was asked.
struct Shared {
    /// A block here and one there that share text.
    places: (u32, u32),
    /// True when other blocks do as well, or one that is called a copy by itself.
    enough: bool,
}

/// The articles with which one has so much in common that either may have paragraphs from the other: two blocks, or one that needs no support
/// (see [`crate::provenance::Support`]), or a pairing.
fn partners(
    library: &Library<'_>,
    key: ArticleKey,
    thresholds: &Thresholds,
) -> Result<Rc<[ArticleKey]>> {
    if let Some(known) = library.partners.borrow().get(&key) {
        return Ok(Rc::clone(known));
    }
    let mut shared: FxHashMap<ArticleKey, Shared> = FxHashMap::default();
    // Standing lines relate nobody to anybody, but are a second common block of those that are related.
    let mut standing: FxHashSet<PassageKey> = FxHashSet::default();
    for block in library.reader.blocks(key)? {
        let Some(passage) = block.passage else {
            continue;
        };
        if library.is_standing(passage) {
            standing.extend(library.related(passage)?.iter());
            continue;
        }
        for relation in library.relations(passage)?.iter() {
            if share(library, (key, &block), relation, &mut shared, thresholds)? {
                standing.insert(relation.passage);
            }
        }
    }
    let mut found = library.reader.pairings_of(key)?;
    for (other, shared) in shared {
        if shared.enough || stands_in(library, &standing, other)? {
            found.push(other);
        }
    }
    found.sort_unstable();
    found.dedup();
    let found: Rc<[ArticleKey]> = found.into();
    bounded(&library.partners, KEPT);
    library.partners.borrow_mut().insert(key, Rc::clone(&found));
    Ok(found)
}

/// True when an article holds one of some passages that very many may hold.
fn stands_in(
    library: &Library<'_>,
    passages: &FxHashSet<PassageKey>,
    article: ArticleKey,
) -> Result<bool> {
    for &passage in passages {
        if library.holding(passage)?.binary_search(&article).is_ok() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Notes what a block shares with whoever holds a related passage; says whether it is a standing line of any of them.
fn share(
    library: &Library<'_>,
    (key, block): (ArticleKey, &BlockRow),
    relation: &Relation,
    shared: &mut FxHashMap<ArticleKey, Shared>,
    thresholds: &Thresholds,
) -> Result<bool> {
    let witnesses = library.witnesses(relation.passage)?;
    if witnesses.iter().all(|w| w.article == key) {
        return Ok(false);
    }
    let mine = library.ready(key, block.ordinal, block.span)?;
    let alone = |theirs: &Prepared| {
        overlap(&mine, theirs, &relation.found, thresholds).stands_alone(thresholds)
    };
    // Marks of the other one only make it more of a quotation: most is told without the other text.
    let may = alone(&Prepared::default());
    let mut standing = false;
    for witness in witnesses.iter().filter(|w| w.article != key) {
        if library.is_furniture(witness.outlet, relation.passage) {
            standing = true;
            continue;
        }
        let places = (block.ordinal, witness.ordinal);
        let known = shared.entry(witness.article).or_insert(Shared {
            places,
            enough: false,
        });
        known.enough |= known.places != places;
        if may && !known.enough {
            let theirs = library.ready(witness.article, witness.ordinal, witness.span)?;
            known.enough = alone(&theirs);
        }
    }
    Ok(standing)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::corpus::judge::judge;
    use crate::corpus::{Corpus, subject};
    use crate::ingest::{ReadOptions, date, read};
    use crate::model::{Article, DateOrigin, DateRole};
    use crate::store::Which;

    /// 2025-12-31T16:00:00Z, after every date below.
    const NOW: i64 = 1_767_196_800;

    /// One of a few paragraphs, with a word of its own changed for every `edit` but the first; those from 6 are statements, those from 9 are short.
    fn paragraph(number: usize, edit: usize) -> String {
        let length = if number < 9 { 13 + 3 * number } else { 7 };
        let words: Vec<String> = (0..length)
            .map(|n| match n {
                5 if edit > 0 => format!("p{number}e{edit}"),
                _ => format!("p{number}w{n}"),
            })
            .collect();
        let words = words.join(" ");
        match number {
            6..9 => format!("“The {words},” Orla Venn said."),
            _ => format!("The {words}."),
        }
    }

    fn article(number: usize, outlet: usize, held: &[(usize, usize)]) -> Article {
        let printed = format!("2024-05-{:02}T08:00:00Z", 1 + number);
        let mut text: Vec<String> = held.iter().map(|&(p, edit)| paragraph(p, edit)).collect();
        text.push(format!("Own{number} rain fell on the quay all day."));
        Article {
            url: Some(format!("https://outlet{outlet}.example/{number}")),
            outlet: Some(format!("Outlet {outlet}")),
            dates: date::parse(&printed, DateOrigin::Record, DateRole::Published, i64::MAX)
                .into_iter()
                .collect(),
            text: text.join("\n\n"),
            ..Article::default()
        }
    }

    /// Who has a paragraph from whom, by source or by origin; with what nobody said, for comparison: neighbours that are no suspects.
    fn check(corpus: &Corpus) -> (usize, usize) {
        let thresholds = Thresholds::default();
        let (mut taken, mut passed_over) = (0, 0);
        let all = corpus.store.read(|reader| {
            let library = Library::new(reader)?;
            let keys = reader.article_keys(Which::All)?;
            for &key in &keys {
                let subject = subject::stored(&library, key)?;
                let judged = judge(&library, &subject, &thresholds)?;
                let mut sources = BTreeSet::new();
                for line in 0..subject.paragraphs.len() {
                    sources.extend(
                        judged
                            .taken_from(line)
                            .into_iter()
                            .flat_map(|(s, o)| [s, o]),
                    );
                }
                for &source in &sources {
                    let suspects = suspects(&library, source, &thresholds)?;
                    assert!(suspects.contains(&key), "{key:?} has it from {source:?}");
                }
                taken += sources.len();
                let alone = is_alone(&library, key, &thresholds)?;
                assert!(!alone || sources.is_empty(), "{key:?} has {sources:?}");
                let suspects = suspects(&library, key, &thresholds)?;
                let beside = neighbours(&library, key)?;
                passed_over += beside.difference(&suspects).count();
            }
            Ok(())
        });
        all.unwrap();
        (taken, passed_over)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whoever_a_judge_says_has_a_paragraph_is_a_suspect(
            texts in proptest::collection::vec((0_usize..4, proptest::collection::btree_map(0_usize..11, 0_usize..3, 1..5)), 2..9),
        ) {
            let all = texts.iter().enumerate().map(|(n, (outlet, held))| {
                let held: Vec<(usize, usize)> = held.iter().map(|(p, edit)| (*p, *edit)).collect();
                article(n, *outlet, &held)
            });
            let all: Vec<Article> = all.collect();
            let mut corpus = Corpus::in_memory().unwrap();
            corpus.add(&all, NOW).unwrap();
            check(&corpus);
        }
    }

    #[test]
    fn a_common_statement_makes_nobody_a_suspect_and_a_copy_does() {
        let all = [
            article(1, 1, &[(0, 0), (1, 0), (8, 0)]),
            article(2, 2, &[(2, 0), (3, 0), (8, 0)]),
            article(3, 3, &[(0, 1), (1, 0), (4, 0)]),
        ];
        let mut corpus = Corpus::in_memory().unwrap();
        corpus.add(&all, NOW).unwrap();
        let (taken, passed_over) = check(&corpus);
        assert_eq!((taken, passed_over), (1, 2));
    }
    #[test]
    fn in_all_stories_whoever_has_a_paragraph_is_a_suspect() {
        let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
        let mut corpus = Corpus::in_memory().unwrap();
        let mut files = vec![fixtures.join("newsroom/articles.jsonl")];
        for folder in ["stories", "stemmata"] {
            for story in std::fs::read_dir(fixtures.join(folder)).unwrap() {
                files.push(story.unwrap().path().join("articles.jsonl"));
            }
        }
        files.sort();
        for file in files.iter().filter(|file| file.exists()) {
            let bytes = std::fs::read(file).unwrap();
            let read = read("articles.jsonl", &bytes, &ReadOptions::default());
            corpus.add(&read.articles, NOW).unwrap();
        }
        let (taken, passed_over) = check(&corpus);
        assert!(taken > 150 && passed_over > 0, "{taken} {passed_over}");
    }
}
