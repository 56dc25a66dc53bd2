//! Dates as people and machines print them, read into claims: an interval with its precision, never a bare guess.
//!
//! What is no claim: text without a year and years before 1600 (there was no newspaper). The Unix epoch and what lies in the
//! future are claims that `model::doubts` speaks against. A time without a zone is reckoned as UTC, kept to the minute only
//! and marked; a time of exactly midnight is a day. Nothing here reads the clock.

mod address;
mod clock;
mod months;
mod parts;
mod printed;
mod relative;
mod solar;
mod tokens;

pub use address::from_url;
pub use relative::parse_relative;

use crate::ingest::ReadOptions;
use crate::model::{DateClaim, DateOrigin, DateRole, Doubt, Precision, Zone, best_of, doubts};
use parts::Parts;

/// Longest printed date that is looked at, in bytes; anything longer is prose.
const LONGEST: usize = 160;

/// Reads a printed date; nothing when it holds no whole date.
///
/// Understands RFC 3339 and ISO 8601 (basic too), RFC 2822, days by number (year first, or day first with dots; with
/// slashes only where the order is plain), months in words in the languages of `months.txt`, digits of their scripts, Chinese,
/// Japanese (reigns too), Korean, Thai (Buddhist years) and Iranian dates, a month or a year alone, and epoch seconds or
/// milliseconds where `origin` is a record or a header. A claim that cannot be true is kept: see [`crate::model::Doubt`].
///
/// `now` (epoch seconds) settles the century of a year of two digits (RFC 822's `19 Sep 23`, `19.09.23`): the last one that is
/// not after next year.
pub fn parse(printed: &str, origin: DateOrigin, role: DateRole, now: i64) -> Option<DateClaim> {
    let printed = printed.trim();
    if printed.is_empty() || printed.len() > LONGEST {
        return None;
    }
    let parts = epoch(printed, origin).or_else(|| printed::read(printed, next_year(now)))?;
    // An archive's stamp (`20230919060840`) is in UTC.
    let stamp = origin == DateOrigin::Archive && printed.len() == 14;
    let parts = if stamp { parts.in_utc() } else { parts };
    parts.claim(printed, origin, role)
}

/// When an article was published, to print: the best claim of a day or finer, in the zone it was printed in.
///
/// A zone-less claim is printed like [`DateClaim::rfc3339`] does. The day is the one the outlet printed, where UTC
/// would often name the day before or after. `first_seen` as in [`crate::model::doubts`].
pub fn published_at(claims: &[DateClaim], first_seen: i64) -> Option<String> {
    latest_word(claims, DateRole::Published, first_seen)
}

/// When an article was last changed, to print; as [`published_at`].
pub fn modified_at(claims: &[DateClaim], first_seen: i64) -> Option<String> {
    latest_word(claims, DateRole::Modified, first_seen)
}

fn latest_word(claims: &[DateClaim], role: DateRole, first_seen: i64) -> Option<String> {
    let coarse = |c: &DateClaim| c.role == role && c.precision > Precision::Day;
    let fine: Vec<DateClaim> = claims.iter().filter(|c| !coarse(c)).cloned().collect();
    best_of(&fine, role, first_seen).map(as_printed)
}

/// The claim in its own zone where it names one.
fn as_printed(claim: &DateClaim) -> String {
    if claim.precision > Precision::Minute {
        return claim.rfc3339();
    }
    let offset = printed::read(&claim.printed, printed::LAST_YEAR)
        .and_then(|parts| parts.time?.offset)
        .filter(|offset| *offset != 0)
        .and_then(|offset| jiff::tz::Offset::from_seconds(offset).ok());
    match (offset, jiff::Timestamp::from_second(claim.earliest)) {
        (Some(offset), Ok(at)) => at.display_with_offset(offset).to_string(),
        _ => claim.rfc3339(),
    }
}

/// The second at which a page is known to have been captured, where that is known to the minute in a stated zone.
pub(crate) fn captured(options: &ReadOptions) -> Option<i64> {
    let told = options.captured.as_deref();
    let told = told.and_then(|p| parse(p, DateOrigin::User, DateRole::Captured, options.now));
    let fine = |c: &&DateClaim| {
        let exact = c.precision <= Precision::Minute && c.zone == Zone::Stated;
        c.role == DateRole::Captured && exact && plausible(c, options.now)
    };
    let mut claims = told.iter().chain(&options.claims).filter(fine);
    claims.next().map(|c| c.latest)
}

/// True for a claim that can be true at `now` (epoch seconds): not the epoch, not more than 24 hours ahead.
///
/// For readers that pick one of many places of a page; what they pick out is kept beside it all the same.
pub(crate) fn plausible(claim: &DateClaim, now: i64) -> bool {
    let doubts = doubts(std::slice::from_ref(claim), now);
    !doubts.into_iter().flatten().any(Doubt::excludes)
}

/// The year after the one of a second.
fn next_year(now: i64) -> u64 {
    // 365.2425 days; a day more or less does not matter.
    let year = 1971_i64.saturating_add(now / 31_556_952);
    u64::try_from(year).map_or(0, |y| y.min(printed::LAST_YEAR))
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
            ("2023年9月19日(火) 午後3時5分", "2023-09-19T15:05:00Z"),
            ("2023年9月19日下午3:05", "2023-09-19T15:05:00Z"),
            ("令和5年9月19日", "2023-09-19"),
            ("平成31年4月30日", "2019-04-30"),
            ("令和元年五月一日", "2019-05-01"),
            ("中華民國112年9月19日", "2023-09-19"),
            ("二〇二三年九月十九日", "2023-09-19"),
            ("２０２３年９月１９日 １４：０５", "2023-09-19T14:05:00Z"),
            ("2023년 9월 19일 오후 3시 5분", "2023-09-19T15:05:00Z"),
            ("입력 2023.09.19. 오전 9:05", "2023-09-19T09:05:00Z"),
            ("Tue, Sep 19, 2023 at 8 p.m. ET", "2023-09-19T20:00:00Z"),
            ("Stand: 19.09.2023 14.05 Uhr MESZ", "2023-09-19T12:05:00Z"),
            (
                "Mis à jour le 19 septembre 2023 à 14h05",
                "2023-09-19T14:05:00Z",
            ),
            ("mar, 19 sep 2023", "2023-09-19"),
            (
                "Martes, 19 de septiembre del 2023 - 14:05 hs",
                "2023-09-19T14:05:00Z",
            ),
            ("3 de mar. de 2023", "2023-03-03"),
            ("19 set. 2023", "2023-09-19"),
            ("19 set 2023 às 14h05", "2023-09-19T14:05:00Z"),
            ("19 d'agost de 2023", "2023-08-19"),
            ("14 mei 2023 om 14.05 uur", "2023-05-14T14:05:00Z"),
            ("14 Mei 2023 14.05 WIB", "2023-05-14T07:05:00Z"),
            ("14 mai 2023", "2023-05-14"),
            ("den 19 september 2023 kl. 14.05", "2023-09-19T14:05:00Z"),
            ("19. syyskuuta 2023 klo 14.05", "2023-09-19T14:05:00Z"),
            ("wtorek, 19 września 2023 r., 14:05", "2023-09-19T14:05:00Z"),
            ("19 listopada 2023", "2023-11-19"),
            ("19. listopada 2023.", "2023-10-19"),
            ("19. listopadu 2023", "2023-11-19"),
            ("2023. szeptember 19., kedd 14:05", "2023-09-19T14:05:00Z"),
            ("2023. gada 19. septembris", "2023-09-19"),
            ("2023 m. rugsėjo 19 d.", "2023-09-19"),
            ("2023-yil 19-sentabr", "2023-09-19"),
            ("19-го сентября 2023", "2023-09-19"),
            ("19 вересня 2023 року о 14:05", "2023-09-19T14:05:00Z"),
            (
                "Τρίτη, 19 Σεπτεμβρίου 2023, 8:05 μ.μ.",
                "2023-09-19T20:05:00Z",
            ),
            ("19 Eylül 2023 Salı", "2023-09-19"),
            ("ngày 19 tháng 9 năm 2023", "2023-09-19"),
            ("19 Tháng Chín, 2023", "2023-09-19"),
            ("Thứ Ba, 19/9/2023, 14:05 (GMT+7)", "2023-09-19T07:05:00Z"),
            ("١٩ سبتمبر ٢٠٢٣", "2023-09-19"),
            ("19 أيلول/سبتمبر 2023", "2023-09-19"),
            ("19 كانون الأول 2023", "2023-12-19"),
            ("19 كانون الثاني 2023", "2023-01-19"),
            ("4 ربيع الأول 1445 هـ الموافق 19 سبتمبر 2023", "2023-09-19"),
            ("سه‌شنبه ۲۸ شهریور ۱۴۰۲", "2023-09-19"),
            ("۱۹ سپتامبر ۲۰۲۳", "2023-09-19"),
            ("19 בספטמבר 2023", "2023-09-19"),
            ("१९ सितम्बर २०२३", "2023-09-19"),
            ("১৯ সেপ্টেম্বর ২০২৩", "2023-09-19"),
            (
                "วันที่ 19 กันยายน พ.ศ. 2566 เวลา 14.05 น.",
                "2023-09-19T14:05:00Z",
            ),
            ("๑๙ ก.ย. ๒๕๖๖", "2023-09-19"),
            ("20230919060840", "2023-09-19T06:08:00Z"),
            ("Tue, 19 Sep 23 06:08:40 GMT", "2023-09-19T06:08:40Z"),
            ("19 Sep 96", "1996-09-19"),
            ("19.09.23, 14:05 Uhr", "2023-09-19T14:05:00Z"),
            ("Stand: 19.09.23", "2023-09-19"),
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
            "19 กันยายน",
            "9月19日",
            "19 tháng 9",
            "0",
            "19 September 2566",
            "28 September 1402",
            "iPad Pro 2023",
            "Version 10.12.23",
            "10.12.23.4",
            "19/09/23",
            "19 Sep 23 people",
            "listopad 2023",
            "0001-01-01T00:00:00Z",
            "2023-02-30",
            "03/04/2023",
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
            published_at(&claims, NOW).as_deref(),
            Some("2023-09-19T23:30:00-05:00")
        );
        assert_eq!(published_at(&claims[1..], NOW), None);
        assert_eq!(modified_at(&claims, NOW), None);
    }

    #[test]
    fn an_epoch_number_counts_only_where_numbers_are_dates() {
        let in_meta = parse("1695103720", DateOrigin::Meta, DateRole::Published, NOW);
        assert_eq!(in_meta, None);
    }

    #[test]
    fn a_day_covers_the_whole_day_of_no_known_zone_and_midnight_is_one() {
        let at = |printed| parse(printed, DateOrigin::Record, DateRole::Published, NOW).unwrap();
        let day = at("2023-09-19");
        assert_eq!((day.precision, day.zone), (Precision::Day, Zone::Unknown));
        assert_eq!(day.latest - day.earliest, 86_399);
        for midnight in [
            "2023-09-19T00:00:00+02:00",
            "2023-09-19 00:00",
            "19.09.2023, 00:00 Uhr",
        ] {
            let claim = at(midnight);
            assert_eq!(
                (claim.earliest, claim.latest, claim.precision, claim.zone),
                (day.earliest, day.latest, day.precision, day.zone)
            );
            assert_eq!(
                doubts(std::slice::from_ref(&claim), NOW),
                [Some(Doubt::Midnight)]
            );
            assert_eq!(published_at(&[claim], NOW).as_deref(), Some("2023-09-19"));
        }
    }

    #[test]
    fn a_claim_knows_whether_its_zone_is_printed() {
        for (printed, zone) in [
            ("2023-09-19T06:08:40Z", Zone::Stated),
            ("2023-09-19T06:08+01:00", Zone::Stated),
            ("Tue, 19 Sep 2023 06:08:40 EST", Zone::Stated),
            ("1695103720", Zone::Stated),
            ("2023-09-19T06:08:40", Zone::Unknown),
            ("Tue Sep 19 14:05:00 CST 2023", Zone::Unknown),
            ("19 Sept 2023, 9 a.m. ET", Zone::Unknown),
        ] {
            let claim = parse(printed, DateOrigin::Record, DateRole::Published, NOW).unwrap();
            assert_eq!(claim.zone, zone, "{printed}");
        }
        // The stamp of an archive is in UTC.
        let stamp = parse(
            "20230919060840",
            DateOrigin::Archive,
            DateRole::Captured,
            NOW,
        )
        .unwrap();
        assert_eq!((stamp.earliest, stamp.zone), (1_695_103_720, Zone::Stated));
    }

    #[test]
    fn what_cannot_be_true_is_a_claim_that_is_not_chosen() {
        for printed in [
            "1970-01-01",
            "1970-01-01T00:00:00Z",
            "Thu, 01 Jan 1970 01:00:00 +0100",
            "2091-01-01",
        ] {
            let claim = parse(printed, DateOrigin::Meta, DateRole::Published, NOW).unwrap();
            assert!(!plausible(&claim, NOW), "{printed}");
            assert_eq!(published_at(&[claim], NOW), None, "{printed}");
        }
        let tomorrow = parse("2023-09-19", DateOrigin::Meta, DateRole::Published, NOW).unwrap();
        assert!(plausible(&tomorrow, tomorrow.earliest - 86_400));
        assert!(!plausible(&tomorrow, tomorrow.earliest - 86_401));
    }

    /// The claims of a page with this head and this line behind its headline.
    fn of_page(head: &str, line: &str, captured: Option<&str>) -> Vec<DateClaim> {
        let text = "The last ferry left the harbour of Lindemar on Monday, the port office said after a meeting of its board. ";
        let page = format!(
            "<html><head>{head}</head><body><article><h1>Ferry leaves</h1><p class=date>{line}</p><p>{}</p><p>{}</p></article></body></html>",
            text.repeat(4),
            text.repeat(3)
        );
        let options = ReadOptions {
            captured: captured.map(str::to_owned),
            now: NOW,
            ..ReadOptions::default()
        };
        let read = crate::ingest::read("a.html", page.as_bytes(), &options);
        read.articles[0].dates.clone()
    }

    #[test]
    fn a_missing_value_in_a_page_hides_no_date_and_is_kept() {
        let head = "<meta property=article:published_time content=1970-01-01T00:00:00Z><meta name=pubdate content=2023-09-19>";
        let claims = of_page(head, "by A", None);
        assert_eq!(published_at(&claims, NOW).as_deref(), Some("2023-09-19"));
        assert_eq!(doubts(&claims, NOW), [None, Some(Doubt::Epoch)]);
        let plan = "<meta name=pubdate content=2091-01-01>";
        let claims = of_page(plan, "19 September 2023", None);
        assert_eq!(published_at(&claims, NOW).as_deref(), Some("2023-09-19"));
        assert_eq!(claims.len(), 2);
    }

    #[test]
    fn a_page_that_tells_hours_is_dated_only_where_its_capture_is_known() {
        assert_eq!(of_page("", "3 hours ago", None), []);
        let claims = of_page("", "3 hours ago", Some("2023-09-19T15:30:00Z"));
        let published = best_of(&claims, DateRole::Published, NOW).unwrap();
        assert_eq!(
            (published.latest - published.earliest, published.rfc3339()),
            (5400, "2023-09-19".into())
        );
        // A capture of which only the day is known dates nothing.
        let coarse = of_page("", "3 hours ago", Some("2023-09-19"));
        assert_eq!(best_of(&coarse, DateRole::Published, NOW), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn any_instant_printed_by_jiff_is_read_back(seconds in 631_152_000_i64..NOW) {
            let printed = jiff::Timestamp::from_second(seconds).unwrap().to_string();
            let claim = parse(&printed, DateOrigin::JsonLd, DateRole::Published, NOW).unwrap();
            prop_assume!(seconds % 86_400 != 0);
            prop_assert_eq!((claim.earliest, claim.latest), (seconds, seconds));
            let mail = jiff::fmt::rfc2822::to_string(
                &jiff::Timestamp::from_second(seconds).unwrap().to_zoned(jiff::tz::TimeZone::UTC),
            ).unwrap();
            let claim = parse(&mail, DateOrigin::Feed, DateRole::Published, NOW).unwrap();
            prop_assert_eq!(claim.earliest, seconds);
        }

        #[test]
        fn the_long_form_of_any_day_is_read_in_every_language(year in 1990_i16..2100, ordinal in 1_i16..=365) {
            let first = jiff::civil::Date::new(year, 1, 1).unwrap();
            let date = first.with().day_of_year(ordinal).build().unwrap();
            let (d, m) = (date.day(), usize::try_from(date.month()).unwrap());
            let want = Some(date.to_string());
            for (code, dotted, names) in months::long_forms() {
                if code == "fa-solar" {
                    continue;
                }
                let (name, dot) = (&names[m - 1], if dotted { "." } else { "" });
                let y = if code == "th" { year + 543 } else { year };
                let upper = name.to_uppercase();
                for printed in [
                    format!("{d}{dot} {name} {y}"),
                    format!("Updated: {d}{dot} {upper} {y}, 00:00"),
                    format!("{y} {name} {d}{dot}"),
                ] {
                    prop_assert_eq!(read(&printed), want.clone(), "{} {}", code, printed);
                }
                let yearless = format!("{d}{dot} {name} 14:05");
                prop_assert_eq!(read(&yearless), None, "{} {}", code, yearless);
            }
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "[0-9年月日:./+ -]{0,24}|\\PC{0,40}") {
            let _ = parse(&text, DateOrigin::Record, DateRole::Published, NOW);
            let _ = from_url(&text);
        }
    }
}
