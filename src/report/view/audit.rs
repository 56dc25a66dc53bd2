//! What a site took from others.

use serde::Serialize;

/// A count with its share of the whole.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct ShareView {
    /// What is counted.
    pub label: String,
    /// How many.
    pub count: usize,
    /// Of the whole, 0..1.
    pub share: f64,
}

/// One source outlet in an audit.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct AuditSource {
    /// The outlet, or the lost agency `X (not in the store)`.
    pub outlet: String,
    /// Copied paragraphs that come from it.
    pub paragraphs: usize,
    /// Share of all copied paragraphs.
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
    /// [`SCHEMA`].
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
    /// Median lag in seconds.
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
