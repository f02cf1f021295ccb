//! What a shop's days look like in figures: kept as things happen, by triggers (`0018_figures.sql`) and, of what is stored
//! together, at the end of its transaction ([`together`]), so that showing them counts no messages.
//!
//! Figures belong to the account whose chats they are of; how long the session was connected, to the tenant. They are kept
//! by whole hours of UTC, and a message counts in the hour in which its chat shows it, whenever it came: also one of the
//! phone's past. What is deleted later stays counted.

mod answers;
mod connection;
mod filling;
mod reading;
pub(super) mod together;

use portaria_domain::{FailureReason, UnixMs};

use crate::StorageError;
use crate::chats::ChatStore;

pub(super) use answers::{settle_between, settle_if_late};
pub(super) use connection::note_status;
pub(super) use filling::{fill, forget_twin, move_to};

/// An hour in milliseconds.
const HOUR_MS: i64 = 3_600_000;

/// A span of time in whole hours of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    from: i64,
    to: i64,
}

impl Hours {
    /// The hours that a span of time touches: from the beginning of its first to the end of its last.
    pub const fn around(from: UnixMs, to: UnixMs) -> Self {
        let last = to.0.saturating_sub(1).div_euclid(HOUR_MS);
        Self { from: from.0.div_euclid(HOUR_MS), to: last.saturating_add(1) }
    }

    /// As many hours right before.
    #[must_use]
    pub const fn before(self) -> Self {
        Self { from: self.from.saturating_mul(2).saturating_sub(self.to), to: self.from }
    }

    /// Where they begin.
    pub const fn from(self) -> UnixMs {
        UnixMs(self.from.saturating_mul(HOUR_MS))
    }

    /// Where they end; that moment is not one of them.
    pub const fn to(self) -> UnixMs {
        UnixMs(self.to.saturating_mul(HOUR_MS))
    }

    /// The numbers of the first, and of the one behind the last.
    pub(in crate::chats) const fn numbers(self) -> (i64, i64) {
        (self.from, self.to)
    }
}

/// What happened in some hours, and in as many before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// The beginning of the first hour of which there are figures.
    pub kept_since: Option<UnixMs>,
    /// Who waits now.
    pub waiting: Waiting,
    /// In these hours.
    pub period: PeriodFigures,
    /// In as many before.
    pub before: PeriodFigures,
    /// Each of the hours in which something was received or sent, in their order.
    pub hours: Vec<HourFigures>,
}

/// In how many chats somebody waits for an answer now; what is put away aside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// How many chats.
    pub chats: u64,
    /// Since when the first of them waits.
    pub oldest_since: Option<UnixMs>,
}

/// What happened in some hours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeriodFigures {
    /// Messages of others.
    pub received: u64,
    /// Own messages that left, here or on other devices.
    pub sent: u64,
    /// Chats with a message of either side.
    pub active_chats: u64,
    /// Chats of two with their first message.
    pub new_contacts: u64,
    /// How long people waited whose answer came in these hours, in milliseconds, the shortest first. Time outside the business
    /// hours that held then does not count.
    pub answered_after_ms: Vec<i64>,
    /// Whether there were business hours at any time of these hours.
    pub has_business_hours: bool,
    /// Own messages that left, in chats of two.
    pub outgoing: Outgoing,
    /// Own messages of these hours that did not leave, by why; the most frequent first.
    pub failures: Vec<(FailureReason, u64)>,
    /// For how long the session was connected, in milliseconds.
    pub connected_ms: i64,
    /// For how long it ought to have been, as far as that is known.
    pub measured_ms: i64,
}

/// How far own messages came, in chats of two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outgoing {
    /// Taken by WhatsApp.
    pub sent: u64,
    /// Of these, on the other phone.
    pub delivered: u64,
    /// Of these, seen.
    pub read: u64,
}

/// One hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HourFigures {
    /// Where it begins.
    pub at: UnixMs,
    /// Messages of others.
    pub received: u64,
    /// Own messages that left.
    pub sent: u64,
}

impl ChatStore {
    /// The figures of the paired account in some hours. A session that stood as connected counts as that until now where
    /// it is, and otherwise until its last sign of life.
    pub async fn figures(&self, hours: Hours, now: UnixMs, is_connected: bool) -> Result<Figures, StorageError> {
        self.database.read(move |db| reading::all(db, hours, now, is_connected)).await
    }

    /// What was received and sent in each of some hours, without those in which nothing was.
    pub async fn hour_figures(&self, hours: Hours) -> Result<Vec<HourFigures>, StorageError> {
        self.database.read(move |db| reading::by_hour(db, hours)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_whole_and_touch_what_was_asked_for() {
        let hours = |from: i64, to: i64| {
            let hours = Hours::around(UnixMs(from), UnixMs(to));
            (hours.from().0, hours.to().0)
        };
        assert_eq!(hours(HOUR_MS, 3 * HOUR_MS), (HOUR_MS, 3 * HOUR_MS), "whole ones stay as they are");
        assert_eq!(hours(HOUR_MS + 1, 3 * HOUR_MS + 1), (HOUR_MS, 4 * HOUR_MS));
        assert_eq!(hours(HOUR_MS - 1, 3 * HOUR_MS - 1), (0, 3 * HOUR_MS));
        let day = Hours::around(UnixMs(48 * HOUR_MS), UnixMs(72 * HOUR_MS));
        assert_eq!((day.before().from().0, day.before().to()), (24 * HOUR_MS, day.from()));
    }
}
