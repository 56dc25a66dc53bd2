//! Month names in many languages, read from `months.txt`.
//!
//! A few names mean two months (`listopad` is October in Zagreb and November in Prague): such a word counts only where the
//! dot behind the day tells the languages apart.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::ingest::date::tokens::fold;

/// The data; its form stands in its head.
const TABLE: &str = include_str!("months.txt");
/// Languages whose abbreviations count in an address or beside a lone year.
const COMMON: [&str; 7] = ["en", "de", "fr", "es", "it", "pt", "nl"];
/// Most words of a month's name.
pub(crate) const WORDS: usize = 3;

/// How a language counts years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Calendar {
    Gregorian,
    /// Gregorian days, years of the Buddhist era: 2566 is 2023.
    Thai,
    /// Iran's calendar: the months begin at other days, 1402 began in March 2023.
    Solar,
}

/// What a word may mean.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Name {
    /// A bit for each month (bit 1 is January): by languages that print a dot behind the day, and by the others.
    dotted: u16,
    plain: u16,
    /// A full name in some language, or an abbreviation in a common one: it may stand beside a lone year.
    lone: bool,
    /// A full name of some language, or an abbreviation of a common one that stands in addresses.
    common: bool,
    pub(crate) calendar: Calendar,
}

impl Name {
    /// The month beside a day; `dot` when one stands behind the day.
    pub(crate) fn beside_day(&self, dot: bool) -> Option<i8> {
        let (first, other) = if dot {
            (self.dotted, self.plain)
        } else {
            (self.plain, self.dotted)
        };
        single(if first != 0 { first } else { other })
    }

    /// The month where no day stands beside it.
    pub(crate) fn lone(&self) -> Option<i8> {
        single(self.dotted | self.plain).filter(|_| self.lone)
    }

    /// True when both may mean the same month, as in `September/September`.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        (self.dotted | self.plain) & (other.dotted | other.plain) != 0
            && self.calendar == other.calendar
    }
}

fn single(months: u16) -> Option<i8> {
    (months.count_ones() == 1).then(|| i8::try_from(months.trailing_zeros()).ok())?
}

/// What a folded word means, words of one name joined by `_`.
pub(crate) fn name(word: &str) -> Option<&'static Name> {
    static NAMES: OnceLock<HashMap<String, Name>> = OnceLock::new();
    NAMES.get_or_init(table).get(word)
}

/// The month (1-12) that a word of an address names.
pub(crate) fn in_address(word: &str) -> Option<i8> {
    let name = name(&fold(word)).filter(|n| n.common && n.calendar == Calendar::Gregorian)?;
    single(name.dotted | name.plain)
}

/// The languages of the table with their twelve lists of names as they stand there, dots off and marked.
fn languages() -> impl Iterator<Item = (&'static str, bool, [Vec<(&'static str, bool)>; 12])> {
    let lines = TABLE.lines().filter(|l| !l.starts_with('#'));
    lines.filter_map(|line| {
        let (code, months) = line.split_once(':')?;
        let mut cells = months.split('|');
        let cells = [(); 12].map(|()| {
            let names = cells.next().unwrap_or_default().split_whitespace();
            names
                .map(|n| {
                    n.strip_suffix('.')
                        .map_or((n, true), |short| (short, false))
                })
                .collect()
        });
        Some((code.trim_end_matches('.'), code.ends_with('.'), cells))
    })
}

fn table() -> HashMap<String, Name> {
    let mut out: HashMap<String, Name> = HashMap::new();
    for (code, dotted, months) in languages() {
        let common = COMMON.contains(&code);
        for (names, bit) in months.iter().zip(1_u32..) {
            for (word, full) in names {
                let entry = out.entry(fold(word)).or_insert(Name {
                    dotted: 0,
                    plain: 0,
                    lone: false,
                    common: false,
                    calendar: match code {
                        "th" => Calendar::Thai,
                        "fa-solar" => Calendar::Solar,
                        _ => Calendar::Gregorian,
                    },
                });
                let mask = if dotted {
                    &mut entry.dotted
                } else {
                    &mut entry.plain
                };
                *mask |= 1 << bit;
                entry.lone |= *full || common;
                entry.common |= common || *full && word.len() > 3;
            }
        }
    }
    out
}

#[cfg(test)]
pub(crate) fn long_forms() -> Vec<(&'static str, bool, [String; 12])> {
    let first = |cell: &Vec<(&str, bool)>| cell[0].0.replace('_', " ");
    languages()
        .map(|(code, dotted, months)| (code, dotted, months.each_ref().map(first)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_twelve_months_and_no_two_of_one_share_a_name() {
        let mut codes = 0;
        for (code, _, months) in languages() {
            codes += 1;
            let mut seen = Vec::new();
            for names in &months {
                assert!(!names.is_empty() && names[0].1, "{code}");
                for (word, _) in names {
                    assert!(!seen.contains(&fold(word)), "{code} {word}");
                }
                seen.extend(names.iter().map(|(w, _)| fold(w)));
            }
        }
        assert!(codes >= 45, "{codes}");
    }

    #[test]
    fn only_slavic_names_of_old_mean_two_months() {
        let mut split: Vec<String> = table()
            .into_iter()
            .filter(|(_, n)| (n.dotted | n.plain).count_ones() > 1)
            .map(|(word, _)| word)
            .collect();
        split.sort();
        assert_eq!(split, ["lip", "lis", "listopad", "listopada", "srp"]);
    }

    #[test]
    fn the_dot_behind_the_day_tells_zagreb_from_warsaw() {
        let listopada = name("listopada").unwrap();
        assert_eq!(listopada.beside_day(true), Some(10));
        assert_eq!(listopada.beside_day(false), Some(11));
        assert_eq!(listopada.lone(), None);
        // Czech and Croatian both print the dot.
        assert_eq!(name("lis").unwrap().beside_day(true), None);
        assert_eq!(name("lis").unwrap().beside_day(false), Some(11));
    }

    #[test]
    fn abbreviations_of_few_readers_stand_neither_alone_nor_in_addresses() {
        assert_eq!(name("sept").unwrap().lone(), Some(9));
        assert_eq!(name("pro").unwrap().lone(), None);
        assert_eq!(in_address("Nov"), Some(11));
        assert_eq!(in_address("août"), Some(8));
        assert_eq!(in_address("mac"), None);
        assert_eq!(in_address("pro"), None);
        assert_eq!(in_address("marathon"), None);
    }
}
