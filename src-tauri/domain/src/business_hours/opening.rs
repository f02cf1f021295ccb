//! When it is open, as moments.

use super::{BusinessHours, CalendarDate};
use crate::UnixMs;

const DAY_MS: i64 = 24 * 3_600_000;
/// How far ahead the next change is looked for: closed days alone can fill a year.
const LOOK_AHEAD_MS: i64 = 400 * DAY_MS;

/// How it stands at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenNow {
    /// Whether it is open.
    pub is_open: bool,
    /// When that changes; `None`: not within more than a year.
    pub changes_at: Option<UnixMs>,
}

impl BusinessHours {
    /// Whether it is open at a moment.
    pub fn is_open(&self, at: UnixMs) -> bool {
        !self.between(at, at + 1).is_empty()
    }

    /// How it stands at a moment, and until when.
    pub fn open_now(&self, at: UnixMs) -> OpenNow {
        let end = at + LOOK_AHEAD_MS;
        let first = self.between(at, end).into_iter().next();
        match first {
            Some((from, to)) if from == at => OpenNow { is_open: true, changes_at: Some(to).filter(|to| *to < end) },
            first => OpenNow { is_open: false, changes_at: first.map(|(from, _)| from) },
        }
    }

    /// The spans in which it is open between two moments, in their order; those that touch are one.
    fn between(&self, from: UnixMs, to: UnixMs) -> Vec<(UnixMs, UnixMs)> {
        let mut found: Vec<(UnixMs, UnixMs)> = Vec::new();
        // The evening before may reach into the first day.
        let first = self.time_zone().date_at(from - DAY_MS);
        let last = self.time_zone().date_at(to);
        for day in first.0.series(jiff::Span::new().days(1)).take_while(|day| *day <= last.0) {
            for (opens, closes) in self.of_day(CalendarDate(day)) {
                let (opens, closes) = (opens.max(from), closes.min(to));
                match found.last_mut() {
                    Some(before) if opens <= before.1 => before.1 = before.1.max(closes),
                    _ if opens < closes => found.push((opens, closes)),
                    _ => {}
                }
            }
        }
        found
    }

    /// What begins on a day.
    fn of_day(&self, day: CalendarDate) -> impl Iterator<Item = (UnixMs, UnixMs)> {
        let weekday = usize::try_from(day.0.weekday().to_monday_zero_offset()).unwrap_or_default();
        let spans = if self.closed().contains_key(&day) { &[] } else { self.week()[weekday].as_slice() };
        let shown = |date: jiff::civil::Date, minutes: u32| {
            let part = |number: u32| i8::try_from(number).unwrap_or_default();
            self.time_zone().moment(date.at(part(minutes / 60), part(minutes % 60), 0, 0))
        };
        spans.iter().map(move |span| {
            let ends_on = if span.ends_next_day() { day.0.tomorrow().unwrap_or(day.0) } else { day.0 };
            (shown(day.0, span.from.minutes()), shown(ends_on, span.to.minutes()))
        })
    }
}

/// How much of any time was open, where the hours changed now and then.
#[derive(Clone, Debug)]
pub struct OpenTime {
    /// Open spans in their order, and for how long it was open before each.
    spans: Vec<(UnixMs, UnixMs, i64)>,
}

impl OpenTime {
    /// Of the time between two moments, by the hours that held, each with the moment since when, in their order. Where there were
    /// none, all time is open.
    pub fn of(held: &[(UnixMs, Option<BusinessHours>)], from: UnixMs, to: UnixMs) -> Self {
        let mut spans: Vec<(UnixMs, UnixMs, i64)> = Vec::new();
        let mut open_ms = 0;
        let mut add = |found: Vec<(UnixMs, UnixMs)>| {
            for (opens, closes) in found {
                spans.push((opens, closes, open_ms));
                open_ms += closes.since_ms(opens);
            }
        };
        let clipped = |since: UnixMs, until: UnixMs| Some((since.max(from), until.min(to))).filter(|(a, b)| a < b);
        let first = held.first().map_or(UnixMs::FOREVER, |(since, _)| *since);
        add(clipped(UnixMs(i64::MIN), first).into_iter().collect());
        for (index, (since, hours)) in held.iter().enumerate() {
            let until = held.get(index + 1).map_or(UnixMs::FOREVER, |(next, _)| *next);
            if let Some((since, until)) = clipped(*since, until) {
                add(hours.as_ref().map_or_else(|| vec![(since, until)], |hours| hours.between(since, until)));
            }
        }
        Self { spans }
    }

    /// How much of the time between two moments was open, in milliseconds.
    pub fn ms_between(&self, from: UnixMs, to: UnixMs) -> i64 {
        (self.ms_until(to) - self.ms_until(from)).max(0)
    }

    fn ms_until(&self, at: UnixMs) -> i64 {
        let begun = self.spans.partition_point(|(opens, ..)| *opens < at);
        begun.checked_sub(1).map_or(0, |last| {
            let (opens, closes, before_ms) = self.spans[last];
            before_ms + closes.min(at).since_ms(opens)
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeMap;

    use super::super::OpenSpan;
    use super::*;

    const HOUR_MS: i64 = 3_600_000;

    /// Monday to Friday 08:00 to 12:00 and 13:00 to 18:00, Friday night from 22:00 to 02:00; closed on Christmas.
    fn shop(zone: &str) -> BusinessHours {
        let span = |from: &str, to: &str| OpenSpan { from: from.parse().unwrap(), to: to.parse().unwrap() };
        let day = vec![span("08:00", "12:00"), span("13:00", "18:00")];
        let mut friday = day.clone();
        friday.push(span("22:00", "02:00"));
        let week = [day.clone(), day.clone(), day.clone(), day, friday, Vec::new(), Vec::new()];
        let closed = BTreeMap::from([("2026-12-25".parse().unwrap(), "Natal".to_owned())]);
        BusinessHours::new(zone.parse().unwrap(), week, closed).unwrap()
    }

    fn at(text: &str) -> UnixMs {
        UnixMs(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
    }

    #[test]
    fn it_is_open_by_the_clock_of_its_zone() {
        let shop = shop("America/Sao_Paulo");
        // 2026-11-30 is a Monday.
        for (moment, is_open, changes_at) in [
            ("2026-11-30T07:59:59-03:00", false, "2026-11-30T08:00:00-03:00"),
            ("2026-11-30T08:00:00-03:00", true, "2026-11-30T12:00:00-03:00"),
            ("2026-11-30T12:00:00-03:00", false, "2026-11-30T13:00:00-03:00"),
            ("2026-11-30T17:59:59-03:00", true, "2026-11-30T18:00:00-03:00"),
            ("2026-12-04T23:00:00-03:00", true, "2026-12-05T02:00:00-03:00"),
            ("2026-12-05T01:59:00-03:00", true, "2026-12-05T02:00:00-03:00"),
            ("2026-12-05T02:00:00-03:00", false, "2026-12-07T08:00:00-03:00"),
            ("2026-12-25T10:00:00-03:00", false, "2026-12-28T08:00:00-03:00"),
        ] {
            let standing = OpenNow { is_open, changes_at: Some(at(changes_at)) };
            assert_eq!(shop.open_now(at(moment)), standing, "{moment}");
            assert_eq!(shop.is_open(at(moment)), is_open, "{moment}");
        }
    }

    #[test]
    fn a_clock_that_is_moved_moves_the_hours() {
        let shop = shop("Europe/Lisbon");
        assert!(shop.is_open(at("2026-10-23T07:30:00Z")), "08:30 in summer");
        assert!(!shop.is_open(at("2026-10-26T07:30:00Z")), "07:30 in winter");
    }

    #[test]
    fn what_is_always_open_or_never_does_not_change() {
        let always: [Vec<OpenSpan>; 7] =
            std::array::from_fn(|_| vec![OpenSpan { from: "00:00".parse().unwrap(), to: "00:00".parse().unwrap() }]);
        let hours = |week| BusinessHours::new("UTC".parse().unwrap(), week, BTreeMap::new()).unwrap();
        let now = at("2026-11-30T12:00:00Z");
        assert_eq!(hours(always).open_now(now), OpenNow { is_open: true, changes_at: None });
        assert_eq!(hours(Default::default()).open_now(now), OpenNow { is_open: false, changes_at: None });
    }

    #[test]
    fn open_time_is_counted_by_the_hours_that_held() {
        let (asked, answered) = (at("2026-11-27T17:00:00-03:00"), at("2026-11-30T09:00:00-03:00"));
        let from = at("2026-11-01T00:00:00Z");
        let took =
            |held: &[(UnixMs, Option<BusinessHours>)]| OpenTime::of(held, from, answered).ms_between(asked, answered);
        assert_eq!(took(&[]), answered.since_ms(asked), "without hours all of it");
        let shop = shop("America/Sao_Paulo");
        let held = [(from, Some(shop.clone()))];
        assert_eq!(took(&held), 6 * HOUR_MS, "an hour on Friday, four at night, one on Monday");
        assert_eq!(took(&[(at("2026-11-30T00:00:00-03:00"), Some(shop.clone()))]), (7 + 48 + 1) * HOUR_MS);
        assert_eq!(took(&[(from, Some(shop.clone())), (at("2026-11-30T00:00:00-03:00"), None)]), (5 + 9) * HOUR_MS);
        let night = OpenTime::of(&[(from, Some(shop))], from, answered);
        assert_eq!(night.ms_between(at("2026-11-28T03:00:00-03:00"), at("2026-11-29T03:00:00-03:00")), 0);
    }
}
