//! Which stored passages share text with a paragraph.
//!
//! Candidates come from the inverted index; every one is verified on words. Which pairs are looked at depends on the two
//! passages and on what the whole store holds, never on what came first.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::corpus::shingled::{Held, Shingled};
use crate::error::Result;
use crate::fingerprint::{is_short, short_twin};
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
    shingled: Shingled<'p>,
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
    pub(crate) fn up(reader: &Reader, shingled: Shingled<'p>) -> Result<Self> {
        // Both keys: of the other side it is not known whether it is short.
        let keys: Vec<u64> = twins(shingled.groups().map(|held| held[0].key())).collect();
        let postings = reader.lookup(&keys, HOT)?;
        Ok(Self { shingled, postings })
    }

    /// The shingles, in the order of their keys, each with the paragraphs that have it.
    pub(crate) fn shingles(&self) -> impl Iterator<Item = (Shingle, &[Held])> {
        self.shingled.groups().enumerate().map(|(index, held)| {
            let shingle = Shingle {
                key: held[0].key(),
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
        let place: FxHashMap<PassageKey, usize> =
            own.into_iter().flatten().copied().zip(0..).collect();
        let itself = |i: usize| own.and_then(|own| own.get(i));
        let fresh = |other: PassageKey, i: usize| {
            // Most shingles are held by nobody else.
            itself(i) != Some(&other)
                && place
                    .get(&other)
                    .is_none_or(|&o| o != i && (!once || o < i))
        };
        let mut shared: Vec<Shared> = Vec::new();
        // Of a hub all holders are read, once for all of its shingles.
        let mut hubs: Vec<(Shingle, Vec<usize>)> = Vec::new();
        for (shingle, held) in self.shingles() {
            let rare = shingle.total <= RARE;
            let mut add = |i: usize, others: &[PassageKey], short: bool| {
                let others = others.iter().filter(|other| fresh(**other, i));
                shared.extend(others.map(|&o| Shared::new(i, o, shingle.key, short, rare)));
            };
            let paragraphs = held.iter().map(|held| held.paragraph());
            if shingle.total <= HOT {
                let (long, short) = self.holders(shingle);
                for i in paragraphs {
                    add(i, long, false);
                    add(i, short, true);
                }
                continue;
            }
            let known = reader.hubs(shingle.key)?;
            let known: Vec<PassageKey> = known.iter().map(|&(hub, _)| hub).collect();
            let mut inside = Vec::new();
            for i in paragraphs {
                add(i, &known, false);
                if itself(i).is_some_and(|mine| known.contains(mine)) {
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
                        shared.extend(
                            others.map(|&other| Shared::new(i, other, shingle.key, short, false)),
                        );
                    }
                }
            }
        }
        shared.sort_unstable();
        // Two hubs meet from both sides.
        shared.dedup_by_key(|s| s.shingle());
        let paragraphs = self.shingled.paragraphs();
        let mut pairs = vec![Vec::new(); paragraphs.len()];
        for run in shared.chunk_by(|a, b| a.pair() == b.pair()) {
            let (i, other) = run[0].pair();
            let common = Common {
                rare: run.iter().filter(|s| s.is_rare()).count(),
                all: run.len(),
                short: run.iter().any(|s| s.is_short()) || is_short(paragraphs[i]),
            };
            if common.is_candidate() {
                pairs[i].push(other);
            }
        }
        Ok(pairs)
    }
}

/// A shingle that a paragraph and a passage have in common, as one number, which is sorted by one comparison.
///
/// Bits from the highest: 32 of the paragraph, 32 of the passage, 62 of the shingle's key, one that says whether the passage is short, one that says whether the shingle is rare.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Shared(u128);

impl Shared {
    fn new(paragraph: usize, passage: PassageKey, key: u64, short: bool, rare: bool) -> Self {
        let pair = (paragraph as u128) << 96 | u128::from(passage.0) << 64;
        Self(pair | u128::from(key) << 2 | u128::from(short) << 1 | u128::from(rare))
    }

    /// The paragraph and the passage.
    fn pair(self) -> (usize, PassageKey) {
        ((self.0 >> 96) as usize, PassageKey((self.0 >> 64) as u32))
    }

    /// The pair and the key.
    fn shingle(self) -> u128 {
        self.0 >> 2
    }

    fn is_short(self) -> bool {
        self.0 & 2 != 0
    }

    fn is_rare(self) -> bool {
        self.0 & 1 != 0
    }
}

/// The words of a stored passage, as hashes: what is compared.
pub(crate) fn wording(reader: &Reader, passage: PassageKey) -> Result<Vec<u64>> {
    Ok(word_hashes(&reader.passage_text(passage)?))
}

/// The wording of a stored passage, made ready for comparison. Quotation marks may differ between witnesses of one passage,
/// so they are left out here and looked at where two witnesses are judged.
pub(crate) fn prepared(reader: &Reader, passage: PassageKey) -> Result<Prepared> {
    Ok(Prepared::wording(&reader.passage_text(passage)?))
}
