//! Dates as people and machines print them, read into claims: an interval with its precision, never a bare guess.
//!
//! What is no claim: text without a year, the Unix epoch give or take a day (a missing value printed as a number),
//! years before 1600 (there was no newspaper) and anything more than 24 hours after `now` (a plan or a mistake).
//! A time without a zone is read as UTC and kept to the minute only. Nothing here reads the clock.

mod address;
mod months;
mod parts;
mod printed;

pub use address::from_url;

use crate::model::{DateClaim, DateOrigin, DateRole, Precision};
use parts::Parts;

/// Longest printed date that is looked at, in bytes; anything longer is prose.
const LONGEST: usize = 160;
/// How far after `now` a claim may lie, in seconds: clocks and zones differ by less than a day.
const FUTURE: i64 = 86_400;
/// Seconds around 1970-01-01T00:00:00Z that stand for "missing" in any zone.
const EPOCH: i64 = 86_400;

/// Reads a printed date; nothing when it holds no whole date or a date that cannot be true.
///
/// Understands RFC 3339 and ISO 8601 (basic too), RFC 2822, days by number (year first, or day first with dots; with
/// slashes only where the order is plain), months in words in eight languages, Chinese and Japanese dates, a month or
/// a year alone, and epoch seconds or milliseconds where `origin` is a record or a header. `now` is in epoch seconds.
pub fn parse(printed: &str, origin: DateOrigin, role: DateRole, now: i64) -> Option<DateClaim> {
    let printed = printed.trim();
    if printed.is_empty() || printed.len() > LONGEST {
        return None;
    }
    let parts = epoch(printed, origin).or_else(|| printed::read(printed))?;
    let claim = parts.claim(printed, origin, role)?;
    plausible(&claim, now).then_some(claim)
}

/// When an article was published, to print: the best claim of a day or finer, in the zone it was printed in.
///
/// A zone-less claim is printed like [`DateClaim::rfc3339`] does. The day is the one the outlet printed, where UTC
/// would often name the day before or after.
pub fn published_at(claims: &[DateClaim]) -> Option<String> {
    latest_word(claims, DateRole::Published)
}

/// When an article was last changed, to print; as [`published_at`].
pub fn modified_at(claims: &[DateClaim]) -> Option<String> {
    latest_word(claims, DateRole::Modified)
}

fn latest_word(claims: &[DateClaim], role: DateRole) -> Option<String> {
    let fine = claims
        .iter()
        .filter(|c| c.role == role && c.precision <= Precision::Day);
    fine.min_by_key(|c| (c.origin, c.precision)).map(as_printed)
}

/// The claim in its own zone where it names one.
fn as_printed(claim: &DateClaim) -> String {
    let offset = printed::read(&claim.printed)
        .and_then(|parts| parts.time?.offset)
        .filter(|offset| *offset != 0)
        .and_then(|offset| jiff::tz::Offset::from_seconds(offset).ok());
    match (offset, jiff::Timestamp::from_second(claim.earliest)) {
        (Some(offset), Ok(at)) => at.display_with_offset(offset).to_string(),
        _ => claim.rfc3339(),
    }
}

/// True for a claim that can be true at `now`: not the epoch, not the future.
pub(crate) fn plausible(claim: &DateClaim, now: i64) -> bool {
    let missing = claim.earliest.abs() <= EPOCH && claim.latest <= 2 * EPOCH;
    !missing && claim.earliest <= now.saturating_add(FUTURE)
}

/// Reads a bare number of seconds or milliseconds since 1970, from 1990 on.
fn epoch(printed: &str, origin: DateOrigin) -> Option<Parts> {
    if !matches!(origin, DateOrigin::Record | DateOrigin::Header) {
        return None;
    }
    let (whole, fraction) = printed.split_once('.').unwrap_or((printed, "0"));
    if !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let seconds = match whole.len() {
        9 | 10 => number,
        12 | 13 => number / 1000,
        _ => return None,
    };
    (seconds >= 631_152_000).then(|| Parts::instant(seconds))?
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: i64 = 1_900_000_000;

    fn read(printed: &str) -> Option<String> {
        parse(printed, DateOrigin::Record, DateRole::Published, NOW).map(|c| c.rfc3339())
    }

    #[test]
    fn dates_are_read_as_they_are_printed_in_the_wild() {
        for (printed, want) in [
            ("2023-09-19T06:08:40Z", "2023-09-19T06:08:40Z"),
            ("2023-09-19T06:08:40+0100", "2023-09-19T05:08:40Z"),
            ("2023-09-19T06:08:40+01:00", "2023-09-19T05:08:40Z"),
            ("2023-09-19 06:08:40.123-05:00", "2023-09-19T11:08:40Z"),
            ("2023-09-19T23:30:00−05:00", "2023-09-20T04:30:00Z"),
            ("20230919T060840Z", "2023-09-19T06:08:40Z"),
            ("2023-09-19T06:08Z", "2023-09-19T06:08:00Z"),
            ("2023-09-19 06:08:40", "2023-09-19T06:08:00Z"),
            ("2023-09-19", "2023-09-19"),
            ("2023/09/19", "2023-09-19"),
            ("2023/9/1", "2023-09-01"),
            ("20230919", "2023-09-19"),
            ("19.09.2023", "2023-09-19"),
            ("19.09.2023, 14:05 Uhr", "2023-09-19T14:05:00Z"),
            ("19/09/2023", "2023-09-19"),
            ("9/19/2023", "2023-09-19"),
            ("2023-09", "2023-09"),
            ("2023", "2023"),
            ("Tue, 19 Sep 2023 06:08:40 EST", "2023-09-19T11:08:40Z"),
            ("Tue, 19 Sep 2023 06:08:40 +0200", "2023-09-19T04:08:40Z"),
            ("Tue Sep 19 06:08:40 UTC 2023", "2023-09-19T06:08:40Z"),
            ("September 19, 2023", "2023-09-19"),
            ("19 Sept. 2023", "2023-09-19"),
            ("the 1st of May, 2023", "2023-05-01"),
            (
                "Published: 9:26 am, March 14th 2023",
                "2023-03-14T09:26:00Z",
            ),
            (
                "Published 12:05 a.m. ET March 14, 2023",
                "2023-03-14T00:05:00Z",
            ),
            ("14 March 2023 09.26 GMT", "2023-03-14T09:26:00Z"),
            ("14 mars 2023", "2023-03-14"),
            ("1er août 2023 à 18h30", "2023-08-01T18:30:00Z"),
            ("14. März 2023", "2023-03-14"),
            ("14 de marzo de 2023", "2023-03-14"),
            ("14 settembre 2023", "2023-09-14"),
            ("14 de março de 2023", "2023-03-14"),
            ("14 maart 2023", "2023-03-14"),
            ("14 марта 2023 г., 10:15", "2023-03-14T10:15:00Z"),
            ("2023年3月14日", "2023-03-14"),
            ("2023年3月14日 09時26分", "2023-03-14T09:26:00Z"),
            ("March 2023", "2023-03"),
            ("1695103720", "2023-09-19T06:08:40Z"),
            ("1695103720123", "2023-09-19T06:08:40Z"),
        ] {
            assert_eq!(read(printed).as_deref(), Some(want), "{printed}");
        }
    }

    #[test]
    fn what_is_missing_stays_missing() {
        for printed in [
            "",
            "today",
            "19 September",
            "1970-01-01",
            "1970-01-01T00:00:00Z",
            "Thu, 01 Jan 1970 01:00:00 +0100",
            "0",
            "0001-01-01T00:00:00Z",
            "2023-02-30",
            "03/04/2023",
            "2091-01-01",
            "14 juillette d'or",
            "Sales rose to 2023 units",
        ] {
            assert_eq!(read(printed), None, "{printed}");
        }
    }

    #[test]
    fn what_is_printed_keeps_the_day_of_the_outlet_and_never_a_bare_month() {
        let at = |printed, origin| parse(printed, origin, DateRole::Published, NOW).unwrap();
        let evening = at("2023-09-19T23:30:00-05:00", DateOrigin::Meta);
        let month = at("2023-09", DateOrigin::JsonLd);
        let claims = [evening, month];
        assert_eq!(
            published_at(&claims).as_deref(),
            Some("2023-09-19T23:30:00-05:00")
        );
        assert_eq!(published_at(&claims[1..]), None);
        assert_eq!(modified_at(&claims), None);
    }

    #[test]
    fn an_epoch_number_counts_only_where_numbers_are_dates() {
        let in_meta = parse(
            "1695103720",
            DateOrigin::Meta,
            DateRole::Published,
            i64::MAX,
        );
        assert_eq!(in_meta, None);
    }

    #[test]
    fn a_day_covers_the_whole_day_and_a_date_after_now_is_none() {
        let day = parse("2023-09-19", DateOrigin::Record, DateRole::Published, NOW).unwrap();
        assert_eq!(day.precision, Precision::Day);
        assert_eq!(day.latest - day.earliest, 86_399);
        let before = day.earliest - 86_401;
        assert_eq!(
            parse(
                "2023-09-19",
                DateOrigin::Record,
                DateRole::Published,
                before
            ),
            None
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn any_instant_printed_by_jiff_is_read_back(seconds in 631_152_000_i64..NOW) {
            let printed = jiff::Timestamp::from_second(seconds).unwrap().to_string();
            let claim = parse(&printed, DateOrigin::JsonLd, DateRole::Published, NOW).unwrap();
            prop_assert_eq!((claim.earliest, claim.latest), (seconds, seconds));
            let mail = jiff::fmt::rfc2822::to_string(
                &jiff::Timestamp::from_second(seconds).unwrap().to_zoned(jiff::tz::TimeZone::UTC),
            ).unwrap();
            let claim = parse(&mail, DateOrigin::Feed, DateRole::Published, NOW).unwrap();
            prop_assert_eq!(claim.earliest, seconds);
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "[0-9年月日:./+ -]{0,24}|\\PC{0,40}") {
            let _ = parse(&text, DateOrigin::Record, DateRole::Published, NOW);
            let _ = from_url(&text);
        }
    }
}
