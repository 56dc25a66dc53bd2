//! What provenance knows about an article: outlet, dates, credits, links. Not its text.

use std::collections::BTreeMap;

use crate::model::{
    ArticleId, Credit, DateClaim, DateRole, Zone, best_of, contradicted, in_any_zone, is_sight,
};
use crate::provenance::Stated;
use crate::segment::same_outlet;

/// A stretch of time in epoch seconds, both ends inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Interval {
    /// First second it may be.
    pub earliest: i64,
    /// Last second it may be.
    pub latest: i64,
}

impl Interval {
    /// The time that a claim gives.
    fn of(claim: &DateClaim) -> Self {
        Self {
            earliest: claim.earliest,
            latest: claim.latest,
        }
    }

    /// When an article that was first seen then says it was published: the most trusted of its claims.
    pub fn published(claims: &[DateClaim], first_seen: i64) -> Option<Self> {
        best_of(claims, DateRole::Published, first_seen).map(Self::of)
    }

    /// The same in any zone of the world.
    fn anywhere(self) -> Self {
        let (earliest, latest) = in_any_zone(self.earliest, self.latest);
        Self { earliest, latest }
    }
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

/// Who printed an article and where: all that decides whether a credit means it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imprint<'f> {
    /// As in [`Facts`].
    pub outlet: Option<i64>,
    /// As in [`Facts`].
    pub outlet_name: Option<&'f str>,
    /// As in [`Facts`].
    pub publisher: Option<&'f str>,
    /// As in [`Facts`].
    pub domain: Option<&'f str>,
    /// As in [`Facts`].
    pub url: Option<&'f str>,
    /// As in [`Facts`].
    pub canonical_url: Option<&'f str>,
}

impl Imprint<'_> {
    /// True when both are of one house; see [`Facts::same_outlet`].
    pub fn same_outlet(&self, other: &Imprint<'_>) -> bool {
        if self.outlet.is_some() && self.outlet == other.outlet {
            return true;
        }
        let named = matches!((self.outlet_name, other.outlet_name), (Some(a), Some(b)) if same_outlet(a, b));
        let owned = self.publisher.is_some() && self.publisher == other.publisher;
        named || owned || (self.domain.is_some() && self.domain == other.domain)
    }
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
    /// Whether that claim says in which zone it was printed.
    pub zone: Zone,
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
    /// What it says of itself as a version.
    pub stated: Stated,
}

/// Seconds of a day.
const DAY: i64 = 86_400;

impl Facts {
    /// Reads the publication date and its weakness out of an article's claims.
    pub fn dated(&mut self, claims: &[DateClaim]) {
        let published = best_of(claims, DateRole::Published, self.seen_at);
        self.published = published.map(Interval::of);
        self.zone = published.map_or(Zone::Unknown, |c| c.zone);
        self.stated.dated(claims, self.seen_at);
        self.weak_date = contradicted(claims, self.seen_at);
        for sight in claims.iter().filter(|c| is_sight(c)) {
            self.seen_at = self.seen_at.min(sight.window().1);
        }
    }

    /// When it may have been published as another house must reckon it: a time of day without a zone is half a day and more
    /// wider either way. A whole day keeps its bounds: it is coarse already.
    pub fn published_beside(&self, other: &Self) -> Option<Interval> {
        let printed = self.published?;
        Some(if self.is_adrift(other) {
            printed.anywhere()
        } else {
            printed
        })
    }

    /// True when it claims a time of day without a zone, and so cannot be held against the clock of another house.
    pub(crate) fn is_adrift(&self, other: &Self) -> bool {
        let timed = self
            .published
            .is_some_and(|i| i.latest - i.earliest < DAY - 1);
        timed && self.zone == Zone::Unknown && !self.same_outlet(other)
    }

    /// True when both are of one house: the same stored outlet, the same name, the same publisher, or the same registrable
    /// domain. One newsroom goes by many labels (desks, guest writers), and what it reuses of its own is no copying.
    pub fn same_outlet(&self, other: &Self) -> bool {
        self.imprint().same_outlet(&other.imprint())
    }

    /// Who printed it and where.
    pub fn imprint(&self) -> Imprint<'_> {
        Imprint {
            outlet: self.outlet,
            outlet_name: self.outlet_name.as_deref(),
            publisher: self.publisher.as_deref(),
            domain: self.domain.as_deref(),
            url: self.url.as_deref(),
            canonical_url: self.canonical_url.as_deref(),
        }
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
    /// How many steps behind a text of that moment the stemma puts it.
    step: u32,
    credits: bool,
    latest: i64,
    /// Last resort: nothing but a fixed order.
    tie: (Option<String>, ArticleId),
}

impl Rank {
    /// Ranks an article; `credited` are the articles that share text with it and that it credits.
    pub fn of<'a>(facts: &Facts, credited: impl IntoIterator<Item = &'a Facts>) -> Self {
        let mut rank = Self::claimed(facts.published, facts.url.as_deref(), facts.id);
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

    /// Ranks an article by its date alone.
    pub fn claimed(published: Option<Interval>, url: Option<&str>, id: ArticleId) -> Self {
        Self {
            undated: published.is_none(),
            earliest: published.map_or(0, |d| d.earliest),
            step: 0,
            credits: false,
            latest: published.map_or(0, |d| d.latest),
            tie: (url.map(str::to_owned), id),
        }
    }

    /// The same article placed right behind its source, where the stemma knows better than the article's own claims.
    #[must_use]
    pub fn behind(&self, source: &Self) -> Self {
        Self {
            undated: source.undated,
            earliest: source.earliest,
            step: source.step + 1,
            ..self.clone()
        }
    }

    /// The same article so many steps behind the others of its moment.
    #[must_use]
    pub fn stepped(&self, step: u32) -> Self {
        Self {
            step,
            ..self.clone()
        }
    }

    /// How many steps the stemma put it behind a text of its moment.
    pub fn step(&self) -> u32 {
        self.step
    }

    /// True when it has no date.
    pub fn is_undated(&self) -> bool {
        self.undated
    }

    /// The first second at which it can have come out, by its date and those of the texts that it credits; nothing without a date.
    pub fn not_before(&self) -> Option<i64> {
        (!self.undated).then_some(self.earliest)
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
        zone: Zone::Stated,
        weak_date: false,
        seen_at: i64::MAX - 2 * 86_400,
        credits: Vec::new(),
        links: Vec::new(),
        named_outlet: None,
        stated: Stated::default(),
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

    fn claim(origin: DateOrigin, role: DateRole, earliest: i64, latest: i64) -> DateClaim {
        DateClaim {
            earliest,
            latest,
            origin,
            role,
            precision: Precision::Second,
            zone: Zone::Stated,
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
    fn dates_that_contradict_each_other_or_a_sight_are_weak() {
        use DateOrigin::{Archive, JsonLd, Url};
        use DateRole::{Captured, Modified, Published};
        let at = |origin, role, day: i64| claim(origin, role, day * DAY, day * DAY);
        assert!(!weak(&[]));
        assert!(!weak(&[at(JsonLd, Published, 50), at(Url, Published, 51)]));
        assert!(weak(&[at(JsonLd, Published, 50), at(Url, Published, 52)]));
        assert!(!weak(&[
            at(JsonLd, Published, 50),
            at(JsonLd, Modified, 80)
        ]));
        assert!(!weak(&[
            at(JsonLd, Published, 50),
            at(JsonLd, Modified, 49)
        ]));
        assert!(weak(&[at(JsonLd, Published, 50), at(JsonLd, Modified, 48)]));
        assert!(!weak(&[
            at(JsonLd, Published, 50),
            at(Archive, Captured, 60)
        ]));
        assert!(weak(&[
            at(JsonLd, Published, 50),
            at(Archive, Captured, 49)
        ]));
        assert!(!weak(&[at(JsonLd, Published, 101)]));
    }

    #[test]
    fn what_lies_after_the_first_sight_is_no_date() {
        let mut facts = printed_by("Post", None);
        facts.seen_at = 100 * DAY;
        let plan = claim(
            DateOrigin::JsonLd,
            DateRole::Published,
            102 * DAY,
            102 * DAY,
        );
        facts.dated(&[plan]);
        assert_eq!((facts.published, facts.weak_date), (None, false));
    }

    #[test]
    fn a_capture_is_a_sight_and_no_date_and_a_server_is_neither() {
        let mut facts = printed_by("Post", None);
        let at = |origin, role, at| claim(origin, role, at * DAY, at * DAY);
        facts.dated(&[
            at(DateOrigin::Archive, DateRole::Captured, 9),
            at(DateOrigin::Http, DateRole::Modified, 5),
        ]);
        assert_eq!((facts.published, facts.seen_at), (None, 9 * DAY));
        assert!(!facts.weak_date);
    }

    #[test]
    fn without_a_zone_a_date_is_wider_to_other_houses() {
        let (mut post, wire) = (printed_by("Post", Some(50 * DAY)), printed_by("Wire", None));
        assert_eq!(post.published_beside(&wire), post.published);
        post.zone = Zone::Unknown;
        let wide = post.published_beside(&wire).unwrap();
        assert_eq!(
            (wide.earliest, wide.latest),
            (50 * DAY - 14 * 3600, 50 * DAY + 12 * 3600)
        );
        assert_eq!(post.published_beside(&post.clone()), post.published);
        post.published = Some(Interval {
            earliest: 50 * DAY,
            latest: 51 * DAY - 1,
        });
        assert_eq!(post.published_beside(&wire), post.published);
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
                // Credits only put an article back.
                prop_assert!(Rank::of(&all[i], []) <= ranks[i]);
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
