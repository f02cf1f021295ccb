//! Who is who: an account by its number, a device by account and index, and the two JIDs of each.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use wacore_libsignal::protocol::ProtocolAddress;

/// Digits of a phone number, country code first; the name of an account everywhere inside the network.
pub(crate) type Number = Arc<str>;

/// One device of an account; 0 is the phone itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct DeviceAddress {
    pub(crate) number: Number,
    pub(crate) device: u16,
}

impl DeviceAddress {
    pub(crate) fn new(number: &Number, device: u16) -> Self {
        Self { number: Arc::clone(number), device }
    }

    pub(crate) fn phone(number: &Number) -> Self {
        Self::new(number, 0)
    }

    pub(crate) fn is_phone(&self) -> bool {
        self.device == 0
    }

    /// Where an emulated phone keeps its Signal session with this device: by account, so that a peer's move from
    /// phone number to privacy id changes nothing.
    pub(crate) fn signal(&self) -> ProtocolAddress {
        ProtocolAddress::new(&self.number, u32::from(self.device).into())
    }
}

impl std::fmt::Display for DeviceAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.number, self.device)
    }
}
