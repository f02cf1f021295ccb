//! What a community's members may see of its groups, and how they come into one.

use std::collections::BTreeSet;

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::super::announce::participant;
use super::super::answer::{Answer, group_of};
use super::super::describe::{Detail, describe};
use super::super::invite::may_enter;
use super::super::{GroupRefusal, join, requests};
use super::tree::{children_of, community, link_target};
use crate::network::stanza::jid_attr;
use crate::network::{DeviceAddress, GroupId, Number};
use crate::world::World;

/// `<query_linked>`: one group of the community.
pub(in crate::groups) fn query_linked(world: &World, from: &DeviceAddress, above: &GroupId, asked: &Node) -> Answer {
    community(world, from, above)?;
    let group = world.groups.find(&child(world, above, asked)?)?;
    let detail = if group.has(&from.number) { Detail::FULL } else { Detail::PREVIEW };
    let node = describe(world, group, detail);
    Ok(vec![NodeBuilder::new("linked_group").children([node]).build()])
}

/// `<join_linked_group>`: into a group of one's community, or onto the list of those who wait.
pub(in crate::groups) fn join_linked(world: &mut World, from: &DeviceAddress, above: &GroupId, asked: &Node) -> Answer {
    community(world, from, above)?;
    let id = child(world, above, asked)?;
    let group = world.groups.find(&id)?;
    may_enter(group, &from.number)?;
    if group.settings.approval {
        let jid = group.jid();
        requests::ask(world, &from.number, &id)?;
        return Ok(vec![NodeBuilder::new("membership_approval_request").attr("jid", jid).build()]);
    }
    join::admit(world, &id, &from.number, std::slice::from_ref(&from.number), Some("linked_group_join"))?;
    let node = describe(world, world.groups.find(&id)?, Detail::FULL);
    Ok(vec![NodeBuilder::new("linked_group").children([node]).build()])
}

/// `<linked_groups_participants>`: everybody who is in any group of the community.
pub(in crate::groups) fn members_of_all(world: &World, from: &DeviceAddress, above: &GroupId) -> Answer {
    let community = community(world, from, above)?;
    let numbers: BTreeSet<&Number> = children_of(world, above)
        .iter()
        .filter_map(|id| world.groups.find(id).ok())
        .flat_map(|group| group.members.keys())
        .collect();
    let named = numbers.into_iter().filter_map(|number| world.accounts.get(number));
    let content = named.map(|account| participant(community, account, "participant").build());
    Ok(vec![NodeBuilder::new("linked_groups_participants").children(content).build()])
}

/// `<sub_groups>`: the list of a community's groups.
pub(in crate::groups) fn sub_groups(world: &World, from: &DeviceAddress, above: &GroupId) -> Answer {
    community(world, from, above)?;
    let groups = children_of(world, above).into_iter().filter_map(|id| {
        let group = world.groups.find(&id).ok()?;
        Some(link_target(group).attr("id", &*group.id).attr("size", group.members.len()).build())
    });
    Ok(vec![NodeBuilder::new("sub_groups").children(groups).build()])
}

fn child(world: &World, above: &GroupId, asked: &Node) -> Result<GroupId, GroupRefusal> {
    let id = jid_attr(asked, "jid").and_then(|jid| group_of(&jid)).ok_or(GroupRefusal::Malformed)?;
    if children_of(world, above).contains(&id) { Ok(id) } else { Err(GroupRefusal::NoSuchGroup) }
}
