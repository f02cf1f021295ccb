//! "Somebody is typing…", or recording, in a group.

use wacore_binary::builder::NodeBuilder;

use crate::messages::Activity;
use crate::network::{ChatId, Number};
use crate::world::World;

/// Shows what `from` does to all other members who are there.
pub(crate) fn tell(world: &mut World, from: &Number, chat: &ChatId, activity: Activity) {
    let ChatId::Group(id) = chat else { return };
    let Ok(group) = world.groups.find(id) else { return };
    let Some(account) = world.accounts.get(from).filter(|_| group.has(from)) else { return };
    let chatstate = NodeBuilder::new("chatstate")
        .attr("from", group.jid())
        .attr("participant", account.jid(0, group.by_lid()))
        .children([activity.state()])
        .build();
    let others: Vec<Number> = group.members.keys().filter(|member| *member != from).cloned().collect();
    for member in others {
        crate::phone::show(world, &member, chat, from, activity);
        for device in world.companions_of(&member) {
            if world.companion(&device).is_some_and(|companion| companion.awake) {
                world.send(&device, chatstate.clone());
            }
        }
    }
}
