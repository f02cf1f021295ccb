//! A message's account as the ledger holds it, tens of thousands of times: addresses are shared and copies lie in a
//! row, where [`LedgerEntry`] has text and a map.

use std::sync::Arc;

use super::entry::{LedgerCopy, LedgerEntry};
use crate::network::{ChatId, DeviceAddress};

/// The account of one message.
pub(super) struct Record {
    /// Shared with the ledger's index.
    pub(super) id: Arc<str>,
    pub(super) from: DeviceAddress,
    to: ChatId,
    sent_at_ms: u64,
    pub(super) withheld: bool,
    pub(super) times_sent: u32,
    /// By device, in order.
    copies: Vec<(DeviceAddress, LedgerCopy)>,
}

impl Record {
    pub(super) fn new(id: Arc<str>, from: DeviceAddress, to: ChatId, sent_at_ms: u64) -> Self {
        Self { id, from, to, sent_at_ms, withheld: false, times_sent: 1, copies: Vec::new() }
    }

    /// The device's copy; a new one if nothing is known of it yet.
    pub(super) fn copy(&mut self, device: &DeviceAddress) -> &mut LedgerCopy {
        let place = self.copies.binary_search_by(|(known, _)| known.cmp(device)).unwrap_or_else(|place| {
            if self.copies.is_empty() {
                // Most messages go to one device.
                self.copies.reserve_exact(1);
            }
            self.copies.insert(place, (device.clone(), LedgerCopy::default()));
            place
        });
        &mut self.copies[place].1
    }

    /// The account as it is shown.
    pub(super) fn entry(&self) -> LedgerEntry {
        LedgerEntry {
            id: self.id.to_string(),
            from: self.from.to_string(),
            to: self.to.to_string(),
            sent_at_ms: self.sent_at_ms,
            withheld: self.withheld,
            times_sent: self.times_sent,
            copies: self.copies.iter().map(|(device, copy)| (device.to_string(), copy.clone())).collect(),
        }
    }
}
