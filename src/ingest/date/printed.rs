//! Reads printed dates from their words and numbers, whatever order the language puts them in.

use crate::ingest::date::months::{fold, month};
use crate::ingest::date::parts::{Clock, Parts};

/// A word, a number or a sign of the printed date.
#[derive(Debug, PartialEq, Eq)]
enum Token {
    /// Its value and how many digits it was printed with.
    Number(u32, usize),
    /// Lower case, accents folded.
    Word(String),
    Sign(char),
}
use Token::{Number, Sign, Word};

/// Reads a printed date of any known form; the first date in it wins.
pub(crate) fn read(printed: &str) -> Option<Parts> {
    let tokens = tokens(printed)?;
    if let Some(parts) = coarse(&tokens) {
        return Some(parts);
    }
    let (mut parts, used) = date(&tokens)?;
    if parts.day.is_some() {
        let clock = |range: std::ops::Range<usize>| range.filter_map(|at| time(&tokens, at)).next();
        parts.time =
            clock(used.1..tokens.len()).or_else(|| clock(0..used.0).filter(|_| used.0 > 0));
    }
    Some(parts)
}

fn tokens(printed: &str) -> Option<Vec<Token>> {
    let mut out = Vec::new();
    let mut rest = printed;
    while let Some(c) = rest.chars().next() {
        let run = |f: fn(char) -> bool| rest.find(|c| !f(c)).unwrap_or(rest.len());
        let len = if c.is_ascii_digit() {
            let len = run(|c| c.is_ascii_digit());
            // A fraction of a second may be long; no other number of a date is.
            let value = rest.get(..len.min(9))?.parse().ok()?;
            out.push(Number(value, len));
            len
        } else if c.is_alphabetic() {
            let len = run(char::is_alphabetic);
            out.push(Word(fold(&rest[..len])));
            len
        } else {
            match c {
                _ if c.is_whitespace() => {}
                '\u{2212}' | '\u{2010}' | '\u{2011}' => out.push(Sign('-')),
                _ => out.push(Sign(c)),
            }
            c.len_utf8()
        };
        rest = &rest[len..];
    }
    Some(out)
}

/// The date among the tokens, with the range of tokens it takes up.
fn date(tokens: &[Token]) -> Option<(Parts, (usize, usize))> {
    let numeric =
        (0..tokens.len()).find_map(|at| in_numbers(&tokens[at..]).map(|(p, n)| (p, (at, at + n))));
    numeric.or_else(|| {
        (0..tokens.len()).find_map(|at| match &tokens[at] {
            Word(word) => in_words(tokens, at, month(word)?),
            _ => None,
        })
    })
}

/// A date in numbers at the start of `tokens`, and how many tokens it takes.
fn in_numbers(tokens: &[Token]) -> Option<(Parts, usize)> {
    match tokens {
        [
            Number(y, 4),
            Word(a),
            Number(m, 1 | 2),
            Word(b),
            Number(d, 1 | 2),
            Word(c),
            ..,
        ] if a.starts_with('年') && b.starts_with('月') && c.starts_with('日') => {
            Some((day(*y, *m, *d)?, 6))
        }
        [
            Number(y, 4),
            Sign(a),
            Number(m, 1 | 2),
            Sign(b),
            Number(d, 1 | 2),
            ..,
        ] if a == b && separates(*a) => Some((day(*y, *m, *d)?, 5)),
        [
            Number(a, 1 | 2),
            Sign(p),
            Number(b, 1 | 2),
            Sign(q),
            Number(y, 4),
            ..,
        ] if p == q && separates(*p) => {
            let (d, m) = match (*p, *a > 12, *b > 12) {
                ('.', _, false) | (_, true, false) => (*a, *b),
                (_, false, true) => (*b, *a),
                _ if a == b => (*a, *b),
                _ => return None,
            };
            Some((day(*y, m, d)?, 5))
        }
        [Number(whole, 8), ..] => Some((day(whole / 10_000, whole / 100 % 100, whole % 100)?, 1)),
        _ => None,
    }
}

/// A month or a year alone, when the tokens hold nothing else.
fn coarse(tokens: &[Token]) -> Option<Parts> {
    match tokens {
        [Number(y, 4), Sign('-' | '/'), Number(m, 2)] => Some(Parts {
            day: None,
            ..day(*y, *m, 1)?
        }),
        [Number(y, 4), Word(a), Number(m, 1 | 2), Word(b)] if a == "年" && b == "月" => {
            Some(Parts {
                day: None,
                ..day(*y, *m, 1)?
            })
        }
        [Number(y, 4)] if year(*y) => Some(Parts {
            month: None,
            day: None,
            ..day(*y, 1, 1)?
        }),
        _ => None,
    }
}

/// A date around the month name at `at`.
fn in_words(tokens: &[Token], at: usize, month: i8) -> Option<(Parts, (usize, usize))> {
    let filler = |t: &Token| match t {
        Sign(c) => matches!(c, '.' | ',' | '-' | '/' | 'º' | 'ª' | '°' | '\''),
        Word(w) => matches!(
            w.as_str(),
            "de" | "del" | "of" | "the" | "th" | "st" | "nd" | "rd" | "er" | "do" | "o" | "º"
        ),
        Number(..) => false,
    };
    let before = (0..at).rev().find(|i| !filler(&tokens[*i]));
    let after = (at + 1..tokens.len()).find(|i| !filler(&tokens[*i]));
    let number = |i: Option<usize>, digits: fn(usize) -> bool| match tokens.get(i?)? {
        Number(n, len) if digits(*len) => Some(*n),
        _ => None,
    };
    let is_time = |i: usize| matches!(tokens.get(i + 1), Some(Sign(':')));
    let leading = number(before, |len| len <= 2).filter(|_| !preceded_by_clock(tokens, before));
    let trailing = number(after, |len| len <= 2).filter(|_| after.is_some_and(|i| !is_time(i)));
    let leading_year = number(before, |len| len == 4).filter(|y| year(*y));
    // The year is the first number of four digits that is no zone offset.
    let year_at = |from: usize| {
        (from..tokens.len()).find(|i| {
            matches!(tokens[*i], Number(n, 4) if year(n))
                && !matches!(tokens.get(i.wrapping_sub(1)), Some(Sign('+' | '-')) if *i > at + 2)
        })
    };
    let next = number(after, |len| len == 4).filter(|y| year(*y));
    let (y, d, start, end) = if let (Some(d), Some(y)) = (leading, next) {
        (y, Some(d), before?, after? + 1)
    } else if let (Some(d), Some(y)) = (trailing, leading_year) {
        (y, Some(d), before?, after? + 1)
    } else if let Some(d) = trailing {
        let end = year_at(after? + 1)?;
        let Number(y, _) = tokens[end] else {
            return None;
        };
        // With the clock between day and year (`Sep 19 06:08:40 2023`) the time stands inside the date.
        let close = (after? + 1..end).all(|i| filler(&tokens[i]));
        (y, Some(d), at, if close { end + 1 } else { after? + 1 })
    } else if let Some(y) = next {
        (y, None, at, after? + 1)
    } else {
        return None;
    };
    let parts = match d {
        Some(d) => day(y, u32::try_from(month).ok()?, d)?,
        None => Parts {
            day: None,
            ..day(y, u32::try_from(month).ok()?, 1)?
        },
    };
    Some((parts, (start, end)))
}

/// True when the number at `at` is the minutes of a clock, as in `at 9:26 March 2023`.
fn preceded_by_clock(tokens: &[Token], at: Option<usize>) -> bool {
    at.and_then(|i| tokens.get(i.checked_sub(1)?))
        .is_some_and(|t| *t == Sign(':'))
}

/// A time of day at token `at`.
fn time(tokens: &[Token], at: usize) -> Option<Clock> {
    let inside = matches!(
        (
            at.checked_sub(2).map(|i| &tokens[i]),
            at.checked_sub(1).map(|i| &tokens[i])
        ),
        (_, Some(Sign('+'))) | (Some(Number(..)), Some(Sign(':' | '-')))
    );
    if inside {
        return None;
    }
    let rest = &tokens[at..];
    let half = |i: usize| match (rest.get(i), rest.get(i + 1), rest.get(i + 2)) {
        (Some(Word(w)), ..) if w == "am" || w == "pm" => Some((w == "pm", i + 1)),
        (Some(Word(a)), Some(Sign('.')), Some(Word(m))) if (a == "a" || a == "p") && m == "m" => {
            Some((
                a == "p",
                i + 3 + usize::from(rest.get(i + 3) == Some(&Sign('.'))),
            ))
        }
        _ => None,
    };
    let (hour, minute, second, mut next) = match rest {
        [
            Number(h, 1 | 2),
            Sign(':'),
            Number(m, 2),
            Sign(':'),
            Number(s, 2),
            Sign('.' | ','),
            Number(_, len),
            ..,
        ] if *len != 2 || !matches!(rest.get(7), Some(Sign('.'))) => (*h, *m, Some(*s), 7),
        [
            Number(h, 1 | 2),
            Sign(':'),
            Number(m, 2),
            Sign(':'),
            Number(s, 2),
            ..,
        ] => (*h, *m, Some(*s), 5),
        [Number(h, 1 | 2), Sign(':' | '.'), Number(m, 2), ..] => (*h, *m, None, 3),
        [Number(h, 1 | 2), Word(w), Number(m, 1 | 2), ..]
            if w == "h" || w.starts_with(['時', '时', '点']) =>
        {
            (
                *h,
                *m,
                None,
                3 + usize::from(matches!(rest.get(3), Some(Word(w)) if w.starts_with('分'))),
            )
        }
        [Number(whole, 6), ..] if at > 0 && tokens[at - 1] == Word("t".into()) => {
            (whole / 10_000, whole / 100 % 100, Some(whole % 100), 1)
        }
        [Number(h, 1 | 2), ..] if half(1).is_some() => (*h, 0, None, 1),
        _ => return None,
    };
    let mut hour = hour;
    if let Some((afternoon, after)) = half(next) {
        hour = match (hour, afternoon) {
            (12, false) => 0,
            (1..=11, true) => hour + 12,
            _ => hour,
        };
        next = after;
    }
    if hour > 23 || minute > 59 || second.is_some_and(|s| s > 60) {
        return None;
    }
    Some(Clock {
        hour: i8::try_from(hour).ok()?,
        minute: i8::try_from(minute).ok()?,
        // A leap second has no place in epoch time.
        second: second.and_then(|s| i8::try_from(s.min(59)).ok()),
        offset: offset(rest.get(next..)?),
    })
}

/// The zone that follows a time, in seconds east of UTC; a name that means several zones is none.
fn offset(tokens: &[Token]) -> Option<i32> {
    let tokens = match tokens {
        [Sign('('), rest @ ..] => rest,
        all => all,
    };
    let named = match tokens.first()? {
        Word(w) => Some(match w.as_str() {
            "z" | "utc" | "gmt" | "ut" | "wet" => 0,
            "bst" | "cet" | "mez" | "west" => 3600,
            "cest" | "mesz" | "eet" => 7200,
            "eest" | "msk" | "мск" => 10_800,
            "hkt" | "sgt" => 28_800,
            "jst" | "kst" => 32_400,
            "aest" => 36_000,
            "aedt" => 39_600,
            "edt" => -14_400,
            "est" | "cdt" => -18_000,
            "cst" | "mdt" => -21_600,
            "mst" | "pdt" => -25_200,
            "pst" => -28_800,
            _ => return None,
        }),
        _ => None,
    };
    let signed = if named.is_some() {
        &tokens[1..]
    } else {
        tokens
    };
    let (sign, size) = match signed {
        [Sign(s), Number(h, 1 | 2), Sign(':'), Number(m, 2), ..] => (*s, h * 3600 + m * 60),
        [Sign(s), Number(hm, 4), ..] if !year(*hm) => (*s, hm / 100 * 3600 + hm % 100 * 60),
        [Sign(s), Number(h, 1 | 2), ..] => (*s, h * 3600),
        _ => return named,
    };
    let size = i32::try_from(size).ok().filter(|s| *s <= 64_800)?;
    match sign {
        '+' => Some(size),
        '-' => Some(-size),
        _ => named,
    }
}

fn separates(sign: char) -> bool {
    matches!(sign, '-' | '/' | '.')
}

fn year(number: u32) -> bool {
    (1600..=2200).contains(&number)
}

/// The parts of a day when month and day can be; that the day exists is checked with the calendar.
fn day(year: u32, month: u32, day: u32) -> Option<Parts> {
    let fits = (1..=12).contains(&month) && (1..=31).contains(&day);
    fits.then(|| {
        Some(Parts::day(
            i16::try_from(year).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        ))
    })?
}
