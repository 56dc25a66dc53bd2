//! Where an article comes from and who has it later.

use serde::Serialize;

use crate::report::view::{
    ArticleRef, ChangesView, CreditView, DateView, DerivationView, PieceView,
};

/// Which version of its source a copy carries.
#[derive(Debug, Clone, Default, Serialize, PartialEq)]
pub struct CarriedView {
    /// Its number, from 1.
    pub version: usize,
    /// How many versions the store holds.
    pub versions: usize,
    /// False when the copied text stands alike in several, so that the date alone chose.
    pub sure: bool,
    /// The newest version.
    pub newest: ArticleRef,
    /// When that one came out.
    pub newest_at: Option<String>,
    /// `withheld` or `canceled`, by the newest version; nothing while the source stands.
    pub status: Option<&'static str>,
    /// What changed from the carried version to the newest; nothing when they are one, or when it is not sure.
    pub since: Option<ChangesView>,
}

/// How much was searched: what an answer of "no match" is worth.
#[derive(Debug, Clone, Default, Serialize, PartialEq)]
pub struct ScopeView {
    /// Articles in the store.
    pub articles: usize,
    /// Named outlets.
    pub outlets: usize,
    /// Articles with a publication date.
    pub dated: usize,
    /// The earliest and latest publication day.
    pub earliest: Option<String>,
    /// The latest publication day.
    pub latest: Option<String>,
}

/// One body paragraph of a traced text.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct ParagraphView {
    /// Its number, from 1.
    pub paragraph: usize,
    /// First code point in the article's text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Its text, unchanged.
    pub text: String,
    /// Number of words.
    pub words: usize,
    /// Where it comes from; nothing when no earlier match is known.
    pub derivation: Option<DerivationView>,
    /// A shared quote or earlier use in the same outlet, shown apart and never counted as copying.
    pub aside: Option<DerivationView>,
    /// What it may be rewritten from, where nothing else explains it: shown apart and never counted.
    pub possible: Option<DerivationView>,
    /// Witnesses of the paragraph in other articles, later or undated ones included.
    pub witnesses: usize,
}

/// One source article of a traced text, summed over its paragraphs.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct SourceSummary {
    /// The source.
    pub source: ArticleRef,
    /// Paragraphs that come from it.
    pub paragraphs: usize,
    /// Of these, by kind: verbatim, edited, partial, rewritten.
    pub by_kind: Vec<(&'static str, usize)>,
    /// True when they stand in the same order.
    pub in_order: bool,
    /// Direction of the arrow.
    pub direction: &'static str,
    /// Credit status of the copy towards it.
    pub credit: &'static str,
    /// Lag in seconds.
    pub lag_seconds: Option<i64>,
    /// Credits printed in that source itself: where it says it has the text from.
    pub upstream: Vec<CreditView>,
    /// Why the direction is what it is.
    pub reasons: Vec<String>,
    /// What speaks for the direction and against it, with weights.
    pub direction_evidence: Vec<PieceView>,
    /// What would change the direction, and to what.
    pub would_change: Vec<String>,
    /// The credit in finer grain; see [`DerivationView`].
    pub credit_form: &'static str,
    /// Under which terms the copy says it may use the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Which of the source's versions this is, where the store holds several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carries: Option<CarriedView>,
}

/// A later witness of the traced text: who took it from here.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct CopySummary {
    /// The other article.
    pub copy: ArticleRef,
    /// Paragraphs of the traced text that stand in it.
    pub paragraphs: usize,
    /// Direction of the arrow.
    pub direction: &'static str,
    /// Credit status of the copy.
    pub credit: &'static str,
    /// The credit in finer grain; see [`crate::report::view::DerivationView`].
    pub credit_form: &'static str,
}

/// Answer of `trace` and `check`.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct TraceView {
    /// [`crate::report::view::SCHEMA`].
    pub schema: &'static str,
    /// `trace` or `check`.
    pub record: &'static str,
    /// The traced article.
    pub article: ArticleRef,
    /// What was searched.
    pub searched: ScopeView,
    /// Its date claims.
    pub dates: Vec<DateView>,
    /// Its credits.
    pub credits: Vec<CreditView>,
    /// Things a reader should know: hidden characters, capped look-ups.
    pub notices: Vec<String>,
    /// The body, paragraph by paragraph.
    pub paragraphs: Vec<ParagraphView>,
    /// Captions, credit lines and other blocks that were taken along with copied paragraphs.
    pub also: Vec<DerivationView>,
    /// Sources, most paragraphs first.
    pub sources: Vec<SourceSummary>,
    /// Who has it later, most paragraphs first.
    pub copies: Vec<CopySummary>,
    /// Blocks that are no body paragraphs.
    pub furniture: usize,
}
