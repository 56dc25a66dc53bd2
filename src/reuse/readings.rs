//! Readings: where one wording of a paragraph departs from another, place by place.
//!
//! A stemma rests on readings that witnesses have in common, so a difference must be comparable over many witnesses: all are held against
//! one wording, the base, and a reading is a stretch of the base with the words that stand there instead.

use std::cmp::Ordering;

use xxhash_rust::xxh3::xxh3_64;

use crate::reuse::{Prepared, Run};

/// Words from which a single change is worth two: a sentence cut or put in is less of an accident than a word.
const LONG: u32 = 6;

/// What stands in place of a stretch of the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reading {
    /// First word of the base that is replaced.
    pub from: u32,
    /// The word of the base behind the last one that is replaced; equal to `from` where something is put in.
    pub to: u32,
    /// How many words stand there instead.
    pub words: u32,
    /// Their hash (XXH3, 64 bits); of no use beyond one run.
    pub hash: u64,
}

impl Reading {
    /// How much it weighs: 1, or 2 for a long one.
    pub fn weight(self) -> usize {
        1 + usize::from((self.to - self.from).max(self.words) >= LONG)
    }

    /// True when two readings are of one place of the base.
    pub fn overlaps(self, other: Self) -> bool {
        let same = self.from == other.from;
        same || (self.from < other.to && other.from < self.to)
    }
}

/// All readings of one wording against its base, in the order of their places; empty for the base itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Readings(Vec<Reading>);

impl Readings {
    /// Reads off `runs`, the aligned runs of `base` (first) and `wording`, where the wording departs from the base.
    pub fn of(base: &Prepared, wording: &Prepared, runs: &[Run]) -> Self {
        let mut found = Vec::new();
        let (mut a, mut b) = (0, 0);
        let end = Run {
            a: base.len() as u32,
            b: wording.len() as u32,
            len: 0,
        };
        for run in in_order(runs).into_iter().chain([end]) {
            if run.a > a || run.b > b {
                let text: Vec<&str> = (b..run.b)
                    .map(|i| wording.words().get(i as usize))
                    .collect();
                found.push(Reading {
                    from: a,
                    to: run.a,
                    words: run.b - b,
                    hash: xxh3_64(text.join(" ").as_bytes()),
                });
            }
            (a, b) = (run.a + run.len, run.b + run.len);
        }
        Self(found)
    }

    /// Every reading, in order.
    pub fn iter(&self) -> impl Iterator<Item = Reading> + '_ {
        self.0.iter().copied()
    }

    /// True when it has a reading.
    pub fn has(&self, reading: Reading) -> bool {
        self.0.binary_search(&reading).is_ok()
    }

    /// True for the wording of the base.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The readings that both have.
    pub fn common<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = Reading> + 'a {
        self.iter().filter(|r| other.has(*r))
    }

    /// How far two wordings of one base are apart: the weights of the readings that only one has, of two at the same place the larger.
    /// Symmetric, and 0 only for equal readings.
    pub fn apart(&self, other: &Self) -> usize {
        let (mut i, mut j, mut sum) = (0, 0, 0);
        while let (Some(&x), Some(&y)) = (self.0.get(i), other.0.get(j)) {
            match x.cmp(&y) {
                Ordering::Equal => (i, j) = (i + 1, j + 1),
                _ if x.overlaps(y) => {
                    sum += x.weight().max(y.weight());
                    (i, j) = (i + 1, j + 1);
                }
                Ordering::Less => {
                    sum += x.weight();
                    i += 1;
                }
                Ordering::Greater => {
                    sum += y.weight();
                    j += 1;
                }
            }
        }
        let rest = self.0[i..].iter().chain(&other.0[j..]);
        sum + rest.map(|r| r.weight()).sum::<usize>()
    }
}

/// The runs that stand in one order on both sides and hold the most words: what was moved counts as taken out and put in.
fn in_order(runs: &[Run]) -> Vec<Run> {
    let mut best: Vec<(u32, Option<usize>)> = Vec::with_capacity(runs.len());
    for (i, run) in runs.iter().enumerate() {
        let before = (0..i)
            .filter(|&j| runs[j].a + runs[j].len <= run.a && runs[j].b + runs[j].len <= run.b)
            .max_by_key(|&j| (best[j].0, std::cmp::Reverse(j)));
        best.push((run.len + before.map_or(0, |j| best[j].0), before));
    }
    let mut at = (0..runs.len()).max_by_key(|&i| (best[i].0, std::cmp::Reverse(i)));
    let mut kept = Vec::new();
    while let Some(i) = at {
        kept.push(runs[i]);
        at = best[i].1;
    }
    kept.reverse();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reuse::{Thresholds, resemblance};
    use proptest::prelude::*;

    const BASE: &str = "The mayor opened the old bridge on Friday morning and thanked the forty workers who had built it in a year.";

    fn read(text: &str) -> Readings {
        let (base, wording) = (Prepared::wording(BASE), Prepared::wording(text));
        let found = resemblance(&base, &wording, &Thresholds::default());
        Readings::of(&base, &wording, &found.runs)
    }

    #[test]
    fn a_changed_word_is_one_reading_and_the_base_has_none() {
        assert!(read(BASE).is_empty());
        let swapped = read(&BASE.replace("old", "new"));
        assert_eq!(swapped.iter().count(), 1);
        let reading = swapped.iter().next().unwrap();
        assert_eq!((reading.from, reading.to, reading.words), (4, 5, 1));
        let cut = read(&BASE.replace(" on Friday morning", ""));
        assert_eq!(cut.iter().next().unwrap().words, 0);
        assert_eq!(swapped.apart(&Readings::default()), 1);
    }

    #[test]
    fn a_reading_that_came_down_is_common_and_another_at_its_place_is_not() {
        let one = read(&BASE.replace("old", "new"));
        let heir = read(&BASE.replace("old", "new").replace("forty", "fifty"));
        let other = read(&BASE.replace("old", "high"));
        assert_eq!(one.common(&heir).count(), 1);
        assert_eq!(one.apart(&heir), 1);
        assert_eq!(one.common(&other).count(), 0);
        assert_eq!(one.apart(&other), 1, "one place, two readings");
        assert_eq!(heir.apart(&other), 2);
    }

    #[test]
    fn a_sentence_put_in_weighs_more_than_a_word() {
        let long = read(&format!(
            "{BASE} Nobody had thought that it would be done so soon."
        ));
        assert_eq!(long.apart(&Readings::default()), 2);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn being_apart_is_symmetric_and_nothing_is_apart_from_itself(
            edits in proptest::collection::vec((0_usize..21, "[a-f]{1,3}"), 0..6),
            others in proptest::collection::vec((0_usize..21, "[a-f]{1,3}"), 0..6),
        ) {
            let edit = |edits: &[(usize, String)]| {
                let mut words: Vec<String> = BASE.split(' ').map(str::to_owned).collect();
                for (at, word) in edits {
                    let at = at % words.len();
                    words[at].clone_from(word);
                }
                read(&words.join(" "))
            };
            let (x, y) = (edit(&edits), edit(&others));
            prop_assert_eq!(x.apart(&y), y.apart(&x));
            prop_assert_eq!(x.apart(&x), 0);
            prop_assert_eq!(x.apart(&y) == 0, x == y);
            prop_assert!(x.iter().zip(x.iter().skip(1)).all(|(a, b)| a < b));
        }
    }
}
