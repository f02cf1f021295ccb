//! `<create>`: a new group.

use wacore_binary::Node;

use super::answer::{Answer, group_of};
use super::describe::{Detail, describe};
use super::group::Place;
use super::making::{MOST_MEMBERS, Plan, make};
use super::members::failures;
use super::subject::fits;
use super::{GroupRefusal, communities, settings};
use crate::network::stanza::{attr, child_bytes, children, jid_attr};
use crate::network::{DeviceAddress, GroupId, Number};
use crate::world::World;

pub(super) fn hear(world: &mut World, from: &DeviceAddress, asked: &Node) -> Answer {
    let mut plan = Plan { subject: attr(asked, "subject"), key: attr(asked, "key"), ..Plan::default() };
    let mut unknown = Vec::new();
    for child in children(asked) {
        match child.tag.as_ref() {
            "participant" => {
                let Some(jid) = jid_attr(child, "jid") else { continue };
                match world.number_of(&jid) {
                    Some(number) => plan.members.push(number),
                    None => unknown.push(jid),
                }
            }
            "parent" => {
                let mode = attr(child, "default_membership_approval_mode");
                plan.community.get_or_insert_default().closed = mode == "request_required";
            }
            "allow_non_admin_sub_group_creation" => plan.community.get_or_insert_default().members_create = true,
            "create_general_chat" => plan.community.get_or_insert_default().general_chat = true,
            "linked_parent" => plan.within = jid_attr(child, "jid").and_then(|jid| group_of(&jid)),
            "description" => {
                let text = String::from_utf8_lossy(&child_bytes(child, "body")).into_owned();
                plan.description = Some((attr(child, "id"), text));
            }
            _ => {
                if let Some(setting) = settings::read(child) {
                    setting.apply(&mut plan.settings);
                }
            }
        }
    }
    let refused: Vec<Number> =
        plan.members.iter().filter(|number| world.groups.private.contains(*number)).cloned().collect();
    let id = create(world, &from.number, plan)?;
    let mut node = describe(world, world.groups.find(&id)?, Detail::FULL);
    if let Some(wacore_binary::NodeContent::Nodes(content)) = &mut node.content {
        content.extend(failures(world, &id, &refused, &unknown)?);
    }
    Ok(vec![node])
}

/// Makes the group, with those members that can be added, and tells them.
pub(crate) fn create(world: &mut World, creator: &Number, plan: Plan) -> Result<GroupId, GroupRefusal> {
    fits(&plan.subject)?;
    if plan.members.len() >= MOST_MEMBERS {
        return Err(GroupRefusal::Full);
    }
    let place = match (&plan.within, plan.community) {
        (Some(above), _) => communities::settle(world, creator, above)?,
        (None, Some(community)) => Place::Parent { closed: community.closed, members_create: community.members_create },
        (None, None) => Place::Alone,
    };
    let (community, stands_alone) = (plan.community, plan.within.is_none());
    let id = make(world, creator, plan, place)?;
    if let Some(community) = community.filter(|_| stands_alone) {
        communities::found(world, creator, &id, community.general_chat)?;
    }
    communities::follow(world, &id, creator)?;
    Ok(id)
}
