//! Points in time on the command line: `2023-09-19`, RFC 3339, `7d`, `36h`.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use crate::corpus::Period;
use crate::error::{Error, Result};

/// A period on the command line.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Range {
    /// From this day or time on (2023-09-19, RFC 3339, 7d, 36h)
    #[arg(long, value_name = "T")]
    since: Option<String>,
    /// Up to this day or time
    #[arg(long, value_name = "T")]
    until: Option<String>,
}

impl Range {
    /// The period in seconds; both ends belong to it.
    pub(super) fn period(&self, now: i64) -> Result<Period> {
        let end = |text: &Option<String>, last, flag: &str| {
            text.as_deref()
                .map(|t| {
                    point(t, now, last)
                        .ok_or_else(|| Error::usage(format!("`{t}` is no date or time")).at(flag))
                })
                .transpose()
        };
        let period = Period {
            since: end(&self.since, false, "--since")?,
            until: end(&self.until, true, "--until")?,
        };
        match (period.since, period.until) {
            (Some(a), Some(b)) if a > b => Err(Error::usage("--since lies after --until")),
            _ => Ok(period),
        }
    }
}

/// The present in epoch seconds.
pub(super) fn now() -> i64 {
    Timestamp::now().as_second()
}

/// Reads a point in time in UTC; of a day the first second, or the `last`.
pub(super) fn point(text: &str, now: i64, last: bool) -> Option<i64> {
    if let Some(ago) = ago(text) {
        return now.checked_sub(ago);
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at.as_second());
    }
    if !text.contains(['T', ' ', ':']) {
        let day = text.parse::<Date>().ok()?;
        let day = if last {
            day.checked_add(1.day()).ok()?
        } else {
            day
        };
        let at = day.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second();
        return Some(if last { at - 1 } else { at });
    }
    let at = text.trim_end_matches('Z').parse::<DateTime>().ok()?;
    Some(at.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second())
}

fn ago(text: &str) -> Option<i64> {
    let unit = match text.chars().next_back()? {
        'h' => 3600,
        'd' => 86_400,
        'w' => 604_800,
        _ => return None,
    };
    text[..text.len() - 1]
        .parse::<u32>()
        .ok()
        .map(|n| i64::from(n) * unit)
}

/// The first second that a printed date of any precision may mean.
pub(super) fn earliest(printed: &str) -> Option<i64> {
    let full = match printed.len() {
        4 => format!("{printed}-01-01"),
        7 => format!("{printed}-01"),
        _ => printed.to_owned(),
    };
    point(&full, 0, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_in_time_are_read_in_utc() {
        assert_eq!(point("2023-09-19", 0, false), Some(1_695_081_600));
        assert_eq!(point("2023-09-19", 0, true), Some(1_695_167_999));
        assert_eq!(point("2023-09-19T06:08:40Z", 0, false), Some(1_695_103_720));
        assert_eq!(point("7d", 1_000_000, false), Some(1_000_000 - 604_800));
        assert_eq!(point("yesterday", 0, false), None);
        assert_eq!(point("d", 0, false), None);
        assert_eq!(point("é", 0, false), None);
    }

    #[test]
    fn printed_dates_of_any_precision_can_be_placed() {
        assert_eq!(earliest("2023-09-19T06:08Z"), Some(1_695_103_680));
        assert_eq!(earliest("2023"), earliest("2023-01"));
        assert_eq!(earliest(""), None);
    }

    #[test]
    fn a_period_that_ends_before_it_begins_is_refused() {
        let range = Range {
            since: Some("2024-01-01".into()),
            until: Some("2023-01-01".into()),
        };
        assert!(range.period(0).is_err());
    }
}
