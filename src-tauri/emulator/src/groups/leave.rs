//! `<leave>`: out of a group by one's own will.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::GroupRefusal;
use super::announce::{about, announce, announce_to};
use super::answer::{Answer, group_of};
use super::group::Role;
use crate::network::stanza::{children, jid_attr};
use crate::network::{DeviceAddress, Number};
use crate::world::World;

pub(super) fn hear(world: &mut World, from: &DeviceAddress, asked: &Node) -> Answer {
    let mut left = Vec::new();
    for child in children(asked).iter().filter(|child| child.tag == "group") {
        let Some(jid) = jid_attr(child, "id") else { return Err(GroupRefusal::Malformed) };
        let node = NodeBuilder::new("group").attr("id", &jid);
        let outcome = group_of(&jid).ok_or(GroupRefusal::NoSuchGroup).and_then(|id| leave(world, &from.number, &id));
        left.push(match outcome {
            Ok(()) => node.build(),
            Err(refused) => node.attr("error", refused.code()).build(),
        });
    }
    Ok(vec![NodeBuilder::new("leave").children(left).build()])
}

/// Leaves. Whoever has been in the group longest becomes admin where none is left; an empty group is gone.
pub(crate) fn leave(world: &mut World, number: &Number, group: &str) -> Result<(), GroupRefusal> {
    world.groups.find(group)?.for_members(number)?;
    depart(world, group, number, std::slice::from_ref(number))?;
    let left = world.groups.find(group)?;
    if left.members.is_empty() {
        world.groups.remove(group);
        return Ok(());
    }
    if left.admins().is_empty()
        && let Some((heir, _)) = left.roster().first()
    {
        let heir = Number::clone(heir);
        let change = about(world, left, "promote", std::slice::from_ref(&heir)).build();
        if let Some(member) = world.groups.find_mut(group)?.members.get_mut(&heir) {
            member.role = Role::Admin;
        }
        announce(world, group, number, change);
    }
    Ok(())
}

/// Takes members out and tells them and those who stay.
pub(super) fn depart(world: &mut World, group: &str, by: &Number, gone: &[Number]) -> Result<(), GroupRefusal> {
    let told: Vec<Number> = world.groups.find(group)?.members.keys().cloned().collect();
    let change = about(world, world.groups.find(group)?, "remove", gone).build();
    let left = world.groups.find_mut(group)?;
    left.members.retain(|number, _| !gone.contains(number));
    left.version += 1;
    announce_to(world, group, by, change, &told);
    Ok(())
}
