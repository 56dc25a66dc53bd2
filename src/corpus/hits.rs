//! Paragraphs and stored passages that share pairs of rare stems.
//!
//! In a large store an article has more than a thousand hits, nearly all by chance, and to sort them is most of the work: so a hit is one number.

use crate::corpus::nominate::Asked;
use crate::store::{PassageKey, Postings};

/// A pair that more passages hold says little of any: it is not looked up.
pub(crate) const CAP: usize = 64;

/// A single pair that more passages hold makes no hit by itself: in a growing store such pairs are what chance brings.
const TELLING: usize = 16;

/// A paragraph and a passage that share pairs of rare stems.
///
/// Bits from the highest: 32 of the passage's row, 24 of the paragraph, 7 of the common stems (two for one pair, three for three pairs, four for six), one that
/// says whether the two are the same words. So hits sort by passage, then by paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit(u64);

impl Hit {
    fn new(passage: PassageKey, paragraph: usize, common: usize, same: bool) -> Self {
        let paragraph = paragraph.min((1 << 24) - 1) as u64;
        let common = common.min((1 << 7) - 1) as u64;
        Self(u64::from(passage.0) << 32 | paragraph << 8 | common << 1 | u64::from(same))
    }

    /// The stored passage.
    pub(crate) fn passage(self) -> PassageKey {
        PassageKey((self.0 >> 32) as u32)
    }

    /// The paragraph, counted from 0.
    pub(crate) fn paragraph(self) -> u32 {
        (self.0 >> 8) as u32 & ((1 << 24) - 1)
    }

    /// How many of the stems that are kept of either are common.
    pub(crate) fn common(self) -> usize {
        (self.0 >> 1) as usize & ((1 << 7) - 1)
    }

    /// True when they are the same words.
    pub(crate) fn is_same(self) -> bool {
        self.0 & 1 == 1
    }
}

/// The hits of an article's paragraphs, in the order of the passages; `places` are for each pair of each paragraph in turn the place of its key in `postings`.
pub(crate) fn hits(mut places: &[u32], postings: &Postings, article: &Asked<'_>) -> Vec<Hit> {
    let mut all: Vec<Hit> = Vec::new();
    // A passage, and in the lowest bit whether the pair is telling.
    let mut met: Vec<u64> = Vec::new();
    for (paragraph, (print, own)) in article.prints.iter().zip(&article.passages).enumerate() {
        met.clear();
        let (pairs, rest) = places.split_at(print.pairs.len());
        places = rest;
        for at in pairs.iter().map(|&at| at as usize) {
            let total = postings.total(at);
            if total <= CAP {
                let telling = u64::from(total <= TELLING);
                let held = postings.of(at).iter();
                met.extend(held.map(|passage| u64::from(passage.0) << 1 | telling));
            }
        }
        met.sort_unstable();
        for run in met.chunk_by(|x, y| x >> 1 == y >> 1) {
            if run.len() > 1 || run[0] & 1 == 1 {
                let passage = PassageKey((run[0] >> 1) as u32);
                let same = *own == Some(passage);
                all.push(Hit::new(passage, paragraph, stems(run.len()), same));
            }
        }
    }
    all.sort_unstable();
    all
}

/// The number of stems of which all pairs are so many, rounded down: the inverse of n(n - 1)/2.
fn stems(pairs: usize) -> usize {
    (1 + 8 * pairs).isqrt().div_ceil(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn so_many_pairs_are_of_so_many_stems() {
        assert_eq!([1, 2, 3, 5, 6, 10, 15].map(stems), [2, 2, 3, 3, 4, 5, 6]);
    }

    proptest! {
        #[test]
        fn a_hit_says_what_it_was_made_of_and_sorts_by_passage_and_paragraph(
            one in (any::<u32>(), 0_usize..1 << 24, 0_usize..128, any::<bool>()),
            other in (any::<u32>(), 0_usize..1 << 24, 0_usize..128, any::<bool>()),
        ) {
            let made = |(passage, paragraph, common, same)| Hit::new(PassageKey(passage), paragraph, common, same);
            let told = |hit: Hit| (hit.passage().0, hit.paragraph() as usize, hit.common(), hit.is_same());
            prop_assert_eq!(told(made(one)), one);
            prop_assert_eq!(made(one).cmp(&made(other)), one.cmp(&other));
        }
    }
}
