//! The date in a web address, where a news site puts its day folder.

use url::Url;

use crate::ingest::date::months;
use crate::ingest::date::parts::Parts;
use crate::model::{DateClaim, DateOrigin, DateRole};

/// Years that can stand in a web address.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

/// Names of a query's part that holds the day of the page.
const QUERY: [&str; 6] = ["date", "pubdate", "published", "datum", "fecha", "data"];

/// Reads the date in an address's path: `/2023/09/19/`, `/2019/nov/18/`, `/2019-11/18/`, `/202309/19/`, `2023-09-19`, `2023_9_19` or
/// `20230919` inside a segment, else after `date=` in the query; `/2013/04/` is a month. The host is not looked at, nor is a date
/// before 1990, nor eight digits that run on into letters (an id).
pub fn from_url(address: &str) -> Option<DateClaim> {
    let url = Url::parse(address.trim()).ok()?;
    let segments: Vec<&str> = url.path().split('/').filter(|s| !s.is_empty()).collect();
    let folders = (0..segments.len()).filter_map(|at| in_folders(&segments[at..]));
    let (mut month, mut day) = (None, None);
    for found in folders.chain(segments.iter().filter_map(|s| in_segment(s))) {
        let slot = match found.0.day {
            Some(_) => &mut day,
            None => &mut month,
        };
        slot.get_or_insert(found);
    }
    let query = || {
        let mut pairs = url.query_pairs();
        pairs.find_map(|(key, value)| {
            let named = QUERY.contains(&key.to_lowercase().as_str());
            in_segment(&value).filter(|_| named)
        })
    };
    let (parts, printed) = day.or_else(query).or(month)?;
    parts.claim(&printed, DateOrigin::Url, DateRole::Published)
}

/// A date spread over folders, from the first of `segments` on.
fn in_folders(segments: &[&str]) -> Option<(Parts, String)> {
    let first = segments.first()?;
    if let Some((year, month)) = first
        .split_once('-')
        .and_then(|(y, m)| Some((year(y)?, small(m, 12)?)))
    {
        let day = segments.get(1).and_then(|s| small(s, 31));
        return found(
            year,
            month,
            day,
            &segments[..1 + usize::from(day.is_some())],
        );
    }
    if first.len() == 6 && first.is_ascii() {
        let (year, month) = (year(&first[..4])?, small(&first[4..], 12)?);
        let day = segments
            .get(1)
            .filter(|s| s.len() == 2)
            .and_then(|s| small(s, 31))?;
        return found(year, month, Some(day), &segments[..2]);
    }
    let year = year(first)?;
    let second = segments.get(1)?;
    if second.len() == 4 && second.bytes().all(|b| b.is_ascii_digit()) {
        let (month, day) = (small(&second[..2], 12)?, small(&second[2..], 31)?);
        return found(year, month, Some(day), &segments[..2]);
    }
    let month = small(second, 12).or_else(|| months::in_address(second))?;
    let day = segments.get(2).and_then(|s| {
        let digits = s.bytes().take_while(u8::is_ascii_digit).count();
        let rest = &s[digits..];
        // `/2019/11/18-title` and `/2019/11/18.html` hold a day, `/2019/11/5-ways-to-win` need not.
        let ends = rest.is_empty() || digits == 2 && rest.starts_with(['-', '.', '_']);
        if ends { small(&s[..digits], 31) } else { None }
    });
    found(
        year,
        month,
        day,
        &segments[..2 + usize::from(day.is_some())],
    )
}

/// A date inside one segment: `2023-09-19`, `2023_9_19` or `20230919`, with no digit before or after.
fn in_segment(segment: &str) -> Option<(Parts, String)> {
    let bytes = segment.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).find_map(|at| {
        if at > 0 && is_digit(at - 1) {
            return None;
        }
        let run = |from: usize| (from..).take_while(|i| is_digit(*i)).count();
        let (month, day) = match *bytes.get(at + 4)? {
            sign @ (b'-' | b'_' | b'.') if run(at) == 4 => {
                let month = at + 5..at + 5 + run(at + 5);
                let day = month.end + 1..month.end + 1 + run(month.end + 1);
                // `2023.9.19` is a version.
                let fits =
                    bytes.get(month.end) == Some(&sign) && (sign != b'.' || day.end == at + 10);
                fits.then_some((month, day))?
            }
            _ if run(at) == 8 && !is_id(bytes, at) => (at + 4..at + 6, at + 6..at + 8),
            _ => return None,
        };
        let end = day.end;
        let year = year(segment.get(at..at + 4)?)?;
        let month = small(segment.get(month)?, 12)?;
        let day = small(segment.get(day)?, 31)?;
        found(year, month, Some(day), &[segment.get(at..end)?])
    })
}

/// True when the eight digits from `at` on touch letters, other than the one that Chinese sites put before (`t20230919_7.html`).
fn is_id(bytes: &[u8], at: usize) -> bool {
    let letter = |at: Option<usize>| {
        at.and_then(|i| bytes.get(i))
            .is_some_and(u8::is_ascii_alphabetic)
    };
    let alone = at == 1 && matches!(bytes[0], b't' | b'T');
    letter(at.checked_sub(1)) && !alone || letter(Some(at + 8))
}

fn found(year: i16, month: i8, day: Option<i8>, printed: &[&str]) -> Option<(Parts, String)> {
    let parts = Parts {
        day,
        ..Parts::day(year, month, 1)
    };
    Some((parts, printed.join("/")))
}

fn year(text: &str) -> Option<i16> {
    (text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())?
        .filter(|y| YEARS.contains(y))
}

/// A number of one or two digits between 1 and `most`.
fn small(text: &str, most: i8) -> Option<i8> {
    (matches!(text.len(), 1 | 2) && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())?
        .filter(|n| (1..=most).contains(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_folder_of_an_address_is_a_claim() {
        for (url, want) in [
            ("https://a.example/2023/09/19/story", Some("2023-09-19")),
            (
                "https://a.example/world/2019/nov/18/story",
                Some("2019-11-18"),
            ),
            (
                "https://a.example/news/2023-09-19/story.html",
                Some("2023-09-19"),
            ),
            ("https://a.example/story-20230919.html", Some("2023-09-19")),
            (
                "https://a.example/2019-11/18/c_1125.htm",
                Some("2019-11-18"),
            ),
            ("https://a.example/2019/1118/1.html", Some("2019-11-18")),
            ("https://a.example/2013/04/a-story", Some("2013-04")),
            ("https://a.example/2013/04/5-ways", Some("2013-04")),
            ("https://a.example/2013/a-story", None),
            ("https://a.example/article_2023_9_19", Some("2023-09-19")),
            ("https://a.example/2023-09-19-story", Some("2023-09-19")),
            ("https://a.example/20230919/", Some("2023-09-19")),
            ("https://a.example/202309/19/story.html", Some("2023-09-19")),
            (
                "https://a.example/202309/t20230919_775.html",
                Some("2023-09-19"),
            ),
            ("https://a.example/2023/sep/19/", Some("2023-09-19")),
            ("https://a.example/2023/septembre/19/", Some("2023-09-19")),
            (
                "https://a.example/s?id=7&date=2023-09-19",
                Some("2023-09-19"),
            ),
            ("https://a.example/s?date=20230919", Some("2023-09-19")),
            ("https://a.example/2023/09/", Some("2023-09")),
            ("https://a.example/story-1202309191", None),
            ("https://a.example/story-abc20230919f", None),
            ("https://a.example/20230919a7c", None),
            ("https://a.example/p/20239919", None),
            ("https://a.example/202309/", None),
            ("https://a.example/2023/pro/", None),
            ("https://a.example/2023/mac/9/", None),
            ("https://a.example/v/2023.9.19", None),
            ("https://a.example/?d=2023-09-19", None),
            ("https://a.example/s?until=2023-09-19", None),
            ("https://a.example/2023/13/45/", None),
            ("no address", None),
        ] {
            assert_eq!(from_url(url).map(|c| c.rfc3339()).as_deref(), want, "{url}");
        }
    }
}
