//! The ledger at one moment, and what can be asked of it.

use serde::Serialize;

use super::{CounterUse, DoubleConnection, Gap, LedgerEntry, Reordering};

/// A copy of the whole ledger at one moment.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LedgerSnapshot {
    /// Messages in the order they were first sent.
    pub messages: Vec<LedgerEntry>,
    /// How often a device logged in while another connection of it was open.
    pub replaced_logins: u32,
    /// How often a device acknowledged something that was never sent to it or had been acknowledged before.
    pub stray_acks: u32,
    /// How many messages the ledger no longer holds, because there were more than its cap.
    pub forgotten: u64,
    pub(super) reordered: Vec<Reordering>,
    pub(super) counters_used_twice: Vec<CounterUse>,
    pub(super) gaps: Vec<Gap>,
    pub(super) double_connections: Vec<DoubleConnection>,
}

impl LedgerSnapshot {
    /// The entry of a message.
    pub fn message(&self, id: &str) -> Option<&LedgerEntry> {
        self.messages.iter().find(|entry| entry.id == id)
    }

    /// Messages that a phone they were meant for has not decrypted.
    pub fn lost(&self) -> Vec<&LedgerEntry> {
        self.messages.iter().filter(|entry| entry.is_lost()).collect()
    }

    /// Messages that reached the same phone more than once.
    pub fn doubled(&self) -> Vec<&LedgerEntry> {
        self.messages.iter().filter(|entry| entry.is_doubled()).collect()
    }

    /// Messages that passed the server, or reached a companion, after one that was written later.
    pub fn reordered(&self) -> &[Reordering] {
        &self.reordered
    }

    /// Counters under which a device sealed two different texts.
    pub fn counters_used_twice(&self) -> &[CounterUse] {
        &self.counters_used_twice
    }

    /// Counters that a device skipped, or whose messages never reached the server.
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// Logins of a device while another connection of it was open.
    pub fn double_connections(&self) -> &[DoubleConnection] {
        &self.double_connections
    }
}
