//! `<notification type="w:gp2">`: what changed in a group, told through the queue.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::group::Group;
use crate::network::stanza::{free_text, seconds};
use crate::network::{Account, Number};
use crate::world::World;

/// Tells every companion of every member that `by` changed something, its own included.
pub(super) fn announce(world: &mut World, group: &str, by: &Number, change: Node) {
    let Ok(told) = world.groups.find(group) else { return };
    let members: Vec<Number> = told.members.keys().cloned().collect();
    announce_to(world, group, by, change, &members);
}

/// Tells the companions of `readers` alone.
pub(super) fn announce_to(world: &mut World, group: &str, by: &Number, change: Node, readers: &[Number]) {
    let id = world.stanza_id();
    let now_ms = world.now_ms();
    let (Ok(told), Some(author)) = (world.groups.find(group), world.accounts.get(by)) else { return };
    let notification = NodeBuilder::new("notification")
        .attr("type", "w:gp2")
        .attr("from", told.jid())
        .attr("id", id.as_str())
        .attr("t", seconds(now_ms))
        .attr("notify", free_text(&author.name))
        .attr("participant", author.jid(0, told.by_lid()))
        .attr(other_form(told, "participant_pn", "participant_lid"), author.jid(0, !told.by_lid()))
        .attr("addressing_mode", mode(told))
        .children([change])
        .build();
    for reader in readers {
        world.deliver_to_companions(reader, "notification", &id, &notification);
    }
}

/// A change that concerns some accounts: `<tag><participant …/>…</tag>`.
pub(super) fn about(world: &World, group: &Group, tag: &'static str, numbers: &[Number]) -> NodeBuilder {
    let named = numbers.iter().filter_map(|number| world.accounts.get(number));
    NodeBuilder::new(tag).children(named.map(|account| participant(group, account, "participant").build()))
}

/// An account as a member sees it: its address in the group's form, with the other form beside it.
pub(super) fn participant(group: &Group, account: &Account, tag: &'static str) -> NodeBuilder {
    NodeBuilder::new(tag)
        .attr("jid", account.jid(0, group.by_lid()))
        .attr(other_form(group, "phone_number", "lid"), account.jid(0, !group.by_lid()))
}

/// The name of the attribute with the form of address that the group does not use.
pub(super) fn other_form(group: &Group, number: &'static str, lid: &'static str) -> &'static str {
    if group.by_lid() { number } else { lid }
}

/// The form in which members see each other, as the wire says it.
pub(super) fn mode(group: &Group) -> &'static str {
    if group.by_lid() { "lid" } else { "pn" }
}
