//! Which stored articles a text may be rewritten from, or the other way round: those that share rare stems in several paragraphs.
//!
//! Two passages are a hit when they share at least [`COMMON`] of their rarest stems; articles are ranked by the sum of common stems over
//! the paragraphs of either. Which stems are the rarest is settled by the shipped tables, and the count is the same from both
//! sides, so that the order in which articles come plays no part. Work is bounded for each article, whatever the store holds: a stem that too
//! many passages share is not looked up, and only the best few articles are read.

use std::collections::{BTreeMap, HashMap};

use crate::error::Result;
use crate::fingerprint::Fingerprint;
use crate::store::{ArticleKey, PassageKey, Postings, Reader};

/// Rare stems that two passages must have in common.
const COMMON: usize = 3;

/// Articles that are read side by side with one; what is left is counted and told.
const READ: usize = 8;

/// The sum of common stems from which an article is worth reading: two hits, or one twice as good.
const WORTH: usize = 2 * COMMON;

/// Witnesses of a hit that are ranked: beyond a handful they are verbatim copies of each other.
const WITNESSES: usize = 16;

/// A stem is looked up when at most this share of all passages hold it, but never less than the first or more than the second of
/// [`CAPS`]: the cut moves with the store, the work stays bounded.
const CAP_SHARE: usize = 64;
const CAPS: (usize, usize) = (512, 8_192);

/// The candidates of one article.
#[derive(Debug, Clone, Default)]
pub(crate) struct Nominees {
    /// The best, best first.
    pub(crate) articles: Vec<ArticleKey>,
    /// How many more were worth reading.
    pub(crate) unread: usize,
}

/// How many passages may hold a stem that is looked up.
fn cap(passages: usize) -> usize {
    (passages / CAP_SHARE).clamp(CAPS.0, CAPS.1)
}

/// Finds the candidates of several articles, each given by the fingerprints of its paragraphs and its own key, if it has one.
pub(crate) fn nominees(
    reader: &Reader,
    articles: &[(Option<ArticleKey>, Vec<&Fingerprint>)],
) -> Result<Vec<Nominees>> {
    let mut keys: Vec<u64> = articles
        .iter()
        .flat_map(|(_, prints)| prints.iter().flat_map(|p| p.stem_keys()))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    let passages = reader.passage_count()?;
    let cap = cap(passages);
    let postings = reader.lookup(&keys, cap)?;
    let mut index = Index {
        keys: &keys,
        postings: &postings,
        cap,
        counts: vec![0; passages + 1],
    };
    let mut holders: HashMap<PassageKey, Vec<ArticleKey>> = HashMap::new();
    let mut out = Vec::with_capacity(articles.len());
    for (own, prints) in articles {
        let mut found: BTreeMap<ArticleKey, Shared> = BTreeMap::new();
        for print in prints {
            let mut best: BTreeMap<ArticleKey, usize> = BTreeMap::new();
            for (passage, common) in index.hits(print) {
                let held = match holders.get(&passage) {
                    Some(held) => held,
                    None => {
                        let held = reader.articles_holding(passage, WITNESSES)?;
                        holders.entry(passage).or_insert(held)
                    }
                };
                for &article in held.iter().filter(|a| Some(**a) != *own) {
                    let slot = best.entry(article).or_default();
                    *slot = (*slot).max(common);
                    let theirs = &mut found.entry(article).or_default().theirs;
                    let slot = theirs.entry(passage).or_default();
                    *slot = (*slot).max(common);
                }
            }
            for (article, common) in best {
                found.entry(article).or_default().ours += common;
            }
        }
        out.push(ranked(found));
    }
    Ok(out)
}

/// The rare stems that two articles have in common.
#[derive(Default)]
struct Shared {
    /// Over the paragraphs of the one that is asked about, those with the best passage of the other.
    ours: usize,
    /// For each passage of the other, those with the best of its paragraphs.
    theirs: BTreeMap<PassageKey, usize>,
}

/// The best of the candidates, and how many are left.
fn ranked(found: BTreeMap<ArticleKey, Shared>) -> Nominees {
    let mut worth: Vec<(ArticleKey, usize)> = found
        .into_iter()
        .map(|(article, shared)| (article, shared.ours.max(shared.theirs.values().sum())))
        .filter(|(_, sum)| *sum >= WORTH)
        .collect();
    worth.sort_by(|x, y| y.1.cmp(&x.1).then_with(|| x.0.cmp(&y.0)));
    let best = worth.first().map_or(0, |w| w.1);
    Nominees {
        // What is not half as good as the best would have been read for nothing.
        unread: worth.iter().skip(READ).filter(|w| w.1 * 2 > best).count(),
        articles: worth.into_iter().take(READ).map(|w| w.0).collect(),
    }
}

/// What was looked up.
struct Index<'p> {
    keys: &'p [u64],
    postings: &'p Postings,
    cap: usize,
    /// A count for each passage, all 0 between look-ups.
    counts: Vec<u8>,
}

impl Index<'_> {
    /// The passages that share enough of a paragraph's rare stems, with how many.
    ///
    /// What has three in common stands in one of any lists but two: of the two longest no new passage is taken up, those that are
    /// there are only looked for in them (the prefix filter of Chaudhuri, Ganti and Kaushik 2006).
    fn hits(&mut self, print: &Fingerprint) -> Vec<(PassageKey, usize)> {
        let mut lists: Vec<&[PassageKey]> = print
            .stem_keys()
            .filter_map(|key| self.keys.binary_search(&key).ok())
            .filter(|&at| self.postings.total(at) <= self.cap)
            .map(|at| self.postings.of(at))
            .collect();
        lists.sort_by_key(|list| list.len());
        let rest = lists.split_off(lists.len().saturating_sub(COMMON - 1));
        let mut met: Vec<PassageKey> = Vec::new();
        for &passage in lists.into_iter().flatten() {
            let count = &mut self.counts[passage.0 as usize];
            if *count == 0 {
                met.push(passage);
            }
            *count = count.saturating_add(1);
        }
        let mut found = Vec::new();
        for passage in met {
            let mut common = std::mem::take(&mut self.counts[passage.0 as usize]) as usize;
            if common + rest.len() < COMMON {
                continue;
            }
            let held = |list: &&&[PassageKey]| list.binary_search(&passage).is_ok();
            common += rest.iter().filter(held).count();
            if common >= COMMON {
                found.push((passage, common));
            }
        }
        found
    }
}
