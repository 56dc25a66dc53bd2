//! Greedy string tiling (Wise 1993): the longest common runs of words first, no word used twice.
//!
//! Runs may stand in another order on the two sides, which an edit script would lose; between two runs that are in order,
//! short gaps are filled with single equal words so that an edit of one word costs one word.

use crate::reuse::Thresholds;

/// A run of equal words: `len` words from word `a` of one side and from word `b` of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Run {
    /// First word on the first side.
    pub a: u32,
    /// First word on the second side.
    pub b: u32,
    /// Number of words.
    pub len: u32,
}

impl Run {
    /// The same run seen from the other side.
    #[must_use]
    pub fn swapped(self) -> Self {
        Self {
            a: self.b,
            b: self.a,
            len: self.len,
        }
    }
}

/// How often a seed is looked at on each side: a text that repeats one phrase a thousand times must not cost a million
/// steps. A run is missed only when every one of its seeds stands this often before it.
const SEED_PLACES: usize = 16;

/// Words of a gap on each side up to which single equal words are looked for.
const GAP: usize = 24;

/// Aligns two paragraphs, given as the hashes of their words; the runs come ordered by their place on the left.
pub(crate) fn align(left: &[u64], right: &[u64], thresholds: &Thresholds) -> Vec<Run> {
    if left == right {
        return if left.is_empty() {
            Vec::new()
        } else {
            vec![Run {
                a: 0,
                b: 0,
                len: left.len() as u32,
            }]
        };
    }
    let mut runs = tile(left, right, thresholds.seed_run.max(1));
    runs.sort_unstable();
    fill_gaps(&mut runs, left, right);
    join(&mut runs);
    runs
}

/// One hash for each window of `seed` words.
fn windows(words: &[u64], seed: usize) -> impl Iterator<Item = u64> {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |window: &[u64]| {
        window
            .iter()
            .fold(0_u64, |h, w| (h.rotate_left(25) ^ w).wrapping_mul(ODD))
    };
    words.windows(seed).map(mix)
}

/// The seeds of one side, sorted: of each the highest bits of its hash and below them its place, as one number. Sorting rather than a hash
/// table: no choice of words can make it slow.
struct Seeds {
    sorted: Vec<u64>,
    /// Bits of a place.
    bits: u32,
}

impl Seeds {
    fn of(words: &[u64], seed: usize) -> Self {
        let bits = usize::BITS - words.len().leading_zeros();
        let placed = windows(words, seed).zip(0_u64..);
        let mut sorted: Vec<u64> = placed.map(|(h, at)| h >> bits << bits | at).collect();
        sorted.sort_unstable();
        Self { sorted, bits }
    }

    /// Where the seeds begin that have this hash, or so nearly that only their words tell them apart; gives the first, if there is one.
    fn first(&self, hash: u64) -> Option<usize> {
        let least = hash >> self.bits << self.bits;
        let first = self.sorted.partition_point(|s| *s < least);
        let met = self.sorted.get(first)?;
        (met >> self.bits == hash >> self.bits).then_some(first)
    }

    /// The places of the seeds from `first` on that have its hash, in order; the first [`SEED_PLACES`].
    fn places(&self, first: usize) -> impl Iterator<Item = u32> {
        let hash = self.sorted[first] >> self.bits;
        let same = move |s: &&u64| **s >> self.bits == hash;
        let seeds = self.sorted[first..].iter().take(SEED_PLACES);
        seeds
            .take_while(same)
            .map(|s| (s & ((1 << self.bits) - 1)) as u32)
    }
}

fn tile(left: &[u64], right: &[u64], seed: usize) -> Vec<Run> {
    if left.len() < seed || right.len() < seed {
        return Vec::new();
    }
    let mut found: Vec<Run> = Vec::new();
    // Where the last run of every diagonal ends on the first side.
    let mut ends = vec![0_u32; left.len() + right.len()];
    for (at, other) in common_seeds(left, right, seed) {
        let (i, j) = (at as usize, other as usize);
        let end = &mut ends[i + right.len() - j];
        if at < *end {
            continue;
        }
        let before = left[..i]
            .iter()
            .rev()
            .zip(right[..j].iter().rev())
            .take_while(|(x, y)| x == y)
            .count();
        let after = left[i..]
            .iter()
            .zip(&right[j..])
            .take_while(|(x, y)| x == y)
            .count();
        *end = (i + after) as u32;
        // Equal hashes of different words end here.
        if before + after >= seed {
            found.push(Run {
                a: (i - before) as u32,
                b: (j - before) as u32,
                len: (before + after) as u32,
            });
        }
    }
    choose(found, left.len(), right.len(), seed)
}

/// The pairs of places where a seed stands on both sides, in the order of the first side; of a seed that stands in many
/// places only the first [`SEED_PLACES`] of either side.
fn common_seeds(left: &[u64], right: &[u64], seed: usize) -> Vec<(u32, u32)> {
    let theirs = Seeds::of(right, seed);
    // How often each of their seeds was met on the first side.
    let mut met = vec![0_u8; theirs.sorted.len()];
    let mut pairs = Vec::with_capacity(left.len());
    for (hash, at) in windows(left, seed).zip(0..) {
        let Some(first) = theirs.first(hash) else {
            continue;
        };
        if usize::from(met[first]) < SEED_PLACES {
            met[first] += 1;
            pairs.extend(theirs.places(first).map(|other| (at, other)));
        }
    }
    pairs
}

/// Takes the longest run first, cuts what the taken ones already cover, and goes on while a piece of `seed` words is left.
fn choose(found: Vec<Run>, left: usize, right: usize, seed: usize) -> Vec<Run> {
    let mut used_a = vec![false; left];
    let mut used_b = vec![false; right];
    let mut heap: std::collections::BinaryHeap<(u32, std::cmp::Reverse<(u32, u32)>)> = found
        .iter()
        .map(|r| (r.len, std::cmp::Reverse((r.a, r.b))))
        .collect();
    let mut taken = Vec::new();
    while let Some((len, std::cmp::Reverse((a, b)))) = heap.pop() {
        let free = |i: u32| !used_a[(a + i) as usize] && !used_b[(b + i) as usize];
        if (0..len).all(free) {
            for i in 0..len {
                used_a[(a + i) as usize] = true;
                used_b[(b + i) as usize] = true;
            }
            taken.push(Run { a, b, len });
            continue;
        }
        let mut from = 0;
        while from < len {
            let to = (from..len).find(|&i| !free(i)).unwrap_or(len);
            if (to - from) as usize >= seed {
                heap.push((to - from, std::cmp::Reverse((a + from, b + from))));
            }
            from = to + 1;
        }
    }
    taken
}

/// Adds single equal words between neighbouring runs that keep their order, and before the first and after the last.
fn fill_gaps(runs: &mut Vec<Run>, left: &[u64], right: &[u64]) {
    if runs.is_empty() {
        return;
    }
    let mut added = Vec::new();
    let mut corner = (0, 0);
    let end = Run {
        a: left.len() as u32,
        b: right.len() as u32,
        len: 0,
    };
    let in_order: Vec<Run> = longest_in_order(runs);
    for run in in_order.iter().chain(std::iter::once(&end)) {
        let (a, b) = (run.a as usize, run.b as usize);
        let blocked = runs.iter().any(|r| {
            let (ra, rb) = (r.a as usize, r.b as usize);
            (ra >= corner.0 && ra < a && ra + (r.len as usize) <= a)
                || (rb >= corner.1 && rb < b && rb + (r.len as usize) <= b)
        });
        if !blocked && a > corner.0 && b > corner.1 && a - corner.0 <= GAP && b - corner.1 <= GAP {
            common_words(&left[corner.0..a], &right[corner.1..b], corner, &mut added);
        }
        corner = (a + run.len as usize, b + run.len as usize);
    }
    runs.append(&mut added);
    runs.sort_unstable();
}

/// The heaviest chain of runs that keep their order on both sides.
pub(crate) fn longest_in_order(runs: &[Run]) -> Vec<Run> {
    let mut best: Vec<(u32, Option<usize>)> = Vec::with_capacity(runs.len());
    for (i, run) in runs.iter().enumerate() {
        let before = (0..i)
            .filter(|&j| runs[j].b + runs[j].len <= run.b)
            .max_by_key(|&j| (best[j].0, std::cmp::Reverse(j)));
        best.push((run.len + before.map_or(0, |j| best[j].0), before));
    }
    let mut at = (0..runs.len()).max_by_key(|&i| (best[i].0, std::cmp::Reverse(i)));
    let mut chain = Vec::new();
    while let Some(i) = at {
        chain.push(runs[i]);
        at = best[i].1;
    }
    chain.reverse();
    chain
}

/// A longest common subsequence of two short gaps, as runs.
fn common_words(left: &[u64], right: &[u64], corner: (usize, usize), added: &mut Vec<Run>) {
    let (n, m) = (left.len(), right.len());
    let mut table = vec![0_u16; (n + 1) * (m + 1)];
    let at = |i: usize, j: usize| i * (m + 1) + j;
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            table[at(i, j)] = if left[i] == right[j] {
                table[at(i + 1, j + 1)] + 1
            } else {
                table[at(i + 1, j)].max(table[at(i, j + 1)])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < n && j < m {
        if left[i] == right[j] {
            added.push(Run {
                a: (corner.0 + i) as u32,
                b: (corner.1 + j) as u32,
                len: 1,
            });
            i += 1;
            j += 1;
        } else if table[at(i + 1, j)] >= table[at(i, j + 1)] {
            i += 1;
        } else {
            j += 1;
        }
    }
}

/// Joins runs that touch on both sides.
fn join(runs: &mut Vec<Run>) {
    let mut joined: Vec<Run> = Vec::with_capacity(runs.len());
    for run in runs.drain(..) {
        match joined.last_mut() {
            Some(last) if last.a + last.len == run.a && last.b + last.len == run.b => {
                last.len += run.len
            }
            _ => joined.push(run),
        }
    }
    *runs = joined;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    fn hashes(list: &[&str]) -> Vec<u64> {
        words(&list.join(" ")).into_hashes()
    }

    fn aligned(a: &[&str], b: &[&str]) -> Vec<(u32, u32, u32)> {
        align(&hashes(a), &hashes(b), &Thresholds::default())
            .iter()
            .map(|r| (r.a, r.b, r.len))
            .collect()
    }

    #[test]
    fn the_longest_run_is_taken_first_and_no_word_twice() {
        let a = ["one", "two", "three", "four", "five"];
        let b = [
            "one", "two", "three", "x", "one", "two", "three", "four", "five",
        ];
        assert_eq!(aligned(&a, &b), [(0, 4, 5)]);
    }

    #[test]
    fn one_changed_word_costs_one_word() {
        let a = ["one", "two", "three", "four", "five", "six", "seven"];
        let b = ["one", "two", "three", "FOO", "five", "six", "seven"];
        assert_eq!(aligned(&a, &b), [(0, 0, 3), (4, 4, 3)]);
        let c = [
            "one", "two", "three", "x", "four", "y", "five", "six", "seven",
        ];
        assert_eq!(aligned(&a, &c), [(0, 0, 3), (3, 4, 1), (4, 6, 3)]);
    }

    #[test]
    fn runs_in_another_order_are_both_found() {
        let a = [
            "one", "two", "three", "four", "five", "six", "seven", "eight",
        ];
        let b = [
            "five", "six", "seven", "eight", "one", "two", "three", "four",
        ];
        assert_eq!(aligned(&a, &b), [(0, 4, 4), (4, 0, 4)]);
    }

    #[test]
    fn a_run_that_begins_with_a_worn_phrase_is_found_from_its_first_word() {
        let mut b = Vec::new();
        for _ in 0..SEED_PLACES + 4 {
            b.extend(["at", "the", "end", "stop"]);
        }
        let tail = ["at", "the", "end", "of", "a", "long", "pier"];
        let from = b.len() as u32;
        b.extend(tail);
        assert_eq!(aligned(&tail, &b), [(0, from, 7)]);
    }

    #[test]
    fn the_heaviest_chain_keeps_the_order_on_both_sides() {
        let run = |a, b, len| Run { a, b, len };
        let all = [run(0, 10, 4), run(4, 0, 3), run(7, 3, 3), run(10, 20, 1)];
        assert_eq!(
            longest_in_order(&all),
            [run(4, 0, 3), run(7, 3, 3), run(10, 20, 1)]
        );
        assert_eq!(longest_in_order(&[]), Vec::<Run>::new());
    }

    #[test]
    fn texts_that_repeat_one_word_cost_no_more_than_others() {
        let started = std::time::Instant::now();
        let (five, six) = (vec!["buy"; 5_000], vec!["buy"; 6_000]);
        assert_eq!(aligned(&five, &six), [(0, 0, 5_000)]);
        let periodic: Vec<&str> = ["buy", "now", "and", "save"].repeat(5_000);
        let (long, longer) = (&periodic[..19_999], &periodic[1..]);
        assert!(!aligned(long, longer).is_empty());
        // Every fourth word differs: as many runs as can be.
        let names: Vec<String> = (0..20_000).map(|i| format!("w{i}")).collect();
        let a: Vec<&str> = names.iter().map(String::as_str).collect();
        let b: Vec<&str> = a
            .iter()
            .enumerate()
            .map(|(i, w)| if i % 4 == 3 { "other" } else { *w })
            .collect();
        assert_eq!(aligned(&a, &b).len(), 5_000);
        assert!(
            started.elapsed().as_secs() < 20,
            "took {:?}",
            started.elapsed()
        );
    }
}
