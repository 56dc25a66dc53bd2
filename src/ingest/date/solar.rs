//! Iran's solar calendar in Gregorian days.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::ingest::date::parts::Parts;

/// Years that are read (1921 to 2122): in these the rule of 33 years gives the very days of the calendar.
pub(crate) const YEARS: std::ops::RangeInclusive<u64> = 1300..=1500;

/// Days of the months: six of 31, five of 30, and the last of 29, in a leap year 30.
const MONTHS: [u64; 12] = [31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 29];

/// The Gregorian day of a day of Iran's calendar.
pub(crate) fn day(year: u64, month: u64, day: u64) -> Option<Parts> {
    let at = usize::try_from(month.checked_sub(1)?).ok()?;
    let last = MONTHS.get(at)? + u64::from(month == 12 && is_leap(year));
    if !YEARS.contains(&year) || !(1..=last).contains(&day) {
        return None;
    }
    let years = (*YEARS.start()..year).map(|y| 365 + u64::from(is_leap(y)));
    let days = years.sum::<u64>() + MONTHS[..at].iter().sum::<u64>() + day - 1;
    // 1 Farvardin 1300.
    let first = Date::new(1921, 3, 21).ok()?;
    let date = first.checked_add(i64::try_from(days).ok()?.days()).ok()?;
    Some(Parts::day(date.year(), date.month(), date.day()))
}

fn is_leap(year: u64) -> bool {
    matches!(year % 33, 1 | 5 | 9 | 13 | 17 | 22 | 26 | 30)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days_of_irans_calendar_are_right() {
        for ((y, m, d), want) in [
            ((1300, 1, 1), (1921, 3, 21)),
            ((1357, 11, 22), (1979, 2, 11)),
            ((1375, 12, 30), (1997, 3, 20)),
            ((1399, 1, 1), (2020, 3, 20)),
            ((1399, 12, 30), (2021, 3, 20)),
            ((1402, 6, 28), (2023, 9, 19)),
            ((1403, 1, 1), (2024, 3, 20)),
            ((1403, 12, 30), (2025, 3, 20)),
            ((1404, 1, 1), (2025, 3, 21)),
        ] {
            let (gy, gm, gd) = want;
            assert_eq!(day(y, m, d), Some(Parts::day(gy, gm, gd)), "{y}-{m}-{d}");
        }
        assert_eq!(day(1402, 12, 30), None);
        assert_eq!(day(1402, 7, 31), None);
        assert_eq!(day(1299, 1, 1), None);
    }
}
