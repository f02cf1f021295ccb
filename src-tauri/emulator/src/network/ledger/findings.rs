//! What a detector found.

use std::collections::VecDeque;

use serde::Serialize;

/// A message that arrived, or was sealed, after one that its sender wrote later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reordering {
    /// Who wrote both: a number, or a device where its counters tell.
    pub from: String,
    /// The device, as `number:device`.
    pub to: String,
    /// The message that came late.
    pub id: String,
    /// The later message that came first.
    pub after: String,
    /// When, in milliseconds since the epoch.
    pub at_ms: u64,
}

/// Two different ciphertexts under one counter of one chain: a client that went on from an old copy of its store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CounterUse {
    /// The device that sealed, as `number:device`.
    pub from: String,
    /// The device it sealed for.
    pub to: String,
    /// The chain's name on the wire: the ratchet key or the sender-key id, in hexadecimal.
    pub chain: String,
    /// The counter.
    pub counter: u32,
    /// The message that used it first, and the one that used it again.
    pub ids: [String; 2],
    /// When it was used again, in milliseconds since the epoch.
    pub at_ms: u64,
}

/// Counters of a chain that never passed the server, though later ones did. A client that starts anew may skip some:
/// whatsapp-rust reserves them in blocks of 64, so that a crash never makes it use one twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Gap {
    /// The device that sealed, as `number:device`.
    pub from: String,
    /// The device it sealed for.
    pub to: String,
    /// The chain's name on the wire, in hexadecimal.
    pub chain: String,
    /// The first missing counter.
    pub first: u32,
    /// The last missing counter.
    pub last: u32,
}

/// A device that logged in while another connection of it was open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DoubleConnection {
    /// The device, as `number:device`.
    pub device: String,
    /// When the second connection logged in, in milliseconds since the epoch.
    pub at_ms: u64,
}

/// The newest findings, so many at most.
pub(super) struct Bounded<T> {
    cap: usize,
    found: VecDeque<T>,
}

impl<T: Clone> Bounded<T> {
    pub(super) fn new(cap: usize) -> Self {
        Self { cap: cap.max(1), found: VecDeque::new() }
    }

    pub(super) fn push(&mut self, found: T) {
        if self.found.len() == self.cap {
            self.found.pop_front();
        }
        self.found.push_back(found);
    }

    pub(super) fn all(&self) -> Vec<T> {
        self.found.iter().cloned().collect()
    }
}
