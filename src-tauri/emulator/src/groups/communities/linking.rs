//! `<links>` and `<unlink>`: groups that exist become groups of a community, and leave it.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Jid, Node};

use super::super::announce::announce;
use super::super::answer::{Answer, group_of};
use super::super::group::{Child, Place};
use super::super::{GroupRefusal, leave};
use super::enrol::enrol;
use super::tree::{children_of, link_target};
use crate::network::stanza::{attr, children, jid_attr};
use crate::network::{DeviceAddress, GroupId, Number};
use crate::world::World;

pub(in crate::groups) fn links(world: &mut World, from: &DeviceAddress, community: &GroupId, asked: &Node) -> Answer {
    may_change(world, from, community)?;
    let link = asked.get_optional_child("link").ok_or(GroupRefusal::Malformed)?;
    let mut content = Vec::new();
    for jid in named(link) {
        let node = NodeBuilder::new("group").attr("jid", &jid);
        content.push(match self::link(world, from, community, &jid) {
            Ok(()) => node.build(),
            Err(refused) => node.attr("error", refused.code()).build(),
        });
    }
    let link = NodeBuilder::new("link").attr("link_type", "sub_group").children(content).build();
    Ok(vec![NodeBuilder::new("links").children([link]).build()])
}

fn link(world: &mut World, from: &DeviceAddress, community: &GroupId, jid: &Jid) -> Result<(), GroupRefusal> {
    let id = group_of(jid).ok_or(GroupRefusal::NoSuchGroup)?;
    let linked = world.groups.find_mut(&id)?;
    linked.for_admins(&from.number)?;
    if linked.place != Place::Alone {
        return Err(GroupRefusal::AlreadyIn);
    }
    linked.place = Place::Child { parent: GroupId::clone(community), kind: Child::Plain };
    let members: Vec<Number> = linked.members.keys().cloned().collect();
    enrol(world, community, &from.number, &members)?;
    tell(world, from, community, &id, "link", None)
}

pub(in crate::groups) fn unlink(world: &mut World, from: &DeviceAddress, community: &GroupId, asked: &Node) -> Answer {
    may_change(world, from, community)?;
    let mut content = Vec::new();
    for child in children(asked) {
        let Some(jid) = jid_attr(child, "jid") else { continue };
        let node = NodeBuilder::new("group").attr("jid", &jid);
        let orphans = attr(child, "remove_orphaned_members") == "true";
        content.push(match release(world, from, community, &jid, orphans) {
            Ok(()) => node.build(),
            Err(refused) => node.attr("error", refused.code()).build(),
        });
    }
    Ok(vec![NodeBuilder::new("unlink").attr("unlink_type", "sub_group").children(content).build()])
}

fn release(
    world: &mut World,
    from: &DeviceAddress,
    community: &GroupId,
    jid: &Jid,
    orphans: bool,
) -> Result<(), GroupRefusal> {
    let id = group_of(jid).filter(|id| children_of(world, community).contains(id)).ok_or(GroupRefusal::NoSuchGroup)?;
    if world.groups.find(&id)?.place == (Place::Child { parent: GroupId::clone(community), kind: Child::Announcements })
    {
        return Err(GroupRefusal::Unfit);
    }
    tell(world, from, community, &id, "unlink", Some("unlink_group"))?;
    let released = world.groups.find_mut(&id)?;
    released.place = Place::Alone;
    let members: Vec<Number> = released.members.keys().cloned().collect();
    if orphans {
        remove_orphans(world, from, community, &members)?;
    }
    Ok(())
}

/// Members of no other group of the community leave it, its admins excepted.
fn remove_orphans(
    world: &mut World,
    from: &DeviceAddress,
    community: &GroupId,
    members: &[Number],
) -> Result<(), GroupRefusal> {
    let others = children_of(world, community);
    let elsewhere = |number: &Number| {
        others
            .iter()
            .filter_map(|id| world.groups.find(id).ok())
            .any(|group| !matches!(group.place, Place::Child { kind: Child::Announcements, .. }) && group.has(number))
    };
    let above = world.groups.find(community)?;
    let gone: Vec<Number> =
        members.iter().filter(|number| !above.is_admin(number) && !elsewhere(number)).cloned().collect();
    if gone.is_empty() {
        return Ok(());
    }
    super::leave_everything(world, community, &from.number, &gone)?;
    leave::depart(world, community, &from.number, &gone)
}

/// The community hears of the group, the group of the community.
pub(super) fn tell(
    world: &mut World,
    from: &DeviceAddress,
    community: &GroupId,
    group: &GroupId,
    tag: &'static str,
    reason: Option<&'static str>,
) -> Result<(), GroupRefusal> {
    let kind = if tag == "link" { "link_type" } else { "unlink_type" };
    let change = |kind_value: &'static str, target: Node| {
        let mut change = NodeBuilder::new(tag).attr(kind, kind_value);
        if let Some(reason) = reason {
            change = change.attr("unlink_reason", reason);
        }
        change.children([target]).build()
    };
    let below = change("sub_group", link_target(world.groups.find(group)?).build());
    let above = change("parent_group", link_target(world.groups.find(community)?).build());
    announce(world, community, &from.number, below);
    announce(world, group, &from.number, above);
    Ok(())
}

fn may_change(world: &World, from: &DeviceAddress, community: &GroupId) -> Result<(), GroupRefusal> {
    let above = world.groups.find(community)?;
    above.for_admins(&from.number)?;
    if above.is_parent() { Ok(()) } else { Err(GroupRefusal::Malformed) }
}

fn named(list: &Node) -> Vec<Jid> {
    children(list).iter().filter_map(|child| jid_attr(child, "jid")).collect()
}
