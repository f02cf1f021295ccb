//! One-time keys run out as others write for the first time; the server asks the device for more in time.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Node, SERVER_JID};

use crate::error::{EmulatorError, Result};
use crate::keys::OneTimeKeys;
use crate::network::DeviceAddress;
use crate::network::stanza::seconds;
use crate::world::World;

/// Below so many the device is asked for more: the number at which Baileys believes it (`MIN_PREKEY_COUNT`).
const LOW: usize = 5;

/// A one-time key of a companion was handed out. It is asked for new ones once, until it brings them.
pub(crate) fn notice_taken_key(world: &mut World, address: &DeviceAddress) {
    let Some(companion) = world.companion_mut(address) else { return };
    let left = companion.keys.one_time.len();
    if left < LOW && !std::mem::replace(&mut companion.upkeep.asked_for_keys, true) {
        tell(world, address, NodeBuilder::new("count").attr("value", left).build());
    }
}

/// A companion brought keys.
pub(crate) fn keys_arrived(world: &mut World, address: &DeviceAddress) {
    if let Some(companion) = world.companion_mut(address) {
        companion.upkeep.asked_for_keys = false;
    }
}

/// Uses up all one-time keys of a companion but `leave`, as if so many people had written to it.
pub(crate) fn spend_keys(world: &mut World, address: &DeviceAddress, leave: usize) -> Result<()> {
    let companion = world.companion_mut(address).ok_or(EmulatorError::NoSuchDevice(address.device))?;
    let spent = companion.keys.one_time.len().saturating_sub(leave);
    for _ in 0..spent {
        companion.keys.one_time.take();
    }
    if spent > 0 {
        notice_taken_key(world, address);
    }
    Ok(())
}

/// The server forgets a companion's one-time keys, and lets it find out by comparing digests.
pub(crate) fn lose_keys(world: &mut World, address: &DeviceAddress) -> Result<()> {
    let companion = world.companion_mut(address).ok_or(EmulatorError::NoSuchDevice(address.device))?;
    companion.keys.one_time = OneTimeKeys::default();
    tell(world, address, NodeBuilder::new("digest").build());
    Ok(())
}

fn tell(world: &mut World, address: &DeviceAddress, news: Node) {
    let id = world.stanza_id();
    let notification = NodeBuilder::new("notification")
        .attr("from", SERVER_JID)
        .attr("type", "encrypt")
        .attr("id", id.as_str())
        .attr("t", seconds(world.now_ms()));
    world.deliver(address, "notification", &id, notification.children([news]).build());
}
