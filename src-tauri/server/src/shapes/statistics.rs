//! Figures.

use portaria_domain::UnixMs;
use portaria_storage::{Figures, HourFigures, Hours, OutgoingFigures, PeriodFigures, WaitingFigures};
use serde::Serialize;
use utoipa::ToSchema;

use super::message::FailureWord;

/// The figures of a span of time, and of the one as long before. They are kept by whole hours of UTC. A message counts in the
/// hour in which its chat shows it; what was deleted later stays counted.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Statistics)]
pub(crate) struct StatisticsShape {
    /// Where the first hour begins, in UTC milliseconds.
    from_ms: i64,
    /// Where the last hour ends, in UTC milliseconds.
    to_ms: i64,
    /// Of what was before this moment there are no figures; of a phone that was just paired, the moment of its oldest
    /// message, in UTC milliseconds.
    kept_since_ms: i64,
    /// How it stands at this moment.
    now: NowFigures,
    /// What happened from `fromMs` to `toMs`.
    period: PeriodShape,
    /// What happened in as much time before.
    before: PeriodShape,
    /// Each hour of the span in which something was received or sent, in their order.
    hours: Vec<HourShape>,
}

/// How it stands at this moment.
#[derive(Debug, Serialize, ToSchema)]
struct NowFigures {
    /// Who waits for an answer: the chats that `show=waiting` lists.
    unanswered: UnansweredFigures,
}

/// Who waits for an answer.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct UnansweredFigures {
    /// In how many chats somebody waits.
    chats: u64,
    /// Since when the first of them waits, in UTC milliseconds; null: nobody waits.
    #[schema(required)]
    oldest_since_ms: Option<i64>,
}

/// What happened in a span of time.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PeriodFigures)]
struct PeriodShape {
    /// Messages of others.
    received: u64,
    /// Own messages that left, here or on other devices.
    sent: u64,
    /// Chats with a message of either side: those that `activeFrom` and `activeTo` list, and deleted ones.
    active_chats: u64,
    /// People whose chat had its first message: those that `newFrom` and `newTo` list, and deleted ones.
    new_contacts: u64,
    /// The first answers to somebody who waited.
    first_answers: AnswerFigures,
    /// How far own messages of this time came, in chats of two.
    outgoing: OutgoingShape,
    /// Own messages of this time that did not leave, the most frequent reason first: the chats that `failedFrom` and
    /// `failedTo` list.
    failures: Vec<FailureFigures>,
    /// For how long the session was connected, in milliseconds.
    connected_ms: i64,
    /// For how long it ought to have been, as far as that is known, in milliseconds: while a phone was linked and nobody had
    /// stopped it.
    measured_ms: i64,
}

/// Answers to people who waited: each from their first message without an answer to the first own one that left.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AnswerFigures {
    /// How many there were.
    count: u64,
    /// How long half of them waited at most, in milliseconds; null: there were none.
    #[schema(required)]
    median_ms: Option<i64>,
    /// Whether there were business hours at any time of the span: time outside of them does not count.
    within_hours: bool,
}

/// How far own messages came.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OutgoingFigures)]
struct OutgoingShape {
    /// Taken by WhatsApp.
    sent: u64,
    /// Of these, on the other phone.
    delivered: u64,
    /// Of these, seen: where the other person shows that.
    read: u64,
}

/// Messages that did not leave.
#[derive(Debug, Serialize, ToSchema)]
struct FailureFigures {
    /// Why.
    reason: FailureWord,
    /// How many.
    count: u64,
}

/// One hour.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = HourFigures)]
struct HourShape {
    /// Where it begins, in UTC milliseconds.
    at_ms: i64,
    /// Messages of others.
    received: u64,
    /// Own messages that left.
    sent: u64,
}

impl StatisticsShape {
    pub(crate) fn new(hours: Hours, figures: Figures, now: UnixMs) -> Self {
        let WaitingFigures { chats, oldest_since } = figures.waiting;
        Self {
            from_ms: hours.from().0,
            to_ms: hours.to().0,
            kept_since_ms: figures.kept_since.unwrap_or(now).0,
            now: NowFigures {
                unanswered: UnansweredFigures { chats, oldest_since_ms: oldest_since.map(|since| since.0) },
            },
            period: figures.period.into(),
            before: figures.before.into(),
            hours: figures.hours.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<PeriodFigures> for PeriodShape {
    fn from(period: PeriodFigures) -> Self {
        let OutgoingFigures { sent, delivered, read } = period.outgoing;
        let failures = period.failures.into_iter();
        Self {
            received: period.received,
            sent: period.sent,
            active_chats: period.active_chats,
            new_contacts: period.new_contacts,
            first_answers: AnswerFigures {
                count: period.answered_after_ms.len() as u64,
                median_ms: median(&period.answered_after_ms),
                within_hours: period.has_business_hours,
            },
            outgoing: OutgoingShape { sent, delivered, read },
            failures: failures.map(|(reason, count)| FailureFigures { reason: reason.into(), count }).collect(),
            connected_ms: period.connected_ms,
            measured_ms: period.measured_ms,
        }
    }
}

impl From<HourFigures> for HourShape {
    fn from(hour: HourFigures) -> Self {
        Self { at_ms: hour.at.0, received: hour.received, sent: hour.sent }
    }
}

/// The middle of what stands in order; of two in the middle, between them.
fn median(sorted: &[i64]) -> Option<i64> {
    let (low, high) = (sorted.len().checked_sub(1)? / 2, sorted.len() / 2);
    Some(i64::midpoint(sorted[low], sorted[high]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_all_waited_no_longer_than_the_median() {
        for (waits, middle) in [(&[][..], None), (&[7], Some(7)), (&[1, 3], Some(2)), (&[1, 2, 9], Some(2))] {
            assert_eq!(median(waits), middle, "{waits:?}");
        }
    }
}
