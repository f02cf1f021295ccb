//! Telling devices that an account's list of companions changed.
//!
//! Other accounts hear `<notification type="devices">`; the account's own companions hear that and the whole list as
//! `account_sync`, which is where official clients read their own devices from.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::list_hash;
use crate::network::DeviceAddress;
use crate::network::stanza::seconds;
use crate::pairing::key_index_list;
use crate::world::World;

/// A companion was linked.
pub(crate) fn announce_added(world: &mut World, address: &DeviceAddress) {
    if let Some(list) = signed_list(world, address) {
        announce(world, address, "add", list);
    }
}

/// A companion was unlinked.
pub(crate) fn announce_removed(world: &mut World, address: &DeviceAddress) {
    let list = NodeBuilder::new("key-index-list").attr("ts", seconds(world.now_ms())).build();
    announce(world, address, "remove", list);
}

fn signed_list(world: &mut World, address: &DeviceAddress) -> Option<Node> {
    let now_ms = world.now_ms();
    let account = world.accounts.get(&address.number)?;
    let signed = key_index_list(account, now_ms, &mut world.rng);
    Some(NodeBuilder::new("key-index-list").attr("ts", seconds(now_ms)).bytes(signed).build())
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
    let change = NodeBuilder::new(change).attr("device_hash", list_hash(account));
    let change = change.children([device.build(), key_indexes]).build();
    let listeners: Vec<_> = std::iter::once(&account.number).chain(&account.watchers).cloned().collect();
    let notification = NodeBuilder::new("notification")
        .attr("type", "devices")
        .attr("from", account.pn(0))
        .attr("lid", account.lid(0));
    let notification = notification.attr("t", seconds(now_ms)).children([change]).build();
    for listener in listeners {
        tell(world, &listener, address, &notification);
    }
    if let Some(list) = signed_list(world, address) {
        tell_own(world, address, list);
    }
}

fn tell_own(world: &mut World, address: &DeviceAddress, key_indexes: Node) {
    let now_ms = world.now_ms();
    let Some(account) = world.accounts.get(&address.number) else { return };
    let companions = account.linked().map(|(id, companion)| {
        NodeBuilder::new("device").attr("jid", account.pn(id)).attr("key-index", companion.key_index).build()
    });
    let phone = NodeBuilder::new("device").attr("jid", account.pn(0)).build();
    let list = std::iter::once(phone).chain(companions).chain([key_indexes]);
    let devices = NodeBuilder::new("devices").attr("dhash", list_hash(account)).children(list).build();
    let notification = NodeBuilder::new("notification")
        .attr("type", "account_sync")
        .attr("from", account.pn(0))
        .attr("t", seconds(now_ms));
    let number = account.number.clone();
    tell(world, &number, address, &notification.children([devices]).build());
}

/// Delivers a copy to each companion of `listener` but the one that it is about.
fn tell(world: &mut World, listener: &str, about: &DeviceAddress, notification: &Node) {
    let id = world.stanza_id();
    let mut copy = notification.clone();
    copy.attrs.insert("id", id.as_str());
    for device in world.companions_of(listener) {
        if device != *about {
            world.deliver(&device, "notification", &id, copy.clone());
        }
    }
}
