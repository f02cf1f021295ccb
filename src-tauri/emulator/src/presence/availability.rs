//! Whether an account is there.

use std::collections::BTreeSet;

use super::view::tell;
use crate::network::{Number, World};

/// An account's devices that say that somebody is there.
#[derive(Debug, Default)]
pub(crate) struct Availability {
    devices: BTreeSet<u16>,
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

/// A device says that somebody is there, or no longer; subscribers hear of it when that changes the account's state.
pub(crate) fn set_available(world: &mut World, number: &Number, device: u16, available: bool) {
    let now_ms = world.now_ms();
    let Some(account) = world.accounts.get_mut(number) else { return };
    let was = account.availability.is_available();
    if available {
        account.availability.devices.insert(device);
    } else {
        account.availability.devices.remove(&device);
    }
    let is = account.availability.is_available();
    if was && !is {
        account.availability.last_ms = Some(now_ms);
    }
    if was != is {
        tell(world, number);
    }
}
