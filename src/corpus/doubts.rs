//! Doubts: stored matches that may hang on a shingle that counts for less than before.
//!
//! What is compared depends on how many hold a shingle. As a store grows a shingle that was rare becomes common, one that each was compared over
//! needs hubs, and a hub is followed by another. What would not be looked for now is taken back, so that what is stored is what would be there if
//! all had come at once. The same passages are doubted again and again as their story spreads, and to look at them costs a walk through the index: while
//! batch comes after batch they are only remembered, in the store, and looked at when the last is written; after an interruption, by the next ingest.

use std::collections::BTreeMap;

use crate::corpus::hubs::shingles;
use crate::corpus::relate::Looked;
use crate::corpus::shingled::Shingled;
use crate::error::Result;
use crate::store::{PassageKey, Writer};

/// Passages whose matches are looked at together: bounds the memory.
const TOGETHER: usize = 50_000;

/// The stored passages of which some matches are in doubt.
#[derive(Debug, Default)]
pub(crate) struct Doubts {
    /// The older holders of each shingle that counts for less, sorted.
    holders: Vec<Vec<PassageKey>>,
    /// Who is doubted, with such shingles by their places above; none for a former hub, whose matches may be with any holder.
    passages: BTreeMap<PassageKey, Option<Vec<usize>>>,
}

impl Doubts {
    /// Doubts all matches of a passage that is no longer a hub.
    pub(crate) fn hub(&mut self, passage: PassageKey) {
        self.passages.insert(passage, None);
    }

    /// Doubts the matches that some of the older holders of a shingle have with any other of them: a match of two hangs on what both hold.
    pub(crate) fn among(
        &mut self,
        some: impl Iterator<Item = PassageKey>,
        mut holders: Vec<PassageKey>,
    ) {
        holders.sort_unstable();
        for passage in some {
            let shingles = self.passages.entry(passage);
            if let Some(shingles) = shingles.or_insert_with(|| Some(Vec::new())) {
                shingles.push(self.holders.len());
            }
        }
        self.holders.push(holders);
    }

    /// True when one of these matches is with a passage by which the doubt came.
    fn concern(&self, shingles: Option<&[usize]>, partners: &[PassageKey]) -> bool {
        let Some(shingles) = shingles else {
            return !partners.is_empty();
        };
        let mut holders = shingles.iter().map(|&at| &self.holders[at]);
        holders.any(|held| partners.iter().any(|p| held.binary_search(p).is_ok()))
    }

    /// Has the store remember those whose matches are in doubt, until [`settle`].
    pub(crate) fn keep(&self, writer: &mut Writer<'_>) -> Result<()> {
        let mut doubtful = Vec::new();
        for (&passage, shingles) in &self.passages {
            let partners = writer.partners_of(passage)?;
            if self.concern(shingles.as_deref(), &partners) {
                doubtful.push(passage);
            }
        }
        writer.insert_doubts(&doubtful)
    }
}

/// Deletes what would not be looked for now among the remembered matches in doubt, those of some thousand passages at a time.
pub(crate) fn settle(writer: &mut Writer<'_>) -> Result<()> {
    let all = writer.doubtful()?;
    for some in all.chunks(TOGETHER) {
        settle_some(writer, some)?;
    }
    if !all.is_empty() {
        writer.clear_doubts()?;
    }
    Ok(())
}

fn settle_some(writer: &mut Writer<'_>, some: &[PassageKey]) -> Result<()> {
    let mut doubtful = Vec::new();
    let mut matched = Vec::new();
    for &passage in some {
        let partners = writer.partners_of(passage)?;
        // Those that have been forgotten since have none.
        if !partners.is_empty() {
            doubtful.push(passage);
            matched.push(partners);
        }
    }
    let own = shingles(writer, &doubtful)?;
    let own = Shingled::of(own.iter().map(Vec::as_slice));
    let pairs = Looked::up(writer, own)?.pairs(writer, Some(&doubtful), false)?;
    for ((&passage, pairs), partners) in doubtful.iter().zip(&pairs).zip(&matched) {
        for &other in partners {
            if pairs.binary_search(&other).is_err() {
                writer.delete_match(passage, other)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::corpus::Corpus;
    use crate::corpus::cut::Ready;
    use crate::model::Article;
    use crate::store::{MatchRow, Which};

    #[test]
    fn only_a_match_with_another_older_holder_is_in_doubt_and_any_of_a_former_hub() {
        let [a, b, c, d] = [1, 2, 3, 4].map(PassageKey);
        let mut doubts = Doubts::default();
        doubts.among([a].into_iter(), vec![c, b, a]);
        doubts.hub(d);
        let concern = |passage: PassageKey, partners: &[PassageKey]| {
            doubts.concern(doubts.passages[&passage].as_deref(), partners)
        };
        assert!(concern(a, &[b]) && concern(a, &[d, c]));
        assert!(!concern(a, &[d]) && !concern(a, &[]));
        assert!(concern(d, &[a]) && !concern(d, &[]));
    }

    /// Sixty wordings of one long paragraph, each with some words of its own, in the order of their numbers.
    fn wordings() -> Vec<Article> {
        let one = |n: usize| {
            let word = |i: usize| match (i + n) % 9 {
                0 => format!("own{n}word{i}"),
                _ => format!("word{i}"),
            };
            let words: Vec<String> = (0..48).map(word).collect();
            Article {
                url: Some(format!("https://paper{n}.example/story")),
                outlet: Some(format!("Paper {n}")),
                text: format!("The {} stood there until evening.", words.join(" ")),
                ..Article::default()
            }
        };
        (0..60).map(one).collect()
    }

    /// The stored matches, by the texts of both.
    fn matches(corpus: &Corpus) -> BTreeSet<[String; 2]> {
        let mut rows = Vec::new();
        let mut keep = |row: &MatchRow| {
            rows.push([row.a, row.b]);
            Ok(())
        };
        corpus.store.all_matches(&mut keep).unwrap();
        let text = |key| corpus.store.passage_text(key).unwrap();
        let named = rows.into_iter().map(|pair| {
            let mut texts = pair.map(text);
            texts.sort();
            texts
        });
        named.collect()
    }

    #[test]
    fn what_is_settled_after_the_last_batch_or_by_the_next_write_is_what_comes_of_all_at_once() {
        let all = wordings();
        let mut at_once = Corpus::in_memory().unwrap();
        at_once.add(&all, 7).unwrap();
        let expected = matches(&at_once);

        let mut ahead = Corpus::in_memory().unwrap();
        ahead.ahead(7, |line| {
            for batch in all.chunks(7) {
                line.put(batch.to_vec(), |_| {}).unwrap();
            }
            line.end(|_| {}).unwrap();
        });
        assert_eq!(matches(&ahead), expected);
        assert!(ahead.store.doubtful().unwrap().is_empty());

        // As after an interruption: the last batch does not come, and what comes next is one article.
        let mut broken = Corpus::in_memory().unwrap();
        let (last, rest) = all.split_last().unwrap();
        for batch in rest.chunks(7) {
            broken
                .add_some(&Ready::cut(batch.to_vec(), true), 7)
                .unwrap();
        }
        assert!(!broken.store.doubtful().unwrap().is_empty());
        broken.add(std::slice::from_ref(last), 7).unwrap();
        assert_eq!(matches(&broken), expected);
        assert!(broken.store.doubtful().unwrap().is_empty());
    }

    #[test]
    fn what_was_forgotten_is_no_longer_in_doubt() {
        let mut corpus = Corpus::in_memory().unwrap();
        for batch in wordings().chunks(7) {
            corpus
                .add_some(&Ready::cut(batch.to_vec(), true), 7)
                .unwrap();
        }
        let keys = corpus.store.article_keys(Which::All).unwrap();
        corpus.store.write(|w| w.delete_articles(&keys)).unwrap();
        corpus.settle_doubts().unwrap();
        assert!(matches(&corpus).is_empty() && corpus.store.doubtful().unwrap().is_empty());
    }

    #[test]
    fn a_former_hub_stays_doubted_with_everybody() {
        let [a, b, c] = [1, 2, 3].map(PassageKey);
        let mut doubts = Doubts::default();
        doubts.hub(a);
        doubts.among([a, b].into_iter(), vec![a, b]);
        assert_eq!(doubts.passages[&a], None);
        doubts.hub(b);
        assert!(doubts.concern(doubts.passages[&b].as_deref(), &[c]));
    }
}
