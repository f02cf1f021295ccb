//! "Typing…": told at once to whoever is there, and never kept.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::activity::Activity;
use crate::network::stanza::{attr, jid_attr};
use crate::network::{ChatId, DeviceAddress, Number};
use crate::world::World;

/// A companion's person types or pauses.
pub(crate) fn hear(world: &mut World, from: &DeviceAddress, node: &Node) {
    let Some(to) = jid_attr(node, "to") else { return };
    let activity = match node.get_optional_child("composing") {
        Some(composing) if attr(composing, "media") == "audio" => Activity::Recording,
        Some(_) => Activity::Typing,
        None => Activity::Nothing,
    };
    if let Some(chat) = world.chat_of(&to).filter(ChatId::is_shared) {
        return crate::posts::typing::tell(world, &from.number, &chat, activity);
    }
    let Some(number) = world.number_of(&to) else { return };
    tell(world, &from.number, &number, activity, to.is_lid());
}

/// Shows what `from` does to `to`'s phone and companions.
pub(crate) fn tell(world: &mut World, from: &Number, to: &Number, activity: Activity, as_lid: bool) {
    let Some(account) = world.accounts.get(from) else { return };
    let chatstate = NodeBuilder::new("chatstate").attr("from", account.jid(0, as_lid));
    let chatstate = chatstate.children([activity.state()]).build();
    crate::phone::show(world, to, &ChatId::person(from), from, activity);
    for device in world.companions_of(to) {
        if world.companion(&device).is_some_and(|companion| companion.awake) {
            world.send(&device, chatstate.clone());
        }
    }
}
