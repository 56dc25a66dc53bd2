//! Shingles that have become phrases: what hung on them alone is no match.

use std::collections::{BTreeSet, HashSet};

use crate::corpus::relate::{Common, RARE, SHINGLE_CAP, prepared};
use crate::error::Result;
use crate::fingerprint::{Fingerprint, fingerprint, shingle_key};
use crate::store::{PassageKey, Writer};

/// Both keys of a shingle, given the key of one.
fn both(key: u64) -> [u64; 2] {
    let other = shingle_key(0, false) ^ shingle_key(0, true);
    [key, key ^ other]
}

/// Deletes the stored matches between passages that share a newly capped key and no longer share enough others.
/// `fresh` are the passages of this batch, whose matches were found with the cap in force.
pub(crate) fn take_back(
    writer: &mut Writer<'_>,
    crossed: &[u64],
    fresh: &[PassageKey],
) -> Result<()> {
    let fresh: HashSet<PassageKey> = fresh.iter().copied().collect();
    let mut doubtful: BTreeSet<(PassageKey, PassageKey)> = BTreeSet::new();
    for &key in crossed {
        let mut keys = both(key);
        keys.sort_unstable();
        let postings = writer.lookup(&keys, usize::MAX >> 1)?;
        let old: HashSet<PassageKey> = (0..2)
            .flat_map(|i| postings.of(i))
            .copied()
            .filter(|p| !fresh.contains(p))
            .collect();
        for &passage in &old {
            for row in writer.matches_of(passage)? {
                if old.contains(&row.a) && old.contains(&row.b) {
                    doubtful.insert((row.a, row.b));
                }
            }
        }
    }
    for (a, b) in doubtful {
        let prints = [a, b].map(|p| prepared(writer, p).map(|t| fingerprint(t.words())));
        let [one, two] = prints;
        let (one, two) = (one?, two?);
        if !still_candidates(writer, &one, &two)? {
            writer.delete_match(a, b)?;
        }
    }
    Ok(())
}

/// The rule of the look-up, for one pair.
fn still_candidates(writer: &Writer<'_>, a: &Fingerprint, b: &Fingerprint) -> Result<bool> {
    let common: Vec<u64> = a
        .shingles
        .iter()
        .copied()
        .filter(|h| b.shingles.binary_search(h).is_ok())
        .collect();
    let mut keys: Vec<u64> = common
        .iter()
        .flat_map(|&h| [shingle_key(h, false), shingle_key(h, true)])
        .collect();
    keys.sort_unstable();
    keys.dedup();
    let postings = writer.lookup(&keys, SHINGLE_CAP)?;
    let half = keys.len() / 2;
    let totals: Vec<usize> = (0..half)
        .map(|i| postings.total(i) + postings.total(half + i))
        .collect();
    let common = Common {
        rare: totals.iter().filter(|total| **total <= RARE).count(),
        all: totals.iter().filter(|total| **total <= SHINGLE_CAP).count(),
        short: a.is_short() || b.is_short(),
    };
    Ok(common.is_candidate())
}
