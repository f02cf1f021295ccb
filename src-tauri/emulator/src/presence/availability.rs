//! Whether an account is there.

use std::collections::BTreeSet;

/// An account's devices that say that somebody is there.
#[derive(Debug, Default)]
pub(crate) struct Availability {
    pub(super) devices: BTreeSet<u16>,
    /// When the last of them left, in milliseconds since the epoch.
    pub(crate) last_ms: Option<u64>,
}

impl Availability {
    /// As an earlier run left it: nobody is there.
    pub(crate) fn since(last_ms: Option<u64>) -> Self {
        Self { devices: BTreeSet::new(), last_ms }
    }

    pub(crate) fn is_available(&self) -> bool {
        !self.devices.is_empty()
    }

    /// Whether this device says that somebody is there.
    pub(crate) fn includes(&self, device: u16) -> bool {
        self.devices.contains(&device)
    }
}
