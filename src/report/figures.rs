//! Numbers in words: counts, shares, lags.

/// A count with its thousands set apart by a blank: `48 210`.
pub fn count(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// A count with its noun: `1 article`, `5 articles`, `2 copies`.
pub fn plural(n: usize, noun: &str) -> String {
    let number = count(n);
    match noun.strip_suffix('y') {
        _ if n == 1 => format!("{number} {noun}"),
        Some(stem) if !stem.ends_with(['a', 'e', 'o']) => format!("{number} {stem}ies"),
        _ => format!("{number} {noun}s"),
    }
}

/// A share in whole per cent that never rounds something to nothing or most to all: `0%`, `<1%`, `25%`, `>99%`, `100%`.
/// Goes beside a count, never alone.
pub fn percent(part: usize, whole: usize) -> String {
    if part == 0 || whole == 0 {
        return "0%".into();
    }
    if part >= whole {
        return "100%".into();
    }
    let share = part as f64 * 100.0 / whole as f64;
    if share < 1.0 {
        "<1%".into()
    } else if share > 99.0 {
        ">99%".into()
    } else {
        format!("{share:.0}%")
    }
}

/// A lag of so many seconds in its two largest units: `41 m`, `3 h 12 m`, `2 d 4 h`; `before` when negative.
pub fn lag(seconds: i64) -> String {
    let span = seconds.unsigned_abs();
    let minutes = span / 60;
    let (hours, days) = (minutes / 60, minutes / 1440);
    let words = match () {
        () if minutes == 0 => "<1 m".to_owned(),
        () if hours == 0 => format!("{minutes} m"),
        () if days == 0 => two(hours, "h", minutes % 60, "m"),
        () => two(days, "d", hours % 24, "h"),
    };
    if seconds < 0 {
        format!("{words} before")
    } else {
        words
    }
}

fn two(big: u64, unit: &str, small: u64, sub: &str) -> String {
    if small == 0 {
        format!("{big} {unit}")
    } else {
        format!("{big} {unit} {small} {sub}")
    }
}

/// A bar of at most `full` blocks for a share of the whole; a non-zero share has at least one.
pub fn bar(part: usize, whole: usize, full: usize) -> String {
    if part == 0 || whole == 0 {
        return String::new();
    }
    let blocks = (part as f64 / whole as f64 * full as f64).round() as usize;
    "█".repeat(blocks.clamp(1, full))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_never_rounds_something_to_nothing() {
        let shares: Vec<_> = [
            (0, 9),
            (1, 900),
            (1, 100),
            (3, 12),
            (899, 900),
            (9, 9),
            (1, 0),
        ]
        .map(|(a, b)| percent(a, b))
        .into();
        assert_eq!(shares, ["0%", "<1%", "1%", "25%", ">99%", "100%", "0%"]);
    }

    #[test]
    fn a_lag_is_told_in_its_two_largest_units() {
        let lags: Vec<_> = [0, 59, 2460, 3600, 11520, 187_200, -7200].map(lag).into();
        assert_eq!(
            lags,
            [
                "<1 m",
                "<1 m",
                "41 m",
                "1 h",
                "3 h 12 m",
                "2 d 4 h",
                "2 h before"
            ]
        );
    }

    #[test]
    fn counts_are_grouped_and_nouns_agree() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(48_210), "48 210");
        assert_eq!(count(1_000_000), "1 000 000");
        assert_eq!(plural(1, "copy"), "1 copy");
        assert_eq!(plural(2, "copy"), "2 copies");
        assert_eq!(plural(0, "article"), "0 articles");
        assert_eq!(plural(3, "day"), "3 days");
    }

    #[test]
    fn a_small_share_still_has_a_bar() {
        assert_eq!(bar(1, 1000, 20), "█");
        assert_eq!(bar(0, 1000, 20), "");
        assert_eq!(bar(1, 2, 10), "█████");
    }
}
