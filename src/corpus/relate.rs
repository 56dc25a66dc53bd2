//! Which stored passages share text with a paragraph.
//!
//! Candidates come from the inverted index; every one is verified on words. Which pairs are looked at depends on the two
//! passages and on what the whole store holds, never on what came first.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::error::Result;
use crate::fingerprint::{is_short, shingle_key, short_twin};
use crate::model::{Kind, Score};
use crate::reuse::{Match, Prepared, Reason, Run};
use crate::store::{MatchRow, PassageKey, Postings, Reader, pack, unpack};
use crate::text::word_hashes;

/// Up to so many different passages that share a shingle are compared each with each; of more, each with the shingle's hubs alone (see
/// `hubs`). 500 verbatim copies of a story are one passage: this is about edited ones, and phrases.
pub(crate) const HOT: usize = 32;

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
    /// Common shingles over which the two are compared, the rare ones among them.
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

/// The winnowed shingles of several paragraphs, looked up at once.
pub(crate) struct Looked<'p> {
    paragraphs: &'p [&'p [u64]],
    /// The different shingles, by their keys in longer paragraphs, each with the paragraphs that have it.
    wanted: Vec<(u64, u32)>,
    /// What stands under the two keys of each different shingle: that of longer paragraphs, that of short ones.
    postings: Postings,
}

/// A shingle that was looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shingle {
    /// Its key in longer paragraphs.
    pub(crate) key: u64,
    /// How many passages hold it.
    pub(crate) total: usize,
    /// Its place among the different ones.
    index: usize,
}

/// Everyone who holds some shingles, which may be very many.
pub(crate) struct Holders(Postings);

impl Holders {
    /// Looks up shingles that are given in the order of their keys.
    pub(crate) fn of(reader: &Reader, shingles: impl Iterator<Item = Shingle>) -> Result<Self> {
        let keys: Vec<u64> = twins(shingles.map(|s| s.key)).collect();
        Ok(Self(reader.lookup(&keys, usize::MAX >> 1)?))
    }

    /// The holders of the shingle that was given at a place: longer passages, and short ones.
    pub(crate) fn at(&self, place: usize) -> (&[PassageKey], &[PassageKey]) {
        (self.0.of(2 * place), self.0.of(2 * place + 1))
    }

    /// The same, the one behind the other.
    pub(crate) fn all(&self, place: usize) -> impl Iterator<Item = PassageKey> + '_ {
        let (long, short) = self.at(place);
        long.iter().chain(short).copied()
    }
}

/// The keys of shingles in longer paragraphs, each followed by its key in short ones.
fn twins(keys: impl Iterator<Item = u64>) -> impl Iterator<Item = u64> {
    keys.flat_map(|key| [key, short_twin(key)])
}

impl<'p> Looked<'p> {
    /// Looks up all shingles of the paragraphs; of those that very many hold only how many.
    pub(crate) fn up(reader: &Reader, paragraphs: &'p [&'p [u64]]) -> Result<Self> {
        let many = paragraphs.iter().map(|shingles| shingles.len()).sum();
        let mut wanted: Vec<(u64, u32)> = Vec::with_capacity(many);
        for (shingles, i) in paragraphs.iter().zip(0..) {
            wanted.extend(shingles.iter().map(|&h| (shingle_key(h, false), i)));
        }
        wanted.sort_unstable();
        wanted.dedup();
        let mut different: Vec<u64> = Vec::with_capacity(wanted.len());
        different.extend(wanted.iter().map(|w| w.0));
        different.dedup();
        // Both keys: of the other side it is not known whether it is short.
        let keys: Vec<u64> = twins(different.into_iter()).collect();
        let postings = reader.lookup(&keys, HOT)?;
        Ok(Self {
            paragraphs,
            wanted,
            postings,
        })
    }

    /// The shingles, in the order of their keys, each with the paragraphs that have it.
    pub(crate) fn shingles(&self) -> impl Iterator<Item = (Shingle, &[(u64, u32)])> {
        let groups = self.wanted.chunk_by(|a, b| a.0 == b.0).enumerate();
        groups.map(move |(index, held)| {
            let shingle = Shingle {
                key: held[0].0,
                total: self.postings.total(2 * index) + self.postings.total(2 * index + 1),
                index,
            };
            (shingle, held)
        })
    }

    /// The holders of a shingle that few hold: those in longer paragraphs, and those in short ones.
    pub(crate) fn holders(&self, shingle: Shingle) -> (&[PassageKey], &[PassageKey]) {
        let at = 2 * shingle.index;
        (self.postings.of(at), self.postings.of(at + 1))
    }

    /// For each paragraph, the passages that share enough shingles, each once, sorted.
    ///
    /// `own` are the passages that the paragraphs are, if they are stored: a passage is no candidate of itself, and with `once` of two that are
    /// both in the list the pair is given once, to the later.
    pub(crate) fn pairs(
        &self,
        reader: &Reader,
        own: Option<&[PassageKey]>,
        once: bool,
    ) -> Result<Vec<Vec<PassageKey>>> {
        let place: FxHashMap<PassageKey, u32> =
            own.into_iter().flatten().copied().zip(0..).collect();
        let fresh = |other: PassageKey, i: u32| match place.get(&other) {
            Some(&o) => o != i && (!once || o < i),
            None => true,
        };
        let mut shared: Vec<Shared> = Vec::new();
        // Of a hub all holders are read, once for all of its shingles.
        let mut hubs: Vec<(Shingle, Vec<u32>)> = Vec::new();
        for (shingle, held) in self.shingles() {
            let add = |shared: &mut Vec<Shared>, i: u32, other: PassageKey, short: bool| {
                if fresh(other, i) {
                    let rare = shingle.total <= RARE;
                    shared.push((i, other, shingle.key, short, rare));
                }
            };
            if shingle.total <= HOT {
                let (long, short) = self.holders(shingle);
                for &(_, i) in held {
                    long.iter()
                        .for_each(|&other| add(&mut shared, i, other, false));
                    short
                        .iter()
                        .for_each(|&other| add(&mut shared, i, other, true));
                }
                continue;
            }
            let known = reader.hubs(shingle.key)?;
            let mut inside = Vec::new();
            for &(_, i) in held {
                known
                    .iter()
                    .for_each(|&(hub, _)| add(&mut shared, i, hub, false));
                let mine = own.and_then(|own| own.get(i as usize));
                if mine.is_some_and(|mine| known.iter().any(|(hub, _)| hub == mine)) {
                    inside.push(i);
                }
            }
            if !inside.is_empty() {
                hubs.push((shingle, inside));
            }
        }
        if !hubs.is_empty() {
            let all = Holders::of(reader, hubs.iter().map(|(shingle, _)| *shingle))?;
            for (at, (shingle, inside)) in hubs.iter().enumerate() {
                let (long, short) = all.at(at);
                for (list, short) in [(long, false), (short, true)] {
                    for &i in inside {
                        let others = list.iter().filter(|other| fresh(**other, i));
                        shared.extend(others.map(|&other| (i, other, shingle.key, short, false)));
                    }
                }
            }
        }
        shared.sort_unstable();
        // Two hubs meet from both sides.
        shared.dedup_by_key(|s| (s.0, s.1, s.2));
        let mut pairs = vec![Vec::new(); self.paragraphs.len()];
        for run in shared.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let (i, other, ..) = run[0];
            let common = Common {
                rare: run.iter().filter(|r| r.4).count(),
                all: run.len(),
                short: run.iter().any(|r| r.3) || is_short(self.paragraphs[i as usize]),
            };
            if common.is_candidate() {
                pairs[i as usize].push(other);
            }
        }
        Ok(pairs)
    }
}

/// A shingle that a paragraph and a passage have in common: the paragraph, the passage, the key, whether the passage is short, whether the shingle is rare.
type Shared = (u32, PassageKey, u64, bool, bool);

/// The words of a stored passage, as hashes: what is compared.
pub(crate) fn wording(reader: &Reader, passage: PassageKey) -> Result<Vec<u64>> {
    Ok(word_hashes(&reader.passage_text(passage)?))
}

/// The wording of a stored passage, made ready for comparison. Quotation marks may differ between witnesses of one passage,
/// so they are left out here and looked at where two witnesses are judged.
pub(crate) fn prepared(reader: &Reader, passage: PassageKey) -> Result<Prepared> {
    Ok(Prepared::wording(&reader.passage_text(passage)?))
}
