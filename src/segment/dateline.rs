//! Dates in words: lines that hold nothing but a date, dates in front of a text and in an address.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::model::{DateClaim, DateOrigin, DateRole, Precision, Zone};
use crate::segment::fold::Line;
use crate::segment::phrases::{DateWord, phrases};

/// What a date line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stated {
    /// The day, when year, month and day are all there and the order of numbers is certain.
    pub(crate) day: Option<Date>,
    /// True for `Updated …`.
    pub(crate) modified: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Month(i8),
    Number(i64, usize),
    Time,
    Filler,
    Verb { modified: bool },
    Place,
    Other,
}

/// True when a digit stands in `text`: every date has one.
pub(crate) fn has_digit(text: &str) -> bool {
    text.bytes().fold(false, |any, b| any | b.is_ascii_digit())
}

/// What the line says when it is only a date, or a place and a date; nothing otherwise.
///
/// Every word must be part of a date, a time, a weekday or a word like `published`, save up to four capitalised words of a place in front.
pub(crate) fn date_line(line: &Line) -> Option<Stated> {
    if line.words == 0 || line.words > 16 || line.plain.len() > 140 || !has_digit(&line.plain) {
        return None;
    }
    let tokens = tokens(&line.plain, &line.lower);
    if tokens.contains(&Token::Other) {
        return None;
    }
    let dated = tokens
        .iter()
        .position(|t| matches!(t, Token::Month(_) | Token::Number(..) | Token::Time))?;
    let places = tokens.iter().filter(|t| **t == Token::Place).count();
    if places > 4
        || tokens[dated..].contains(&Token::Place)
        || (places > 0 && !line.plain.contains([',', '|', '-']))
    {
        return None;
    }
    let parts = parts(&line.plain, &tokens);
    let month = tokens.iter().any(|t| matches!(t, Token::Month(_)));
    let number = tokens.iter().any(|t| matches!(t, Token::Number(..)));
    let time = tokens.contains(&Token::Time);
    let verb = tokens.iter().any(|t| matches!(t, Token::Verb { .. }));
    if !(month && number
        || time && (places == 0)
        || verb && number
        || parts.is_some()
        || is_numeric_date(&line.plain))
    {
        return None;
    }
    Some(Stated {
        day: parts,
        modified: tokens.contains(&Token::Verb { modified: true }),
    })
}

/// The day that a stretch names, if year, month and day are all there.
pub(crate) fn day_in(text: &str) -> Option<Date> {
    if text.is_ascii() && !has_digit(text) {
        return None;
    }
    let line = Line::new(text);
    parts(&line.plain, &tokens(&line.plain, &line.lower))
}

/// True when every word of `text` can stand in the date of a dateline (`Sept. 19`, `19 сентября`, `2 June 2023`).
pub(crate) fn is_date_word(lower: &str) -> bool {
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    bare.chars().all(|c| c.is_ascii_digit())
        || matches!(
            phrases().dates.get(bare),
            Some(DateWord::Month(_) | DateWord::Filler)
        )
}

/// The day in the path of an address (`/2023/09/19/`, `/2023-09-19-`).
pub(crate) fn day_in_address(url: &str) -> Option<Date> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let mut numbers: Vec<(i64, usize)> = Vec::new();
    for piece in path.split(|c: char| !c.is_ascii_alphanumeric()) {
        if !piece.is_empty() && piece.len() <= 4 && piece.bytes().all(|b| b.is_ascii_digit()) {
            numbers.push((piece.parse().ok()?, piece.len()));
        } else {
            numbers.clear();
        }
        if let [.., (y, 4), (m, 1..=2), (d, 1..=2)] = numbers[..] {
            return date(y, m, d);
        }
    }
    None
}

/// A claim for a whole day, UTC bounds; `None` when the day lies outside what the calendar can hold.
pub(crate) fn day_claim(
    day: Date,
    origin: DateOrigin,
    role: DateRole,
    printed: &str,
) -> Option<DateClaim> {
    let first = day.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second();
    Some(DateClaim {
        earliest: first,
        latest: first + 86_399,
        origin,
        role,
        precision: Precision::Day,
        zone: Zone::Unknown,
        printed: printed.to_owned(),
    })
}

/// The second that a number in the head of a text stands for (an epoch in seconds or milliseconds, 1998 to 2096), and how many bytes it takes.
pub(crate) fn epoch_in_head(text: &str) -> Option<(i64, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !text[digits..].starts_with(char::is_whitespace) {
        return None;
    }
    let number: i64 = text[..digits].parse().ok()?;
    let second = match digits {
        9 | 10 => number,
        13 => number / 1000,
        _ => return None,
    };
    (900_000_000..4_000_000_000)
        .contains(&second)
        .then_some((second, digits))
}

fn date(y: i64, m: i64, d: i64) -> Option<Date> {
    if !(1900..=2100).contains(&y) {
        return None;
    }
    Date::new(
        i16::try_from(y).ok()?,
        i8::try_from(m).ok()?,
        i8::try_from(d).ok()?,
    )
    .ok()
}

/// The one day the tokens name. A numeric date counts when its order is certain: year first, dots (day first), or a part over 12.
fn parts(plain: &str, tokens: &[Token]) -> Option<Date> {
    let numbers: Vec<(i64, usize)> = tokens
        .iter()
        .filter_map(|t| match t {
            Token::Number(n, len) => Some((*n, *len)),
            _ => None,
        })
        .collect();
    let months: Vec<i8> = tokens
        .iter()
        .filter_map(|t| match t {
            Token::Month(m) => Some(*m),
            _ => None,
        })
        .collect();
    if let [m, ..] = months[..] {
        let year = numbers
            .iter()
            .find(|(n, len)| *len == 4 && (1900..=2100).contains(n))?;
        let day = numbers
            .iter()
            .find(|(n, len)| *len <= 2 && (1..=31).contains(n))?;
        return date(year.0, i64::from(m), day.0);
    }
    match numbers[..] {
        [(y, 4), (m, 1..=2), (d, 1..=2), ..] => date(y, m, d),
        [(a, 1..=2), (b, 1..=2), (y, 4), ..] if plain.contains('/') && a != b => {
            match (a > 12, b > 12) {
                (true, false) => date(y, b, a),
                (false, true) => date(y, a, b),
                _ => None,
            }
        }
        [(d, 1..=2), (m, 1..=2), (y, 4), ..] if plain.contains('.') || d == m => date(y, m, d),
        _ => None,
    }
}

/// `19/09/2023` and the like, whatever the order.
fn is_numeric_date(plain: &str) -> bool {
    let mut runs = plain.split(['/', '.', '-']);
    let mut digits = || {
        runs.next().is_some_and(|r| {
            let r = r.trim();
            !r.is_empty() && r.len() <= 4 && r.bytes().all(|b| b.is_ascii_digit())
        })
    };
    digits() && digits() && digits()
}

fn tokens(plain: &str, lower: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut at = 0;
    let bytes = lower.as_bytes();
    while let Some(c) = lower[at..].chars().next() {
        if !c.is_alphanumeric() {
            at += c.len_utf8();
            continue;
        }
        let digit = c.is_ascii_digit();
        let len: usize = lower[at..]
            .chars()
            .take_while(|x| x.is_alphanumeric() && x.is_ascii_digit() == digit)
            .map(char::len_utf8)
            .sum();
        let word = &lower[at..at + len];
        let end = at + len;
        out.push(if digit {
            let clock = bytes.get(end) == Some(&b':')
                && bytes.get(end + 1).is_some_and(u8::is_ascii_digit)
                || at > 0 && bytes[at - 1] == b':' && at > 1 && bytes[at - 2].is_ascii_digit();
            if clock || is_clock_word(lower[end..].trim_start()) {
                Token::Time
            } else {
                word.parse().map_or(Token::Other, |n| Token::Number(n, len))
            }
        } else if let Some(means) = phrases().dates.get(word) {
            match *means {
                DateWord::Month(m) => Token::Month(m),
                DateWord::Verb { modified } => Token::Verb { modified },
                DateWord::Filler => Token::Filler,
            }
        } else if plain[at..].chars().next().is_some_and(|c| c.is_uppercase()) {
            Token::Place
        } else {
            Token::Other
        });
        at = end;
    }
    out
}

fn is_clock_word(rest: &str) -> bool {
    ["a.m", "p.m", "am ", "pm ", "uhr", "o'clock"]
        .iter()
        .any(|w| rest.starts_with(w))
        || rest == "am"
        || rest == "pm"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<String> {
        date_line(&Line::new(text))?.day.map(|d| d.to_string())
    }

    #[test]
    fn date_lines_in_six_languages_are_read() {
        for text in [
            "March 4, 2021",
            "Thursday, 4 March 2021",
            "Published 4:05 p.m. ET, March 4th, 2021",
            "4. März 2021",
            "Lindemar, 4 mars 2021",
            "4 de marzo de 2021",
            "4 марта 2021 года",
            "2021-03-04",
            "2021年3月4日",
            "04.03.2021",
            "2021-03-04T10:20:00Z",
        ] {
            assert_eq!(day(text).as_deref(), Some("2021-03-04"), "{text}");
        }
        assert!(
            date_line(&Line::new("Updated at 7:43 p.m. ET"))
                .is_some_and(|s| s.modified && s.day.is_none())
        );
    }

    #[test]
    fn a_date_of_unsure_order_or_without_year_claims_nothing() {
        assert_eq!(
            date_line(&Line::new("04/03/2021")).map(|s| s.day),
            Some(None)
        );
        assert_eq!(date_line(&Line::new("March 4")).map(|s| s.day), Some(None));
        assert_eq!(day("25/03/2021").as_deref(), Some("2021-03-25"));
    }

    #[test]
    fn a_sentence_about_a_date_is_no_date_line() {
        for text in [
            "The vote on March 4, 2021 failed.",
            "May",
            "March 4 primary",
            "2021",
            "Lindemar",
            "At 10 they left.",
        ] {
            assert_eq!(date_line(&Line::new(text)), None, "{text}");
        }
    }

    #[test]
    fn an_address_and_a_number_in_the_head_can_be_dates() {
        assert_eq!(
            day_in_address("https://a.example/2021/03/04/x-99")
                .map(|d| d.to_string())
                .as_deref(),
            Some("2021-03-04")
        );
        assert_eq!(day_in_address("https://a.example/x/2021/99/04/"), None);
        assert_eq!(
            epoch_in_head("1614852000 Ferry stops"),
            Some((1_614_852_000, 10))
        );
        assert_eq!(epoch_in_head("1614852000"), None);
        assert_eq!(epoch_in_head("2021 was long"), None);
    }
}
