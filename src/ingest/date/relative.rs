//! Times told from the day they are read (`3 hours ago`, `yesterday`): claims only beside a known capture.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::ingest::date::clock;
use crate::ingest::date::parts::Parts;
use crate::ingest::date::printed;
use crate::ingest::date::tokens::{Token, fold, tokens};
use crate::model::{DateClaim, DateOrigin, DateRole, Precision, Zone};
use Token::{Number, Word};

/// The data; its form stands in its head.
const TABLE: &str = include_str!("relative.txt");
/// Most tokens of a time told so; anything longer is prose that happens to name one.
const TOKENS: usize = 12;
/// Most words beside a day and its time (`Updated yesterday at 9 p.m.`).
const BESIDE: usize = 4;
/// Most words that name one thing.
const JOINED: usize = 3;

/// The units in the order of the table: how many seconds, and as what a claim of it is printed.
const UNITS: [(i64, Precision); 7] = [
    (1, Precision::Minute),
    (60, Precision::Minute),
    (3600, Precision::Day),
    (86_400, Precision::Day),
    (7 * 86_400, Precision::Month),
    (30 * 86_400 + 43_200, Precision::Month),
    (365 * 86_400 + 21_600, Precision::Year),
];

/// Reads a time told from the second `captured` (epoch seconds) at which the page was read by somebody.
///
/// `3 hours ago` covers what a site may round to it: from 4 hours back to 2½. `today` and `yesterday` are whole days, or
/// minutes of them when a time stands beside. Nothing for whole dates, for prose and for vague words (`a few hours ago`).
pub fn parse_relative(
    printed: &str,
    captured: i64,
    origin: DateOrigin,
    role: DateRole,
) -> Option<DateClaim> {
    let printed = printed.trim();
    if printed::read(printed, printed::LAST_YEAR).is_some() {
        return None;
    }
    let tokens = tokens(printed);
    if tokens.is_empty() || tokens.len() > TOKENS {
        return None;
    }
    table()
        .iter()
        .find_map(|language| language.back(&tokens, captured))
        .and_then(|found| found.claim(&tokens, printed, origin, role))
}

/// What a text told.
enum Found {
    /// So many units before.
    Ago {
        captured: i64,
        number: i64,
        unit: usize,
    },
    /// The day that many days before.
    Day(i64),
}

impl Found {
    fn claim(
        self,
        tokens: &[Token],
        printed: &str,
        origin: DateOrigin,
        role: DateRole,
    ) -> Option<DateClaim> {
        match self {
            Self::Ago {
                captured,
                number,
                unit,
            } => {
                let (seconds, precision) = UNITS[unit];
                let back = number.checked_mul(seconds)?;
                Some(DateClaim {
                    earliest: captured.checked_sub(back)?.checked_sub(seconds)?,
                    latest: captured
                        .checked_sub(back)?
                        .checked_add(seconds / 2)?
                        .min(captured),
                    origin,
                    role,
                    precision,
                    zone: Zone::Stated,
                    printed: printed.to_owned(),
                })
            }
            Self::Day(second) => {
                let parts = Parts::instant(second)?;
                let time = clock::first(tokens, 0..tokens.len());
                Parts { time, ..parts }.claim(printed, origin, role)
            }
        }
    }
}

/// The words of one language, folded.
#[derive(Default)]
struct Language {
    /// None needed where the unit says itself that it is past.
    ago: Vec<String>,
    ones: Vec<String>,
    /// The unit, and what it stands for without a number.
    units: HashMap<String, (usize, Option<i64>)>,
    /// Days back.
    days: HashMap<String, i64>,
}

impl Language {
    fn back(&self, tokens: &[Token], captured: i64) -> Option<Found> {
        // Days of more words come first: `day before yesterday`. A short word of one language means much in others (`hier`), so
        // without a time beside it it is the whole text.
        let words = tokens.iter().filter(|t| matches!(t, Word(_))).count();
        let most = match clock::first(tokens, 0..tokens.len()) {
            Some(_) => BESIDE,
            None => usize::from(tokens.first() == Some(&Word("the".into()))),
        };
        for len in (1..=JOINED).rev().filter(|len| words <= len + most) {
            let found = (0..tokens.len()).find_map(|at| self.days.get(&joined(tokens, at, len)?));
            if let Some(days) = found {
                return Some(Found::Day(captured.checked_sub(days * 86_400)?));
            }
        }
        let ago = |at| {
            (1..=JOINED).any(|len| joined(tokens, at, len).is_some_and(|w| self.ago.contains(&w)))
        };
        if !self.ago.is_empty() && !(0..tokens.len()).any(ago) {
            return None;
        }
        (0..tokens.len()).find_map(|at| self.unit(tokens, at, captured))
    }

    fn unit(&self, tokens: &[Token], at: usize, captured: i64) -> Option<Found> {
        let Word(word) = &tokens[at] else {
            return None;
        };
        let (unit, fixed) = if self.ago.is_empty() {
            // Words run on where no blanks stand between them: `3小时前发布`.
            let longest = self
                .units
                .iter()
                .filter(|(name, _)| word.starts_with(name.as_str()));
            *longest.max_by_key(|(name, _)| name.len())?.1
        } else {
            *self.units.get(word)?
        };
        let before = tokens[..at]
            .iter()
            .rev()
            .find(|t| matches!(t, Number(..) | Word(_)));
        let number = match (fixed, before) {
            (Some(number), _) => number,
            (_, Some(Number(n, 1..=3))) => i64::try_from(*n).ok()?,
            (_, Some(Word(w))) if self.ones.contains(w) || self.ago.contains(w) => 1,
            // `godzinę temu`, `час назад`.
            (_, None) if !self.ago.is_empty() => 1,
            _ => return None,
        };
        Some(Found::Ago {
            captured,
            number,
            unit,
        })
    }
}

/// The `len` words from `at` on, joined.
fn joined(tokens: &[Token], at: usize, len: usize) -> Option<String> {
    let mut words = tokens[at..]
        .iter()
        .filter(|t| matches!(t, Number(..) | Word(_)));
    let mut out = String::new();
    if !matches!(tokens[at], Word(_)) {
        return None;
    }
    for i in 0..len {
        let Word(word) = words.next()? else {
            return None;
        };
        if i > 0 {
            out.push('_');
        }
        out.push_str(word);
    }
    Some(out)
}

fn table() -> &'static [Language] {
    static LANGUAGES: OnceLock<Vec<Language>> = OnceLock::new();
    LANGUAGES.get_or_init(|| {
        let lines = TABLE.lines().filter(|l| !l.starts_with('#'));
        lines
            .filter_map(|l| Some(language(l.split_once(':')?.1)))
            .collect()
    })
}

fn language(line: &str) -> Language {
    let mut out = Language::default();
    for (at, cell) in line.split('|').enumerate() {
        for word in cell.split_whitespace().filter(|w| *w != "-") {
            let (word, fixed) = match word.split_once('=') {
                Some((word, number)) => (word, number.parse().ok()),
                None => (word, None),
            };
            let word = fold(word);
            match at {
                0 => out.ago.push(word),
                1 => out.ones.push(word),
                2..=8 => {
                    out.units.insert(word, (at - 2, fixed));
                }
                _ => {
                    out.days
                        .insert(word, i64::try_from(at).map_or(0, |at| at - 9));
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 2023-09-19T15:30:00Z.
    const CAPTURED: i64 = 1_695_137_400;
    const HOUR: i64 = 3600;

    fn read(printed: &str) -> Option<DateClaim> {
        parse_relative(
            printed,
            CAPTURED,
            DateOrigin::TimeElement,
            DateRole::Published,
        )
    }

    #[test]
    fn hours_and_days_back_are_read_in_many_languages() {
        for (printed, number, unit) in [
            ("3 hours ago", 3, HOUR),
            ("Published an hour ago", 1, HOUR),
            ("5h ago", 5, HOUR),
            ("12 mins ago", 12, 60),
            ("vor 2 Stunden", 2, HOUR),
            ("vor einer Stunde aktualisiert", 1, HOUR),
            ("il y a 3 jours", 3, 24 * HOUR),
            ("hace 2 horas", 2, HOUR),
            ("há 2 horas", 2, HOUR),
            ("2 ore fa", 2, HOUR),
            ("un'ora fa", 1, HOUR),
            ("2 uur geleden", 2, HOUR),
            ("för 2 timmar sedan", 2, HOUR),
            ("2 tuntia sitten", 2, HOUR),
            ("2 godziny temu", 2, HOUR),
            ("godzinę temu", 1, HOUR),
            ("před 2 hodinami", 2, HOUR),
            ("prije 2 sata", 2, HOUR),
            ("acum 2 ore", 2, HOUR),
            ("2 órával ezelőtt", 2, HOUR),
            ("πριν από 2 ώρες", 2, HOUR),
            ("2 часа назад", 2, HOUR),
            ("2 години тому", 2, HOUR),
            ("2 saat önce", 2, HOUR),
            ("2 jam yang lalu", 2, HOUR),
            ("2 giờ trước", 2, HOUR),
            ("قبل ساعتين", 2, HOUR),
            ("منذ ٣ أيام", 3, 24 * HOUR),
            ("לפני שעתיים", 2, HOUR),
            ("3 घंटे पहले", 3, HOUR),
            ("3 ชั่วโมงที่แล้ว", 3, HOUR),
            ("3시간 전", 3, HOUR),
            ("3時間前", 3, HOUR),
            ("3小时前发布", 3, HOUR),
            ("3 天前", 3, 24 * HOUR),
        ] {
            let Some(claim) = read(printed) else {
                panic!("{printed}");
            };
            let back = (CAPTURED - claim.latest, CAPTURED - claim.earliest);
            assert_eq!(
                back,
                (number * unit - unit / 2, (number + 1) * unit),
                "{printed}"
            );
            assert_eq!(claim.zone, Zone::Stated);
        }
    }

    #[test]
    fn today_and_yesterday_are_days_of_the_capture() {
        for (printed, want) in [
            ("today", "2023-09-19"),
            ("Yesterday", "2023-09-18"),
            ("ieri", "2023-09-18"),
            ("ontem", "2023-09-18"),
            ("вчера", "2023-09-18"),
            ("昨天", "2023-09-18"),
            ("昨日 14:05", "2023-09-18T14:05:00Z"),
            ("Gestern, 14.05 Uhr", "2023-09-18T14:05:00Z"),
            ("Сегодня в 14:05", "2023-09-19T14:05:00Z"),
            ("avant-hier", "2023-09-17"),
            ("the day before yesterday", "2023-09-17"),
            ("أول أمس", "2023-09-17"),
            ("前天", "2023-09-17"),
        ] {
            let claim = read(printed);
            assert_eq!(
                claim.map(|c| c.rfc3339()).as_deref(),
                Some(want),
                "{printed}"
            );
        }
        assert_eq!(read("yesterday").map(|c| c.zone), Some(Zone::Unknown));
    }

    #[test]
    fn what_is_vague_whole_or_prose_is_none() {
        for printed in [
            "a few hours ago",
            "several days ago",
            "vor wenigen Stunden",
            "il y a quelques heures",
            "hours",
            "3 hours",
            "in 3 hours",
            "19 September 2023",
            "5 minute read",
            "3 years",
            "The minister told the council yesterday that the bridge would open before the winter comes",
            "",
        ] {
            assert_eq!(read(printed), None, "{printed}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_time_told_from_a_capture_never_lies_after_it(
            text in "[0-9]{1,20} (hours|days|years) ago|\\PC{0,40}", captured in any::<i64>(),
        ) {
            if let Some(claim) = parse_relative(&text, captured, DateOrigin::TimeElement, DateRole::Published)
                && claim.zone == Zone::Stated
            {
                prop_assert!(claim.latest <= captured && claim.earliest <= claim.latest);
            }
        }
    }
}
