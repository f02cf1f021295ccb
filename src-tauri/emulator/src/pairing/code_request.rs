//! A device's wish to be linked by a typed code.

use wacore_libsignal::protocol::KeyPair;

use crate::network::{ConnectionId, DeviceAddress};

/// A device's wish to be linked to a number, waiting for the number's owner.
pub(crate) struct CodeRequest {
    pub(crate) connection: ConnectionId,
    /// salt (32) | iv (16) | the companion's ephemeral key under the code (32).
    pub(crate) wrapped_ephemeral: Vec<u8>,
    pub(super) reference: Vec<u8>,
    pub(super) asked_at_ms: u64,
    pub(crate) step: CodeStep,
}

/// How far the owner and the device have come.
pub(crate) enum CodeStep {
    /// Nobody has typed yet.
    Asked,
    /// The phone answered with its own key; the device's bundle is awaited.
    Typed { ephemeral: Box<KeyPair>, companion_ephemeral: [u8; 32] },
    /// The bundle did not open: the code was wrong.
    Failed,
    /// The device was approved under this address.
    Approved(DeviceAddress),
}
