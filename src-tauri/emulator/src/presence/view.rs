//! An account's presence as one watcher may see it.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use crate::network::stanza::seconds;
use crate::network::{Account, DeviceAddress, Number};
use crate::privacy::{PrivacyCategory, blocks_either_way, shows};
use crate::world::World;

/// What `watcher` gets to see of `number`; `None` where one blocked the other.
pub(super) fn view(world: &World, number: &Number, watcher: &Number, as_lid: bool) -> Option<Node> {
    let account = world.accounts.get(number)?;
    if blocks_either_way(world, number, watcher) {
        return None;
    }
    let presence = NodeBuilder::new("presence").attr("from", account.jid(0, as_lid));
    let is_there = account.availability.is_available() && shows(world, number, watcher, PrivacyCategory::Online);
    if is_there {
        return Some(presence.attr("type", "available").build());
    }
    Some(presence.attr("type", "unavailable").attr("last", last(world, account, watcher)).build())
}

/// Seconds since the epoch, or `deny`: last seen is told only to those who tell it back.
fn last(world: &World, account: &Account, watcher: &Number) -> String {
    let both = shows(world, &account.number, watcher, PrivacyCategory::LastSeen)
        && shows(world, watcher, &account.number, PrivacyCategory::LastSeen);
    match account.availability.last_ms.filter(|_| both && !account.availability.is_available()) {
        Some(last_ms) => seconds(last_ms).to_string(),
        None => "deny".to_owned(),
    }
}

/// Tells every watcher that is there how it is now.
pub(super) fn tell(world: &mut World, number: &Number) {
    for (device, as_lid) in world.subscriptions.of(number) {
        if listens(world, &device)
            && let Some(presence) = view(world, number, &device.number, as_lid)
        {
            world.send(&device, presence);
        }
    }
}

/// Whether a device is there to be told of something that is not kept for it.
fn listens(world: &World, device: &DeviceAddress) -> bool {
    world.companion(device).is_some_and(|companion| companion.awake)
        && world.accounts.get(&device.number).is_some_and(|account| account.availability.includes(device.device))
}
