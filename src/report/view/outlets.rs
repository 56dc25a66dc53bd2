//! Outlets and their standing lines.

use serde::Serialize;

/// One outlet.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct OutletView {
    /// [`crate::report::view::SCHEMA`].
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
    /// [`crate::report::view::SCHEMA`].
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
    /// [`crate::report::view::SCHEMA`].
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
