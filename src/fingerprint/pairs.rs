//! The pairs of a paragraph's rare stems: what candidates for rewrites are looked up by.
//!
//! A rewriter changes the words around names and terms and leaves these. One rare stem stands in thousands of paragraphs of a large store, two of
//! them together in a handful: so what is looked up are pairs, and the work for a paragraph does not grow with the store.

use xxhash_rust::xxh3::xxh3_64;

/// Rare stems of which each pair is kept: fifteen keys.
pub const RARE_STEMS: usize = 6;

/// Content stems, at most, among which the rarest are chosen: a page set as one paragraph holds what elsewhere are five, and is read in parts.
const PART: usize = 36;

/// Parts that are kept of the longest.
const PARTS: usize = 20;

/// The hashes of the pairs of the rarest of `stems` (how rare, hash; in the order of the text), sorted, each once; of equally rare ones those
/// with the smaller hash, which means nothing and is the same everywhere.
pub(crate) fn pairs(stems: &[(f32, u64)]) -> Vec<u64> {
    if stems.is_empty() {
        return Vec::new();
    }
    let parts = stems.len().div_ceil(PART).max(1);
    let mut out = Vec::with_capacity(RARE_STEMS * (RARE_STEMS - 1) / 2 * parts.min(PARTS));
    for part in stems.chunks(stems.len().div_ceil(parts).max(1)).take(PARTS) {
        let mut ranked = part.to_vec();
        ranked.sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then_with(|| x.1.cmp(&y.1)));
        ranked.dedup_by_key(|r| r.1);
        ranked.truncate(RARE_STEMS);
        for (i, one) in ranked.iter().enumerate() {
            out.extend(ranked[i + 1..].iter().map(|other| pair(one.1, other.1)));
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// The hash of a pair: XXH3-64 of the two stems' hashes, the smaller first, little-endian.
fn pair(one: u64, other: u64) -> u64 {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&one.min(other).to_le_bytes());
    bytes[8..].copy_from_slice(&one.max(other).to_le_bytes());
    xxh3_64(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fingerprint::fingerprint;
    use crate::text::{stem_hash, words};

    fn of(text: &str) -> Vec<u64> {
        fingerprint(&words(text)).pairs
    }

    #[test]
    fn names_and_terms_are_kept_before_everyday_words() {
        let kept = of(
            "The president of the new state said that the people of the country will vote for the Varnholm ferry, the Osric \
             lighthouse and the Brunsby dredger next year, and that the government will support the national campaign.",
        );
        assert_eq!(kept.len(), RARE_STEMS * (RARE_STEMS - 1) / 2);
        let has = |one: &str, other: &str| kept.contains(&pair(stem_hash(one), stem_hash(other)));
        assert!(has("varnholm", "osric") && has("dredger", "brunsbi"));
        assert!(!has("presid", "peopl") && !has("year", "state"));
    }

    #[test]
    fn a_short_paragraph_gives_what_it_has() {
        assert_eq!(
            of("The ferry ran aground off the lighthouse there then.").len(),
            6
        );
        assert!(of("The ferry ran aground.").is_empty());
        assert!(pairs(&[]).is_empty());
    }

    #[test]
    fn a_page_set_as_one_paragraph_gives_the_pairs_of_its_parts() {
        let stems: Vec<(f32, u64)> = (1..=100).map(|n| (1.0, n)).collect();
        let kept = pairs(&stems);
        assert_eq!(kept.len(), 3 * 15);
        assert!(
            kept.contains(&pair(1, 2))
                && kept.contains(&pair(69, 70))
                && !kept.contains(&pair(1, 69))
        );
    }

    #[test]
    fn the_order_of_words_plays_no_part() {
        let (one, other) = (
            [(2.0, 5), (9.0, 7), (3.0, 1)],
            [(3.0, 1), (2.0, 5), (9.0, 7)],
        );
        assert_eq!(pairs(&one), pairs(&other));
    }
}
