//! Word shingles and their winnowing.
//!
//! A shingle is a run of [`SHINGLE_WIDTH`] words (Broder 1997). Winnowing (Schleimer, Wilkerson, Aiken, SIGMOD 2003) keeps the
//! smallest hash of every [`WINNOW_WINDOW`] neighbouring shingles, so that any run of width + window - 1 common words is
//! sure to leave a common hash while only about 2 / (window + 1) of them are stored.

use xxhash_rust::xxh3::xxh3_64;

/// Words in a shingle.
pub const SHINGLE_WIDTH: usize = 5;

/// Neighbouring shingles of which the smallest is kept: a common run of 8 words always leaves a trace.
pub const WINNOW_WINDOW: usize = 4;

/// The hashes of every shingle of words with these hashes ([`crate::text::word_hash`]), in text order: XXH3-64 over those of its words, little-endian.
pub fn shingles(words: &[u64]) -> Vec<u64> {
    words
        .windows(SHINGLE_WIDTH)
        .map(|run| {
            let mut bytes = [0; 8 * SHINGLE_WIDTH];
            for (part, hash) in bytes.chunks_exact_mut(8).zip(run) {
                part.copy_from_slice(&hash.to_le_bytes());
            }
            xxh3_64(&bytes)
        })
        .collect()
}

/// The winnowed hashes, in text order; a shorter list than the window keeps its smallest.
pub fn winnow(hashes: &[u64]) -> Vec<u64> {
    let mut kept = Vec::with_capacity(hashes.len() / 2 + 1);
    let mut last = usize::MAX;
    let windows = if hashes.len() < WINNOW_WINDOW {
        usize::from(!hashes.is_empty())
    } else {
        hashes.len() - WINNOW_WINDOW + 1
    };
    for from in 0..windows {
        let window = &hashes[from..hashes.len().min(from + WINNOW_WINDOW)];
        // The rightmost smallest: a run of equal hashes then moves on instead of being kept again and again.
        let Some((at, _)) = window.iter().enumerate().rev().min_by_key(|&(_, h)| h) else {
            continue;
        };
        if from + at != last {
            last = from + at;
            kept.push(hashes[last]);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::word_hashes;
    use proptest::prelude::*;

    #[test]
    fn shingle_hashes_stay_what_they_are() {
        let got = shingles(&word_hashes("One two three four five six"));
        assert_eq!(got, [GOLDEN_FIRST, GOLDEN_SECOND]);
    }

    const GOLDEN_FIRST: u64 = 3_595_940_361_509_176_045;
    const GOLDEN_SECOND: u64 = 12_753_279_232_268_399_975;

    proptest! {
        #[test]
        fn a_common_run_of_eight_words_leaves_a_common_hash(
            run in proptest::collection::vec("[a-z]{2,7}", 8),
            before in proptest::collection::vec("[a-z]{2,7}", 0..9),
            after in proptest::collection::vec("[a-z]{2,7}", 0..9),
        ) {
            let alone = winnow(&shingles(&word_hashes(&run.join(" "))));
            let inside = winnow(&shingles(&word_hashes(&[before, run, after].concat().join(" "))));
            prop_assert!(alone.iter().any(|h| inside.contains(h)));
        }
    }
}
