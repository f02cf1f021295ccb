//! Communities: a group above others, one of which is where its admins speak to all.
//!
//! Whoever is in one of its groups is in the community, and hears the announcements.

mod ask;
mod ending;
mod enrol;
mod founding;
mod linking;
mod subgroups;

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

pub(super) use ask::{join_linked, members_of_all, query_linked, sub_groups};
pub(super) use ending::dissolve;
pub(super) use enrol::{enrol, leave_everything};
pub(super) use founding::{follow, found, settle};
pub(super) use linking::{links, unlink};
pub(crate) use subgroups::{member_counts, subgroups};

use super::announce::announce;
use super::group::{Group, Place};
use super::{Answer, GroupRefusal};
use crate::network::stanza::free_text;
use crate::network::{DeviceAddress, GroupId, World};

const ALLOWED: &str = "allow_non_admin_sub_group_creation";
const FORBIDDEN: &str = "not_allow_non_admin_sub_group_creation";

/// `<allow_non_admin_sub_group_creation>` and its contrary.
pub(super) fn allow_creation(world: &mut World, from: &DeviceAddress, community: &GroupId, asked: &Node) -> Answer {
    let changed = world.groups.find_mut(community)?;
    changed.for_admins(&from.number)?;
    let Place::Parent { members_create, .. } = &mut changed.place else { return Err(GroupRefusal::Malformed) };
    *members_create = asked.tag == ALLOWED;
    let change = NodeBuilder::new(if *members_create { ALLOWED } else { FORBIDDEN }).build();
    announce(world, community, &from.number, change);
    Ok(Vec::new())
}

/// The community with this id, for its members.
fn community<'a>(world: &'a World, from: &DeviceAddress, id: &str) -> Result<&'a Group, GroupRefusal> {
    let community = world.groups.find(id)?;
    community.for_members(&from.number)?;
    if community.is_parent() { Ok(community) } else { Err(GroupRefusal::Malformed) }
}

/// Groups of a community, announcements first.
fn children_of(world: &World, community: &str) -> Vec<GroupId> {
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
fn link_target(group: &Group) -> NodeBuilder {
    let node = NodeBuilder::new("group")
        .attr("jid", group.jid())
        .attr("subject", free_text(&group.subject.text))
        .attr("s_t", crate::network::stanza::seconds(group.subject.at_ms));
    if matches!(group.place, Place::Child { kind: super::group::Child::Announcements, .. }) {
        node.children([NodeBuilder::new("default_sub_group").build()])
    } else {
        node
    }
}
