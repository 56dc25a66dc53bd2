//! The published shapes: what every answer holds, whatever the format it is printed in.
//!
//! One view stands behind table, JSON and CSV, so that no two formats can disagree. Places are Unicode code points, end
//! exclusive; dates are printed with the precision that was claimed; ids are strings. Field names are a contract
//! (`"schema":"urtext/v1"`); new fields may be added, none changes its meaning.

use serde::Serialize;

use crate::reuse::Evidence;

/// The name of the contract, in every JSON object.
pub const SCHEMA: &str = "urtext/v1";

/// Which article is meant.
#[derive(Debug, Clone, Default, Serialize, PartialEq)]
pub struct ArticleRef {
    /// `a:` and 32 hex digits.
    pub id: String,
    /// The address, or the id where the article has none.
    pub article: String,
    /// File stem or record name, for people.
    pub name: Option<String>,
    /// The outlet that printed it.
    pub outlet: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The best claim of its publication, as fine as it was claimed; nothing when undated.
    pub published_at: Option<String>,
    /// Where that claim comes from.
    pub date_origin: Option<&'static str>,
}

/// One date claim.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct DateView {
    /// The date, as fine as it was claimed.
    pub at: String,
    /// What it is the date of: `published`, `modified`, `captured`.
    pub role: &'static str,
    /// Where the claim comes from.
    pub origin: &'static str,
    /// How fine it is.
    pub precision: &'static str,
    /// `stated` when it says in which zone it was printed; `unknown` when it is reckoned as UTC and may be off by up to 14 hours.
    pub zone: &'static str,
    /// The words as printed.
    pub printed: String,
    /// What speaks against it: `epoch`, `future` (both never used), `seen_before`, `modified_before`, `address_differs`,
    /// `origins_differ`, `midnight`.
    pub doubt: Option<&'static str>,
    /// The same in words, with the dates that contradict each other.
    pub weak: Option<String>,
}

/// One credit, as claimed.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct CreditView {
    /// In which form it stands (`byline`, `dateline`, …).
    pub form: &'static str,
    /// Whom it names.
    pub to: String,
    /// The words as printed.
    pub printed: String,
    /// The address it links to.
    pub url: Option<String>,
}

/// Somebody whom the text names as where a fact comes from (`told AFP`): information, no credit.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct AttributionView {
    /// Whom it names.
    pub to: String,
    /// The words as printed.
    pub printed: String,
    /// Where they begin, in code points of the text.
    pub start: usize,
    /// Where they end.
    pub end: usize,
}

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

/// What one version of an article has that the version before had not.
#[derive(Debug, Clone, Default, Serialize, PartialEq)]
pub struct ChangesView {
    /// Body paragraphs that stand word for word as before.
    pub kept: usize,
    /// Body paragraphs in other words.
    pub changed: usize,
    /// New body paragraphs.
    pub added: usize,
    /// Body paragraphs that are gone.
    pub removed: usize,
    /// True when the headline is another one.
    pub title: bool,
    /// True when the text owns up to a mistake in what was printed before.
    pub correction: bool,
}

/// One version of an article among the others.
#[derive(Debug, Clone, Default, Serialize, PartialEq)]
pub struct VersionView {
    /// Its number in the order in which they came out, from 1. Deliveries of one text share a number.
    pub version: usize,
    /// The article that holds it.
    pub article: ArticleRef,
    /// The number that the publisher gives it.
    pub revision: Option<u32>,
    /// `withheld` or `canceled`; nothing while it stands.
    pub status: Option<&'static str>,
    /// When it came out: the latest change it claims, else its publication.
    pub at: Option<String>,
    /// What changed since the version before; nothing for the first.
    pub changes: Option<ChangesView>,
    /// True for the article that was asked for.
    pub shown: bool,
}

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

/// An arrow from a copied paragraph to its source: one line of `export derivations`.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct DerivationView {
    /// [`SCHEMA`].
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
    /// `verbatim`, `edited`, `partial`, `rewritten` or `shared_quote`.
    pub kind: &'static str,
    /// How sure the relation is, 0..1.
    pub score: f64,
    /// The witness it most likely comes from.
    pub source: PlaceView,
    /// The earliest known witness.
    pub origin: OriginView,
    /// `firm`, `likely` or `undecided`.
    pub direction: &'static str,
    /// `given`, `link`, `partial`, `destroyed` or `missing`.
    pub credit: &'static str,
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
    /// Why, in words: first the kind, then the direction.
    pub reasons: Vec<String>,
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
}

/// Answer of `trace` and `check`.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct TraceView {
    /// [`SCHEMA`].
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

/// One block of an article.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct BlockView {
    /// `headline`, `byline`, `dateline`, `caption`, `paragraph`, `credit_line`, `furniture`.
    pub kind: &'static str,
    /// Number among the body paragraphs, from 1.
    pub paragraph: Option<usize>,
    /// First code point in the article's text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Its text, unchanged.
    pub text: String,
    /// SHA-256 of the normal form and SimHash, in hex; body paragraphs only.
    pub sha256: Option<String>,
    /// SimHash in hex; body paragraphs only.
    pub simhash: Option<String>,
}

/// Answer of `show ID`.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct ArticleView {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// `article`.
    pub record: &'static str,
    /// Which article.
    pub article: ArticleRef,
    /// Its address as the page names it.
    pub canonical_url: Option<String>,
    /// Byline.
    pub byline: Option<String>,
    /// Language tag.
    pub language: Option<String>,
    /// When this store first saw it, RFC 3339.
    pub first_seen_at: String,
    /// Its date claims.
    pub dates: Vec<DateView>,
    /// Its credits.
    pub credits: Vec<CreditView>,
    /// Addresses it links to.
    pub links: Vec<String>,
    /// The terms under which it may be used, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// The publisher's own identifier of the story over its versions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story: Option<String>,
    /// The number that the publisher gives this version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
    /// `withheld` or `canceled`; nothing while the publisher stands by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'static str>,
    /// All versions of the article that the store holds, this one among them; empty when it is the only one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<VersionView>,
    /// Things a reader should know.
    pub notices: Vec<String>,
    /// The text, block by block.
    pub blocks: Vec<BlockView>,
}

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
    /// [`SCHEMA`].
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

/// One outlet.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct OutletView {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// `outlet`.
    pub record: &'static str,
    /// Its name.
    pub outlet: String,
    /// `paper`, `broadcaster`, `agency`, `aggregator`, … or nothing.
    pub kind: Option<String>,
    /// Who owns it: outlets of one publisher are one house.
    pub publisher: Option<String>,
    /// Other names it goes by, as the file of outlets has them or folded to lower case.
    pub names: Vec<String>,
    /// Its domains.
    pub domains: Vec<String>,
    /// Articles held.
    pub articles: usize,
    /// Of these dated.
    pub dated: usize,
    /// Body paragraphs.
    pub paragraphs: usize,
    /// Standing lines found.
    pub furniture: usize,
    /// Latest publication day.
    pub latest: Option<String>,
}

/// A standing line of an outlet.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct FurnitureView {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// `furniture`.
    pub record: &'static str,
    /// `p:` and hex digits of the passage's SHA-256.
    pub passage: String,
    /// The outlet.
    pub outlet: String,
    /// Articles of the outlet that hold it.
    pub articles: usize,
    /// `standing` (found by itself), `furniture` or `paragraph` (said by the user).
    pub decided: &'static str,
    /// Why it counts by itself: `standing` (equal in three stories), `looks` (in two, and it looks like furniture), `template`
    /// (varied in three).
    pub rule: String,
    /// `t:` and hex digits of the template it is a line of, if any.
    pub template: Option<String>,
    /// What all lines of that template have, with `…` for what varies.
    pub shape: Option<String>,
    /// What the user ruled of the template, if anything: `furniture` or `paragraph`.
    pub template_decided: Option<&'static str>,
    /// The text as first printed.
    pub text: String,
}

/// What laying a file of outlets over a store changed.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct AppliedView {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// `outlets_applied`.
    pub record: &'static str,
    /// Outlets in the file.
    pub outlets: usize,
    /// What went from which outlet to which, by name.
    pub grouped: Vec<GroupedView>,
}

/// Articles that went from one outlet to another.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct GroupedView {
    /// The outlet they were of; empty when of none.
    pub from: String,
    /// The outlet they are of now; empty when of none.
    pub into: String,
    /// How many.
    pub articles: usize,
}

/// A symmetric match of two paragraphs: one line of `export matches`.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct MatchView {
    /// [`SCHEMA`].
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

/// One line of `export articles`.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct ArticleLine {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// `article`.
    pub record: &'static str,
    /// Which article.
    #[serde(flatten)]
    pub article: ArticleRef,
    /// Language tag.
    pub language: Option<String>,
    /// When this store first saw it.
    pub first_seen_at: String,
    /// Body paragraphs.
    pub paragraphs: usize,
    /// Words in them.
    pub words: usize,
    /// Credits in it, `form:name`.
    pub credits: Vec<String>,
}

/// One check of the store.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct CheckLine {
    /// What was checked.
    pub check: String,
    /// Whether it holds.
    pub ok: bool,
    /// Figures, or what is wrong.
    pub detail: String,
}

/// Answer of `doctor`.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct DoctorView {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// `doctor`.
    pub record: &'static str,
    /// True when every check holds.
    pub ok: bool,
    /// The checks.
    pub checks: Vec<CheckLine>,
}

/// What one ingest did to one article.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct IngestedLine {
    /// Which article.
    #[serde(flatten)]
    pub article: ArticleRef,
    /// Body paragraphs.
    pub paragraphs: usize,
    /// Other blocks.
    pub furniture: usize,
    /// Credits found.
    pub credits: Vec<CreditView>,
    /// Things a reader should know.
    pub notices: Vec<String>,
}

/// Answer of `ingest`.
#[derive(Debug, Clone, Default, Serialize, PartialEq)]
pub struct IngestView {
    /// Articles added.
    pub added: usize,
    /// Articles that were there already.
    pub known: usize,
    /// Body paragraphs added.
    pub paragraphs: usize,
    /// Of these, paragraphs whose text the store did not hold yet.
    pub passages: usize,
    /// Blocks that are no body paragraphs.
    pub furniture: usize,
    /// Pairs of passages found to share text.
    pub matches: usize,
    /// Shingles that too many passages share to be looked up; never silent.
    pub capped: usize,
    /// Articles of which not every candidate for a rewrite was read, because too many share their rare words; never silent.
    pub unread: usize,
    /// Added articles that are new versions of an article that was there, or that came with them.
    pub versions: usize,
    /// Of which articles they are versions, by a key that the versions share.
    #[serde(skip)]
    pub versioned: std::collections::BTreeSet<String>,
    /// The first few added articles, for a person to look at.
    pub articles: Vec<IngestedLine>,
}

/// Answer of `forget`.
#[derive(Debug, Clone, Default, Serialize, PartialEq)]
pub struct ForgetView {
    /// Articles removed.
    pub articles: usize,
    /// Passages that no other article holds, removed with them.
    pub passages: usize,
}
