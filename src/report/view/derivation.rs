//! An arrow of one paragraph, and a match without arrow.

use serde::Serialize;

use crate::model::Kind;
use crate::report::view::{CreditView, ReviewMark};
use crate::reuse::Evidence;

/// The witness a paragraph most likely comes from, with the place in it.
#[derive(Debug, Clone, Default, Serialize, PartialEq)]
pub struct PlaceView {
    /// Address or id of the article.
    pub article: String,
    /// `a:` and 32 hex digits.
    pub id: String,
    /// The outlet.
    pub outlet: Option<String>,
    /// Number of the body paragraph, from 1.
    pub paragraph: usize,
    /// First code point of the paragraph in the article's text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Which version of the source it is, where the store holds several: 1 for the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<usize>,
    /// How many versions of the source the store holds, where it holds several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub versions: Option<usize>,
    /// `false` when the copied text stands alike in several versions, so that the date alone chose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version_sure: Option<bool>,
    /// What became of the source: `withheld` or `canceled`, by its newest version; nothing while it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'static str>,
}

/// The earliest known witness of a paragraph.
#[derive(Debug, Clone, Default, Serialize, PartialEq)]
pub struct OriginView {
    /// Address or id of the article.
    pub article: String,
    /// `a:` and 32 hex digits.
    pub id: String,
    /// The outlet.
    pub outlet: Option<String>,
    /// Its date as claimed.
    pub published_at: Option<String>,
}

/// A piece of evidence for or against a direction.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct PieceView {
    /// `dates`, `same_day`, `capture`, `credit`, `link`, `house_line`, `named_outlet`, `in_text`, `contained` or `wording`.
    pub kind: &'static str,
    /// `for` the arrow or `against` it.
    pub side: &'static str,
    /// 2: counts by itself; 1: beside another kind, or where nothing else speaks; 0: noted, proves nothing.
    pub weight: u8,
    /// In words.
    pub words: String,
}

/// An arrow from a copied paragraph to its source: one line of `export derivations`.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct DerivationView {
    /// [`crate::report::view::SCHEMA`].
    pub schema: &'static str,
    /// `derivation`; `possible` for what a paragraph may be rewritten from, which is never exported or counted.
    pub record: &'static str,
    /// Address or id of the copy.
    pub article: String,
    /// `a:` and 32 hex digits.
    pub id: String,
    /// The outlet of the copy.
    pub outlet: Option<String>,
    /// Number of the body paragraph, from 1; 0 for another block that was taken along.
    pub paragraph: usize,
    /// What the block is when it is no body paragraph: `caption`, `credit_line`, `headline`, `furniture`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub block: Option<&'static str>,
    /// First code point of the paragraph in the article's text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// `verbatim`, `edited`, `partial`, `rewritten` or `shared_quote`; `self_reuse` in an export, where a house takes from itself.
    pub kind: &'static str,
    /// How the words of a `self_reuse` relate: `verbatim`, `edited`, `partial` or `rewritten`; nothing where the kind says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wording: Option<&'static str>,
    /// How sure the relation is, 0..1.
    pub score: f64,
    /// The witness it most likely comes from.
    pub source: PlaceView,
    /// The earliest known witness.
    pub origin: OriginView,
    /// `firm`, `likely` or `undecided`.
    pub direction: &'static str,
    /// `given`, `link`, `partial`, `destroyed` or `missing`; `not_due` of a `self_reuse`.
    pub credit: &'static str,
    /// The same in finer grain: `given_with_link`, `given`, `link_only`, `partial`, `in_text_only`, `destroyed`, `self_claimed`, `missing` or `not_due`.
    pub credit_form: &'static str,
    /// What speaks for the direction and against it; the direction follows from the weights (METHOD.md).
    pub direction_evidence: Vec<PieceView>,
    /// The credit lines that were counted, as printed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub credit_detail: Vec<CreditView>,
    /// The agency both go back to, when the store holds no copy of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost_source: Option<String>,
    /// Time of the copy minus time of the source, when both are dated to the minute or the days differ.
    pub lag_seconds: Option<i64>,
    /// Aligned stretches `[start, end, source_start, source_end]`, in code points of the two texts.
    pub spans: Vec<[usize; 4]>,
    /// Words of the paragraph, and how many of them stand in the source in aligned runs.
    pub words: usize,
    /// Aligned words.
    pub words_shared: usize,
    /// What speaks for and against the same facts being told in other words; only of rewritten paragraphs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
    /// True when copy and source are of one outlet.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub self_reuse: bool,
    /// What a person said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<ReviewMark>,
    /// Why, in words: first the kind, then the direction.
    pub reasons: Vec<String>,
}

impl DerivationView {
    /// The kind of what an outlet takes from itself, among the lines of an export.
    pub const SELF_REUSE: &'static str = "self_reuse";

    /// True when it says that one house has a paragraph from another: no shared quote and nothing that a house takes from itself.
    pub fn is_copy(&self) -> bool {
        !self.self_reuse && Kind::parse(self.kind).is_some_and(Kind::is_copy)
    }

    /// The same as a line that nobody can take for a copy: its kind is `self_reuse`, how the words relate stands beside it, and no
    /// credit is due.
    #[must_use]
    pub fn into_self_reuse(self) -> Self {
        Self {
            kind: Self::SELF_REUSE,
            wording: Some(self.kind),
            self_reuse: true,
            credit: "not_due",
            credit_form: "not_due",
            credit_detail: Vec::new(),
            ..self
        }
    }
}

/// A symmetric match of two paragraphs: one line of `export matches`.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct MatchView {
    /// [`crate::report::view::SCHEMA`].
    pub schema: &'static str,
    /// `match`.
    pub record: &'static str,
    /// SHA-256 of one passage.
    pub a: String,
    /// SHA-256 of the other.
    pub b: String,
    /// The kind.
    pub kind: &'static str,
    /// How sure, 0..1.
    pub score: f64,
    /// Containment of `a` in `b`.
    pub a_in_b: f64,
    /// Containment of `b` in `a`.
    pub b_in_a: f64,
    /// Witnesses of `a`.
    pub a_witnesses: usize,
    /// Witnesses of `b`.
    pub b_witnesses: usize,
}
