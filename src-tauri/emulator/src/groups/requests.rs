//! `<membership_approval_requests>`: who asks to join, and what an admin makes of it.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::announce::{about, announce_to, participant};
use super::answer::Answer;
use super::group::JoinRequest;
use super::{GroupRefusal, join};
use crate::network::stanza::{children, jid_attr, seconds};
use crate::network::{DeviceAddress, GroupId, Number};
use crate::world::World;

/// Who waits, first come first.
pub(crate) fn waiting(world: &World, by: &Number, group: &str) -> Result<Vec<(Number, u64)>, GroupRefusal> {
    let asked = world.groups.find(group)?;
    asked.for_admins(by)?;
    let mut waiting: Vec<_> =
        asked.requests.iter().map(|(number, request)| (Number::clone(number), request.at_ms)).collect();
    waiting.sort_by_key(|(_, at_ms)| *at_ms);
    Ok(waiting)
}

pub(super) fn list(world: &World, from: &DeviceAddress, group: &GroupId) -> Answer {
    let asked = world.groups.find(group)?;
    let requests = waiting(world, &from.number, group)?.into_iter().filter_map(|(number, at_ms)| {
        let node = participant(asked, world.accounts.get(&number)?, "membership_approval_request");
        Some(node.attr("request_time", seconds(at_ms)).attr("request_method", "invite_link").build())
    });
    Ok(vec![NodeBuilder::new("membership_approval_requests").children(requests).build()])
}

/// Puts an account on the list and tells the admins.
pub(super) fn ask(world: &mut World, number: &Number, group: &str) -> Result<(), GroupRefusal> {
    let at_ms = world.now_ms();
    let asked = world.groups.find_mut(group)?;
    asked.requests.entry(Number::clone(number)).or_insert(JoinRequest { at_ms });
    let admins = asked.admins();
    let asked = world.groups.find(group)?;
    let who = world.accounts.get(number).map(|account| participant(asked, account, "requested_user").build());
    let change = NodeBuilder::new("created_membership_requests").attr("request_method", "invite_link").children(who);
    announce_to(world, group, number, change.build(), &admins);
    Ok(())
}

pub(super) fn hear(world: &mut World, from: &DeviceAddress, group: &GroupId, asked: &Node) -> Answer {
    let (verdict, approve) = match (asked.get_optional_child("approve"), asked.get_optional_child("reject")) {
        (Some(verdict), _) => (verdict, true),
        (None, Some(verdict)) => (verdict, false),
        (None, None) => return Err(GroupRefusal::Malformed),
    };
    let jids: Vec<_> = children(verdict).iter().filter_map(|child| jid_attr(child, "jid")).collect();
    let numbers: Vec<Number> = jids.iter().filter_map(|jid| world.number_of(jid)).collect();
    let decided = decide(world, &from.number, group, &numbers, approve)?;
    let content = jids.iter().map(|jid| {
        let node = NodeBuilder::new("participant").attr("jid", jid);
        let done = world.number_of(jid).is_some_and(|number| decided.contains(&number));
        if done { node.build() } else { node.attr("error", 404).build() }
    });
    let inner = NodeBuilder::new(if approve { "approve" } else { "reject" }).children(content).build();
    Ok(vec![NodeBuilder::new("membership_requests_action").children([inner]).build()])
}

/// Lets those in who asked, or turns them away; returns those who had asked.
pub(crate) fn decide(
    world: &mut World,
    by: &Number,
    group: &str,
    numbers: &[Number],
    approve: bool,
) -> Result<Vec<Number>, GroupRefusal> {
    world.groups.find(group)?.for_admins(by)?;
    let asked = world.groups.find_mut(group)?;
    let decided: Vec<Number> =
        numbers.iter().filter(|number| asked.requests.remove(*number).is_some()).cloned().collect();
    if approve {
        join::admit(world, group, by, &decided, Some("invite"))?;
    } else {
        withdrawn(world, group, by, &decided)?;
    }
    Ok(decided)
}

/// `<cancel_membership_requests>`: whoever asked no longer wants to join.
pub(super) fn cancel(world: &mut World, from: &DeviceAddress, group: &GroupId, asked: &Node) -> Answer {
    let cancelled = world.groups.find_mut(group)?.requests.remove(&from.number).is_some();
    if cancelled {
        withdrawn(world, group, &from.number, std::slice::from_ref(&from.number))?;
    }
    let content = children(asked).iter().filter_map(|child| jid_attr(child, "jid")).map(|jid| {
        let own = world.number_of(&jid).is_some_and(|number| number == from.number);
        let node = NodeBuilder::new("participant").attr("jid", jid);
        if own && cancelled { node.build() } else { node.attr("error", 404).build() }
    });
    Ok(vec![NodeBuilder::new("cancel_membership_requests").children(content).build()])
}

/// The admins, and those who asked, learn that nothing comes of it.
fn withdrawn(world: &mut World, group: &str, by: &Number, numbers: &[Number]) -> Result<(), GroupRefusal> {
    if numbers.is_empty() {
        return Ok(());
    }
    let asked = world.groups.find(group)?;
    let change = about(world, asked, "revoked_membership_requests", numbers).build();
    let readers: Vec<Number> = asked.admins().into_iter().chain(numbers.iter().cloned()).collect();
    announce_to(world, group, by, change, &readers);
    Ok(())
}
