//! Who is there, who wants to know, and who may.
//!
//! An account is there while one of its devices says so. Whoever subscribed is told, as far as the account's privacy
//! lets them know, and only on devices that say themselves that they are there, as WhatsApp's server does it (whatsmeow
//! tells its users so). Subscriptions end with the connection. Its neighbour is `messages/typing.rs`.

mod availability;
mod handle;
mod hear;
mod subscriptions;
mod view;

pub(crate) use availability::{Availability, set_available};
pub(crate) use hear::hear;
pub(crate) use subscriptions::Subscriptions;

use view::tell;

use crate::network::{DeviceAddress, Number, World};

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
