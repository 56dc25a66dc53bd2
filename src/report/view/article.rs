//! An article and what is known of it.

use serde::Serialize;

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
    /// [`crate::report::view::SCHEMA`].
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

/// One line of `export articles`.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct ArticleLine {
    /// [`crate::report::view::SCHEMA`].
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
    /// The line that says who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub byline: Option<String>,
    /// Under which terms it says it may be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
}
