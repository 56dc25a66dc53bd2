//! The shingles of several paragraphs in the order of their keys: sorted once, for what is written to the index and for what is looked up in it.

use crate::fingerprint::{is_short, shingle_key, short_twin};
use crate::store::PassageKey;

/// A shingle that a paragraph holds, as one number, which is sorted by one comparison: above the 32 bits of the paragraph the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Held(u128);

impl Held {
    fn new(key: u64, paragraph: u32) -> Self {
        Self(u128::from(key) << 32 | u128::from(paragraph))
    }

    /// The shingle's key in longer paragraphs.
    pub(crate) fn key(self) -> u64 {
        (self.0 >> 32) as u64
    }

    /// The paragraph, counted from 0.
    pub(crate) fn paragraph(self) -> usize {
        self.0 as u32 as usize
    }
}

/// Several paragraphs' winnowed shingles.
#[derive(Debug, Default)]
pub(crate) struct Shingled<'p> {
    paragraphs: Vec<&'p [u64]>,
    held: Vec<Held>,
}

impl<'p> Shingled<'p> {
    /// Sorts the winnowed shingles of some paragraphs.
    pub(crate) fn of(paragraphs: impl Iterator<Item = &'p [u64]>) -> Self {
        let paragraphs: Vec<&[u64]> = paragraphs.collect();
        let many = paragraphs.iter().map(|shingles| shingles.len()).sum();
        let mut held: Vec<Held> = Vec::with_capacity(many);
        for (shingles, i) in paragraphs.iter().zip(0..) {
            let keys = shingles.iter().map(|&h| shingle_key(h, false));
            held.extend(keys.map(|key| Held::new(key, i)));
        }
        held.sort_unstable();
        held.dedup();
        Self { paragraphs, held }
    }

    /// The shingles of each paragraph.
    pub(crate) fn paragraphs(&self) -> &[&'p [u64]] {
        &self.paragraphs
    }

    /// The different shingles in the order of their keys, each with the paragraphs that hold it, in order.
    pub(crate) fn groups(&self) -> impl Iterator<Item = &[Held]> {
        self.held.chunk_by(|a, b| a.key() == b.key())
    }

    /// What stands in the index for the paragraphs' shingles, in order; `passages` are what they are stored as, the smallest first.
    pub(crate) fn postings(&self, passages: &[PassageKey]) -> impl Iterator<Item = (u64, u32)> {
        self.groups().flat_map(move |group| {
            [false, true].into_iter().flat_map(move |short| {
                let key = group[0].key();
                let key = if short { short_twin(key) } else { key };
                let those = group.iter().map(|held| held.paragraph());
                those
                    .filter(move |&p| is_short(self.paragraphs[p]) == short)
                    .filter_map(|p| passages.get(p))
                    .map(move |passage| (key, passage.0))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fingerprint::Fingerprint;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_is_what_every_fingerprint_says_sorted(
            shingles in prop::collection::vec(prop::collection::btree_set(0_u64..40, 0..14), 0..12),
        ) {
            let print = |set: std::collections::BTreeSet<u64>| Fingerprint {
                sha256: [0; 32],
                simhash: 0,
                words: 0,
                shingles: set.into_iter().map(|h| h << 40).collect(),
                pairs: Vec::new(),
            };
            let prints: Vec<Fingerprint> = shingles.into_iter().map(print).collect();
            let passages: Vec<PassageKey> = (3..).map(PassageKey).take(prints.len()).collect();
            let shingled = Shingled::of(prints.iter().map(|p| &p.shingles[..]));
            let mut expected: Vec<(u64, u32)> = prints.iter().zip(&passages)
                .flat_map(|(print, passage)| print.shingle_keys().map(|key| (key, passage.0)))
                .collect();
            expected.sort_unstable();
            prop_assert_eq!(shingled.postings(&passages).collect::<Vec<_>>(), expected);
            for group in shingled.groups() {
                prop_assert!(group.is_sorted_by(|a, b| a.paragraph() < b.paragraph()));
            }
        }
    }
}
