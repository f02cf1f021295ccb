//! What became of every message, so that a test can ask whether anything was lost, doubled, reordered, or sealed with
//! a counter used twice.
//!
//! Written by the network as it goes, never read by it. Memory is bounded: the oldest messages, chains and findings
//! are forgotten beyond the cap, and what is forgotten is counted. An idle network writes nothing.

mod chains;
mod entry;
mod findings;
mod record;
mod snapshot;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

pub use entry::{LedgerCopy, LedgerEntry};
pub use findings::{CounterUse, DoubleConnection, Gap, Reordering};
pub use snapshot::LedgerSnapshot;

use chains::Chains;
use findings::Bounded;
use record::Record;

use super::address::{DeviceAddress, Number};
use super::chat_id::ChatId;

/// The running account.
pub(crate) struct Ledger {
    cap: usize,
    /// In the order of sending; the first has the place `forgotten`.
    records: VecDeque<Record>,
    /// Where a sender's message is, counted from the first that ever was.
    places: HashMap<(Number, Arc<str>), u64>,
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
            records: VecDeque::new(),
            places: HashMap::new(),
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
        if let Some(known) = self.record(&from.number, id) {
            known.times_sent += 1;
            return;
        }
        if self.records.len() == self.cap
            && let Some(oldest) = self.records.pop_front()
        {
            self.places.remove(&(oldest.from.number, oldest.id));
            self.forgotten += 1;
        }
        let id: Arc<str> = id.into();
        let place = self.forgotten + self.records.len() as u64;
        self.places.insert((Number::clone(&from.number), Arc::clone(&id)), place);
        self.records.push_back(Record::new(id, from.clone(), to.clone(), at_ms));
    }

    /// The addressee's phone is not to see it.
    pub(crate) fn withheld(&mut self, sender: &Number, id: &str) {
        if let Some(record) = self.record(sender, id) {
            record.withheld = true;
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
        if let Some(record) = self.record(sender, id) {
            note(record.copy(device));
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
        let latest = *latest;
        let after = self.at(latest).map(|record| record.id.to_string()).unwrap_or_default();
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
            messages: self.records.iter().map(Record::entry).collect(),
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
    pub(crate) fn messages_after(&self, place: Option<u64>) -> impl Iterator<Item = (u64, LedgerEntry)> {
        let from = place.map_or(0, |place| place.saturating_add(1)).max(self.forgotten);
        let skipped = usize::try_from(from - self.forgotten).unwrap_or(usize::MAX);
        (from..).zip(self.records.iter().skip(skipped).map(Record::entry))
    }

    fn place(&self, sender: &Number, id: &str) -> Option<u64> {
        self.places.get(&(Number::clone(sender), id.into())).copied()
    }

    fn at(&self, place: u64) -> Option<&Record> {
        self.records.get(usize::try_from(place.checked_sub(self.forgotten)?).ok()?)
    }

    fn record(&mut self, sender: &Number, id: &str) -> Option<&mut Record> {
        let place = self.place(sender, id)?;
        self.records.get_mut(usize::try_from(place.checked_sub(self.forgotten)?).ok()?)
    }
}
