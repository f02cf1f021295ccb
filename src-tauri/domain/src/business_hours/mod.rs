//! When a tenant answers: hours of each weekday, and days on which it is closed.

mod clock_time;
mod opening;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use clock_time::{CalendarDate, InvalidClockTime, TimeOfDay, TimeZone};
pub use opening::{OpenNow, OpenTime};

/// How many spans a weekday may have.
const MOST_SPANS: usize = 6;
/// How many closed days may be listed.
const MOST_CLOSED_DATES: usize = 366;

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl Weekday {
    /// Every one, in the order in which a week holds them.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// The word that interfaces use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Monday => "monday",
            Self::Tuesday => "tuesday",
            Self::Wednesday => "wednesday",
            Self::Thursday => "thursday",
            Self::Friday => "friday",
            Self::Saturday => "saturday",
            Self::Sunday => "sunday",
        }
    }
}

/// From one time of day to another; to the next day's where that is not a later one, so that the same time twice is a whole
/// day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSpan {
    /// Open from this minute on.
    pub from: TimeOfDay,
    /// Closed from this minute on.
    pub to: TimeOfDay,
}

impl OpenSpan {
    /// Whether it ends on the day after.
    pub fn ends_next_day(self) -> bool {
        self.to <= self.from
    }

    fn length_minutes(self) -> u32 {
        let next_day = if self.ends_next_day() { TimeOfDay::MINUTES_A_DAY } else { 0 };
        self.to.minutes() + next_day - self.from.minutes()
    }
}

/// Hours that cannot be.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum InvalidBusinessHours {
    /// A weekday has more than six spans.
    #[error("a day has at most {MOST_SPANS} spans")]
    TooManySpans(Weekday),
    /// Two spans meet in some minute; named is the day on which the earlier of them begins.
    #[error("two spans overlap")]
    Overlap(Weekday),
    /// More days are listed than may be.
    #[error("at most {MOST_CLOSED_DATES} closed days can be listed")]
    TooManyDates,
}

/// When a tenant answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusinessHours {
    time_zone: TimeZone,
    week: [Vec<OpenSpan>; 7],
    closed: BTreeMap<CalendarDate, String>,
}

impl BusinessHours {
    /// Hours of each weekday from Monday on, and closed days with their names, which may be empty. What begins on a closed day
    /// is closed; what began the evening before goes on past midnight.
    pub fn new(
        time_zone: TimeZone,
        mut week: [Vec<OpenSpan>; 7],
        closed: BTreeMap<CalendarDate, String>,
    ) -> Result<Self, InvalidBusinessHours> {
        for (day, spans) in Weekday::ALL.into_iter().zip(&mut week) {
            if spans.len() > MOST_SPANS {
                return Err(InvalidBusinessHours::TooManySpans(day));
            }
            spans.sort_unstable_by_key(|span| span.from);
        }
        if closed.len() > MOST_CLOSED_DATES {
            return Err(InvalidBusinessHours::TooManyDates);
        }
        match overlap(&week) {
            Some(day) => Err(InvalidBusinessHours::Overlap(day)),
            None => Ok(Self { time_zone, week, closed }),
        }
    }

    /// Where the clock stands by which they are.
    pub const fn time_zone(&self) -> &TimeZone {
        &self.time_zone
    }

    /// The hours of each weekday from Monday on.
    pub const fn week(&self) -> &[Vec<OpenSpan>; 7] {
        &self.week
    }

    /// The closed days and their names.
    pub const fn closed(&self) -> &BTreeMap<CalendarDate, String> {
        &self.closed
    }
}

/// The day on which a span begins that reaches into the next one. The week is a circle: Sunday's may reach into Monday.
fn overlap(week: &[Vec<OpenSpan>; 7]) -> Option<Weekday> {
    let mut begins = 0;
    let mut spans: Vec<(u32, u32, Weekday)> = Vec::new();
    for (day, of_day) in Weekday::ALL.into_iter().zip(week) {
        for span in of_day {
            let from = begins + span.from.minutes();
            spans.push((from, from + span.length_minutes(), day));
        }
        begins += TimeOfDay::MINUTES_A_DAY;
    }
    let first = spans.first().map(|first| first.0 + begins)?;
    let next = spans.iter().skip(1).map(|span| span.0).chain([first]);
    spans.iter().zip(next).find(|(span, next)| span.1 > *next).map(|(span, _)| span.2)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn span(from: &str, to: &str) -> OpenSpan {
        OpenSpan { from: from.parse().unwrap(), to: to.parse().unwrap() }
    }

    fn hours(days: &[(usize, &[(&str, &str)])]) -> Result<BusinessHours, InvalidBusinessHours> {
        let mut week: [Vec<OpenSpan>; 7] = Default::default();
        for (day, spans) in days {
            week[*day] = spans.iter().map(|(from, to)| span(from, to)).collect();
        }
        BusinessHours::new("America/Sao_Paulo".parse().unwrap(), week, BTreeMap::new())
    }

    #[test]
    fn spans_may_touch_and_not_overlap() {
        assert!(hours(&[(0, &[("13:00", "18:00"), ("08:00", "12:00")])]).is_ok(), "in whichever order");
        assert!(hours(&[(0, &[("08:00", "12:00"), ("12:00", "18:00")])]).is_ok());
        let overlap = |day| Err(InvalidBusinessHours::Overlap(day));
        assert_eq!(hours(&[(0, &[("08:00", "12:01"), ("12:00", "18:00")])]), overlap(Weekday::Monday));
        assert_eq!(hours(&[(0, &[("08:00", "08:00"), ("09:00", "10:00")])]), overlap(Weekday::Monday));
    }

    #[test]
    fn a_span_past_midnight_meets_the_next_days() {
        assert!(hours(&[(4, &[("18:00", "02:00")]), (5, &[("02:00", "04:00")])]).is_ok());
        let overlap = |day| Err(InvalidBusinessHours::Overlap(day));
        assert_eq!(hours(&[(4, &[("18:00", "02:00")]), (5, &[("01:59", "04:00")])]), overlap(Weekday::Friday));
        assert_eq!(hours(&[(6, &[("18:00", "02:00")]), (0, &[("01:00", "04:00")])]), overlap(Weekday::Sunday));
        let all_day: [&[(&str, &str)]; 1] = [&[("00:00", "00:00")]];
        let week: Vec<_> = (0..7).map(|day| (day, all_day[0])).collect();
        assert!(hours(&week).is_ok(), "always open");
    }

    #[test]
    fn what_is_kept_reads_back() {
        let mut kept = hours(&[(0, &[("08:00", "12:00")])]).unwrap();
        kept.closed.insert("2026-12-25".parse().unwrap(), "Natal".into());
        let text = serde_json::to_string(&kept).unwrap();
        assert_eq!(
            text,
            r#"{"time_zone":"America/Sao_Paulo","week":[[{"from":"08:00","to":"12:00"}],[],[],[],[],[],[]],"closed":{"2026-12-25":"Natal"}}"#
        );
        assert_eq!(serde_json::from_str::<BusinessHours>(&text).unwrap(), kept);
        assert!(serde_json::from_str::<BusinessHours>(&text.replace("08:00", "8h")).is_err());
    }

    #[test]
    fn no_more_than_that_is_kept() {
        let many: [(&str, &str); 7] = [
            ("01:00", "01:01"),
            ("02:00", "02:01"),
            ("03:00", "03:01"),
            ("04:00", "04:01"),
            ("05:00", "05:01"),
            ("06:00", "06:01"),
            ("07:00", "07:01"),
        ];
        assert_eq!(hours(&[(2, &many)]), Err(InvalidBusinessHours::TooManySpans(Weekday::Wednesday)));
        assert!(hours(&[(2, &many[1..])]).is_ok());
    }
}
