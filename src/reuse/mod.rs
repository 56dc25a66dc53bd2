//! What two paragraphs have in common: aligned runs of words, and the kind they make.
//!
//! Law: symmetric. Swapping the sides swaps the answer and nothing else; a match has no arrow and no date. Words that stand
//! inside quotation marks on both sides never make more than a shared quote by themselves.

mod align;
mod classify;
mod thresholds;

use std::cmp::Ordering;

use xxhash_rust::xxh3::xxh3_64;

use crate::model::{Kind, Score, Span};
use crate::text::{Words, quotes, words};

pub use align::Run;
pub use thresholds::Thresholds;

/// A paragraph made ready for comparison.
#[derive(Debug, Clone, Default)]
pub struct Prepared {
    words: Words,
    hashes: Vec<u64>,
    quoted: Vec<bool>,
}

impl Prepared {
    /// Prepares a paragraph's text; spans in the answers count from the start of `text`.
    pub fn new(text: &str) -> Self {
        Self::with_words(text, words(text))
    }

    /// Prepares a paragraph whose words have been cut already.
    pub fn with_words(text: &str, words: Words) -> Self {
        let hashes = words.iter().map(|w| xxh3_64(w.as_bytes())).collect();
        let mut quoted = vec![false; words.len()];
        let stretches = quotes(text);
        let mut next = stretches.iter().peekable();
        for (i, flag) in quoted.iter_mut().enumerate() {
            let at = words.span(i).start();
            while next.peek().is_some_and(|q| q.end() <= at) {
                next.next();
            }
            *flag = next.peek().is_some_and(|q| q.start() <= at);
        }
        Self {
            words,
            hashes,
            quoted,
        }
    }

    /// Prepares a paragraph of which only the wording is to be compared: nothing counts as quoted.
    pub fn wording(text: &str) -> Self {
        let words = words(text);
        let hashes = words.iter().map(|w| xxh3_64(w.as_bytes())).collect();
        Self {
            words,
            hashes,
            quoted: Vec::new(),
        }
    }

    /// The words.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// True when there is no word.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// True when word `i` stands inside quotation marks.
    pub fn is_quoted(&self, i: usize) -> bool {
        self.quoted.get(i).copied().unwrap_or(false)
    }

    /// How many words stand inside quotation marks.
    pub fn quoted_words(&self) -> usize {
        self.quoted.iter().filter(|q| **q).count()
    }
}

/// Two paragraphs share text. Symmetric: it does not say who copied whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The kind the wording alone makes; see [`Match::alone`] for what may be said without further support.
    pub kind: Kind,
    /// How sure it is that one goes back to the other, 0..1.
    pub score: Score,
    /// Share of `a`'s words that stand in aligned runs (containment, Broder 1997).
    pub a_in_b: Score,
    /// Share of `b`'s words that stand in aligned runs.
    pub b_in_a: Score,
    /// Share of the aligned words that stand inside quotation marks on either side.
    pub quoted: Score,
    /// The aligned runs, ordered by their place in `a`: the evidence.
    pub runs: Vec<Run>,
    /// How the overlap is made: `merged or padded`, `moved`, …
    pub reasons: Vec<Reason>,
}

/// What shows in the shape of an overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The words are equal after folding.
    SameWords,
    /// A few words differ.
    WordsChanged,
    /// `a` stands whole inside `b`, which holds more.
    AInsideB,
    /// `b` stands whole inside `a`, which holds more.
    BInsideA,
    /// One long run is common.
    LongRun,
    /// Runs stand in another order.
    Moved,
    /// Most of what is common stands inside quotation marks.
    InsideQuotes,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 7] = [
        Self::SameWords,
        Self::WordsChanged,
        Self::AInsideB,
        Self::BInsideA,
        Self::LongRun,
        Self::Moved,
        Self::InsideQuotes,
    ];

    /// The word it is stored under.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SameWords => "same_words",
            Self::WordsChanged => "words_changed",
            Self::AInsideB => "a_inside_b",
            Self::BInsideA => "b_inside_a",
            Self::LongRun => "long_run",
            Self::Moved => "moved",
            Self::InsideQuotes => "inside_quotes",
        }
    }

    /// The reason as it is told to a reader of `a`.
    pub fn words(self) -> &'static str {
        match self {
            Self::SameWords => "the same words in the same order",
            Self::WordsChanged => "the same paragraph with some words changed",
            Self::AInsideB => "stands whole inside a longer paragraph of the other text",
            Self::BInsideA => "holds a whole paragraph of the other text and more",
            Self::LongRun => "a long run of words is common",
            Self::Moved => "parts stand in another order",
            Self::InsideQuotes => "most of what is common is quotation",
        }
    }

    /// The reason a word names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == word)
    }

    /// The same reason seen from the other side.
    #[must_use]
    pub fn swapped(self) -> Self {
        match self {
            Self::AInsideB => Self::BInsideA,
            Self::BInsideA => Self::AInsideB,
            other => other,
        }
    }
}

impl Match {
    /// Number of aligned words.
    pub fn shared_words(&self) -> usize {
        self.runs.iter().map(|r| r.len as usize).sum()
    }

    /// Length of the longest run of words.
    pub fn longest_run(&self) -> usize {
        self.runs.iter().map(|r| r.len as usize).max().unwrap_or(0)
    }

    /// True when quotation makes most of what is common.
    pub fn is_quote_dominated(&self, thresholds: &Thresholds) -> bool {
        self.quoted.get() >= thresholds.quote_share
    }

    /// What may be said of the two paragraphs without looking at the rest of their articles.
    pub fn alone(&self, thresholds: &Thresholds) -> Kind {
        if self.is_quote_dominated(thresholds) {
            Kind::SharedQuote
        } else {
            self.kind
        }
    }

    /// The same match with the sides swapped.
    #[must_use]
    pub fn swapped(mut self) -> Self {
        std::mem::swap(&mut self.a_in_b, &mut self.b_in_a);
        for run in &mut self.runs {
            *run = run.swapped();
        }
        self.runs.sort_unstable();
        for reason in &mut self.reasons {
            *reason = reason.swapped();
        }
        self.reasons.sort_unstable();
        self
    }

    /// The aligned stretches as places in the two texts.
    pub fn passages(&self, a: &Words, b: &Words) -> Vec<(Span, Span)> {
        self.runs
            .iter()
            .map(|r| {
                (
                    a.stretch(r.a as usize, (r.a + r.len) as usize),
                    b.stretch(r.b as usize, (r.b + r.len) as usize),
                )
            })
            .collect()
    }
}

/// Compares two paragraphs; nothing when what they share makes none of the kinds.
pub fn compare(a: &Prepared, b: &Prepared, thresholds: &Thresholds) -> Option<Match> {
    oriented(a, b, |a, b| {
        classify::classify(a, b, &align::align(a, b, thresholds), thresholds)
    })
}

/// How much two paragraphs share, whatever it amounts to, 0..1: the larger containment, counting only aligned runs.
pub fn resemblance(a: &Prepared, b: &Prepared, thresholds: &Thresholds) -> Match {
    oriented(a, b, |a, b| {
        Some(classify::measure(a, b, &align::align(a, b, thresholds)))
    })
    .unwrap_or_else(|| classify::measure(a, b, &[]))
}

/// Runs `judge` with the sides in an order that depends on their words alone and turns the answer back: this makes
/// every tie in the alignment fall the same way from both sides.
fn oriented(
    a: &Prepared,
    b: &Prepared,
    judge: impl Fn(&Prepared, &Prepared) -> Option<Match>,
) -> Option<Match> {
    match a.words.normal().cmp(b.words.normal()) {
        Ordering::Greater => judge(b, a).map(Match::swapped),
        _ => judge(a, b),
    }
}
