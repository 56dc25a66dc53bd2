//! What people said of matches.

use serde::{Deserialize, Serialize};

/// A review beside the derivation it is of.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct ReviewMark {
    /// `confirmed` or `dismissed`.
    pub verdict: &'static str,
    /// When.
    pub at: String,
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// In words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A review: one line of `export reviews`, and what `review --import` reads.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct ReviewView {
    /// [`crate::report::view::SCHEMA`].
    pub schema: String,
    /// `review`.
    pub record: String,
    /// The two articles, by id, the smaller first.
    pub articles: [String; 2],
    /// Their addresses, where the store holds them.
    #[serde(default)]
    pub addresses: [Option<String>; 2],
    /// The SHA-256 of a paragraph of each, where the review is of these alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paragraphs: Option<[String; 2]>,
    /// `confirmed`, `dismissed` or `open`.
    pub verdict: String,
    /// In words.
    #[serde(default)]
    pub note: Option<String>,
    /// By whom.
    #[serde(default)]
    pub by: Option<String>,
    /// When, RFC 3339.
    pub at: String,
    /// False when a later review of the same pair counts in its place.
    #[serde(default)]
    pub counts: bool,
}
