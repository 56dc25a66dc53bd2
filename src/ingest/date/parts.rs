//! The parts of a printed date, and the interval they mean.

use jiff::civil::Date;
use jiff::tz::Offset;

use crate::model::{DateClaim, DateOrigin, DateRole, Precision, Zone};

/// Earliest year that can be a publication: the first newspaper appeared in 1605.
const FIRST_YEAR: i16 = 1600;

/// A date taken apart; only the year is always there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Parts {
    pub(crate) year: i16,
    pub(crate) month: Option<i8>,
    pub(crate) day: Option<i8>,
    pub(crate) time: Option<Clock>,
}

/// A time of day; `offset` is in seconds east of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock {
    pub(crate) hour: i8,
    pub(crate) minute: i8,
    pub(crate) second: Option<i8>,
    pub(crate) offset: Option<i32>,
}

impl Parts {
    /// A year, month and day without a time.
    pub(crate) fn day(year: i16, month: i8, day: i8) -> Self {
        Self {
            year,
            month: Some(month),
            day: Some(day),
            time: None,
        }
    }

    /// The parts of an epoch second in UTC.
    pub(crate) fn instant(seconds: i64) -> Option<Self> {
        let at = jiff::Timestamp::from_second(seconds).ok()?;
        let at = Offset::UTC.to_datetime(at);
        Some(Self {
            time: Some(Clock {
                hour: at.hour(),
                minute: at.minute(),
                second: Some(at.second()),
                offset: Some(0),
            }),
            ..Self::day(at.year(), at.month(), at.day())
        })
    }

    /// The same with its time in UTC.
    pub(crate) fn in_utc(self) -> Self {
        let time = self.time.map(|t| Clock {
            offset: Some(0),
            ..t
        });
        Self { time, ..self }
    }

    /// The claim these parts make, or nothing when there is no such day or the year is before 1600.
    pub(crate) fn claim(
        self,
        printed: &str,
        origin: DateOrigin,
        role: DateRole,
    ) -> Option<DateClaim> {
        if self.year < FIRST_YEAR {
            return None;
        }
        // A machine's clock prints midnight when it is midnight.
        let clocked =
            role == DateRole::Captured || matches!(origin, DateOrigin::Http | DateOrigin::Archive);
        let (earliest, latest, precision, zone) = self.interval(clocked)?;
        Some(DateClaim {
            earliest,
            latest,
            origin,
            role,
            precision,
            zone,
            printed: printed.to_owned(),
        })
    }

    /// Unless `clocked`, a time of exactly midnight mostly stands for no time, whatever zone is printed behind it: it is held to the day.
    fn interval(self, clocked: bool) -> Option<(i64, i64, Precision, Zone)> {
        let unknown =
            |(first, last): (i64, i64), precision| Some((first, last, precision, Zone::Unknown));
        let Some(month) = self.month else {
            let first = midnight(Date::new(self.year, 1, 1).ok()?)?;
            let last = midnight(Date::new(self.year, 12, 31).ok()?)?;
            return unknown((first, last + 86_399), Precision::Year);
        };
        let Some(day) = self.day else {
            let first = Date::new(self.year, month, 1).ok()?;
            let last = midnight(first.last_of_month())? + 86_399;
            return unknown((midnight(first)?, last), Precision::Month);
        };
        let start = midnight(Date::new(self.year, month, day).ok()?)?;
        let timed = |t: &Clock| clocked || (t.hour, t.minute, t.second.unwrap_or(0)) != (0, 0, 0);
        let Some(time) = self.time.filter(timed) else {
            return unknown((start, start + 86_399), Precision::Day);
        };
        let minute = start + i64::from(time.hour) * 3600 + i64::from(time.minute) * 60
            - i64::from(time.offset.unwrap_or(0));
        let zone = match time.offset {
            Some(_) => Zone::Stated,
            None => Zone::Unknown,
        };
        Some(match (time.second, time.offset) {
            (Some(second), Some(_)) => {
                let at = minute + i64::from(second);
                (at, at, Precision::Second, zone)
            }
            _ => (minute, minute + 59, Precision::Minute, zone),
        })
    }
}

/// The first second of a day, as if it were a day in UTC.
fn midnight(day: Date) -> Option<i64> {
    let at = Offset::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok()?;
    Some(at.as_second())
}
