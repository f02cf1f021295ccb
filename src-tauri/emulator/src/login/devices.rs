//! Telling devices that an account's list of companions changed.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use crate::network::stanza::seconds;
use crate::network::{DeviceAddress, World};
use crate::pairing::key_index_list;

/// A companion was linked.
pub(crate) fn announce_added(world: &mut World, address: &DeviceAddress) {
    let now_ms = world.now_ms();
    let Some(account) = world.accounts.get(&address.number) else { return };
    let signed = key_index_list(account, now_ms, &mut world.rng);
    let list = NodeBuilder::new("key-index-list").attr("ts", seconds(now_ms)).bytes(signed).build();
    announce(world, address, "add", list);
}

/// A companion was unlinked.
pub(crate) fn announce_removed(world: &mut World, address: &DeviceAddress) {
    let list = NodeBuilder::new("key-index-list").attr("ts", seconds(world.now_ms())).build();
    announce(world, address, "remove", list);
}

/// Own companions hear of it, and those accounts that ever asked for this one's devices.
fn announce(world: &mut World, address: &DeviceAddress, change: &'static str, key_indexes: Node) {
    let now_ms = world.now_ms();
    let Some(account) = world.accounts.get(&address.number) else { return };
    let mut device =
        NodeBuilder::new("device").attr("jid", account.pn(address.device)).attr("lid", account.lid(address.device));
    if let Some(companion) = account.companions.get(&address.device) {
        device = device.attr("key-index", companion.key_index);
    }
    let change =
        NodeBuilder::new(change).attr("device_hash", "2:emulated").children([device.build(), key_indexes]).build();
    let listeners: Vec<_> = std::iter::once(&account.number).chain(&account.watchers).cloned().collect();
    let notification = NodeBuilder::new("notification")
        .attr("type", "devices")
        .attr("from", account.pn(0))
        .attr("lid", account.lid(0));
    let notification = notification.attr("t", seconds(now_ms)).children([change]).build();
    for listener in listeners {
        let id = world.stanza_id();
        let mut copy = notification.clone();
        copy.attrs.insert("id", id.as_str());
        for device in world.companions_of(&listener) {
            if device != *address {
                world.deliver(&device, "notification", &id, copy.clone());
            }
        }
    }
}
