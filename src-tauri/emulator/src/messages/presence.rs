//! Who is there, and what they call themselves.

use std::sync::Arc;

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use crate::network::stanza::{attr, jid_attr};
use crate::network::{DeviceAddress, World};

/// A companion tells of itself, or asks to be told of somebody.
pub(crate) fn hear(world: &mut World, from: &DeviceAddress, node: &Node) {
    let kind = attr(node, "type");
    if kind == "subscribe" {
        return subscribe(world, from, node);
    }
    let name = attr(node, "name");
    let Some(account) = world.accounts.get_mut(&from.number) else { return };
    if !name.is_empty() {
        account.name = name;
    }
    if !matches!(kind.as_str(), "available" | "unavailable") {
        return;
    }
    let presence = NodeBuilder::new("presence").attr("from", account.pn(0)).attr("type", kind).build();
    let subscribers: Vec<_> = account.presence_subscribers.iter().cloned().collect();
    for subscriber in subscribers {
        for device in world.companions_of(&subscriber) {
            world.send(&device, presence.clone());
        }
    }
}

fn subscribe(world: &mut World, from: &DeviceAddress, node: &Node) {
    let Some(to) = jid_attr(node, "to") else { return };
    let Some(number) = world.number_of(&to) else { return };
    if let Some(account) = world.accounts.get_mut(&number) {
        account.presence_subscribers.insert(Arc::clone(&from.number));
    }
    let presence = NodeBuilder::new("presence").attr("from", to).attr("type", "unavailable").attr("last", "deny");
    world.send(from, presence.build());
}
