//! Shingles that have become phrases: what hung on them alone is no match.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::corpus::relate::{Common, RARE, SHINGLE_CAP, prepared};
use crate::error::Result;
use crate::fingerprint::{Fingerprint, fingerprint, shingle_key};
use crate::store::{PassageKey, Writer};

/// Both keys of a shingle, given the key of one, in order.
fn both(key: u64) -> [u64; 2] {
    let families = shingle_key(0, false) ^ shingle_key(0, true);
    let (one, other) = (key, key ^ families);
    [one.min(other), one.max(other)]
}

/// Deletes the stored matches between passages that share a key which has crossed a limit and that would no longer be
/// compared. `fresh` are the passages of this batch, whose matches were found with the limits in force.
pub(crate) fn take_back(
    writer: &mut Writer<'_>,
    crossed: &[u64],
    fresh: &[PassageKey],
) -> Result<()> {
    let doubtful = doubtful(writer, crossed, fresh)?;
    let passages: BTreeSet<PassageKey> = doubtful.iter().flat_map(|&(a, b)| [a, b]).collect();
    let mut prints: HashMap<PassageKey, Fingerprint> = HashMap::new();
    for passage in passages {
        prints.insert(passage, fingerprint(prepared(writer, passage)?.words()));
    }
    let held = held(writer, prints.values())?;
    for (a, b) in doubtful {
        if !common(&prints[&a], &prints[&b], &held).is_candidate() {
            writer.delete_match(a, b)?;
        }
    }
    Ok(())
}

/// The matched pairs of older passages that share a crossed key.
fn doubtful(
    writer: &Writer<'_>,
    crossed: &[u64],
    fresh: &[PassageKey],
) -> Result<BTreeSet<(PassageKey, PassageKey)>> {
    let fresh: HashSet<PassageKey> = fresh.iter().copied().collect();
    let mut holders: Vec<HashSet<PassageKey>> = Vec::new();
    for &key in crossed {
        let postings = writer.lookup(&both(key), usize::MAX >> 1)?;
        let all = (0..2).flat_map(|i| postings.of(i)).copied();
        holders.push(all.filter(|p| !fresh.contains(p)).collect());
    }
    let old: BTreeSet<PassageKey> = holders.iter().flatten().copied().collect();
    let mut pairs = BTreeSet::new();
    for passage in old {
        for row in writer.matches_of(passage)? {
            let shared = |set: &HashSet<PassageKey>| set.contains(&row.a) && set.contains(&row.b);
            if row.a == passage && holders.iter().any(shared) {
                pairs.insert((row.a, row.b));
            }
        }
    }
    Ok(pairs)
}

/// For each shingle of the prints, by its longer paragraphs' key, how many passages hold it.
fn held<'p>(
    writer: &Writer<'_>,
    prints: impl Iterator<Item = &'p Fingerprint>,
) -> Result<HashMap<u64, usize>> {
    let mut keys: Vec<u64> = prints
        .flat_map(|p| &p.shingles)
        .flat_map(|&h| [shingle_key(h, false), shingle_key(h, true)])
        .collect();
    keys.sort_unstable();
    keys.dedup();
    let postings = writer.lookup(&keys, SHINGLE_CAP)?;
    let half = keys.len() / 2;
    Ok((0..half)
        .map(|i| (keys[i], postings.total(i) + postings.total(half + i)))
        .collect())
}

/// What two prints have in common, as the look-up would see it now.
fn common(a: &Fingerprint, b: &Fingerprint, held: &HashMap<u64, usize>) -> Common {
    let shared = a
        .shingles
        .iter()
        .filter(|h| b.shingles.binary_search(h).is_ok());
    let totals: Vec<usize> = shared
        .map(|&h| held.get(&shingle_key(h, false)).copied().unwrap_or(0))
        .collect();
    Common {
        rare: totals.iter().filter(|total| **total <= RARE).count(),
        all: totals.iter().filter(|total| **total <= SHINGLE_CAP).count(),
        short: a.is_short() || b.is_short(),
    }
}
