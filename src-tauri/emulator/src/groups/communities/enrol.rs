//! Into a community with its groups, and out of it.

use super::super::entry::let_in;
use super::super::group::{Child, Place};
use super::super::{GroupRefusal, leave};
use super::tree::children_of;
use crate::network::Number;
use crate::world::World;

/// What the wire calls coming in by way of one of a community's groups.
const REASON: Option<&str> = Some("linked_group_join");

/// Makes accounts members of a community and hearers of its announcements.
pub(in crate::groups) fn enrol(
    world: &mut World,
    community: &str,
    by: &Number,
    numbers: &[Number],
) -> Result<(), GroupRefusal> {
    let announcements = children_of(world, community).into_iter().find(|child| {
        world
            .groups
            .find(child)
            .is_ok_and(|group| matches!(group.place, Place::Child { kind: Child::Announcements, .. }))
    });
    let entered = world.groups.find(community)?;
    let newcomers: Vec<Number> = numbers.iter().filter(|number| !entered.has(number)).cloned().collect();
    let_in(world, community, by, &newcomers, REASON)?;
    let Some(announcements) = announcements else { return Ok(()) };
    let members: Vec<Number> = if newcomers.is_empty() {
        numbers.to_vec()
    } else {
        world.groups.find(community)?.members.keys().cloned().collect()
    };
    let heard = world.groups.find(&announcements)?;
    let deaf: Vec<Number> = members.into_iter().filter(|number| !heard.has(number)).collect();
    let_in(world, &announcements, by, &deaf, REASON)
}

/// Takes accounts out of a community and all its groups.
pub(in crate::groups) fn leave_everything(
    world: &mut World,
    community: &str,
    by: &Number,
    gone: &[Number],
) -> Result<(), GroupRefusal> {
    for group in children_of(world, community) {
        let left = world.groups.find(&group)?;
        let members: Vec<Number> = gone.iter().filter(|number| left.has(number)).cloned().collect();
        if !members.is_empty() {
            leave::depart(world, &group, by, &members)?;
        }
    }
    Ok(())
}
