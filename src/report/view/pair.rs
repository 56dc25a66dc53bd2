//! Two texts side by side.

use serde::Serialize;

use crate::report::view::{ArticleRef, CreditView, DateView, PieceView};
use crate::reuse::Evidence;

/// One step of a word-by-word comparison.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct DiffPart {
    /// `same`, `only_a` or `only_b`.
    pub op: &'static str,
    /// The words as they stand in the text (of `a` for `same`).
    pub text: String,
}

/// Two matched paragraphs side by side.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct PairRow {
    /// Paragraph number in `a`, from 1.
    pub a: usize,
    /// Paragraph number in `b`, from 1.
    pub b: usize,
    /// The kind.
    pub kind: &'static str,
    /// How sure, 0..1.
    pub score: f64,
    /// Share of `a`'s words found in `b` (containment).
    pub a_in_b: f64,
    /// Share of `b`'s words found in `a`.
    pub b_in_a: f64,
    /// Aligned stretches in code points.
    pub spans: Vec<[usize; 4]>,
    /// The comparison word by word.
    pub diff: Vec<DiffPart>,
    /// What speaks for and against the same facts being told in other words; only of rewritten paragraphs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
    /// True when it only may be: shown, never counted.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub possible: bool,
    /// Why.
    pub reasons: Vec<String>,
}

/// Answer of `show A B`: symmetric but for the order of the columns.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct PairView {
    /// [`crate::report::view::SCHEMA`].
    pub schema: &'static str,
    /// `pair`.
    pub record: &'static str,
    /// First article.
    pub a: ArticleRef,
    /// Second article.
    pub b: ArticleRef,
    /// Body paragraphs of each.
    pub paragraphs: [usize; 2],
    /// Matched paragraphs.
    pub rows: Vec<PairRow>,
    /// Which is the copy: `a`, `b`, or nothing when undecided or unrelated.
    pub copy: Option<&'static str>,
    /// Direction of the arrow.
    pub direction: &'static str,
    /// Reasons for the direction.
    pub reasons: Vec<String>,
    /// What speaks for the direction and against it, with weights.
    pub direction_evidence: Vec<PieceView>,
    /// What would change the direction, and to what.
    pub would_change: Vec<String>,
    /// Credits of each.
    pub credits: [Vec<CreditView>; 2],
    /// Dates of each.
    pub dates: [Vec<DateView>; 2],
}

/// Answer of `compare`: two texts, no store.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct CompareView {
    /// The caller's id of the pair.
    pub id: String,
    /// A kind, or `none`.
    pub kind: &'static str,
    /// How sure the relation is, 0..1; given for every pair.
    pub score: f64,
    /// Share of `a`'s words found in `b`.
    pub a_in_b: f64,
    /// Share of `b`'s words found in `a`.
    pub b_in_a: f64,
    /// Aligned stretches in code points.
    pub spans: Vec<[usize; 4]>,
    /// Why.
    pub reasons: Vec<String>,
}
