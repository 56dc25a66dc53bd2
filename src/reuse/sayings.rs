//! Which quotations are wordings of one statement.
//!
//! Law: the order in which wordings are handed in plays no part; a wording belongs to exactly one statement, whose leader it
//! shares at least three quarters of the shorter side's words with, in order. Runs of three words nominate, so the work does
//! not grow with the square of the wordings.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use crate::reuse::lcs::lcs;

/// Words in order that two wordings share at least.
const SHARED: usize = 5;

/// Share of the shorter side's words from which two wordings are one statement.
const SHARE: (usize, usize) = (3, 4);

/// Words that a wording without a speaker must share with one that has one.
const NAMELESS: usize = 8;

/// Leaders looked at by one run of words; a more common run nominates nobody.
const COMMON: usize = 200;

/// One wording of a quotation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Wording {
    /// Hashes of its folded words, in order.
    pub words: Vec<u64>,
    /// Last and first name of the speaker.
    pub speaker: Option<(String, Option<String>)>,
}

/// How a wording relates to another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Variant {
    /// The same words.
    Same,
    /// One is a part of the other.
    Part,
    /// Trimmed inside, joined, or with a few words changed.
    Edited,
}

impl Variant {
    /// The published word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Part => "part",
            Self::Edited => "edited",
        }
    }
}

/// Compares two wordings of one statement.
pub fn variant(a: &[u64], b: &[u64]) -> Variant {
    if a == b {
        return Variant::Same;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let inside = !short.is_empty() && long.windows(short.len()).any(|w| w == short);
    if inside {
        Variant::Part
    } else {
        Variant::Edited
    }
}

/// How much is known of a speaker: full names lead, the nameless only follow.
fn class(wording: &Wording) -> u8 {
    match &wording.speaker {
        Some((_, Some(first))) if first.chars().count() > 1 => 0,
        Some((_, Some(_))) => 1,
        Some((_, None)) => 2,
        None => 3,
    }
}

/// True when nothing in the names speaks against one person.
fn compatible(a: &Wording, b: &Wording, shared: usize) -> bool {
    match (&a.speaker, &b.speaker) {
        (Some((last, first)), Some((other, second))) => {
            let initial = |s: &str, l: &str| s.chars().count() == 1 && l.starts_with(s);
            last == other
                && match (first, second) {
                    (Some(x), Some(y)) => x == y || initial(x, y) || initial(y, x),
                    _ => true,
                }
        }
        (None, None) => true,
        _ => shared >= NAMELESS,
    }
}

/// Says for every wording which one leads its statement.
pub fn statements(wordings: &[Wording]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..wordings.len()).collect();
    order.sort_by_key(|&i| {
        let w = &wordings[i];
        (class(w), Reverse(w.words.len()), w, i)
    });
    let mut leader: Vec<usize> = (0..wordings.len()).collect();
    let mut held: HashMap<[u64; 3], Vec<usize>> = HashMap::new();
    for (place, &i) in order.iter().enumerate() {
        let words = &wordings[i].words;
        let mut met: BTreeMap<usize, usize> = BTreeMap::new();
        for key in runs(words) {
            let list = held.get(&key).map_or(&[][..], Vec::as_slice);
            if list.len() < COMMON {
                for &at in list {
                    *met.entry(at).or_default() += 1;
                }
            }
        }
        let mut best: Option<(usize, usize)> = None;
        for (at, hits) in met {
            let other = &wordings[order[at]];
            let shorter = words.len().min(other.words.len());
            if hits * 4 < shorter.saturating_sub(2) {
                continue;
            }
            let shared = lcs(words, &other.words);
            let enough =
                shared >= SHARED.min(shorter) && shared * SHARE.1 >= shorter.min(256) * SHARE.0;
            if enough
                && compatible(&wordings[i], other, shared)
                && best.is_none_or(|(most, _)| shared > most)
            {
                best = Some((shared, at));
            }
        }
        if let Some((_, at)) = best {
            leader[i] = order[at];
        } else {
            let mut keys: Vec<_> = runs(words).collect();
            keys.sort_unstable();
            keys.dedup();
            for key in keys {
                held.entry(key).or_default().push(place);
            }
        }
    }
    leader
}

fn runs(words: &[u64]) -> impl Iterator<Item = [u64; 3]> + '_ {
    words.windows(3).filter_map(|w| w.try_into().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use xxhash_rust::xxh3::xxh3_64;

    fn said(speaker: Option<&str>, text: &str) -> Wording {
        let speaker = speaker.map(|s| {
            let (first, last) = s.split_once(' ').map_or((None, s), |(f, l)| (Some(f), l));
            (last.to_owned(), first.map(str::to_owned))
        });
        Wording {
            words: text.split(' ').map(|w| xxh3_64(w.as_bytes())).collect(),
            speaker,
        }
    }

    const LONG: &str = "we will not leave the harbour before spring because it is too cold";

    #[test]
    fn wordings_of_one_statement_are_found_and_others_are_not() {
        let all = [
            said(Some("jane roe"), LONG),
            said(Some("roe"), "not leave the harbour before spring"),
            said(
                None,
                "we will not leave the harbour before spring as it is too cold",
            ),
            said(Some("john roe"), LONG),
            said(Some("jane roe"), "nobody has ever asked us about the boats"),
            said(None, "leave the harbour before spring"),
        ];
        let leader = statements(&all);
        assert_eq!(
            (leader[0], leader[2], leader[3], leader[4], leader[5]),
            (0, 0, 3, 4, 5),
            "{leader:?}"
        );
        assert_eq!(variant(&all[0].words, &all[1].words), Variant::Part);
        assert_eq!(variant(&all[0].words, &all[2].words), Variant::Edited);
        assert_eq!(variant(&all[0].words, &all[3].words), Variant::Same);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_order_of_wordings_plays_no_part(
            texts in prop::collection::vec((prop::collection::vec(0_u64..6, 5..12), 0_usize..4), 1..12)
        ) {
            let names = [None, Some(("roe", Some("jane"))), Some(("roe", Some("john"))), Some(("roe", None))];
            let mut all: Vec<Wording> = texts.into_iter().map(|(words, who)| Wording {
                words,
                speaker: names[who].map(|(l, f)| (l.to_owned(), f.map(str::to_owned))),
            }).collect();
            all.sort();
            all.dedup();
            let pairs = |list: &[Wording]| {
                let mut out: Vec<(Wording, Wording)> = statements(list).into_iter().enumerate()
                    .map(|(i, l)| (list[i].clone(), list[l].clone())).collect();
                out.sort();
                out
            };
            let forward = pairs(&all);
            all.reverse();
            prop_assert_eq!(forward, pairs(&all));
        }
    }
}
