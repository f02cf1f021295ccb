//! The account of one message.

use std::collections::BTreeMap;

use serde::Serialize;

/// The account of one message, by id.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LedgerEntry {
    /// The message's id, as its sender chose it.
    pub id: String,
    /// The device that sent it: `number:device`, 0 being the phone.
    pub from: String,
    /// The number of the chat it was sent to, or the group.
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
    /// When it was first put into the companion's queue, in milliseconds since the epoch.
    pub queued_at_ms: Option<u64>,
    /// How often it was written to the companion's socket.
    pub times_handed: u32,
    /// When the companion first acknowledged it, in milliseconds since the epoch.
    pub acknowledged_at_ms: Option<u64>,
    /// When the device's person read it, in milliseconds since the epoch.
    pub read_at_ms: Option<u64>,
}

impl LedgerEntry {
    /// How often the message was decrypted by the phone of the number it was sent to.
    pub fn at_addressee(&self) -> u32 {
        self.copies.get(&format!("{}:0", self.to)).map_or(0, |copy| copy.deliveries)
    }

    /// Whether a phone that it was sent to has not decrypted it.
    pub fn is_lost(&self) -> bool {
        !self.withheld && self.arrivals().contains(&0)
    }

    /// Whether it reached a phone that it was sent to more than once.
    pub fn is_doubled(&self) -> bool {
        self.arrivals().iter().any(|times| *times > 1)
    }

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
}
