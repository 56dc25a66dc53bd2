//! What provenance knows about an article: outlet, dates, credits, links. Not its text.

use crate::model::{ArticleId, Credit, DateClaim, DateRole, best_date};
use crate::segment::same_outlet;

/// A stretch of time in epoch seconds, both ends inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Interval {
    /// First second it may be.
    pub earliest: i64,
    /// Last second it may be.
    pub latest: i64,
}

/// What is known about one witness.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// The article.
    pub id: ArticleId,
    /// The stored outlet it belongs to, if any.
    pub outlet: Option<i64>,
    /// That outlet's name.
    pub outlet_name: Option<String>,
    /// Registrable domain of its address; nothing on a site that holds the pages of many publishers.
    pub domain: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its address as the page names it.
    pub canonical_url: Option<String>,
    /// When it says it was published: the most trusted claim.
    pub published: Option<Interval>,
    /// True when its own claims disagree or cannot be true; its dates then prove nothing.
    pub weak_date: bool,
    /// The earliest second at which somebody is known to have seen it: our own first sight or an archive's.
    pub seen_at: i64,
    /// The credits it carries, in the text and outside.
    pub credits: Vec<Credit>,
    /// The addresses it links to.
    pub links: Vec<String>,
    /// The outlet that its own furniture names, when it is another than its own.
    pub named_outlet: Option<String>,
}

/// Claims of one article further apart than this disagree: two days cover every time zone and a late-night update.
const DISAGREE: i64 = 2 * 86_400;

/// A date this far after the first sight of the article cannot be true.
const FUTURE: i64 = 86_400;

impl Facts {
    /// Reads the publication date and its weakness out of an article's claims.
    pub fn dated(&mut self, claims: &[DateClaim]) {
        let published = best_date(claims);
        self.published = published.map(|c| Interval {
            earliest: c.earliest,
            latest: c.latest,
        });
        for claim in claims.iter().filter(|c| c.role == DateRole::Captured) {
            self.seen_at = self.seen_at.min(claim.latest);
        }
        let Some(best) = published else { return };
        let disagrees = |c: &DateClaim| match c.role {
            DateRole::Published => {
                c.earliest > best.latest + DISAGREE || c.latest < best.earliest - DISAGREE
            }
            DateRole::Modified => c.latest < best.earliest - DISAGREE,
            DateRole::Captured => best.earliest > c.latest + FUTURE,
        };
        self.weak_date = claims.iter().any(disagrees) || best.earliest > self.seen_at + FUTURE;
    }

    /// True when both are of one house: the same stored outlet, the same name, or the same registrable domain. One
    /// newsroom goes by many labels (desks, guest writers), and what it reuses of its own is no copying.
    pub fn same_outlet(&self, other: &Self) -> bool {
        if self.outlet.is_some() && self.outlet == other.outlet {
            return true;
        }
        let named = matches!((&self.outlet_name, &other.outlet_name), (Some(a), Some(b)) if same_outlet(a, b));
        named || (self.domain.is_some() && self.domain == other.domain)
    }
}

/// The one order in which arrows may point: from a later rank to an earlier one.
///
/// Dated before undated, by the lower bound of the date; an article that credits another one it shares text with ranks
/// after that one whatever it claims; ties fall by the upper bound, then by address and id. A rank is a property of the
/// article and its matches, never of the order of ingest, and a total order has no cycle.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    undated: bool,
    earliest: i64,
    credits: bool,
    latest: i64,
    /// Last resort: nothing but a fixed order.
    tie: (Option<String>, ArticleId),
}

impl Rank {
    /// Ranks an article; `credited` are the articles that share text with it and that it credits.
    pub fn of<'a>(facts: &Facts, credited: impl IntoIterator<Item = &'a Facts>) -> Self {
        let own = facts.published;
        let mut rank = Self {
            undated: own.is_none(),
            earliest: own.map_or(0, |d| d.earliest),
            credits: false,
            latest: own.map_or(0, |d| d.latest),
            tie: (facts.url.clone(), facts.id),
        };
        for source in credited {
            rank.credits = true;
            match source.published {
                None => {
                    rank.undated = true;
                    rank.earliest = 0;
                }
                Some(date) if !rank.undated => rank.earliest = rank.earliest.max(date.earliest),
                Some(_) => {}
            }
        }
        rank
    }
}
