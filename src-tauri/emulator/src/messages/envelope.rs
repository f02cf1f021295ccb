//! One device's copy of a message, before the server has written on it.

use wacore_binary::Node;

use crate::network::{ChatId, DeviceAddress};

/// A ciphertext for one device and what the server writes on it.
pub(crate) struct Envelope<'a> {
    pub(crate) from: &'a DeviceAddress,
    /// What the message was written to, as its sender sees it; own devices need to know.
    pub(crate) chat: &'a ChatId,
    pub(crate) id: &'a str,
    pub(crate) kind: String,
    pub(crate) edit: String,
    pub(crate) at_ms: u64,
    /// The form of address that the sender used for this device.
    pub(crate) as_lid: bool,
    /// Between the devices of one account, not for people.
    pub(crate) peer: bool,
    pub(crate) enc: Node,
    /// What the sender attached for every receiver.
    pub(crate) shared: &'a [Node],
}
