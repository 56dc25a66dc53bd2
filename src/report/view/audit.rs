//! What a site took from others.

use serde::Serialize;

/// A count with its share of the whole.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct ShareView {
    /// What is counted.
    pub label: String,
    /// How many.
    pub count: usize,
    /// Of the whole, 0..1; nothing where there is too little to rate.
    pub share: Option<f64>,
    /// Words, where words are counted too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<usize>,
    /// Of all words of the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word_share: Option<f64>,
    /// Bounds of the share: 95 of 100 such intervals hold the truth (bootstrap over articles).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<[f64; 2]>,
    /// The same of the words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word_interval: Option<[f64; 2]>,
}

/// A paragraph of the site that shows a kind.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct ExampleView {
    /// The kind.
    pub kind: &'static str,
    /// The site's article, by address or id.
    pub article: String,
    /// Its id.
    pub id: String,
    /// Number of the paragraph.
    pub paragraph: usize,
    /// How it begins.
    pub text: String,
    /// The source's article, by address or id.
    pub source: String,
    /// The source's outlet.
    pub source_outlet: Option<String>,
    /// Number of the paragraph there.
    pub source_paragraph: usize,
    /// How that begins.
    pub source_text: String,
    /// How sure the arrow is.
    pub direction: &'static str,
    /// What the copy says of its source.
    pub credit_form: &'static str,
}

/// A period or section of an audit.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct PeriodView {
    /// `2024-W21`, `2024-05`, `2024-05-20`, a section, or `undated`.
    pub group: String,
    /// Articles.
    pub articles: usize,
    /// Paragraphs counted.
    pub paragraphs: usize,
    /// By kind, as in the audit.
    pub kinds: Vec<ShareView>,
    /// Copied paragraphs with a credit.
    pub credited: ShareView,
}

/// A share of two sites side by side.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct DifferenceView {
    /// What is compared.
    pub label: String,
    /// The share of the first.
    pub one: Option<f64>,
    /// Of the second.
    pub other: Option<f64>,
    /// The first less the second.
    pub difference: Option<f64>,
    /// Bounds of the difference (95 %).
    pub interval: Option<[f64; 2]>,
    /// True when the bounds leave nought out: the two do differ.
    pub shown: bool,
}

/// Answer of `audit --compare`.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct AuditsView {
    /// [`crate::report::view::SCHEMA`].
    pub schema: &'static str,
    /// `audits`.
    pub record: &'static str,
    /// The first.
    pub one: AuditView,
    /// The second.
    pub other: AuditView,
    /// Their shares side by side; empty where either is too small to be rated.
    pub differences: Vec<DifferenceView>,
}

/// One source outlet in an audit.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct AuditSource {
    /// The outlet, or the lost agency `X (not in the store)`.
    pub outlet: String,
    /// Copied paragraphs that come from it.
    pub paragraphs: usize,
    /// Share of all copied paragraphs; of a client, of all paragraphs that clients took.
    pub share: f64,
    /// Articles that hold them.
    pub articles: usize,
    /// Of the paragraphs, how many are credited (given, link or partial).
    pub credited: usize,
}

/// A word or name that the site's copies put in the place of their sources', in two articles or more.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct SwapView {
    /// The sources' words.
    pub from: String,
    /// The site's words.
    pub to: String,
    /// Articles of the site in which it was met.
    pub articles: usize,
    /// The agency that `from` names, if it names one.
    pub agency: Option<&'static str>,
}

/// A broken name that stands where the site's copies would credit an agency.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct DestroyedView {
    /// The name as printed.
    pub printed: String,
    /// The agency.
    pub agency: String,
    /// Articles of the site whose credit was destroyed so.
    pub articles: usize,
}

/// Answer of `audit`.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct AuditView {
    /// [`crate::report::view::SCHEMA`].
    pub schema: &'static str,
    /// `audit`.
    pub record: &'static str,
    /// What was audited, as asked.
    pub target: String,
    /// `outlet`, `domain` or `url prefix`.
    pub target_kind: &'static str,
    /// Outlet names met.
    pub outlets: Vec<String>,
    /// Articles of the site that the store holds in the period.
    pub articles: usize,
    /// Articles of the site that the store holds in all.
    pub articles_held: usize,
    /// First and last publication day in the period.
    pub earliest: Option<String>,
    /// Last publication day.
    pub latest: Option<String>,
    /// Articles of the period that are not counted because a newer version of them is.
    pub older_versions: usize,
    /// Undated articles among them.
    pub undated: usize,
    /// Body paragraphs counted.
    pub paragraphs: usize,
    /// Left out: shared quotes, self-reuse, furniture, too short to compare.
    pub left_out: Vec<ShareView>,
    /// `no_earlier_match`, `verbatim`, `edited`, `partial`, `rewritten`.
    pub kinds: Vec<ShareView>,
    /// Copied paragraphs by credit status.
    pub credits: Vec<ShareView>,
    /// Copied paragraphs by direction.
    pub directions: Vec<ShareView>,
    /// True when there is enough to give shares; else counts alone are given, and why.
    pub rated: bool,
    /// What is missing for a rating.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unrated: Option<String>,
    /// Everything the articles hold, a share of all blocks: the kinds, and what is left out.
    pub whole: Vec<ShareView>,
    /// Copied paragraphs with a credit (given, link or partial).
    pub credited: ShareView,
    /// Copied paragraphs that rest on weak dates: of articles without a date, or with dates that contradict each other, and all whose direction is
    /// undecided.
    pub weak_dates: ShareView,
    /// Paragraphs that are not counted as copied because a review dismissed them.
    pub dismissed: usize,
    /// Bounds of the median lag (95 %).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lag_median_interval: Option<[i64; 2]>,
    /// Bounds of the 90th percentile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lag_p90_interval: Option<[i64; 2]>,
    /// Articles that hold copies but no lag, because no arrow of theirs is firm or no dates are fine enough.
    pub lag_unknown: usize,
    /// Outlets that took from this one.
    pub clients: Vec<AuditSource>,
    /// Paragraphs that show each kind.
    pub examples: Vec<ExampleView>,
    /// The same by period or section, where that was asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub periods: Vec<PeriodView>,
    /// Median lag in seconds, over firm arrows alone.
    pub lag_median: Option<i64>,
    /// 90th percentile of the lag in seconds.
    pub lag_p90: Option<i64>,
    /// Copied articles with a lag.
    pub lag_known: usize,
    /// Top sources.
    pub sources: Vec<AuditSource>,
    /// What destroyed credits were made into, most articles first.
    pub destroyed: Vec<DestroyedView>,
    /// Words that the copies swap again and again: agencies' names first, then by articles; the first 100.
    pub swaps: Vec<SwapView>,
}
