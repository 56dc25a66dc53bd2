//! From bytes to articles: sniffs what a file is and reads it. Never fails on content, never panics on any bytes.

use crate::model::Article;

/// What a stretch of bytes gave.
#[derive(Debug, Default)]
pub struct Ingested {
    /// The articles that could be read.
    pub articles: Vec<Article>,
    /// What could not be read, and why.
    pub refused: Vec<Refused>,
}

/// One input, or one record of it, that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// File name, with the record's place where there is one (`news.jsonl:17`).
    pub place: String,
    /// The family of the trouble, for grouping (`not JSON`, `too deep`).
    pub reason: String,
    /// What is wrong and what may be done.
    pub detail: String,
}
