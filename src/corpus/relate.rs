//! Which stored passages share text with a paragraph.
//!
//! Candidates come from the inverted index; every one is verified on words. Which pairs are looked at depends on the two
//! passages and on what the whole store holds, never on what came first.

use std::collections::HashMap;
use std::rc::Rc;

use crate::error::Result;
use crate::fingerprint::{Fingerprint, shingle_key};
use crate::model::{Kind, Score};
use crate::reuse::{Match, Prepared, Reason, Run};
use crate::store::{MatchRow, PassageKey, Reader, pack, unpack};

/// Shingles that more distinct passages than this share are not looked up: they are phrases, not copies. 500 verbatim
/// copies of a story are one passage, so the cap does not hide hot text; a cut is counted and reported.
pub(crate) const SHINGLE_CAP: usize = 512;

/// A shingle that at most so many distinct passages share is rare: chance pairs seldom share one.
pub(crate) const RARE: usize = 8;

/// Common shingles, rare or not, that make two passages candidates: any common run of 16 words leaves as many.
const MANY: usize = 3;

/// Exact keys are 44 bits of a SHA-256: more than a handful of passages under one key would be a forgery.
pub(crate) const EXACT_CAP: usize = 64;

/// What two passages have in common in the index.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Common {
    /// Common shingles that are rare in the store.
    pub(crate) rare: usize,
    /// Common shingles that are not too common to be looked up, the rare ones among them.
    pub(crate) all: usize,
    /// True when either passage is so short that an edit may have cost all but one shingle.
    pub(crate) short: bool,
}

impl Common {
    /// True when the two are worth comparing word by word: many common shingles of any kind (one or two are mostly a
    /// phrase), or a rare one where either is short.
    pub(crate) fn is_candidate(self) -> bool {
        self.all >= MANY || (self.short && self.rare > 0)
    }
}

/// A stored passage that shares text with a paragraph, seen from the paragraph.
#[derive(Debug, Clone)]
pub(crate) struct Relation {
    /// The passage.
    pub(crate) passage: PassageKey,
    /// What they share; `a` is the paragraph.
    pub(crate) found: Rc<Match>,
}

/// The match of a passage with itself.
pub(crate) fn identity(words: usize) -> Match {
    let len = u32::try_from(words).unwrap_or(u32::MAX);
    Match {
        kind: Kind::Verbatim,
        score: Score::ONE,
        a_in_b: Score::ONE,
        b_in_a: Score::ONE,
        quoted: Score::ZERO,
        runs: vec![Run { a: 0, b: 0, len }],
        reasons: vec![Reason::SameWords],
    }
}

/// Packs a match for storage, seen from the passage with the smaller key.
pub(crate) fn to_row(a: PassageKey, b: PassageKey, found: &Match) -> MatchRow {
    let found = if a <= b {
        found.clone()
    } else {
        found.clone().swapped()
    };
    let numbers: Vec<u32> = found.runs.iter().flat_map(|r| [r.a, r.b, r.len]).collect();
    // What is quoted hangs on the marks of two witnesses, not on the passages: it is told when they are known.
    let lasting = found.reasons.iter().filter(|r| **r != Reason::InsideQuotes);
    let reasons: Vec<&str> = lasting.map(|r| r.as_str()).collect();
    MatchRow {
        a: a.min(b),
        b: a.max(b),
        kind: found.kind,
        score: found.score.get(),
        a_in_b: found.a_in_b.get(),
        b_in_a: found.b_in_a.get(),
        runs: pack(&numbers),
        reasons: reasons.join(" "),
    }
}

/// Unpacks a stored match, seen from `from`.
pub(crate) fn from_row(from: PassageKey, row: &MatchRow) -> Result<Relation> {
    let numbers = unpack(&row.runs)?;
    let runs = numbers
        .chunks_exact(3)
        .map(|n| Run {
            a: n[0],
            b: n[1],
            len: n[2],
        })
        .collect();
    let found = Match {
        kind: row.kind,
        score: Score::new(row.score),
        a_in_b: Score::new(row.a_in_b),
        b_in_a: Score::new(row.b_in_a),
        quoted: Score::ZERO,
        runs,
        reasons: row
            .reasons
            .split_ascii_whitespace()
            .filter_map(Reason::parse)
            .collect(),
    };
    Ok(if row.a == from {
        Relation {
            passage: row.b,
            found: Rc::new(found),
        }
    } else {
        Relation {
            passage: row.a,
            found: Rc::new(found.swapped()),
        }
    })
}

/// What a look-up of shingles gave.
#[derive(Debug, Default)]
pub(crate) struct Candidates {
    /// For each print, the passages that share enough shingles, each once, sorted.
    pub(crate) pairs: Vec<Vec<PassageKey>>,
    /// Keys that more than [`SHINGLE_CAP`] passages share, with the number of passages.
    pub(crate) capped: Vec<(u64, usize)>,
    /// Keys that more than [`RARE`] passages share and not too many, with the number of passages.
    pub(crate) frequent: Vec<(u64, usize)>,
}

/// Looks up the shingles of several fingerprints at once.
///
/// `own` are the passages that the fingerprints belong to, if they are stored: a passage is no candidate of itself, and
/// of two that are both in the list the pair is given once, to the later.
pub(crate) fn candidates(
    reader: &Reader,
    prints: &[&Fingerprint],
    own: Option<&[PassageKey]>,
) -> Result<Candidates> {
    let mut wanted: Vec<(u64, u32)> = Vec::new();
    for (print, i) in prints.iter().zip(0..) {
        // Both families: of the other side it is not known whether it is short.
        wanted.extend(
            print
                .shingles
                .iter()
                .flat_map(|&h| [(shingle_key(h, false), i), (shingle_key(h, true), i)]),
        );
    }
    wanted.sort_unstable();
    wanted.dedup();
    let mut keys: Vec<u64> = wanted.iter().map(|w| w.0).collect();
    keys.dedup();
    let postings = reader.lookup(&keys, SHINGLE_CAP)?;
    let place: HashMap<PassageKey, u32> = own.into_iter().flatten().copied().zip(0..).collect();
    let mut out = Candidates {
        pairs: vec![Vec::new(); prints.len()],
        ..Candidates::default()
    };
    // Both families are equally long and in the same order of hashes.
    let half = keys.len() / 2;
    let (long, short) = wanted.split_at(wanted.len() / 2);
    let mut shared: Vec<(u32, PassageKey, bool, bool)> = Vec::new();
    let mut at = 0;
    for (index, &key) in keys[..half].iter().enumerate() {
        let from = at;
        while long.get(at).is_some_and(|w| w.0 == key) {
            at += 1;
        }
        debug_assert_eq!(long[from].1, short[from].1);
        let total = postings.total(index) + postings.total(half + index);
        if total > SHINGLE_CAP {
            out.capped.push((key, total));
            continue;
        }
        if total > RARE {
            out.frequent.push((keys[index], total));
        }
        for &(_, i) in &long[from..at] {
            for (list, short) in [
                (postings.of(index), false),
                (postings.of(half + index), true),
            ] {
                // Of two passages of this list, the one with the larger place takes the pair.
                let fresh = list
                    .iter()
                    .filter(|other| place.get(other).is_none_or(|&o| o < i));
                shared.extend(fresh.map(|&other| (i, other, short, total <= RARE)));
            }
        }
    }
    shared.sort_unstable();
    for run in shared.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let (i, other, short, _) = run[0];
        let common = Common {
            rare: run.iter().filter(|r| r.3).count(),
            all: run.len(),
            short: short || prints[i as usize].is_short(),
        };
        if common.is_candidate() {
            out.pairs[i as usize].push(other);
        }
    }
    Ok(out)
}

/// The wording of a stored passage, made ready for comparison. Quotation marks may differ between witnesses of one passage,
/// so they are left out here and looked at where two witnesses are judged.
pub(crate) fn prepared(reader: &Reader, passage: PassageKey) -> Result<Prepared> {
    Ok(Prepared::wording(&reader.passage_text(passage)?))
}
