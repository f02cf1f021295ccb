//! `<presence>`: a companion tells of itself, or asks to be told of somebody.

use wacore_binary::Node;

use super::set_available;
use super::view::view;
use crate::network::DeviceAddress;
use crate::network::stanza::{attr, jid_attr};
use crate::world::World;

/// Takes the name that the stanza carries, then does what its type says.
pub(crate) fn hear(world: &mut World, from: &DeviceAddress, node: &Node) {
    let name = attr(node, "name");
    if let Some(account) = world.accounts.get_mut(&from.number).filter(|_| !name.is_empty()) {
        account.name = name;
    }
    match attr(node, "type").as_str() {
        "available" => set_available(world, &from.number, from.device, true),
        "unavailable" => set_available(world, &from.number, from.device, false),
        "subscribe" => subscribe(world, from, node),
        "unsubscribe" => {
            if let Some(of) = jid_attr(node, "to").and_then(|to| world.number_of(&to)) {
                world.subscriptions.cancel(from, &of);
            }
        }
        _ => {}
    }
}

/// The watcher learns at once how it is, and from then on what changes.
fn subscribe(world: &mut World, from: &DeviceAddress, node: &Node) {
    let Some(to) = jid_attr(node, "to") else { return };
    let Some(number) = world.number_of(&to) else { return };
    world.subscriptions.begin(from, &number, to.is_lid());
    if let Some(presence) = view(world, &number, &from.number, to.is_lid()) {
        world.send(from, presence);
    }
}
