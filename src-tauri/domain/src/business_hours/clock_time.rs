//! Times of day, days and time zones, as people name them.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZoneDatabase;
use serde::{Deserialize, Serialize};

use crate::UnixMs;

/// The zones that this program knows, whatever the system has.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// A text that names no time of day, no day or no time zone.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum InvalidClockTime {
    /// No time of day.
    #[error("a time of day is written HH:MM, 00:00 to 23:59")]
    TimeOfDay,
    /// No day.
    #[error("a day is written YYYY-MM-DD")]
    Date,
    /// No time zone that is known.
    #[error("no time zone of the IANA database, such as America/Sao_Paulo")]
    TimeZone,
}

/// A minute of the day, written `HH:MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// How many minutes a day of the clock has.
    pub(super) const MINUTES_A_DAY: u32 = 24 * 60;

    /// Minutes after midnight, 0 to 1,439.
    pub(super) fn minutes(self) -> u32 {
        u32::from(self.0)
    }
}

impl FromStr for TimeOfDay {
    type Err = InvalidClockTime;
    fn from_str(text: &str) -> Result<Self, InvalidClockTime> {
        let number = |part: &str, most: u16| {
            let is_written = part.len() == 2 && part.bytes().all(|digit| digit.is_ascii_digit());
            part.parse::<u16>().ok().filter(|number| is_written && *number <= most)
        };
        let parts = text.split_once(':').and_then(|(hour, minute)| Some((number(hour, 23)?, number(minute, 59)?)));
        parts.map(|(hour, minute)| Self(hour * 60 + minute)).ok_or(InvalidClockTime::TimeOfDay)
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// A day of the calendar, written `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CalendarDate(pub(super) Date);

impl CalendarDate {
    /// Year, month and day of the month.
    pub fn parts(self) -> (i16, i8, i8) {
        (self.0.year(), self.0.month(), self.0.day())
    }
}

impl FromStr for CalendarDate {
    type Err = InvalidClockTime;
    fn from_str(text: &str) -> Result<Self, InvalidClockTime> {
        // The library reads more writings than this one.
        let is_written = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let date = is_written.then(|| text.parse().ok()).flatten();
        date.map(Self).ok_or(InvalidClockTime::Date)
    }
}

impl fmt::Display for CalendarDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A time zone by its name in the IANA database, such as `America/Sao_Paulo`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeZone(jiff::tz::TimeZone);

impl Default for TimeZone {
    /// That of no place.
    fn default() -> Self {
        Self(jiff::tz::TimeZone::UTC)
    }
}

impl TimeZone {
    /// The day that it is there at a moment.
    pub fn date_at(&self, at: UnixMs) -> CalendarDate {
        CalendarDate(self.0.to_datetime(timestamp(at)).date())
    }

    /// The moment at which the clock shows this there. What it skips is as much later; of what it shows twice, the first.
    pub(super) fn moment(&self, shown: DateTime) -> UnixMs {
        let moment = self.0.to_ambiguous_timestamp(shown).compatible();
        UnixMs(moment.map_or(i64::MAX, Timestamp::as_millisecond))
    }
}

/// A moment as the library has it; what lies beyond its years is the last or the first of them.
fn timestamp(at: UnixMs) -> Timestamp {
    let beyond = if at.0 < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_millisecond(at.0).unwrap_or(beyond)
}

impl FromStr for TimeZone {
    type Err = InvalidClockTime;
    fn from_str(text: &str) -> Result<Self, InvalidClockTime> {
        let zone = ZONES.get(text).ok().filter(|zone| zone.iana_name().is_some());
        zone.map(Self).ok_or(InvalidClockTime::TimeZone)
    }
}

impl fmt::Display for TimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.iana_name().unwrap_or_default())
    }
}

/// Kept and read as they are written.
macro_rules! written {
    ($($kind:ty),*) => {$(
        impl TryFrom<String> for $kind {
            type Error = InvalidClockTime;
            fn try_from(text: String) -> Result<Self, InvalidClockTime> {
                text.parse()
            }
        }
        impl From<$kind> for String {
            fn from(value: $kind) -> Self {
                value.to_string()
            }
        }
    )*};
}
written!(TimeOfDay, CalendarDate, TimeZone);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn each_reads_back_and_has_one_spelling() {
        for time in ["00:00", "08:05", "23:59"] {
            assert_eq!(time.parse::<TimeOfDay>().unwrap().to_string(), time);
        }
        for bad in ["", "8:00", "24:00", "08:60", "08:00:00", "+8:00", "08h00", "٠٨:٠٠"] {
            assert_eq!(bad.parse::<TimeOfDay>(), Err(InvalidClockTime::TimeOfDay), "{bad:?}");
        }
        assert_eq!("2028-02-29".parse::<CalendarDate>().unwrap().to_string(), "2028-02-29");
        for bad in ["", "2026-02-29", "2026-2-1", "20260201", "2026-02-01T00", "25/12/2026"] {
            assert_eq!(bad.parse::<CalendarDate>(), Err(InvalidClockTime::Date), "{bad:?}");
        }
        for zone in ["America/Sao_Paulo", "Asia/Calcutta", "UTC", "America/Argentina/Buenos_Aires"] {
            assert_eq!(zone.parse::<TimeZone>().unwrap().to_string(), zone);
        }
        for bad in ["", "Mars/Olympus", "-03:00", "America", "../etc/passwd"] {
            assert_eq!(bad.parse::<TimeZone>(), Err(InvalidClockTime::TimeZone), "{bad:?}");
        }
    }

    #[test]
    fn a_day_is_that_of_the_zone() {
        let zone: TimeZone = "America/Sao_Paulo".parse().unwrap();
        assert_eq!(zone.date_at(UnixMs(1_798_254_000_000)).to_string(), "2026-12-26", "03:00 in London");
        assert_eq!(zone.date_at(UnixMs(1_798_253_999_000)).to_string(), "2026-12-25");
        assert_eq!(zone.date_at(UnixMs::FOREVER).parts().0, 9999, "and no moment is too far");
    }
}
