//! `<delete_parent>`: a community ends; its groups go on alone, without its announcements.

use wacore_binary::builder::NodeBuilder;

use super::super::GroupRefusal;
use super::super::announce::announce;
use super::super::answer::Answer;
use super::super::group::{Child, Place};
use super::linking::tell;
use super::tree::children_of;
use crate::network::{DeviceAddress, GroupId};
use crate::world::World;

pub(in crate::groups) fn dissolve(world: &mut World, from: &DeviceAddress, community: &GroupId) -> Answer {
    let ended = world.groups.find(community)?;
    ended.for_admins(&from.number)?;
    if !ended.is_parent() {
        return Err(GroupRefusal::Malformed);
    }
    for child in children_of(world, community) {
        let group = world.groups.find(&child)?;
        if matches!(group.place, Place::Child { kind: Child::Announcements, .. }) {
            announce(
                world,
                &child,
                &from.number,
                NodeBuilder::new("delete").attr("reason", "deleted_by_admin").build(),
            );
            world.groups.remove(&child);
            continue;
        }
        tell(world, from, community, &child, "unlink", Some("delete_parent_group"))?;
        world.groups.find_mut(&child)?.place = Place::Alone;
    }
    announce(world, community, &from.number, NodeBuilder::new("delete").attr("reason", "deleted_by_admin").build());
    world.groups.remove(community);
    Ok(Vec::new())
}
