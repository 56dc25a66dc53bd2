//! What two paragraphs have in common: aligned runs of words, and the kind they make.
//!
//! Law: symmetric. Swapping the sides swaps the answer and nothing else; a match has no arrow and no date. Words that stand
//! inside quotation marks on both sides never make more than a shared quote by themselves.

mod align;
mod bag;
mod body;
mod classify;
mod content;
mod evidence;
mod features;
mod lcs;
mod quoting;
mod readings;
mod rewriting;
mod sayings;
mod swaps;
mod thresholds;
pub mod weights;

use std::cmp::Ordering;

use crate::model::{Kind, Score, Span};
use crate::text::{Words, quotes, words};

pub use align::Run;
pub use body::{Beside, Body, Cosines, whole_texts};
pub use content::{Content, Fact};
pub use evidence::{Evidence, Shape, Side, evidence};
pub use features::{FEATURE_NAMES, FEATURES, Features, cosine, features};
pub use quoting::Quoting;
pub use readings::{Reading, Readings};
pub use rewriting::{JOINED_WORDS, LOGIT_LIMIT, Nearest, logit, logit_by, nearest, probability};
pub use sayings::{Variant, Wording, statements, variant};
pub use swaps::{Swap, swaps};
pub use thresholds::Thresholds;

/// A paragraph made ready for comparison.
#[derive(Debug, Clone, Default)]
pub struct Prepared {
    words: Words,
    quoted: Vec<bool>,
}

impl Prepared {
    /// Prepares a paragraph's text; spans in the answers count from the start of `text`.
    pub fn new(text: &str) -> Self {
        Self::with_words(text, words(text))
    }

    /// Prepares a paragraph whose words have been cut already.
    pub fn with_words(text: &str, words: Words) -> Self {
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
        Self { words, quoted }
    }

    /// Prepares a paragraph of which only the wording is to be compared: nothing counts as quoted.
    pub fn wording(text: &str) -> Self {
        let words = words(text);
        Self {
            words,
            quoted: Vec::new(),
        }
    }

    /// What of it is compared.
    fn tokens(&self) -> Tokens<'_> {
        Tokens {
            words: self.words.hashes(),
            quoted: &self.quoted,
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
        self.tokens().is_quoted(i)
    }

    /// How many words stand inside quotation marks.
    pub fn quoted_words(&self) -> usize {
        self.quoted.iter().filter(|q| **q).count()
    }
}

/// What of a paragraph is compared: its words, as hashes, and which of them stand inside quotation marks.
#[derive(Clone, Copy)]
struct Tokens<'p> {
    words: &'p [u64],
    quoted: &'p [bool],
}

impl<'p> Tokens<'p> {
    fn of(words: &'p [u64]) -> Self {
        Self { words, quoted: &[] }
    }

    fn len(self) -> usize {
        self.words.len()
    }

    fn is_empty(self) -> bool {
        self.words.is_empty()
    }

    fn is_quoted(self, i: usize) -> bool {
        self.quoted.get(i).copied().unwrap_or(false)
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
    compared(a.tokens(), b.tokens(), thresholds)
}

/// The same of two paragraphs of which only the wording is to be compared, given as the hashes of their words ([`Words::hashes`]).
pub fn compare_wording(a: &[u64], b: &[u64], thresholds: &Thresholds) -> Option<Match> {
    compared(Tokens::of(a), Tokens::of(b), thresholds)
}

fn compared(a: Tokens<'_>, b: Tokens<'_>, thresholds: &Thresholds) -> Option<Match> {
    oriented(a, b, |a, b| {
        let runs = align::align(a.words, b.words, thresholds);
        classify::classify(a, b, &runs, thresholds)
    })
}

/// How much two paragraphs share, whatever it amounts to, 0..1: the larger containment, counting only aligned runs.
pub fn resemblance(a: &Prepared, b: &Prepared, thresholds: &Thresholds) -> Match {
    let (a, b) = (a.tokens(), b.tokens());
    oriented(a, b, |a, b| {
        let runs = align::align(a.words, b.words, thresholds);
        Some(classify::measure(a, b, &runs))
    })
    .unwrap_or_else(|| classify::measure(a, b, &[]))
}

/// Runs `judge` with the sides in an order that depends on their words alone and turns the answer back: this makes
/// every tie in the alignment fall the same way from both sides.
fn oriented(
    a: Tokens<'_>,
    b: Tokens<'_>,
    judge: impl Fn(Tokens<'_>, Tokens<'_>) -> Option<Match>,
) -> Option<Match> {
    match a.words.cmp(b.words) {
        Ordering::Greater => judge(b, a).map(Match::swapped),
        _ => judge(a, b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STORY: &str = "The harbour council voted late on Monday to repair the old stone bridge before winter, after three \
                         engineers warned that the northern arch could not carry another season of heavy lorries.";
    const OTHER: &str = "A bakery on River Street opened again this week and sold every loaf within an hour, its owner \
                         said, while a queue of neighbours reached the corner of the market square.";

    fn found(a: &str, b: &str) -> Option<Match> {
        compare(&Prepared::new(a), &Prepared::new(b), &Thresholds::default())
    }

    fn kind(a: &str, b: &str) -> Option<Kind> {
        found(a, b).map(|m| m.kind)
    }

    fn told(a: &str, b: &str) -> Vec<Reason> {
        found(a, b).map(|m| m.reasons).unwrap_or_default()
    }

    #[test]
    fn unrelated_empty_and_one_word_texts_make_nothing() {
        assert_eq!(kind(STORY, OTHER), None);
        assert_eq!(kind("", ""), None);
        assert_eq!(kind("", STORY), None);
        assert_eq!(kind("bridge", STORY), None);
        assert_eq!(kind("bridge", "council"), None);
        assert_eq!(kind("bridge", "Bridge!"), Some(Kind::Verbatim));
    }

    #[test]
    fn case_marks_and_typography_change_no_word() {
        let shouted = STORY.to_uppercase().replace(',', " —");
        let same = found(STORY, &shouted).unwrap();
        assert_eq!((same.kind, same.score), (Kind::Verbatim, Score::ONE));
        assert_eq!(same.reasons, [Reason::SameWords]);
    }

    #[test]
    fn one_word_changed_is_edited_and_costs_that_word() {
        let edited = found(STORY, &STORY.replace("stone", "iron")).unwrap();
        assert_eq!(edited.kind, Kind::Edited);
        assert_eq!(edited.shared_words() + 1, Prepared::new(STORY).len());
        assert_eq!(edited.reasons, [Reason::WordsChanged]);
    }

    #[test]
    fn merged_and_padded_paragraphs_hold_the_whole_of_the_other() {
        let merged = format!("{STORY} {OTHER}");
        for part in [STORY, OTHER] {
            assert_eq!(kind(part, &merged), Some(Kind::Partial));
            assert!(told(part, &merged).contains(&Reason::AInsideB));
            assert!(told(&merged, part).contains(&Reason::BInsideA));
        }
        let embedded = format!("As was reported, {STORY} {OTHER}");
        let inside = found(STORY, &embedded).unwrap();
        assert_eq!(inside.a_in_b, Score::ONE);
        assert_eq!(inside.runs.len(), 1);
    }

    #[test]
    fn a_split_or_cut_paragraph_is_partial_from_either_half() {
        let (head, tail) = STORY.split_once(", ").unwrap();
        for half in [head, tail] {
            assert_eq!(kind(STORY, half), Some(Kind::Partial), "{half}");
            assert!(told(STORY, half).contains(&Reason::BInsideA));
        }
    }

    #[test]
    fn parts_in_another_order_are_found_and_told() {
        let (head, tail) = STORY.split_once(", ").unwrap();
        let moved = format!("{tail}, {head}");
        let found = found(STORY, &moved).unwrap();
        assert_eq!(found.a_in_b, Score::ONE);
        assert!(found.reasons.contains(&Reason::Moved));
    }

    #[test]
    fn a_common_quotation_is_no_copy_by_itself() {
        let quote = "“We will not close the bridge to pedestrians while a single family still lives on the far bank,” ";
        let a = format!("{quote}the mayor told reporters outside the chamber.");
        let b = format!("Asked about the plan, she answered: {quote}");
        let found = found(&a, &b).unwrap();
        assert!(found.is_quote_dominated(&Thresholds::default()));
        assert_eq!(found.alone(&Thresholds::default()), Kind::SharedQuote);
        assert!(found.reasons.contains(&Reason::InsideQuotes));
    }

    #[test]
    fn the_evidence_is_a_place_in_both_texts() {
        let merged = format!("{OTHER} {STORY}");
        let (a, b) = (Prepared::new(STORY), Prepared::new(&merged));
        let found = compare(&a, &b, &Thresholds::default()).unwrap();
        let (x, y) = found.passages(a.words(), b.words())[0];
        assert_eq!(x.of(STORY), STORY.trim_end_matches('.'));
        assert_eq!(x.of(STORY), y.of(&merged));
    }

    #[test]
    fn reasons_are_read_back_as_they_were_stored() {
        for reason in Reason::ALL {
            assert_eq!(Reason::parse(reason.as_str()), Some(reason));
            assert_eq!(reason.swapped().swapped(), reason);
            assert!(!reason.words().is_empty());
        }
    }

    #[test]
    fn a_bomb_of_one_word_is_compared_at_once() {
        let started = std::time::Instant::now();
        let bomb = |n: usize| Prepared::new(&"free ".repeat(n));
        let (a, b) = (bomb(5_000), bomb(20_000));
        let found = compare(&a, &b, &Thresholds::default()).unwrap();
        assert_eq!(found.a_in_b, Score::ONE);
        assert!(
            started.elapsed().as_secs() < 3,
            "took {:?}",
            started.elapsed()
        );
    }

    /// Texts over few words, so that they share much, with quotation marks here and there.
    fn text() -> impl Strategy<Value = String> {
        const WORDS: [&str; 9] = [
            "bridge", "council", "the", "river", "“", "”", "voted", "on", "winter",
        ];
        proptest::collection::vec(proptest::sample::select(&WORDS[..]), 0..60)
            .prop_map(|words| words.join(" "))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn swapping_the_sides_swaps_the_answer_and_nothing_else(a in text(), b in text()) {
            prop_assert_eq!(found(&a, &b), found(&b, &a).map(Match::swapped));
        }

        #[test]
        fn a_text_is_a_verbatim_copy_of_itself(a in text()) {
            let same = found(&a, &a);
            prop_assert_eq!(same.is_none(), Prepared::new(&a).is_empty());
            if let Some(same) = same {
                prop_assert_eq!((same.kind, same.a_in_b), (Kind::Verbatim, Score::ONE));
            }
        }

        #[test]
        fn runs_lie_in_both_texts_apart_from_each_other_over_equal_words(a in text(), b in text()) {
            let (a, b) = (Prepared::new(&a), Prepared::new(&b));
            let measured = resemblance(&a, &b, &Thresholds::default());
            let (mut left, mut right) = (vec![false; a.len()], vec![false; b.len()]);
            for run in &measured.runs {
                for i in 0..run.len {
                    let (x, y) = ((run.a + i) as usize, (run.b + i) as usize);
                    prop_assert_eq!(a.words().get(x), b.words().get(y));
                    prop_assert!(!std::mem::replace(&mut left[x], true));
                    prop_assert!(!std::mem::replace(&mut right[y], true));
                }
            }
            let shared = measured.shared_words();
            prop_assert_eq!(measured.a_in_b, Score::share(shared, a.len()));
            prop_assert_eq!(measured.b_in_a, Score::share(shared, b.len()));
            prop_assert!(measured.runs.is_sorted());
        }

        #[test]
        fn words_that_are_quoted_alone_never_make_more_than_a_shared_quote(
            a in "[a-z]{3,9}( [a-z]{3,9}){11,30}", before in "[A-Z]{3,9}( [A-Z]{3,9}){0,6}", after in "[A-Z]{3,9}( [A-Z]{3,9}){0,6}",
        ) {
            let (one, two) = (format!("{before} “{a}”"), format!("“{a}” {after}"));
            let made = found(&one, &two).map(|m| m.alone(&Thresholds::default()));
            prop_assert!(made.is_none_or(|k| k == Kind::SharedQuote || one.to_lowercase() == two.to_lowercase()));
        }
    }
}
