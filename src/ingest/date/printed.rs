//! Reads printed dates from their words and numbers, whatever order the language puts them in.

use crate::ingest::date::clock;
use crate::ingest::date::months::{self, Calendar, Name};
use crate::ingest::date::parts::Parts;
use crate::ingest::date::solar;
use crate::ingest::date::tokens::{Token, tokens};
use Token::{Number, Sign, Word};

/// The last year that two digits may stand for where nothing is known of the present.
pub(crate) const LAST_YEAR: u64 = 2099;

/// Reads a printed date of any known form; the first date in it wins. `last` is the last year that two digits may stand for.
pub(crate) fn read(printed: &str, last: u64) -> Option<Parts> {
    let tokens = with_whole_years(tokens(printed), last);
    if let Some(parts) = coarse(&tokens) {
        return Some(parts);
    }
    let (mut parts, used) = date(&tokens)?;
    if parts.day.is_some() && parts.time.is_none() {
        parts.time = clock::first(&tokens, used.1..tokens.len())
            .or_else(|| clock::first(&tokens, 0..used.0));
    }
    Some(parts)
}

/// Writes out the years of two digits, where nothing else can be meant: `19 Sep 23`, and `19.09.23` that stands for itself.
fn with_whole_years(mut tokens: Vec<Token>, last: u64) -> Vec<Token> {
    let short = |at: &usize| matches!(tokens[*at], Number(_, 2));
    let year = (0..tokens.len())
        .filter(short)
        .find(|at| match &tokens[..*at] {
            [.., Number(_, 1 | 2), Word(month)] => {
                let named = months::name(month).is_some_and(|n| n.calendar == Calendar::Gregorian);
                named && is_end(&tokens[at + 1..])
            }
            [
                before @ ..,
                Number(d, 2),
                Sign('.'),
                Number(m, 2),
                Sign('.'),
            ] => {
                let free = match before.last() {
                    None => true,
                    Some(Sign(c)) => matches!(c, ':' | '|' | ',' | '('),
                    Some(Word(w)) => {
                        ["am", "vom", "den", "stand", "il", "le"].contains(&w.as_str())
                    }
                    Some(Number(..)) => false,
                };
                free && *d <= 31 && *m <= 12 && is_end(&tokens[at + 1..])
            }
            _ => false,
        });
    if let Some(Number(value, len)) = year.map(|at| &mut tokens[at]) {
        *value += if 2000 + *value <= last { 2000 } else { 1900 };
        *len = 4;
    }
    tokens
}

/// True when a date may end before these tokens: at the end, at a sign that ends it, or at a time of day.
fn is_end(rest: &[Token]) -> bool {
    match rest {
        [] | [Sign(',' | '|' | ')' | '·'), ..] | [Number(_, 1 | 2), Sign(':'), ..] => true,
        [Word(w), Number(..), Sign(':' | '.'), ..] => w == "um" || w == "kl" || w == "à",
        _ => false,
    }
}

/// The date among the tokens, with the range of tokens it takes up.
fn date(tokens: &[Token]) -> Option<(Parts, (usize, usize))> {
    let numeric =
        (0..tokens.len()).find_map(|at| in_numbers(&tokens[at..]).map(|(p, n)| (p, (at, at + n))));
    let names = || (0..tokens.len()).filter_map(|at| named(tokens, at).map(|n| (at, n)));
    // A word may be a month and something else (`mar` is March, and Tuesday in Spanish): one that stands between day and
    // year comes before one that only has them somewhere.
    numeric
        .or_else(|| names().find_map(|(at, n)| in_words(tokens, at, n, true)))
        .or_else(|| names().find_map(|(at, n)| in_words(tokens, at, n, false)))
}

/// The month's name that begins at `at`, and how many words it has.
fn named(tokens: &[Token], at: usize) -> Option<(&'static Name, usize)> {
    let mut joined = String::new();
    let mut found = None;
    for (words, token) in tokens[at..].iter().take(months::WORDS).enumerate() {
        let Word(word) = token else { break };
        if words > 0 {
            joined.push('_');
        }
        joined.push_str(word);
        found = months::name(&joined).map(|n| (n, words + 1)).or(found);
    }
    found
}

/// A date in numbers at the start of `tokens`, and how many tokens it takes.
fn in_numbers(tokens: &[Token]) -> Option<(Parts, usize)> {
    match tokens {
        [
            Word(era),
            Number(y, 1..=3),
            Word(a),
            Number(m, 1 | 2),
            Word(b),
            Number(d, 1 | 2),
            Word(c),
            ..,
        ] if is_year(a) && is_month(b) && is_day(c) => Some((day(era_year(era, *y)?, *m, *d)?, 6)),
        [
            Number(y, 4),
            Word(a),
            Number(m, 1 | 2),
            Word(b),
            Number(d, 1 | 2),
            Word(c),
            ..,
        ] if is_year(a) && is_month(b) && is_day(c) => {
            // The last word may run on into the half of the day (`日下午3時`), so it is left to the clock.
            Some((day(*y, *m, *d)?, 6))
        }
        [Number(d, 1 | 2), Word(t), Number(m, 1 | 2), rest @ ..] if t == "thang" => {
            let passed = rest.iter().take_while(|t| is_filler(t)).count();
            match rest.get(passed)? {
                Number(y, 4) if year(*y) => Some((day(*y, *m, *d)?, 4 + passed)),
                _ => None,
            }
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
        [Number(whole, 8), ..] => Some((digits(*whole)?, 1)),
        [Number(whole, 14), ..] => {
            let time = whole % 1_000_000;
            let time = clock::of_digits(time)?;
            let parts = digits(whole / 1_000_000)?;
            Some((
                Parts {
                    time: Some(time),
                    ..parts
                },
                1,
            ))
        }
        _ => None,
    }
}

/// A month or a year alone, when the tokens hold nothing else.
fn coarse(tokens: &[Token]) -> Option<Parts> {
    match tokens {
        [Number(y, 4), Sign('-' | '/'), Number(m, 2)] => month_of(*y, *m),
        [Number(y, 4), Word(a), Number(m, 1 | 2), Word(b)] if is_year(a) && is_month(b) => {
            month_of(*y, *m)
        }
        [Number(y, 4)] if year(*y) => Some(Parts {
            month: None,
            day: None,
            ..day(*y, 1, 1)?
        }),
        _ => None,
    }
}

/// A date around the month's name at `at`; `close` when nothing but fillers may stand inside it.
fn in_words(
    tokens: &[Token],
    at: usize,
    (name, words): (&Name, usize),
    close: bool,
) -> Option<(Parts, (usize, usize))> {
    // The second name of `أيلول/سبتمبر` is a filler.
    let filler = |i: usize| {
        is_filler(&tokens[i]) || named(tokens, i).is_some_and(|(n, _)| i != at && n.meets(name))
    };
    let before = (0..at).rev().find(|i| !filler(*i));
    let after = (at + words..tokens.len()).find(|i| !filler(*i));
    let small = |i: Option<usize>| match tokens.get(i?)? {
        Number(n, 1 | 2) => Some(*n),
        _ => None,
    };
    let whole = |i: Option<usize>| match tokens.get(i?)? {
        Number(n, 4) => in_era(*n, name.calendar),
        _ => None,
    };
    let is_time = |i: usize| matches!(tokens.get(i + 1), Some(Sign(':')));
    let leading = small(before).filter(|_| !preceded_by_clock(tokens, before));
    let trailing = small(after).filter(|_| after.is_some_and(|i| !is_time(i)));
    let next = whole(after);
    let earlier = before.and_then(|b| (0..b).rev().find(|i| !filler(*i)));
    let (y, d, dot, start, end) = if let (Some(d), Some(y)) = (leading, next) {
        let dot = tokens.get(before? + 1) == Some(&Sign('.'));
        (y, Some(d), dot, before?, after? + 1)
    } else if let (Some(d), Some(y)) = (trailing, whole(before)) {
        let dot = tokens.get(after? + 1) == Some(&Sign('.'));
        (y, Some(d), dot, before?, after? + 1)
    } else if let (Some(d), Some(y)) = (leading, whole(earlier)) {
        // `2023. gada 19. septembris`, `2023-yil 19-sentabr`.
        let dot = tokens.get(before? + 1) == Some(&Sign('.'));
        (y, Some(d), dot, earlier?, at + words)
    } else if let Some(d) = trailing {
        // With the clock between day and year (`Sep 19 06:08:40 2023`) the time stands inside the date.
        let (end, y) = year_behind(tokens, after? + 1, name.calendar)?;
        let inside = !(after? + 1..end).all(filler);
        if inside && close {
            return None;
        }
        (
            y,
            Some(d),
            false,
            at,
            if inside { after? + 1 } else { end + 1 },
        )
    } else if let Some(y) = next.filter(|_| !close || alone(tokens, at)) {
        (y, None, false, at, after? + 1)
    } else {
        return None;
    };
    let month = match d {
        Some(_) => name.beside_day(dot)?,
        None => name.lone()?,
    };
    let month = u64::try_from(month).ok()?;
    let parts = match (name.calendar, d) {
        (Calendar::Solar, Some(d)) => solar::day(y, month, d)?,
        (Calendar::Solar, None) => return None,
        (_, Some(d)) => day(y, month, d)?,
        (_, None) => month_of(y, month)?,
    };
    Some((parts, (start, end)))
}

/// True when no other month is named: a month and a year are then the whole date.
fn alone(tokens: &[Token], at: usize) -> bool {
    (0..tokens.len()).all(|i| i == at || named(tokens, i).is_none())
}

/// The first number of four digits from `from` on that is a year and no zone offset.
fn year_behind(tokens: &[Token], from: usize, calendar: Calendar) -> Option<(usize, u64)> {
    (from..tokens.len()).find_map(|i| match tokens[i] {
        Number(n, 4) if i == from || !matches!(tokens[i - 1], Sign('+' | '-')) => {
            Some((i, in_era(n, calendar)?))
        }
        _ => None,
    })
}

/// What may stand between day, month and year.
fn is_filler(token: &Token) -> bool {
    match token {
        Sign(c) => matches!(c, '.' | ',' | '-' | '/' | 'º' | 'ª' | '°' | '\''),
        Word(w) => matches!(
            w.as_str(),
            "de" | "del"
                | "of"
                | "the"
                | "th"
                | "st"
                | "nd"
                | "rd"
                | "day"
                | "er"
                | "e"
                | "do"
                | "o"
                | "d"
                | "º"
                | "den"
                | "nam"
                | "gada"
                | "m"
                | "yil"
                | "жыл"
                | "го"
                | "ο"
                | "เดือน"
                | "พ.ศ"
                | "ค.ศ"
                | "ماه"
                | "سال"
                | "عام"
                | "من"
        ),
        Number(..) => false,
    }
}

/// True when the number at `at` is the minutes of a clock, as in `at 9:26 March 2023`.
fn preceded_by_clock(tokens: &[Token], at: Option<usize>) -> bool {
    let before = |back| at.and_then(|i: usize| tokens.get(i.checked_sub(back)?));
    matches!((before(2), before(1)), (Some(Number(..)), Some(Sign(':'))))
}

fn is_year(word: &str) -> bool {
    word.starts_with(['年', '년'])
}

fn is_month(word: &str) -> bool {
    word.starts_with(['月', '월'])
}

fn is_day(word: &str) -> bool {
    word.starts_with(['日', '号', '號', '일'])
}

/// The Gregorian year of a year counted by a reign of Japan or by the Republic of China.
fn era_year(era: &str, number: u64) -> Option<u64> {
    const ERAS: [(&str, u64, u64); 7] = [
        ("令和", 2018, 99),
        ("平成", 1988, 31),
        ("昭和", 1925, 64),
        ("大正", 1911, 15),
        ("明治", 1867, 45),
        ("民國", 1911, 199),
        ("民国", 1911, 199),
    ];
    let era = ERAS.iter().find(|(name, ..)| era.ends_with(name));
    era.filter(|(_, _, last)| (1..=*last).contains(&number))
        .map(|(_, zero, _)| zero + number)
}

fn separates(sign: char) -> bool {
    matches!(sign, '-' | '/' | '.')
}

fn year(number: u64) -> bool {
    (1600..=2200).contains(&number)
}

/// The year that a number of four digits stands for beside a month of `calendar`: Gregorian, for Iran's its own.
fn in_era(number: u64, calendar: Calendar) -> Option<u64> {
    match calendar {
        Calendar::Solar => solar::YEARS.contains(&number).then_some(number),
        Calendar::Thai if (2400..=2700).contains(&number) => Some(number - 543),
        _ => year(number).then_some(number),
    }
}

/// The parts of a day when month and day can be; that the day exists is checked with the calendar.
fn day(year: u64, month: u64, day: u64) -> Option<Parts> {
    let fits = (1..=12).contains(&month) && (1..=31).contains(&day);
    fits.then(|| {
        Some(Parts::day(
            i16::try_from(year).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        ))
    })?
}

fn month_of(y: u64, m: u64) -> Option<Parts> {
    Some(Parts {
        day: None,
        ..day(y, m, 1)?
    })
}

/// The day of eight digits, `20230919`.
fn digits(whole: u64) -> Option<Parts> {
    day(whole / 10_000, whole / 100 % 100, whole % 100)
}
