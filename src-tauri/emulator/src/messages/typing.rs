//! "Typing…": told at once to whoever is there, and never kept.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use crate::network::stanza::jid_attr;
use crate::network::{ChatId, DeviceAddress, Number, World};

/// A companion's person types or pauses.
pub(crate) fn hear(world: &mut World, from: &DeviceAddress, node: &Node) {
    let Some(to) = jid_attr(node, "to") else { return };
    let typing = node.get_optional_child("composing").is_some();
    if let Some(chat) = world.chat_of(&to).filter(ChatId::is_shared) {
        return crate::posts::typing::tell(world, &from.number, &chat, typing);
    }
    let Some(number) = world.number_of(&to) else { return };
    tell(world, &from.number, &number, typing, to.is_lid());
}

/// Shows `from`'s typing to `to`'s phone and companions.
pub(crate) fn tell(world: &mut World, from: &Number, to: &Number, typing: bool, as_lid: bool) {
    let Some(account) = world.accounts.get(from) else { return };
    let state = NodeBuilder::new(if typing { "composing" } else { "paused" }).build();
    let chatstate = NodeBuilder::new("chatstate").attr("from", account.jid(0, as_lid)).children([state]).build();
    if let Some(receiver) = world.accounts.get_mut(to) {
        receiver.handset.chat_mut(&ChatId::person(from)).typing = typing;
    }
    for device in world.companions_of(to) {
        if world.companion(&device).is_some_and(|companion| companion.awake) {
            world.send(&device, chatstate.clone());
        }
    }
}
