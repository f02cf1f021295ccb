//! What becomes of a phone's companions and of its own keys.

use super::Phone;
use crate::devices;
use crate::error::Result;
use crate::network::DeviceAddress;

impl Phone {
    /// The phone is reinstalled from a backup of its chats: new identity, no companions, and contacts are told.
    pub fn reinstall(&self) {
        self.net.act(|world| devices::reinstall(world, &self.number)).expect("accounts are never deleted");
    }

    /// Uses up a companion's one-time keys but `leave`; with fewer than five the server asks it for more.
    pub fn spend_keys(&self, device: u16, leave: usize) -> Result<()> {
        self.net.act(|world| devices::spend_keys(world, &self.companion(device), leave))
    }

    /// The server loses a companion's one-time keys, and tells it to compare digests.
    pub fn lose_keys(&self, device: u16) -> Result<()> {
        self.net.act(|world| devices::lose_keys(world, &self.companion(device)))
    }

    /// Tells the companions that something changed while they looked away, until each has asked for it: `account_sync`,
    /// `groups`, `syncd_app_state` or `newsletter_metadata`.
    pub fn mark_dirty(&self, kind: &str) {
        self.net.act(|world| devices::dirty::soil(world, &self.number, kind)).expect("accounts are never deleted");
    }

    fn companion(&self, device: u16) -> DeviceAddress {
        DeviceAddress::new(&self.number, device)
    }
}
