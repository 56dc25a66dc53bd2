//! Cuts an article's text into blocks and finds its credit lines, dates and the outlet its furniture names.
//!
//! Law: blocks are in order, do not overlap, and every non-blank byte lies in exactly one.
//!
//! A line is judged first by its own words (`furniture`, `caption`, `credits`, `dateline`), then by its place: weak forms of
//! credit count only before the body, among the first four or among the last six blocks that are not furniture.

mod agencies;
mod article;
mod beside;
mod broken;
mod byline;
mod caption;
mod catalogue;
mod claims;
mod closing;
mod copyright;
mod credits;
mod cut;
mod dateline;
mod fold;
mod furniture;
mod initials;
mod licence;
mod listed;
mod named;
mod opening;
mod phrases;
mod said;
mod source;
mod standing;
mod told;

pub use agencies::{agency_name, is_agency_at, same_outlet};
pub use broken::{CreditPlace, broken_phrase, credit_places};
pub use catalogue::{Catalogue, Filed, LARGEST_FILE, written};
pub(crate) use fold::ends_sentence;
pub use opening::dateline_name;
pub use said::{Quotation, Quoted, STATEMENT_WORDS, Speaker, quotations, same_person};
pub use standing::{Looks, Template, looks, names_house, template};
pub use told::{Attribution, attributions};

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
    /// The templates that body paragraphs may be lines of: the paragraph's number among the blocks, from 0, and [`Template::key`].
    pub templates: Vec<(usize, i64)>,
    /// The terms under which the text gives itself away, as printed (`CC BY-ND 4.0`). A line that only reserves rights is none.
    pub licence: Option<String>,
}

impl Segmented {
    /// The template that the block with this number may be a line of.
    pub fn template(&self, ordinal: usize) -> Option<i64> {
        let at = self.templates.binary_search_by_key(&ordinal, |t| t.0);
        at.ok().and_then(|i| self.templates.get(i)).map(|t| t.1)
    }
}

/// Cuts `article` into blocks. Pure and linear in the length of the text; never fails, whatever the text.
pub fn segment(article: &Article) -> Segmented {
    article::read(article)
}

/// What a line is by its own words alone, wherever it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Telling {
    /// It credits an agency, another outlet, or whoever holds the rights.
    Credit,
    /// It names the people who wrote the text.
    Byline,
    /// It belongs to the page.
    Furniture,
    /// It stands under a picture.
    Caption,
    /// It is nothing but a date.
    Date,
    /// Anything else.
    Other,
}

/// Judges one line of a page that nobody has cut into blocks yet.
pub(crate) fn telling(line: &str) -> Telling {
    let folded = fold::Line::new(line);
    let found = credits::credit_line(&folded).or_else(|| byline::byline(&folded));
    let credits_house = |found: &credits::Found| {
        let mut named = found.credits.iter();
        !found.byline || named.any(|(_, to)| to.is_empty() || agencies::is_known_outlet(to))
    };
    if found.as_ref().is_some_and(credits_house) {
        Telling::Credit
    } else if found.is_some() {
        Telling::Byline
    } else if furniture::is_furniture(&folded) {
        Telling::Furniture
    } else if caption::is_caption(line, &folded, true) {
        Telling::Caption
    } else if dateline::date_line(&folded).is_some() {
        Telling::Date
    } else {
        Telling::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_by_its_words_what_it_is() {
        for (line, want) in [
            ("By Ida Berg", Telling::Byline),
            ("By AFP", Telling::Credit),
            ("Source: Reuters", Telling::Credit),
            ("Share this article", Telling::Furniture),
            ("Photo: Jo Lund", Telling::Caption),
            ("Published 20 November 2019", Telling::Date),
            ("The ferry sails again.", Telling::Other),
        ] {
            assert_eq!(telling(line), want, "{line}");
        }
    }
}
