//! What companions ask of groups, and which file hears it.

use wacore_binary::Node;

use super::answer::{Answer, group_of};
use super::{
    GroupRefusal, communities, create, description, invite, leave, members, query, requests, settings, subject,
};
use crate::network::stanza::{children, jid_attr, result};
use crate::network::{DeviceAddress, GroupId};
use crate::pictures;
use crate::world::World;

/// Answers a companion's request.
pub(crate) fn hear(world: &mut World, from: &DeviceAddress, request: &Node, set: bool) -> Node {
    let group = jid_attr(request, "to").and_then(|to| group_of(&to));
    let answer = match children(request).first() {
        None => Err(GroupRefusal::Malformed),
        Some(asked) => match group {
            None => hear_service(world, from, asked, set),
            Some(group) => hear_group(world, from, &group, asked, set),
        },
    };
    match answer {
        Ok(content) => result(request, content),
        Err(refused) => refused.answer(request),
    }
}

/// What is asked of the service and not of one group.
fn hear_service(world: &mut World, from: &DeviceAddress, asked: &Node, set: bool) -> Answer {
    match (asked.tag.as_ref(), set) {
        ("create", true) => create::hear(world, from, asked),
        ("leave", true) => leave::hear(world, from, asked),
        ("pictures", false) => Ok(vec![pictures::several(world, &from.number, asked)]),
        ("participating", false) => Ok(query::participating(world, from, asked)),
        ("query", false) => Ok(query::several(world, from, asked)),
        ("invite", true) => invite::hear_accept(world, from, asked),
        ("invite", false) => invite::preview(world, asked),
        _ => Err(GroupRefusal::Malformed),
    }
}

fn hear_group(world: &mut World, from: &DeviceAddress, group: &GroupId, asked: &Node, set: bool) -> Answer {
    match (asked.tag.as_ref(), set) {
        ("query", false) => query::one(world, from, group, asked),
        ("subject", true) => subject::hear(world, from, group, asked),
        ("description", true) => description::hear(world, from, group, asked),
        ("add" | "remove" | "promote" | "demote", true) => members::hear(world, from, group, asked),
        ("invite", reset) => invite::hear(world, from, group, reset),
        ("accept", true) => invite::hear_personal(world, from, group, asked),
        ("revoke", true) => invite::revoke_personal(world, from, group, asked),
        ("membership_approval_requests", false) => requests::list(world, from, group),
        ("membership_requests_action", true) => requests::hear(world, from, group, asked),
        ("cancel_membership_requests", true) => requests::cancel(world, from, group, asked),
        ("links", true) => communities::links(world, from, group, asked),
        ("unlink", true) => communities::unlink(world, from, group, asked),
        ("delete_parent", true) => communities::dissolve(world, from, group),
        ("query_linked", false) => communities::query_linked(world, from, group, asked),
        ("join_linked_group", true) => communities::join_linked(world, from, group, asked),
        ("linked_groups_participants", false) => communities::members_of_all(world, from, group),
        ("sub_groups", false) => communities::sub_groups(world, from, group),
        ("allow_non_admin_sub_group_creation" | "not_allow_non_admin_sub_group_creation", true) => {
            communities::allow_creation(world, from, group, asked)
        }
        ("ack", true) => world.groups.find(group)?.for_members(&from.number).map(|()| Vec::new()),
        (_, true) => settings::hear(world, from, group, asked),
        _ => Err(GroupRefusal::Malformed),
    }
}
