//! The time of day in a printed date, and the zone behind it.

use crate::ingest::date::parts::Clock;
use crate::ingest::date::tokens::Token;
use Token::{Number, Sign, Word};

/// The first time of day among the tokens `range`, which stand before or behind the date.
pub(crate) fn first(tokens: &[Token], range: std::ops::Range<usize>) -> Option<Clock> {
    // `2023-09-19-05:00` ends in a zone, `19 September 2023 - 14:05` in a time.
    let zone = range.start >= 2 && tokens.get(range.start - 2) == Some(&Sign('-'));
    let dash = !zone && tokens.get(range.start) == Some(&Sign('-'));
    let behind = range.start + 1;
    range
        .filter_map(|at| time(tokens, at, dash && at == behind))
        .next()
}

/// The time that six digits mean, `060840`.
pub(crate) fn of_digits(digits: u64) -> Option<Clock> {
    let (hour, minute, second) = (digits / 10_000, digits / 100 % 100, digits % 100);
    let fits = hour < 24 && minute < 60 && second < 60;
    fits.then(|| {
        Some(Clock {
            hour: i8::try_from(hour).ok()?,
            minute: i8::try_from(minute).ok()?,
            second: Some(i8::try_from(second).ok()?),
            offset: None,
        })
    })?
}

/// Half of the day that a word behind or before the hour names; true for the second half.
fn half_word(word: &str) -> Option<bool> {
    Some(match word {
        "am" | "sa" | "πμ" | "ص" | "صباحا" => false,
        "pm" | "μμ" | "م" | "مساء" | "ch" => true,
        _ => return None,
    })
}

/// The same at the end of a word that runs on (`日下午`).
fn half_before(word: &str) -> Option<bool> {
    const MORNING: [&str; 4] = ["午前", "上午", "오전", "早上"];
    const AFTERNOON: [&str; 4] = ["午後", "下午", "오후", "晚上"];
    let ends = |words: &[&str]| words.iter().any(|w| word.ends_with(w));
    match (ends(&MORNING), ends(&AFTERNOON)) {
        (true, _) => Some(false),
        (_, true) => Some(true),
        _ => None,
    }
}

/// True for what stands between hour and minute as a word: `14h05`, `14時05分`, `15시 5분`.
fn is_hour(word: &str) -> bool {
    matches!(word, "h" | "u" | "hs" | "hrs" | "год")
        || word.starts_with(['時', '时', '点', '點', '시'])
}

/// A time of day at token `at`; `free` when what stands before is no part of it.
fn time(tokens: &[Token], at: usize, free: bool) -> Option<Clock> {
    let before = |back: usize| at.checked_sub(back).and_then(|i| tokens.get(i));
    let inside = matches!(
        (before(2), before(1)),
        (_, Some(Sign('+'))) | (Some(Number(..)), Some(Sign(':' | '-')))
    );
    if inside && !free {
        return None;
    }
    let rest = &tokens[at..];
    let half = |i: usize| match (rest.get(i), rest.get(i + 1), rest.get(i + 2)) {
        (Some(Word(a)), Some(Sign('.')), Some(Word(m)))
            if matches!(
                (a.as_str(), m.as_str()),
                ("a" | "p", "m") | ("π" | "μ", "μ")
            ) =>
        {
            let end = i + 3 + usize::from(rest.get(i + 3) == Some(&Sign('.')));
            Some((a == "p" || a == "μ", end))
        }
        (Some(Word(w)), ..) => half_word(w).map(|second| (second, i + 1)),
        _ => None,
    };
    let earlier = match before(1) {
        Some(Word(w)) => half_before(w),
        _ => None,
    };
    let minutes = |i: usize| {
        usize::from(
            matches!(rest.get(i), Some(Word(w)) if w.starts_with(['分', '분']) || w == "min"),
        )
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
        [Number(h, 1 | 2), Word(w), Number(m, 1 | 2), ..] if is_hour(w) => {
            (*h, *m, None, 3 + minutes(3))
        }
        [Number(whole, 6), ..] if before(1) == Some(&Word("t".into())) => {
            (whole / 10_000, whole / 100 % 100, Some(whole % 100), 1)
        }
        [Number(h, 1 | 2), Word(w), ..] if is_hour(w) || w == "uhr" => (*h, 0, None, 2),
        [Number(h, 1 | 2), ..] if half(1).is_some() => (*h, 0, None, 1),
        _ => return None,
    };
    let mut afternoon = earlier;
    if let Some((second, after)) = half(next) {
        (afternoon, next) = (Some(second), after);
    }
    let hour = match (hour, afternoon) {
        (12, Some(false)) => 0,
        (1..=11, Some(true)) => hour + 12,
        _ => hour,
    };
    if hour > 23 || minute > 59 || second.is_some_and(|s| s > 60) {
        return None;
    }
    // What readers see between a time and its zone.
    let passed = |t: &&Token| matches!(t, Word(w) if ["uhr", "h", "hs", "hrs", "hod", "น", "ч"].contains(&w.as_str()));
    next += rest[next.min(rest.len())..]
        .iter()
        .take_while(passed)
        .count();
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
        [Sign('(' | ','), rest @ ..] => rest,
        all => all,
    };
    let named = match tokens.first()? {
        Word(w) => Some(match w.as_str() {
            "z" | "utc" | "gmt" | "ut" | "wet" => 0,
            "bst" | "cet" | "mez" | "west" | "wat" => 3600,
            "cest" | "mesz" | "eet" | "cat" | "sast" => 7200,
            "eest" | "msk" | "мск" | "eat" | "trt" => 10_800,
            "pkt" => 18_000,
            "wib" | "ict" => 25_200,
            "hkt" | "sgt" | "wita" | "awst" | "myt" => 28_800,
            "jst" | "kst" | "wit" => 32_400,
            "aest" => 36_000,
            "aedt" => 39_600,
            "nzst" => 43_200,
            "nzdt" => 46_800,
            "brt" => -10_800,
            "edt" => -14_400,
            "est" | "cdt" => -18_000,
            "mdt" => -21_600,
            "mst" | "pdt" => -25_200,
            "pst" | "akdt" => -28_800,
            "akst" => -32_400,
            "hst" => -36_000,
            // `CST` is none: it is Central time in America and China's own.
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
        [Sign(s), Number(hm, 4), ..] if !(1600..=2200).contains(hm) => {
            (*s, hm / 100 * 3600 + hm % 100 * 60)
        }
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
