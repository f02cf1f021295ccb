//! What became of every message, so that a test can ask whether anything was lost or doubled.

use std::collections::BTreeMap;

use serde::Serialize;

use super::address::{DeviceAddress, Number};
use super::chat_id::ChatId;

/// The account of one message, by id.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LedgerEntry {
    /// The message's id, as its sender chose it.
    pub id: String,
    /// The device that sent it: `number:device`, 0 being the phone.
    pub from: String,
    /// The chat it was sent to: a number, or the address of a group, newsletter or status.
    pub to: String,
    /// When the server first took it, in milliseconds since the epoch.
    pub sent_at_ms: u64,
    /// The addressee blocked the sender: it was taken and goes nowhere.
    pub withheld: bool,
    /// How often the sender handed it over; more than one is a resend with the same id.
    pub times_sent: u32,
    /// What became of each device's copy, by `number:device`.
    pub copies: BTreeMap<String, LedgerCopy>,
}

/// One device's copy of a message.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LedgerCopy {
    /// How often the copy arrived: at a phone before any removal of doubles, at a companion by its receipts.
    pub deliveries: u32,
    /// How often a phone could not decrypt it, or a companion asked for it again.
    pub undecryptable: u32,
    /// When the device's person read it, in milliseconds since the epoch.
    pub read_at_ms: Option<u64>,
}

/// A copy of the whole ledger at one moment.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LedgerSnapshot {
    /// Every message in the order it was first sent.
    pub messages: Vec<LedgerEntry>,
    /// How often a device logged in while another connection of it was open.
    pub replaced_logins: u32,
    /// How often a device acknowledged something that was never sent to it or had been acknowledged before.
    pub stray_acks: u32,
}

impl LedgerSnapshot {
    /// The entry of a message.
    pub fn message(&self, id: &str) -> Option<&LedgerEntry> {
        self.messages.iter().find(|entry| entry.id == id)
    }

    /// Messages that a phone they were sent to has not decrypted.
    pub fn lost(&self) -> Vec<&LedgerEntry> {
        self.messages.iter().filter(|entry| !entry.withheld && entry.arrivals().contains(&0)).collect()
    }

    /// Messages that reached a phone they were sent to more than once.
    pub fn doubled(&self) -> Vec<&LedgerEntry> {
        self.messages.iter().filter(|entry| entry.arrivals().iter().any(|times| *times > 1)).collect()
    }
}

impl LedgerEntry {
    /// How often each phone that it was sent to has decrypted it; of a group that is every member's but the writer's.
    fn arrivals(&self) -> Vec<u32> {
        if !self.to.contains('@') {
            return vec![self.at_addressee()];
        }
        let writer = self.from.split(':').next().unwrap_or_default();
        let phones = self.copies.iter().filter(|(device, _)| {
            device.split_once(':').is_some_and(|(number, device)| device == "0" && number != writer)
        });
        phones.map(|(_, copy)| copy.deliveries).collect()
    }

    /// How often the message was decrypted by the phone of the number it was sent to.
    pub fn at_addressee(&self) -> u32 {
        self.copies.get(&format!("{}:0", self.to)).map_or(0, |copy| copy.deliveries)
    }
}

/// The running account.
#[derive(Default)]
pub(crate) struct Ledger {
    entries: BTreeMap<(Number, String), (usize, LedgerEntry)>,
    pub(crate) replaced_logins: u32,
    pub(crate) stray_acks: u32,
}

impl Ledger {
    pub(crate) fn sent(&mut self, from: &DeviceAddress, to: &ChatId, id: &str, at_ms: u64) {
        let place = self.entries.len();
        let (_, entry) = self.entries.entry((Number::clone(&from.number), id.to_owned())).or_insert_with(|| {
            let entry = LedgerEntry {
                id: id.to_owned(),
                from: from.to_string(),
                to: to.to_string(),
                sent_at_ms: at_ms,
                ..LedgerEntry::default()
            };
            (place, entry)
        });
        entry.times_sent += 1;
    }

    /// The addressee's phone is not to see it.
    pub(crate) fn withheld(&mut self, sender: &Number, id: &str) {
        if let Some((_, entry)) = self.entries.get_mut(&(Number::clone(sender), id.to_owned())) {
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
        if let Some((_, entry)) = self.entries.get_mut(&(Number::clone(sender), id.to_owned())) {
            note(entry.copies.entry(device.to_string()).or_default());
        }
    }

    pub(crate) fn snapshot(&self) -> LedgerSnapshot {
        let mut entries: Vec<_> = self.entries.values().collect();
        entries.sort_by_key(|(place, _)| *place);
        LedgerSnapshot {
            messages: entries.into_iter().map(|(_, entry)| entry.clone()).collect(),
            replaced_logins: self.replaced_logins,
            stray_acks: self.stray_acks,
        }
    }
}
