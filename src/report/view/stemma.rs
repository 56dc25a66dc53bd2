//! Where each witness of a text has it from: the arrows of a family's tree.

use serde::Serialize;

use crate::report::view::SCHEMA;

/// An arrow of a stemma: an article and the most likely immediate source of some of its paragraphs.
///
/// An article that has its paragraphs from several sources has an arrow for each, the one with the most paragraphs first; the root of a family has one
/// without a source.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StemmaView {
    /// Always [`crate::report::view::SCHEMA`].
    pub schema: &'static str,
    /// Always `stemma`.
    pub record: &'static str,
    /// The family: `f:` and the id of its earliest witness.
    pub family: String,
    /// The article, by address or id.
    pub article: String,
    /// Its id.
    pub id: String,
    /// Its outlet.
    pub outlet: Option<String>,
    /// The held article it most likely comes from; nothing for a root.
    pub source: Option<WitnessView>,
    /// A source that is not in the store, where credits or readings speak of one: an agency's name, or `unknown`.
    pub lost_source: Option<String>,
    /// Numbers of the article's paragraphs that come this way, from 1.
    pub paragraphs: Vec<usize>,
    /// How sure it is that the arrow points this way and to this source: firm, likely or undecided.
    pub direction: &'static str,
    /// Readings that this article and the source have in common against most other witnesses.
    pub shared_readings: usize,
    /// Other held witnesses that it may as well have come from, by address or id, sorted.
    pub tied: Vec<String>,
    /// What speaks for the arrow and against it, in words.
    pub reasons: Vec<String>,
}

/// A held article, as an end of an arrow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WitnessView {
    /// Address or id.
    pub article: String,
    /// Id.
    pub id: String,
    /// Outlet.
    pub outlet: Option<String>,
}

impl StemmaView {
    /// An arrow of an article that nothing is known of yet.
    pub fn root(family: String, of: WitnessView) -> Self {
        Self {
            schema: SCHEMA,
            record: "stemma",
            family,
            article: of.article,
            id: of.id,
            outlet: of.outlet,
            source: None,
            lost_source: None,
            paragraphs: Vec::new(),
            direction: "undecided",
            shared_readings: 0,
            tied: Vec::new(),
            reasons: Vec::new(),
        }
    }
}
