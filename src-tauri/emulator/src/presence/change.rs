//! An account comes, goes, or changes who may know.

use super::view::tell;
use crate::network::{DeviceAddress, Number};
use crate::world::World;

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

/// A device's connection is gone, and with it what it wanted to know and its word that somebody is there.
pub(crate) fn leave(world: &mut World, address: &DeviceAddress) {
    world.subscriptions.end(address);
    set_available(world, &address.number, address.device, false);
}

/// Tells subscribers anew after the account changed who may know.
pub(crate) fn refresh(world: &mut World, number: &str) {
    if let Some(number) = world.accounts.get(number).map(|account| Number::clone(&account.number)) {
        tell(world, &number);
    }
}
