//! Into a community with its groups, and out of it.

use super::super::group::{Child, Place};
use super::super::{GroupRefusal, join, leave};
use super::children_of;
use crate::network::{GroupId, Number, World};

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
    for group in [Some(GroupId::from(community)), announcements].into_iter().flatten() {
        let entered = world.groups.find(&group)?;
        let newcomers: Vec<Number> = numbers.iter().filter(|number| !entered.has(number)).cloned().collect();
        join::admit(world, &group, by, &newcomers, Some("linked_group_join"))?;
    }
    Ok(())
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
