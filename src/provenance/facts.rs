//! What provenance knows about an article: outlet, dates, credits, links. Not its text.

use std::collections::BTreeMap;

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

/// What the store knows of a name that a credit gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The stored outlet that goes by it.
    pub outlet: Option<i64>,
    /// That outlet's own name.
    pub name: String,
    /// True for an agency or a service of press releases.
    pub wire: bool,
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
    /// Who owns it, where that is known.
    pub publisher: Option<String>,
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
    /// What the store knows of the names that its credits give.
    pub known: BTreeMap<String, Named>,
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

    /// True when both are of one house: the same stored outlet, the same name, the same publisher, or the same registrable
    /// domain. One newsroom goes by many labels (desks, guest writers), and what it reuses of its own is no copying.
    pub fn same_outlet(&self, other: &Self) -> bool {
        if self.outlet.is_some() && self.outlet == other.outlet {
            return true;
        }
        let named = matches!((&self.outlet_name, &other.outlet_name), (Some(a), Some(b)) if same_outlet(a, b));
        let owned = self.publisher.is_some() && self.publisher == other.publisher;
        named || owned || (self.domain.is_some() && self.domain == other.domain)
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

/// Facts for tests: an article of an outlet with a site of its own.
#[cfg(test)]
pub(crate) fn printed_by(outlet: &str, published: Option<i64>) -> Facts {
    let site = outlet.to_lowercase().replace(' ', "-");
    let url = format!("https://{site}.example/{}", published.unwrap_or(0));
    let article = crate::model::Article {
        url: Some(url.clone()),
        ..Default::default()
    };
    Facts {
        id: article.id(),
        outlet: None,
        outlet_name: Some(outlet.to_owned()),
        publisher: None,
        known: BTreeMap::new(),
        domain: Some(format!("{site}.example")),
        url: Some(url),
        canonical_url: None,
        published: published.map(|at| Interval {
            earliest: at,
            latest: at,
        }),
        weak_date: false,
        seen_at: i64::MAX - 2 * 86_400,
        credits: Vec::new(),
        links: Vec::new(),
        named_outlet: None,
    }
}

/// A credit for tests.
#[cfg(test)]
pub(crate) fn crediting(form: crate::model::CreditForm, to: &str) -> Credit {
    Credit {
        form,
        to: to.to_owned(),
        printed: to.to_owned(),
        span: None,
        url: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DateOrigin, Precision};
    use proptest::prelude::*;

    const DAY: i64 = 86_400;

    fn claim(origin: DateOrigin, role: DateRole, earliest: i64, latest: i64) -> DateClaim {
        DateClaim {
            earliest,
            latest,
            origin,
            role,
            precision: Precision::Second,
            printed: String::new(),
        }
    }

    fn weak(claims: &[DateClaim]) -> bool {
        let mut facts = printed_by("Post", None);
        facts.seen_at = 100 * DAY;
        facts.dated(claims);
        facts.weak_date
    }

    #[test]
    fn dates_that_cannot_be_true_are_weak() {
        use DateOrigin::{Archive, JsonLd, Url};
        use DateRole::{Captured, Modified, Published};
        let at = |origin, role, day: i64| claim(origin, role, day * DAY, day * DAY);
        assert!(!weak(&[]));
        assert!(!weak(&[at(JsonLd, Published, 50), at(Url, Published, 52)]));
        assert!(weak(&[at(JsonLd, Published, 50), at(Url, Published, 53)]));
        assert!(!weak(&[
            at(JsonLd, Published, 50),
            at(JsonLd, Modified, 80)
        ]));
        assert!(weak(&[at(JsonLd, Published, 50), at(JsonLd, Modified, 40)]));
        assert!(!weak(&[
            at(JsonLd, Published, 50),
            at(Archive, Captured, 60)
        ]));
        assert!(weak(&[
            at(JsonLd, Published, 50),
            at(Archive, Captured, 40)
        ]));
        assert!(!weak(&[at(JsonLd, Published, 101)]));
        assert!(weak(&[at(JsonLd, Published, 102)]));
    }

    #[test]
    fn a_capture_is_a_sight_and_no_date() {
        let mut facts = printed_by("Post", None);
        facts.dated(&[claim(DateOrigin::Archive, DateRole::Captured, 5, 9)]);
        assert_eq!((facts.published, facts.seen_at), (None, 9));
    }

    #[test]
    fn one_house_goes_by_its_row_its_name_or_its_site() {
        let post = printed_by("Harbour Post", None);
        let mut desk = printed_by("Harbour Post Sports Desk", None);
        assert!(!post.same_outlet(&desk));
        desk.domain.clone_from(&post.domain);
        assert!(post.same_outlet(&desk));
        let mut sister = printed_by("Quay Gazette", None);
        assert!(!post.same_outlet(&sister));
        sister.publisher = Some("Quay Media".to_owned());
        let mut owned = post.clone();
        owned.publisher.clone_from(&sister.publisher);
        assert!(owned.same_outlet(&sister) && !post.same_outlet(&sister));
        let mut nameless = printed_by("Post", None);
        (nameless.outlet_name, nameless.domain) = (None, None);
        assert!(!nameless.same_outlet(&nameless.clone()));
        nameless.outlet = Some(1);
        assert!(nameless.same_outlet(&nameless.clone()));
    }

    #[test]
    fn the_undated_rank_after_the_dated_and_who_credits_after_the_credited() {
        let (early, late) = (printed_by("Post", Some(10)), printed_by("Wire", Some(20)));
        let undated = printed_by("Herald", None);
        let plain = |f: &Facts| Rank::of(f, []);
        assert!(plain(&early) < plain(&late));
        assert!(plain(&late) < plain(&undated));
        assert!(Rank::of(&early, [&late]) > plain(&late));
        assert!(Rank::of(&early, [&undated]) > plain(&late));
        let same_moment = printed_by("Wire", Some(10));
        assert!(Rank::of(&early, [&same_moment]) > plain(&same_moment));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_arrow_points_back_whoever_credits_whom(
            dates in proptest::collection::vec(proptest::option::of(0_i64..4), 6),
            credits in proptest::collection::vec((0_usize..6, 0_usize..6), 0..8),
        ) {
            let all: Vec<Facts> = dates.iter().zip('a'..)
                .map(|(at, name)| printed_by(&format!("Outlet {name}"), *at)).collect();
            let ranks: Vec<Rank> = all.iter().enumerate().map(|(i, facts)| {
                let of = credits.iter().filter(|(by, to)| *by == i && *to != i);
                Rank::of(facts, of.map(|(_, to)| &all[*to]))
            }).collect();
            for i in 0..6 {
                for j in 0..6 {
                    // Different articles never tie, so following arrows always comes to an end.
                    prop_assert_eq!(ranks[i] == ranks[j], i == j);
                    let credits_only = credits.contains(&(i, j)) && i != j
                        && !credits.iter().any(|(by, to)| *by == j && *to != j);
                    prop_assert!(!credits_only || ranks[i] > ranks[j]);
                }
            }
        }
    }
}
