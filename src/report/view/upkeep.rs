//! What changed in a store, and whether it is sound.

use serde::Serialize;

use crate::report::view::{ArticleRef, CreditView};

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
    /// [`crate::report::view::SCHEMA`].
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
    /// Shingles that so many passages share that each of these is compared with a few of the others; never silent.
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
