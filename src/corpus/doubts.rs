//! Doubts: stored matches that may hang on a shingle that counts for less than before.
//!
//! What is compared depends on how many hold a shingle. As a store grows a shingle that was rare becomes common, one that each was compared over
//! needs hubs, and a hub is followed by another. What would not be looked for now is taken back, so that what is stored is what would be there if
//! all had come at once.

use std::collections::BTreeMap;

use crate::corpus::hubs::shingles;
use crate::corpus::relate::Looked;
use crate::error::Result;
use crate::store::{PassageKey, Writer};

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

    /// Deletes the matches in doubt that would not be looked for now.
    pub(crate) fn settle(&self, writer: &mut Writer<'_>) -> Result<()> {
        let mut doubtful = Vec::new();
        let mut matched = Vec::new();
        for (&passage, shingles) in &self.passages {
            let partners = writer.partners_of(passage)?;
            if self.concern(shingles.as_deref(), &partners) {
                doubtful.push(passage);
                matched.push(partners);
            }
        }
        let own = shingles(writer, &doubtful)?;
        let own: Vec<&[u64]> = own.iter().map(Vec::as_slice).collect();
        let pairs = Looked::up(writer, &own)?.pairs(writer, Some(&doubtful), false)?;
        for ((&passage, pairs), partners) in doubtful.iter().zip(&pairs).zip(&matched) {
            for &other in partners {
                if pairs.binary_search(&other).is_err() {
                    writer.delete_match(passage, other)?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
