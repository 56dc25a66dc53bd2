//! What speaks against a date claim: the claims of one article held against one another and against the first sight of it.
//!
//! A doubtful claim is kept and told of. What cannot be a date of this article is never chosen; what is contradicted by a
//! sight is chosen last; and where claims contradict each other, none of them orders texts (`contradicted`).

use crate::model::{DateClaim, DateOrigin, DateRole, Precision};

/// What speaks against one date claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Doubt {
    /// 1970-01-01 give or take a day: a missing value printed as a date. Never chosen.
    Epoch,
    /// Begins more than 24 hours after the article was first seen: a plan or a mistake. Never chosen.
    Future,
    /// A publication that begins more than ten minutes after somebody captured the article. Chosen only where no other stands.
    SeenBefore,
    /// A change that ends before the publication that was chosen begins.
    ModifiedBefore,
    /// The address names a day more than 24 hours off the publication that was chosen.
    AddressDiffers,
    /// A publication more than 24 hours off the one that was chosen.
    OriginsDiffer,
    /// Printed with a time of exactly midnight, which mostly stands for no time: it is held to the day only.
    Midnight,
}

/// Seconds around 1970-01-01T00:00:00Z that stand for "missing" in any zone.
const EPOCH: i64 = 86_400;
/// How far after the first sight a claim may begin, in seconds: clocks and zones differ by less than a day.
const FUTURE: i64 = 86_400;
/// Two claims for one publication may lie this far apart, in seconds: a late night, an edition, a coarse zone.
const APART: i64 = 86_400;
/// Clocks of two machines may differ by this many seconds.
const CLOCKS: i64 = 600;

impl Doubt {
    /// Every doubt, in the order in which they are looked for.
    pub const ALL: [Self; 7] = [
        Self::Epoch,
        Self::Future,
        Self::SeenBefore,
        Self::ModifiedBefore,
        Self::AddressDiffers,
        Self::OriginsDiffer,
        Self::Midnight,
    ];

    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Epoch => "epoch",
            Self::Future => "future",
            Self::SeenBefore => "seen_before",
            Self::ModifiedBefore => "modified_before",
            Self::AddressDiffers => "address_differs",
            Self::OriginsDiffer => "origins_differ",
            Self::Midnight => "midnight",
        }
    }

    /// True for what cannot be a date of this article.
    pub fn excludes(self) -> bool {
        matches!(self, Self::Epoch | Self::Future)
    }
}

/// What speaks against each claim, the gravest first; `first_seen` in epoch seconds, `i64::MAX` where no sight is known.
pub fn doubts(claims: &[DateClaim], first_seen: i64) -> Vec<Option<Doubt>> {
    let mut found: Vec<Option<Doubt>> = claims
        .iter()
        .map(|c| alone(c, claims, first_seen))
        .collect();
    let best = chosen(claims, &found, DateRole::Published);
    for (i, claim) in claims.iter().enumerate() {
        if found[i].is_none() {
            found[i] = best
                .filter(|b| *b != i)
                .and_then(|b| beside(claim, &claims[b]))
                .or_else(|| midnight(claim).then_some(Doubt::Midnight));
        }
    }
    found
}

/// The claim that says best when an article was published, where no sight of it is known; see [`best_of`].
pub fn best_date(claims: &[DateClaim]) -> Option<&DateClaim> {
    best_of(claims, DateRole::Published, i64::MAX)
}

/// The claim of a publication or change that is trusted most: of the most trusted origin, and there the finest, first given.
///
/// Bounds ([`DateClaim::is_bound`]) and what [`Doubt::excludes`] are never chosen; what a capture contradicts only where
/// nothing else stands.
pub fn best_of(claims: &[DateClaim], role: DateRole, first_seen: i64) -> Option<&DateClaim> {
    let found: Vec<_> = claims
        .iter()
        .map(|c| alone(c, claims, first_seen))
        .collect();
    chosen(claims, &found, role).map(|i| &claims[i])
}

/// True where the claims of one article contradict each other or what was seen, so that they order nothing: two publications
/// or an address more than a day apart, a change more than a day before the publication, a capture before it.
///
/// Claims that cannot be dates of the article contradict nobody; what a server says of a file does neither.
pub fn contradicted(claims: &[DateClaim], first_seen: i64) -> bool {
    let best = best_of(claims, DateRole::Published, first_seen);
    let found = doubts(claims, first_seen);
    claims.iter().zip(found).any(|(claim, doubt)| match doubt {
        Some(Doubt::SeenBefore | Doubt::AddressDiffers | Doubt::OriginsDiffer) => true,
        Some(Doubt::ModifiedBefore) => {
            !claim.is_bound() && best.is_some_and(|b| b.after(claim) > APART)
        }
        _ => false,
    })
}

/// True for a second at which somebody is known to have seen the article: a capture, not what a server says of a file.
pub(crate) fn is_sight(claim: &DateClaim) -> bool {
    (claim.role == DateRole::Captured || claim.origin == DateOrigin::Archive) && !is_epoch(claim)
}

/// What speaks against a claim before one is chosen.
fn alone(claim: &DateClaim, claims: &[DateClaim], first_seen: i64) -> Option<Doubt> {
    if is_epoch(claim) {
        return Some(Doubt::Epoch);
    }
    if claim.earliest > first_seen.saturating_add(FUTURE) {
        return Some(Doubt::Future);
    }
    let publication = claim.role == DateRole::Published && !claim.is_bound();
    let seen = |sight: &DateClaim| is_sight(sight) && claim.after(sight) > CLOCKS;
    (publication && claims.iter().any(seen)).then_some(Doubt::SeenBefore)
}

/// What speaks against a claim beside the chosen publication.
fn beside(claim: &DateClaim, best: &DateClaim) -> Option<Doubt> {
    match claim.role {
        DateRole::Modified => (best.after(claim) > 0).then_some(Doubt::ModifiedBefore),
        DateRole::Published if !claim.is_bound() => {
            let apart = best.after(claim).max(claim.after(best)) > APART;
            apart.then_some(if claim.origin == DateOrigin::Url {
                Doubt::AddressDiffers
            } else {
                Doubt::OriginsDiffer
            })
        }
        _ => None,
    }
}

fn chosen(claims: &[DateClaim], found: &[Option<Doubt>], role: DateRole) -> Option<usize> {
    let may = |i: &usize| {
        let claim = &claims[*i];
        claim.role == role && !claim.is_bound() && !found[*i].is_some_and(Doubt::excludes)
    };
    (0..claims.len())
        .filter(may)
        .min_by_key(|i| (found[*i].is_some(), claims[*i].origin, claims[*i].precision))
}

fn is_epoch(claim: &DateClaim) -> bool {
    claim.earliest.abs() <= EPOCH && claim.latest <= 2 * EPOCH
}

/// True for a day that was printed with the first second of it as its time.
fn midnight(claim: &DateClaim) -> bool {
    const FORMS: [&str; 4] = ["00:00", "T0000", "12:00 a", "00h00"];
    claim.precision == Precision::Day && FORMS.iter().any(|f| claim.printed.contains(f))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Zone;
    use DateOrigin::{Archive, Dateline, Http, JsonLd, Meta, Record, Url};
    use DateRole::{Captured, Modified, Published};

    const DAY: i64 = 86_400;
    const SEEN: i64 = 20_000 * DAY;

    fn instant(origin: DateOrigin, role: DateRole, at: i64) -> DateClaim {
        DateClaim {
            earliest: at,
            latest: at,
            origin,
            role,
            precision: Precision::Second,
            zone: Zone::Stated,
            printed: String::new(),
        }
    }

    fn day(origin: DateOrigin, role: DateRole, day: i64) -> DateClaim {
        DateClaim {
            latest: day * DAY + DAY - 1,
            precision: Precision::Day,
            zone: Zone::Unknown,
            ..instant(origin, role, day * DAY)
        }
    }

    fn words(claims: &[DateClaim]) -> Vec<&'static str> {
        let found = doubts(claims, SEEN);
        found.iter().map(|d| d.map_or("", Doubt::as_str)).collect()
    }

    #[test]
    fn the_most_trusted_claim_of_publication_wins_and_a_bound_never_does() {
        let claims = [
            day(Record, Captured, 19_000),
            day(Archive, Published, 18_990),
            day(Http, Published, 18_990),
            day(Url, Published, 18_980),
            day(JsonLd, Published, 18_980),
            instant(JsonLd, Published, 18_980 * DAY),
        ];
        assert_eq!(best_date(&claims), Some(&claims[5]));
        assert_eq!(best_date(&claims[..3]), None);
    }

    #[test]
    fn a_missing_value_and_a_plan_are_kept_but_never_chosen() {
        let claims = [
            instant(JsonLd, Published, 3600),
            instant(Meta, Published, SEEN + DAY + 1),
            day(Url, Published, 19_000),
            instant(JsonLd, Modified, 0),
        ];
        assert_eq!(words(&claims), ["epoch", "future", "", "epoch"]);
        let best = |role| best_of(&claims, role, SEEN);
        assert_eq!(best(Published), Some(&claims[2]));
        assert_eq!(best(Modified), None);
        assert!(!contradicted(&claims, SEEN));
        assert_eq!(best_of(&claims[..2], Published, SEEN), None);
        // A clock that is a day off is no contradiction.
        assert_eq!(words(&[instant(Meta, Published, SEEN + DAY)]), [""]);
    }

    #[test]
    fn a_change_before_the_publication_is_told_and_weighs_when_it_is_a_day_before() {
        let published = day(JsonLd, Published, 19_001);
        let told = |modified: DateClaim| {
            let claims = [published.clone(), modified];
            (words(&claims)[1], contradicted(&claims, SEEN))
        };
        assert_eq!(told(day(JsonLd, Modified, 19_001)), ("", false));
        assert_eq!(
            told(day(JsonLd, Modified, 19_000)),
            ("modified_before", false)
        );
        assert_eq!(
            told(day(JsonLd, Modified, 18_999)),
            ("modified_before", true)
        );
        // Of a file on a server it says little, and in another zone it may be the same hour.
        assert_eq!(
            told(day(Http, Modified, 18_000)),
            ("modified_before", false)
        );
        assert_eq!(
            told(instant(Meta, Modified, 19_001 * DAY - 3600)),
            ("", false)
        );
    }

    #[test]
    fn addresses_and_origins_may_be_a_day_off_and_no_more() {
        let claims = |origin, at| [day(JsonLd, Published, 19_000), day(origin, Published, at)];
        assert_eq!(words(&claims(Url, 19_001)), ["", ""]);
        assert_eq!(words(&claims(Url, 18_998)), ["", "address_differs"]);
        assert_eq!(words(&claims(Dateline, 19_002)), ["", "origins_differ"]);
        assert!(contradicted(&claims(Url, 19_002), SEEN));
        let month = DateClaim {
            latest: 19_020 * DAY,
            precision: Precision::Month,
            ..day(Url, Published, 18_990)
        };
        assert_eq!(words(&[day(JsonLd, Published, 19_000), month]), ["", ""]);
    }

    #[test]
    fn a_capture_contradicts_a_later_publication_which_is_chosen_last() {
        let captured = instant(Archive, Captured, 19_000 * DAY);
        let late = instant(JsonLd, Published, 19_000 * DAY + 601);
        let both = [captured.clone(), late.clone()];
        assert_eq!(words(&both), ["", "seen_before"]);
        assert!(contradicted(&both, SEEN));
        assert_eq!(best_of(&both, Published, SEEN), Some(&late));
        let three = [captured.clone(), late, day(Url, Published, 18_999)];
        assert_eq!(best_of(&three, Published, SEEN), Some(&three[2]));
        assert_eq!(
            words(&[
                captured.clone(),
                instant(JsonLd, Published, 19_000 * DAY + 600)
            ]),
            ["", ""]
        );
        // The same day in a zone that nobody states may well lie before the capture.
        assert_eq!(words(&[captured, day(JsonLd, Published, 19_000)]), ["", ""]);
    }

    #[test]
    fn midnight_is_a_day_and_says_so() {
        let printed = DateClaim {
            printed: "2023-09-19T00:00:00+02:00".into(),
            ..day(JsonLd, Published, 19_619)
        };
        assert_eq!(words(std::slice::from_ref(&printed)), ["midnight"]);
        assert!(!contradicted(&[printed], SEEN));
    }
}
