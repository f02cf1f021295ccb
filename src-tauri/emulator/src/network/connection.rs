//! A connection after its Noise handshake, and how far it has come.

use std::sync::Arc;

use wacore_binary::Node;

use super::address::DeviceAddress;
use crate::devices::About;
use crate::keys::PublicKeys;
use crate::transport::wire::Wire;

/// Names a connection for as long as the network runs.
pub(crate) type ConnectionId = u64;

/// One client's open socket.
pub(crate) struct Connection {
    pub(crate) wire: Arc<Wire>,
    pub(crate) stage: Stage,
}

impl Connection {
    pub(crate) fn send(&self, node: Node) {
        self.wire.send(node);
    }
}

/// How far a connection has come.
pub(crate) enum Stage {
    /// Nobody yet: it shows QR codes or asked for a pairing code.
    Candidate(Box<Candidate>),
    /// A phone approved it, its own signature is awaited.
    Confirming(DeviceAddress),
    /// Logged in.
    Device(DeviceAddress),
    /// A device of a silent account: accepted and never answered.
    HalfOpen(DeviceAddress),
    /// Refused or ended: whatever it says is not heard.
    Deaf,
}

/// What an unpaired client told of itself.
pub(crate) struct Candidate {
    pub(crate) noise_key: [u8; 32],
    pub(crate) keys: PublicKeys,
    pub(crate) platform: String,
    /// It wants the whole history and not the last months only.
    pub(crate) full_history: bool,
    /// Of how many days the last months are for it, where it says so.
    pub(crate) recent_days: Option<u32>,
    pub(crate) about: About,
    /// The QR references it was given.
    pub(crate) refs: Vec<String>,
}
