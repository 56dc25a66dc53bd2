//! Which stored articles a text may be rewritten from, or the other way round: those that share rare stems in several paragraphs.
//!
//! A passage is a hit when it shares a good part of the rare stems of a paragraph, weighted as BM25 weights a term that stands once in each
//! text (Robertson and Spärck Jones 1976); articles are ranked by the sum over the paragraphs. Work is bounded for each article, whatever the
//! store holds: a stem that too many passages share is not looked up, and only the best few articles are read.

use std::collections::{BTreeMap, HashMap};

use crate::error::Result;
use crate::fingerprint::{Fingerprint, RARE_STEMS};
use crate::store::{ArticleKey, PassageKey, Postings, Reader};

/// Share of a paragraph's weight of rare stems that a passage must hold to be a hit.
const HIT: f32 = 0.2;

/// Articles that are read side by side with one; what is left is counted and told.
const READ: usize = 6;

/// The sum over paragraphs from which an article is worth reading, beside hits in two of them: some for a start and some more for
/// each paragraph of the text, since a long one meets chance hits in many others; never less than the first or more than the second
/// of [`WORTHS`].
const WORTH: (f32, f32) = (0.35, 0.05);
const WORTHS: (f32, f32) = (0.5, 1.0);

/// Witnesses of a hit that are ranked: beyond a handful they are verbatim copies of each other.
const WITNESSES: usize = 8;

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
        passages: passages as f32,
        cap,
        sums: vec![0.0; passages + 1],
    };
    let mut holders: HashMap<PassageKey, Vec<ArticleKey>> = HashMap::new();
    let mut out = Vec::with_capacity(articles.len());
    for (own, prints) in articles {
        let mut sums: BTreeMap<ArticleKey, (f32, usize)> = BTreeMap::new();
        for print in prints {
            let mut best: BTreeMap<ArticleKey, f32> = BTreeMap::new();
            for (passage, share) in index.hits(print) {
                let held = match holders.get(&passage) {
                    Some(held) => held,
                    None => {
                        let held = reader.articles_holding(passage, WITNESSES)?;
                        holders.entry(passage).or_insert(held)
                    }
                };
                for &article in held.iter().filter(|a| Some(**a) != *own) {
                    let slot = best.entry(article).or_default();
                    *slot = slot.max(share);
                }
            }
            for (article, share) in best {
                let sum = sums.entry(article).or_default();
                *sum = (sum.0 + share, sum.1 + 1);
            }
        }
        out.push(ranked(sums, prints.len()));
    }
    Ok(out)
}

/// The best of the candidates, and how many are left. A text of one or two paragraphs has no second hit to ask for.
fn ranked(sums: BTreeMap<ArticleKey, (f32, usize)>, paragraphs: usize) -> Nominees {
    let asked = (WORTH.0 + WORTH.1 * paragraphs as f32).clamp(WORTHS.0, WORTHS.1);
    let mut worth: Vec<(ArticleKey, f32)> = sums
        .into_iter()
        .filter(|(_, (sum, hits))| (*hits >= 2 || paragraphs <= 2) && *sum >= asked)
        .map(|(article, (sum, _))| (article, sum))
        .collect();
    worth.sort_by(|x, y| y.1.total_cmp(&x.1).then_with(|| x.0.cmp(&y.0)));
    Nominees {
        unread: worth.len().saturating_sub(READ),
        articles: worth.into_iter().take(READ).map(|w| w.0).collect(),
    }
}

/// What was looked up.
struct Index<'p> {
    keys: &'p [u64],
    postings: &'p Postings,
    passages: f32,
    cap: usize,
    /// A sum for each passage, all 0 between look-ups.
    sums: Vec<f32>,
}

impl Index<'_> {
    /// The passages that share enough of a paragraph's rare stems, with the share.
    ///
    /// Lists are taken from the rarest stem on; once the rest could not make a hit by itself, no new passage is taken up and those
    /// that are there are only looked for in it (the prefix filter of Chaudhuri, Ganti and Kaushik 2006).
    fn hits(&mut self, print: &Fingerprint) -> Vec<(PassageKey, f32)> {
        let mut lists: Vec<(usize, usize, f32)> = print
            .stem_keys()
            .filter_map(|key| self.keys.binary_search(&key).ok())
            .map(|at| {
                let total = self.postings.total(at);
                (total, at, (1.0 + self.passages / total.max(1) as f32).ln())
            })
            .collect();
        lists.sort_unstable_by_key(|l| (l.0, l.1));
        let all: f32 = lists.iter().map(|l| l.2).sum();
        // Of a page set as one paragraph a passage is a hit by what a paragraph's share of it would be.
        let needed = all * HIT * (RARE_STEMS as f32 / lists.len().max(1) as f32).min(1.0);
        let mut left = all;
        let mut met: Vec<PassageKey> = Vec::new();
        let mut rest = lists.iter().filter(|l| l.0 <= self.cap).peekable();
        while let Some(&&(_, at, weight)) = rest.peek() {
            if left < needed {
                break;
            }
            for &passage in self.postings.of(at) {
                let sum = &mut self.sums[passage.0 as usize];
                if *sum == 0.0 {
                    met.push(passage);
                }
                *sum += weight;
            }
            left -= weight;
            rest.next();
        }
        let mut found = Vec::new();
        for passage in met {
            let weight = std::mem::take(&mut self.sums[passage.0 as usize]);
            if weight + left >= needed {
                found.push((passage, weight));
            }
        }
        let rest: Vec<(usize, f32)> = rest.map(|l| (l.1, l.2)).collect();
        for (passage, weight) in &mut found {
            for &(at, more) in &rest {
                if self.postings.of(at).binary_search(passage).is_ok() {
                    *weight += more;
                }
            }
        }
        found.retain(|f| f.1 >= needed && f.1 > 0.0);
        for hit in &mut found {
            hit.1 *= HIT / needed;
        }
        found
    }
}
