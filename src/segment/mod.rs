//! Cuts an article's text into blocks and finds its credit lines, dates and the outlet its furniture names.
//!
//! Law: blocks are in order, do not overlap, and every non-blank byte lies in exactly one.
//!
//! A line is judged first by its own words (`furniture`, `caption`, `credits`, `dateline`), then by its place: weak forms of
//! credit count only before the body, among the first four or among the last six blocks that are not furniture.

mod agencies;
mod article;
mod broken;
mod byline;
mod caption;
mod catalogue;
mod claims;
mod credits;
mod cut;
mod dateline;
mod fold;
mod furniture;
mod named;
mod opening;
mod standing;

pub use agencies::{agency_name, is_agency_at, same_outlet};
pub use broken::{CreditPlace, broken_phrase, credit_places};
pub use catalogue::{Catalogue, Filed, LARGEST_FILE, written};
pub use opening::dateline_name;
pub use standing::{Looks, Template, looks, names_house, template};

use crate::model::{Article, Block, Credit, DateClaim, Span};

/// An article cut into blocks, with what its furniture says about it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Segmented {
    /// The tiles, in order.
    pub blocks: Vec<Block>,
    /// The credits that stand in the text, each with its place.
    pub credits: Vec<Credit>,
    /// Dates that stand in the text (date lines, datelines, an epoch number in the head).
    pub dates: Vec<DateClaim>,
    /// The headline, when the text itself carries one.
    pub headline: Option<Span>,
    /// The outlet that the page's own furniture names (`newsletter of X`, `relating to X`), if any.
    pub outlet: Option<String>,
}

/// Cuts `article` into blocks. Pure and linear in the length of the text; never fails, whatever the text.
pub fn segment(article: &Article) -> Segmented {
    article::read(article)
}
