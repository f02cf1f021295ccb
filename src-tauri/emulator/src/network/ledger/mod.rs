//! What became of every message, so that a test can ask whether anything was lost, doubled, reordered, or sealed with
//! a counter used twice.
//!
//! Written by the network as it goes, never read by it. Memory is bounded: the oldest messages, chains and findings
//! are forgotten beyond the cap, and what is forgotten is counted. An idle network writes nothing.

mod chains;
mod entry;
mod findings;
mod snapshot;

use std::collections::{BTreeMap, HashMap};

pub use entry::{LedgerCopy, LedgerEntry};
pub use findings::{CounterUse, DoubleConnection, Gap, Reordering};
pub use snapshot::LedgerSnapshot;

use chains::Chains;
use findings::Bounded;

use super::address::{DeviceAddress, Number};
use super::chat_id::ChatId;

/// The running account.
pub(crate) struct Ledger {
    cap: usize,
    /// In the order of sending.
    entries: BTreeMap<u64, (Number, LedgerEntry)>,
    places: HashMap<(Number, String), u64>,
    next_place: u64,
    forgotten: u64,
    chains: Chains,
    /// The latest message of each sender that each device was handed.
    handed: HashMap<(Number, DeviceAddress), u64>,
    reordered: Bounded<Reordering>,
    double_connections: Bounded<DoubleConnection>,
    pub(crate) replaced_logins: u32,
    pub(crate) stray_acks: u32,
}

impl Ledger {
    pub(crate) fn new(cap: usize) -> Self {
        Self {
            cap: cap.max(1),
            entries: BTreeMap::new(),
            places: HashMap::new(),
            next_place: 0,
            forgotten: 0,
            chains: Chains::new(cap.max(1)),
            handed: HashMap::new(),
            reordered: Bounded::new(cap),
            double_connections: Bounded::new(cap),
            replaced_logins: 0,
            stray_acks: 0,
        }
    }

    pub(crate) fn sent(&mut self, from: &DeviceAddress, to: &ChatId, id: &str, at_ms: u64) {
        let key = (Number::clone(&from.number), id.to_owned());
        if let Some(place) = self.places.get(&key) {
            if let Some((_, entry)) = self.entries.get_mut(place) {
                entry.times_sent += 1;
            }
            return;
        }
        if self.entries.len() == self.cap
            && let Some((_, (number, oldest))) = self.entries.pop_first()
        {
            self.places.remove(&(number, oldest.id));
            self.forgotten += 1;
        }
        let entry = LedgerEntry {
            id: id.to_owned(),
            from: from.to_string(),
            to: to.to_string(),
            sent_at_ms: at_ms,
            times_sent: 1,
            ..LedgerEntry::default()
        };
        self.entries.insert(self.next_place, (Number::clone(&from.number), entry));
        self.places.insert(key, self.next_place);
        self.next_place += 1;
    }

    /// The addressee's phone is not to see it.
    pub(crate) fn withheld(&mut self, sender: &Number, id: &str) {
        if let Some(place) = self.place(sender, id)
            && let Some((_, entry)) = self.entries.get_mut(&place)
        {
            entry.withheld = true;
        }
    }

    /// Notes something about a device's copy of the message that `sender` wrote.
    pub(crate) fn copy(
        &mut self,
        sender: &Number,
        id: &str,
        device: &DeviceAddress,
        note: impl FnOnce(&mut LedgerCopy),
    ) {
        if let Some(place) = self.place(sender, id)
            && let Some((_, entry)) = self.entries.get_mut(&place)
        {
            note(entry.copies.entry(device.to_string()).or_default());
        }
    }

    /// A message of `sender` left for a companion's socket.
    pub(crate) fn handed(&mut self, sender: &Number, id: &str, device: &DeviceAddress, at_ms: u64) {
        let Some(place) = self.place(sender, id) else { return };
        let mut first = false;
        self.copy(sender, id, device, |copy| {
            first = copy.times_handed == 0;
            copy.times_handed += 1;
        });
        if !first {
            return;
        }
        let latest = self.handed.entry((Number::clone(sender), device.clone())).or_insert(place);
        if place >= *latest {
            *latest = place;
            return;
        }
        let after = self.entries.get(latest).map(|(_, entry)| entry.id.clone()).unwrap_or_default();
        self.reordered.push(Reordering {
            from: sender.to_string(),
            to: device.to_string(),
            id: id.to_owned(),
            after,
            at_ms,
        });
    }

    /// A ciphertext passed the server.
    pub(crate) fn ciphertext(
        &mut self,
        from: &DeviceAddress,
        to: &DeviceAddress,
        id: &str,
        (kind, bytes): (&str, &[u8]),
        at_ms: u64,
    ) {
        if let Some(reordering) = self.chains.note(from, to, id, (kind, bytes), at_ms) {
            self.reordered.push(reordering);
        }
    }

    /// A device logged in while another connection of it was open.
    pub(crate) fn double_connection(&mut self, device: &DeviceAddress, at_ms: u64) {
        self.replaced_logins += 1;
        self.double_connections.push(DoubleConnection { device: device.to_string(), at_ms });
    }

    pub(crate) fn snapshot(&self) -> LedgerSnapshot {
        LedgerSnapshot {
            messages: self.entries.values().map(|(_, entry)| entry.clone()).collect(),
            replaced_logins: self.replaced_logins,
            stray_acks: self.stray_acks,
            forgotten: self.forgotten,
            reordered: self.reordered.all(),
            counters_used_twice: self.chains.used_twice(),
            gaps: self.chains.gaps(),
            double_connections: self.double_connections.all(),
        }
    }

    /// Messages behind a place, in the order of sending, each with its place.
    pub(crate) fn messages_after(&self, place: Option<u64>) -> impl Iterator<Item = (u64, &LedgerEntry)> {
        let from = place.map_or(0, |place| place.saturating_add(1));
        self.entries.range(from..).map(|(place, (_, entry))| (*place, entry))
    }

    fn place(&self, sender: &Number, id: &str) -> Option<u64> {
        self.places.get(&(Number::clone(sender), id.to_owned())).copied()
    }
}
