//! Dates as they are printed: as fine as they were claimed, never finer.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::model::{DateClaim, DateRole, Precision};
use crate::report::view::DateView;

/// A claim as text: `2023`, `2023-09`, `2023-09-19`, `2023-09-19T06:08Z`, `2023-09-19T06:08:40Z`; empty for a year that
/// no calendar holds.
pub fn claimed(claim: &DateClaim) -> String {
    let format = match claim.precision {
        Precision::Second => "%Y-%m-%dT%H:%M:%SZ",
        Precision::Minute => "%Y-%m-%dT%H:%MZ",
        Precision::Day => "%Y-%m-%d",
        Precision::Month => "%Y-%m",
        Precision::Year => "%Y",
    };
    // A day without a zone spans more than a day of UTC seconds; its middle lies in the day that was printed.
    let at = match claim.precision {
        Precision::Second | Precision::Minute => claim.earliest,
        _ => claim.earliest.midpoint(claim.latest),
    };
    Timestamp::from_second(at).map_or_else(
        |_| String::new(),
        |t| t.to_zoned(TimeZone::UTC).strftime(format).to_string(),
    )
}

/// The view of a claim.
pub fn view(claim: &DateClaim, weak: Option<String>) -> DateView {
    DateView {
        at: claimed(claim),
        role: claim.role.as_str(),
        origin: claim.origin.as_str(),
        precision: claim.precision.as_str(),
        printed: claim.printed.clone(),
        weak,
    }
}

/// The best claim of a role: the most trusted origin, then the finest, then the earliest.
pub fn best(claims: &[DateClaim], role: DateRole) -> Option<&DateClaim> {
    claims
        .iter()
        .filter(|c| c.role == role)
        .min_by_key(|c| (c.origin, c.precision, c.earliest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DateOrigin;

    fn claim(precision: Precision, earliest: i64, latest: i64) -> DateClaim {
        DateClaim {
            earliest,
            latest,
            origin: DateOrigin::Record,
            role: DateRole::Published,
            precision,
            printed: String::new(),
        }
    }

    #[test]
    fn a_date_is_printed_as_fine_as_it_was_claimed() {
        let at = 1_695_103_720;
        assert_eq!(
            claimed(&claim(Precision::Second, at, at)),
            "2023-09-19T06:08:40Z"
        );
        assert_eq!(
            claimed(&claim(Precision::Minute, at, at)),
            "2023-09-19T06:08Z"
        );
        let midnight = 1_695_081_600;
        assert_eq!(
            claimed(&claim(Precision::Day, midnight, midnight + 86_399)),
            "2023-09-19"
        );
        // The same day with every zone allowed for.
        assert_eq!(
            claimed(&claim(
                Precision::Day,
                midnight - 14 * 3600,
                midnight + 86_399 + 12 * 3600
            )),
            "2023-09-19"
        );
        assert_eq!(claimed(&claim(Precision::Year, i64::MAX, i64::MAX)), "");
    }
}
