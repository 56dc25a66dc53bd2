//! Date claims as they are printed: as fine as they were claimed, never finer, with what speaks against them.

use jiff::Timestamp;

use crate::model::{DateClaim, DateRole, Doubt, best_of, doubts, is_sight};
use crate::report::view::DateView;

/// The views of an article's claims; `first_seen` as in [`doubts`].
pub fn views(claims: &[DateClaim], first_seen: i64) -> Vec<DateView> {
    let told = told(claims, first_seen);
    let view = |(claim, doubt): (&DateClaim, Option<(Doubt, String)>)| DateView {
        at: claim.rfc3339(),
        role: claim.role.as_str(),
        origin: claim.origin.as_str(),
        precision: claim.precision.as_str(),
        zone: claim.zone.as_str(),
        printed: claim.printed.clone(),
        doubt: doubt.as_ref().map(|(d, _)| d.as_str()),
        weak: doubt.map(|(_, words)| words),
    };
    claims.iter().zip(told).map(view).collect()
}

/// What a reader should know of an article's dates before reading on: the contradictions, each once.
pub fn notices(claims: &[DateClaim], first_seen: i64) -> Vec<String> {
    let mut out = Vec::new();
    for (doubt, words) in told(claims, first_seen).into_iter().flatten() {
        // A missing value and a day without a time contradict nothing.
        if !matches!(doubt, Doubt::Epoch | Doubt::Midnight) && !out.contains(&words) {
            out.push(words);
        }
    }
    out
}

/// The doubt about each claim, in words with the dates that they are about.
fn told(claims: &[DateClaim], first_seen: i64) -> Vec<Option<(Doubt, String)>> {
    let best = best_of(claims, DateRole::Published, first_seen);
    let sights = claims.iter().filter(|c| is_sight(c));
    let sight = sights.min_by_key(|c| c.window().1);
    let words = |claim: &DateClaim, doubt| match (doubt, best, sight) {
        (Doubt::Epoch, ..) => "a missing value printed as a date".to_owned(),
        (Doubt::Future, ..) => match Timestamp::from_second(first_seen) {
            Ok(seen) => format!(
                "after it was first seen: {} > {}",
                claim.rfc3339(),
                seen.strftime("%Y-%m-%d")
            ),
            Err(_) => "after it was first seen".to_owned(),
        },
        (Doubt::SeenBefore, _, Some(sight)) => {
            beside("captured before published", sight, "<", claim)
        }
        (Doubt::ModifiedBefore, Some(best), _) => {
            beside("modified before published", claim, "<", best)
        }
        (Doubt::AddressDiffers, Some(best), _) => {
            beside("the address names another day", claim, "≠", best)
        }
        (Doubt::OriginsDiffer, Some(best), _) => {
            beside("differs from the claim that was used", claim, "≠", best)
        }
        (Doubt::Midnight, ..) => "midnight is read as a day without a time".to_owned(),
        (other, ..) => other.as_str().replace('_', " "),
    };
    let found = claims.iter().zip(doubts(claims, first_seen));
    found
        .map(|(claim, doubt)| doubt.map(|d| (d, words(claim, d))))
        .collect()
}

/// Two claims side by side: their days where these differ, else as fine as they are.
fn beside(words: &str, a: &DateClaim, sign: &str, b: &DateClaim) -> String {
    let (a, b) = (a.rfc3339(), b.rfc3339());
    match (a.get(..10), b.get(..10)) {
        (Some(x), Some(y)) if x != y => format!("{words}: {x} {sign} {y}"),
        _ => format!("{words}: {a} {sign} {b}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DateOrigin, Precision, Zone};

    /// Noon of a day of May 2024 (UTC).
    fn noon(day: i64) -> i64 {
        1_714_521_600 + (day - 1) * 86_400 + 43_200
    }

    fn claim(origin: DateOrigin, role: DateRole, at: i64) -> DateClaim {
        DateClaim {
            earliest: at,
            latest: at,
            origin,
            role,
            precision: Precision::Second,
            zone: Zone::Stated,
            printed: "as printed".into(),
        }
    }

    #[test]
    fn contradictions_are_told_in_words_with_their_dates() {
        use DateOrigin::{Archive, JsonLd, Meta, Url};
        use DateRole::{Captured, Modified, Published};
        let told = |claims: &[DateClaim]| -> Vec<String> {
            let views = views(claims, noon(25));
            views.into_iter().filter_map(|v| v.weak).collect()
        };
        let published = claim(JsonLd, Published, noon(15));
        let beside = |other: DateClaim| told(&[published.clone(), other]);
        assert_eq!(
            beside(claim(JsonLd, Modified, noon(14))),
            ["modified before published: 2024-05-14 < 2024-05-15"]
        );
        assert_eq!(
            beside(claim(JsonLd, Modified, noon(15) - 60)),
            ["modified before published: 2024-05-15T11:59:00Z < 2024-05-15T12:00:00Z"]
        );
        assert_eq!(
            beside(claim(Archive, Captured, noon(13))),
            ["captured before published: 2024-05-13 < 2024-05-15"]
        );
        assert_eq!(
            beside(claim(Url, Published, noon(10))),
            ["the address names another day: 2024-05-10 ≠ 2024-05-15"]
        );
        assert_eq!(
            beside(claim(Meta, Published, noon(18))),
            ["differs from the claim that was used: 2024-05-18 ≠ 2024-05-15"]
        );
        assert_eq!(
            beside(claim(Meta, Published, noon(27))),
            ["after it was first seen: 2024-05-27T12:00:00Z > 2024-05-25"]
        );
        assert_eq!(
            beside(claim(Meta, Published, 0)),
            ["a missing value printed as a date"]
        );
        assert!(beside(claim(Meta, Published, noon(15) + 60)).is_empty());
    }

    #[test]
    fn a_notice_stands_once_and_only_for_contradictions() {
        use DateOrigin::{JsonLd, Meta};
        use DateRole::{Modified, Published};
        let claims = [
            claim(JsonLd, Published, noon(15)),
            claim(JsonLd, Modified, noon(14)),
            claim(Meta, Modified, noon(14)),
            claim(Meta, Published, 0),
        ];
        assert_eq!(
            notices(&claims, noon(25)),
            ["modified before published: 2024-05-14 < 2024-05-15"]
        );
        let view = &views(&claims, noon(25))[3];
        assert_eq!((view.doubt, view.zone), (Some("epoch"), "stated"));
    }
}
