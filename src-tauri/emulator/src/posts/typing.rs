//! "Somebody is typing…" in a group.

use wacore_binary::builder::NodeBuilder;

use crate::network::{ChatId, Number, World};

/// Shows `from`'s typing to all other members who are there.
pub(crate) fn tell(world: &mut World, from: &Number, chat: &ChatId, typing: bool) {
    let ChatId::Group(id) = chat else { return };
    let Ok(group) = world.groups.find(id) else { return };
    let Some(account) = world.accounts.get(from).filter(|_| group.has(from)) else { return };
    let state = NodeBuilder::new(if typing { "composing" } else { "paused" }).build();
    let chatstate = NodeBuilder::new("chatstate")
        .attr("from", group.jid())
        .attr("participant", account.jid(0, group.by_lid()))
        .children([state])
        .build();
    let others: Vec<Number> = group.members.keys().filter(|member| *member != from).cloned().collect();
    for member in others {
        if let Some(reader) = world.accounts.get_mut(&member) {
            reader.handset.chat_mut(chat).typing = typing;
        }
        for device in world.companions_of(&member) {
            if world.companion(&device).is_some_and(|companion| companion.awake) {
                world.send(&device, chatstate.clone());
            }
        }
    }
}
