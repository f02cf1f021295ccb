//! A new community, and a new group in one.

use super::super::GroupRefusal;
use super::super::group::{Child, Place};
use super::super::making::{Plan, make};
use super::enrol::enrol;
use crate::network::{GroupId, Number};
use crate::world::World;

/// Names that the server gives to what it makes itself.
const GENERAL: &str = "General";

/// After a community was made: where its admins speak, and where all talk if that is wanted.
pub(in crate::groups) fn found(
    world: &mut World,
    founder: &Number,
    community: &GroupId,
    general_chat: bool,
) -> Result<(), GroupRefusal> {
    let (subject, members) = {
        let made = world.groups.find(community)?;
        (made.subject.text.clone(), made.members.keys().filter(|member| *member != founder).cloned().collect())
    };
    let mut announcements = Plan { subject, members, ..Plan::default() };
    announcements.settings.announcement = true;
    announcements.settings.members_add = false;
    let place = Place::Child { parent: GroupId::clone(community), kind: Child::Announcements };
    make(world, founder, announcements, place)?;
    if general_chat {
        let place = Place::Child { parent: GroupId::clone(community), kind: Child::General };
        make(world, founder, Plan { subject: GENERAL.to_owned(), ..Plan::default() }, place)?;
    }
    Ok(())
}

/// Whether an account may make a group in a community.
pub(in crate::groups) fn settle(world: &World, founder: &Number, community: &str) -> Result<Place, GroupRefusal> {
    let above = world.groups.find(community)?;
    let Place::Parent { members_create, .. } = above.place else { return Err(GroupRefusal::Malformed) };
    above.for_members_if(members_create, founder)?;
    Ok(Place::Child { parent: GroupId::clone(&above.id), kind: Child::Plain })
}

/// Whoever is in a group of a community is in the community, and hears its announcements.
pub(in crate::groups) fn follow(world: &mut World, group: &str, by: &Number) -> Result<(), GroupRefusal> {
    let made = world.groups.find(group)?;
    let parent = match &made.place {
        Place::Child { parent, kind: Child::Plain } => GroupId::clone(parent),
        Place::Parent { .. } => GroupId::clone(&made.id),
        Place::Child { .. } | Place::Alone => return Ok(()),
    };
    let members: Vec<Number> = made.members.keys().cloned().collect();
    enrol(world, &parent, by, &members)
}
