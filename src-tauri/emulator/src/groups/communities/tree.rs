//! A community and the groups below it.

use wacore_binary::builder::NodeBuilder;

use super::super::GroupRefusal;
use super::super::group::{Child, Group, Place};
use crate::network::stanza::{free_text, seconds};
use crate::network::{DeviceAddress, GroupId};
use crate::world::World;

/// The community with this id, for its members.
pub(super) fn community<'a>(world: &'a World, from: &DeviceAddress, id: &str) -> Result<&'a Group, GroupRefusal> {
    let community = world.groups.find(id)?;
    community.for_members(&from.number)?;
    if community.is_parent() { Ok(community) } else { Err(GroupRefusal::Malformed) }
}

/// Groups of a community, announcements first.
pub(super) fn children_of(world: &World, community: &str) -> Vec<GroupId> {
    let mut children: Vec<_> = world
        .groups
        .all()
        .filter_map(|group| match &group.place {
            Place::Child { parent, kind } if **parent == *community => Some((*kind, group)),
            _ => None,
        })
        .collect();
    children.sort_by_key(|(kind, group)| (*kind, group.created_at_ms));
    children.into_iter().map(|(_, group)| GroupId::clone(&group.id)).collect()
}

/// A group as lists of a community name it.
pub(super) fn link_target(group: &Group) -> NodeBuilder {
    let node = NodeBuilder::new("group")
        .attr("jid", group.jid())
        .attr("subject", free_text(&group.subject.text))
        .attr("s_t", seconds(group.subject.at_ms));
    if matches!(group.place, Place::Child { kind: Child::Announcements, .. }) {
        node.children([NodeBuilder::new("default_sub_group").build()])
    } else {
        node
    }
}
