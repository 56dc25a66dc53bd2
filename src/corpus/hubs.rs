//! Hubs: the few passages that stand for all holders of a shingle, where very many hold it.
//!
//! Two thousand edited copies of a paragraph share its shingles. Compared each with each they would cost two million comparisons; not compared
//! at all, as a phrase, they would be a blind spot. So each is compared with the shingle's hubs, and copies that share what is peculiar to
//! them meet over their rarer shingles besides. Hubs are chosen by the first bits of their SHA-256 (a sample by hash, Broder 1997): whatever the order in
//! which passages came, the choice is the same, and a passage is a hub of all its shingles or of none but by its rank among their holders.

use std::collections::{BTreeSet, HashSet};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::corpus::doubts::Doubts;
use crate::corpus::ordered::in_order;
use crate::corpus::relate::{HOT, Holders, Looked, RARE, Shingle, to_row, wording};
use crate::corpus::shingled::Shingled;
use crate::error::Result;
use crate::fingerprint::{Fingerprint, winnowed};
use crate::reuse::{Thresholds, compare_wording};
use crate::store::{PassageKey, Reader, Writer};

/// Hubs of a shingle on the average, when its holders have just doubled twice as often as [`HOT`]; up to twice as many before.
const HUBS: u64 = 3;

/// The least: where the hash leaves fewer, the first by priority are taken.
const LEAST: usize = 3;

/// A passage with its priority.
type Hub = (PassageKey, u64);

/// By which passages are chosen: the first 63 bits of the SHA-256, so that SQLite keeps it as a positive number.
fn priority(sha256: &[u8; 32]) -> u64 {
    let mut head = [0; 8];
    head.copy_from_slice(&sha256[..8]);
    u64::from_be_bytes(head) >> 1
}

/// How often the number of holders has doubled since it passed [`HOT`].
fn level(total: usize) -> u32 {
    (total.div_ceil(HOT)).next_power_of_two().trailing_zeros()
}

/// The hubs among holders, in the order of their keys: those below a bound that falls as they become more, and never too few.
fn chosen(mut holders: Vec<Hub>, total: usize) -> Vec<Hub> {
    let bound = ((1_u64 << 63) / HOT as u64 * (2 * HUBS)) >> level(total);
    holders.sort_by_key(|&(passage, priority)| (priority, passage));
    let below = holders.partition_point(|h| h.1 < bound);
    holders.truncate(below.max(LEAST));
    holders.sort_unstable();
    holders
}

/// What is to be done after hubs have changed.
#[derive(Default)]
pub(crate) struct Settled {
    /// Older passages some of whose matches may hang on what no longer counts.
    pub(crate) doubts: Doubts,
    /// Older passages that have become hubs: their matches are looked for anew.
    pub(crate) again: BTreeSet<PassageKey>,
}

/// Settles the hubs of every shingle of a batch's new passages, which are in the index already.
pub(crate) fn settle<'p>(
    writer: &mut Writer<'_>,
    looked: &Looked<'_>,
    prints: impl Iterator<Item = &'p Fingerprint>,
    fresh: &[PassageKey],
) -> Result<Settled> {
    let mut settled = Settled::default();
    let new: FxHashSet<PassageKey> = fresh.iter().copied().collect();
    let brought = prints.map(|p| priority(&p.sha256));
    let mut priorities: FxHashMap<PassageKey, u64> = fresh.iter().copied().zip(brought).collect();
    let mut heated: Vec<(Shingle, usize, Vec<Hub>)> = Vec::new();
    for (shingle, held) in looked.shingles() {
        let before = shingle.total.saturating_sub(held.len());
        if shingle.total > RARE && before <= RARE && before > 0 && shingle.total <= HOT {
            // A pair of which one is short may hang on this one alone.
            let (long, short) = looked.holders(shingle);
            let old = |all: &[PassageKey]| -> Vec<PassageKey> {
                all.iter().filter(|p| !new.contains(p)).copied().collect()
            };
            let (mut holders, short) = (old(long), old(short));
            holders.extend(&short);
            settled.doubts.among(short.into_iter(), holders);
        }
        if shingle.total <= HOT {
            continue;
        }
        let known = writer.hubs(shingle.key)?;
        if before <= HOT || known.len() < LEAST {
            heated.push((shingle, before, known));
            continue;
        }
        let mut holders = known.clone();
        holders.extend(held.iter().map(|held| {
            let passage = fresh[held.paragraph()];
            (passage, priorities[&passage])
        }));
        let now = chosen(holders, shingle.total);
        if now != known {
            let gone = known.iter().filter(|hub| !now.contains(hub));
            gone.for_each(|&(passage, _)| settled.doubts.hub(passage));
            writer.set_hubs(shingle.key, &known, &now)?;
        }
    }
    if heated.is_empty() {
        return Ok(settled);
    }
    let all = Holders::of(writer, heated.iter().map(|(shingle, ..)| *shingle))?;
    let held = (0..heated.len()).flat_map(|at| all.all(at));
    let older = held.filter(|passage| !priorities.contains_key(passage));
    let older = in_order(older, |passage| {
        Ok(priority(&writer.passage(passage)?.sha256))
    })?;
    priorities.extend(older);
    for (at, (shingle, before, known)) in heated.iter().enumerate() {
        let holders: Vec<Hub> = all
            .all(at)
            .map(|passage| (passage, priorities[&passage]))
            .collect();
        if *before <= HOT {
            let old = holders.iter().map(|h| h.0).filter(|p| !new.contains(p));
            let old: Vec<PassageKey> = old.collect();
            settled.doubts.among(old.clone().into_iter(), old);
        }
        let now = chosen(holders, shingle.total);
        if *before > HOT {
            // A store from before this rule, or one of which hubs were deleted.
            settled
                .again
                .extend(now.iter().map(|h| h.0).filter(|p| !new.contains(p)));
        }
        writer.set_hubs(shingle.key, known, &now)?;
    }
    Ok(settled)
}

/// The winnowed shingles of stored passages, from their texts.
pub(crate) fn shingles(reader: &Reader, passages: &[PassageKey]) -> Result<Vec<Vec<u64>>> {
    let of = |&passage| Ok(winnowed(&wording(reader, passage)?));
    passages.iter().map(of).collect()
}

/// The passages that have to be compared anew once others are deleted: those whose shingle loses a hub, or so many holders that other hubs are chosen
/// or none are needed any more.
pub(crate) fn orphans(reader: &Reader, dead: &[PassageKey]) -> Result<Vec<PassageKey>> {
    let gone: HashSet<PassageKey> = dead.iter().copied().collect();
    let mut found = BTreeSet::new();
    let own = shingles(reader, dead)?;
    let own = Shingled::of(own.iter().map(Vec::as_slice));
    for (shingle, held) in Looked::up(reader, own)?.shingles() {
        if shingle.total <= HOT {
            continue;
        }
        let left = shingle.total - held.len().min(shingle.total);
        let hubs = reader.hubs(shingle.key)?;
        let touched = hubs.iter().any(|(hub, _)| gone.contains(hub));
        if touched || level(left) != level(shingle.total) {
            let holders = Holders::of(reader, std::iter::once(shingle))?;
            found.extend(holders.all(0).filter(|p| !gone.contains(p)));
        }
    }
    Ok(found.into_iter().collect())
}

/// Compares passages anew whose hubs are gone, after these were deleted: with new hubs, or each with each where few are left.
pub(crate) fn mend(
    writer: &mut Writer<'_>,
    orphans: &[PassageKey],
    thresholds: &Thresholds,
) -> Result<()> {
    let mut list: BTreeSet<PassageKey> = orphans.iter().copied().collect();
    let own = shingles(writer, orphans)?;
    let own = Shingled::of(own.iter().map(Vec::as_slice));
    let looked = Looked::up(writer, own)?;
    for (shingle, _) in looked.shingles().filter(|(s, _)| s.total > HOT) {
        let all = Holders::of(writer, std::iter::once(shingle))?;
        let mut holders = Vec::new();
        for passage in all.all(0) {
            holders.push((passage, priority(&writer.passage(passage)?.sha256)));
        }
        let now = chosen(holders, shingle.total);
        list.extend(now.iter().map(|h| h.0));
        let before = writer.hubs(shingle.key)?;
        writer.set_hubs(shingle.key, &before, &now)?;
    }
    let list: Vec<PassageKey> = list.into_iter().collect();
    let own = shingles(writer, &list)?;
    let own = Shingled::of(own.iter().map(Vec::as_slice));
    let pairs = Looked::up(writer, own)?.pairs(writer, Some(&list), false)?;
    let mut rows = Vec::new();
    for (&mine, others) in list.iter().zip(&pairs) {
        let text = wording(writer, mine)?;
        for &other in others
            .iter()
            .filter(|o| writer.match_between(mine, **o).is_ok_and(|m| m.is_none()))
        {
            if let Some(found) = compare_wording(&text, &wording(writer, other)?, thresholds) {
                rows.push(to_row(mine, other, &found));
            }
        }
    }
    writer.insert_matches(&rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_bound_falls_by_half_as_the_holders_double() {
        assert_eq!(level(HOT), 0);
        assert_eq!(level(HOT + 1), 1);
        assert_eq!(level(2 * HOT), 1);
        assert_eq!(level(2 * HOT + 1), 2);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_hubs_are_few_and_the_same_however_the_holders_came(
            priorities in proptest::collection::vec(0_u64..(1 << 63), 40..600),
            cut in 1_usize..39,
        ) {
            let all: Vec<Hub> = (1..).map(PassageKey).zip(priorities).collect();
            let at_once = chosen(all.clone(), all.len());
            prop_assert!((LEAST..30).contains(&at_once.len()), "{}", at_once.len());
            // Step by step, from what was chosen before and what is new.
            let mut known = chosen(all[..HOT + 1].to_vec(), HOT + 1);
            let mut total = HOT + 1;
            for part in all[HOT + 1..].chunks(cut) {
                total += part.len();
                known.extend_from_slice(part);
                known = chosen(known, total);
            }
            prop_assert_eq!(known, at_once);
        }
    }
}
