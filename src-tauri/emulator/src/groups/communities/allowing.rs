//! Who may make groups in a community.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::super::GroupRefusal;
use super::super::announce::announce;
use super::super::answer::Answer;
use super::super::group::Place;
use crate::network::{DeviceAddress, GroupId};
use crate::world::World;

const ALLOWED: &str = "allow_non_admin_sub_group_creation";

const FORBIDDEN: &str = "not_allow_non_admin_sub_group_creation";

/// `<allow_non_admin_sub_group_creation>` and its contrary.
pub(in crate::groups) fn allow_creation(
    world: &mut World,
    from: &DeviceAddress,
    community: &GroupId,
    asked: &Node,
) -> Answer {
    let changed = world.groups.find_mut(community)?;
    changed.for_admins(&from.number)?;
    let Place::Parent { members_create, .. } = &mut changed.place else { return Err(GroupRefusal::Malformed) };
    *members_create = asked.tag == ALLOWED;
    let change = NodeBuilder::new(if *members_create { ALLOWED } else { FORBIDDEN }).build();
    announce(world, community, &from.number, change);
    Ok(Vec::new())
}
