//! Telling others that an account shows something new.

use std::collections::BTreeSet;

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use crate::network::stanza::{free_text, seconds};
use crate::network::{DeviceAddress, Number};
use crate::world::World;

/// Who keeps up with an account: whoever has it in the address book, has a chat with it, or asked for its devices.
pub(crate) fn followers(world: &World, number: &str) -> Vec<Number> {
    let Some(account) = world.accounts.get(number) else { return Vec::new() };
    let knows = world
        .accounts
        .values()
        .filter(|other| other.handset.address_book.contains_key(number) || other.handset.has_chat_with(&account.number))
        .map(|other| &other.number);
    let all: BTreeSet<&Number> = knows.chain(&account.watchers).filter(|other| **other != account.number).collect();
    all.into_iter().cloned().collect()
}

/// Sends a notification about `number` to every companion of these accounts but the one that made the change.
pub(crate) fn tell(
    world: &mut World,
    number: &str,
    listeners: &[Number],
    by: Option<&DeviceAddress>,
    kind: &'static str,
    change: &Node,
) {
    let at_s = seconds(world.now_ms());
    for listener in listeners {
        for device in world.companions_of(listener) {
            if Some(&device) == by {
                continue;
            }
            let id = world.stanza_id();
            let Some(account) = world.accounts.get(number) else { return };
            let notification = NodeBuilder::new("notification")
                .attr("from", account.pn(0))
                .attr("type", kind)
                .attr("id", id.as_str())
                .attr("notify", free_text(&account.name))
                .attr("t", at_s);
            world.deliver(&device, "notification", &id, notification.children([change.clone()]).build());
        }
    }
}
