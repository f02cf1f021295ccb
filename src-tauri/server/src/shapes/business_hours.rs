//! When a tenant answers.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

/// The hours, and how it stands now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = BusinessHoursNow)]
pub(crate) struct BusinessHoursNowShape {
    /// The hours; null where there are none.
    #[schema(required)]
    pub hours: Option<BusinessHoursShape>,
    /// Whether it is open now; null where there are no hours.
    #[schema(required)]
    pub is_open: Option<bool>,
    /// When that changes, in UTC milliseconds; null where it does not within more than a year.
    #[schema(required)]
    pub changes_at_ms: Option<i64>,
}

impl BusinessHoursNowShape {
    pub(crate) fn new(hours: Option<domain::BusinessHours>, now: domain::UnixMs) -> Self {
        let state = hours.as_ref().map(|hours| hours.open_now(now));
        Self {
            hours: hours.map(Into::into),
            is_open: state.map(|state| state.is_open),
            changes_at_ms: state.and_then(|state| state.changes_at).map(|at| at.0),
        }
    }
}

/// When a tenant answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = BusinessHours)]
pub(crate) struct BusinessHoursShape {
    /// By which clock, a name of the IANA database.
    pub time_zone: String,
    /// The spans of each day of the week.
    pub week: WeekShape,
    /// Days on which it is closed, in their order.
    pub closed_dates: Vec<ClosedDateShape>,
}

/// The spans of each day of the week, in their order; none: closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = BusinessWeek)]
#[allow(missing_docs, reason = "days are known")]
pub(crate) struct WeekShape {
    pub monday: Vec<OpenSpanShape>,
    pub tuesday: Vec<OpenSpanShape>,
    pub wednesday: Vec<OpenSpanShape>,
    pub thursday: Vec<OpenSpanShape>,
    pub friday: Vec<OpenSpanShape>,
    pub saturday: Vec<OpenSpanShape>,
    pub sunday: Vec<OpenSpanShape>,
}

/// From one time of day to another; to the next day's where that is not a later one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = OpenSpan)]
pub(crate) struct OpenSpanShape {
    /// Open from then on, `HH:MM`.
    pub from: String,
    /// Closed from then on, `HH:MM`.
    pub to: String,
}

/// A day on which it is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ClosedDate)]
pub(crate) struct ClosedDateShape {
    /// The day, `YYYY-MM-DD`.
    pub date: String,
    /// What day it is; may be empty.
    pub name: String,
}

impl From<domain::BusinessHours> for BusinessHoursShape {
    fn from(hours: domain::BusinessHours) -> Self {
        let [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = hours.week().clone().map(spans);
        let closed = hours.closed().iter();
        Self {
            time_zone: hours.time_zone().to_string(),
            week: WeekShape { monday, tuesday, wednesday, thursday, friday, saturday, sunday },
            closed_dates: closed
                .map(|(date, name)| ClosedDateShape { date: date.to_string(), name: name.clone() })
                .collect(),
        }
    }
}

fn spans(of_day: Vec<domain::OpenSpan>) -> Vec<OpenSpanShape> {
    let shape = |span: domain::OpenSpan| OpenSpanShape { from: span.from.to_string(), to: span.to.to_string() };
    of_day.into_iter().map(shape).collect()
}
