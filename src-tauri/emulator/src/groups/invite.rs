//! `<invite>` and `<accept>`: the link, and invitations for one account.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::announce::{about, announce};
use super::answer::Answer;
use super::describe::{Detail, describe};
use super::group::{Group, invite_code};
use super::making::MOST_MEMBERS;
use super::{GroupRefusal, join, requests};
use crate::network::stanza::{attr, children, jid_attr};
use crate::network::{DeviceAddress, GroupId, Number};
use crate::world::World;

/// What came of following a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    Joined,
    /// An admin has to approve.
    Waiting,
}

pub(super) fn hear(world: &mut World, from: &DeviceAddress, group: &GroupId, reset: bool) -> Answer {
    let code =
        if reset { reset_invite(world, &from.number, group)? } else { invite_code_of(world, &from.number, group)? };
    Ok(vec![NodeBuilder::new("invite").attr("code", code).build()])
}

/// The code of the group's link.
pub(crate) fn invite_code_of(world: &World, by: &Number, group: &str) -> Result<String, GroupRefusal> {
    let invited = world.groups.find(group)?;
    invited.for_members_if(invited.settings.members_link, by)?;
    Ok(invited.invite.clone())
}

/// Makes a new link; the old one is told to be gone.
pub(crate) fn reset_invite(world: &mut World, by: &Number, group: &str) -> Result<String, GroupRefusal> {
    world.groups.find(group)?.for_admins(by)?;
    let code = invite_code(&mut world.rng);
    let invited = world.groups.find_mut(group)?;
    let old = std::mem::replace(&mut invited.invite, code.clone());
    invited.retired_invites.insert(old);
    announce(world, group, by, NodeBuilder::new("invite").attr("code", code.as_str()).build());
    Ok(code)
}

/// What a link leads to, told to anybody who holds it.
pub(super) fn preview(world: &World, asked: &Node) -> Answer {
    let group = world.groups.by_invite(&attr(asked, "code"))?;
    Ok(vec![describe(world, group, Detail::PREVIEW)])
}

pub(super) fn hear_accept(world: &mut World, from: &DeviceAddress, asked: &Node) -> Answer {
    let (group, entry) = accept(world, &from.number, &attr(asked, "code"))?;
    Ok(vec![entered(&group, entry)])
}

fn entered(group: &str, entry: Entry) -> Node {
    let tag = if entry == Entry::Joined { "group" } else { "membership_approval_request" };
    NodeBuilder::new(tag).attr("jid", wacore_binary::Jid::group(group)).build()
}

/// Follows a link: in, or onto the list of those who wait.
pub(crate) fn accept(world: &mut World, number: &Number, code: &str) -> Result<(GroupId, Entry), GroupRefusal> {
    let group = world.groups.by_invite(code)?;
    may_enter(group, number)?;
    if group.removed.contains(number) {
        return Err(GroupRefusal::Removed);
    }
    let (id, approval) = (GroupId::clone(&group.id), group.settings.approval);
    if approval {
        requests::ask(world, number, &id)?;
        return Ok((id, Entry::Waiting));
    }
    join::admit(world, &id, number, std::slice::from_ref(number), Some("invite"))?;
    Ok((id, Entry::Joined))
}

pub(super) fn may_enter(group: &Group, number: &Number) -> Result<(), GroupRefusal> {
    if group.has(number) {
        return Err(GroupRefusal::AlreadyIn);
    }
    if group.members.len() >= MOST_MEMBERS { Err(GroupRefusal::Full) } else { Ok(()) }
}

/// An invitation that an admin passed on by message.
pub(super) fn hear_personal(world: &mut World, from: &DeviceAddress, group: &GroupId, asked: &Node) -> Answer {
    let now_ms = world.now_ms();
    let entered_group = world.groups.find(group)?;
    may_enter(entered_group, &from.number)?;
    let invite = entered_group.personal_invites.get(&from.number);
    if !invite.is_some_and(|invite| invite.code == attr(asked, "code") && invite.expires_at_ms > now_ms) {
        return Err(GroupRefusal::InviteGone);
    }
    let by = jid_attr(asked, "admin").and_then(|jid| world.number_of(&jid));
    let by = by.unwrap_or_else(|| Number::clone(&from.number));
    join::admit(world, group, &by, std::slice::from_ref(&from.number), None)?;
    Ok(vec![entered(group, Entry::Joined)])
}

/// `<revoke>`: an admin takes invitations of single accounts back.
pub(super) fn revoke_personal(world: &mut World, from: &DeviceAddress, group: &GroupId, asked: &Node) -> Answer {
    world.groups.find(group)?.for_admins(&from.number)?;
    let (mut gone, mut content) = (Vec::new(), Vec::new());
    for jid in children(asked).iter().filter_map(|child| jid_attr(child, "jid")) {
        let number = world.number_of(&jid);
        let revoked = number.filter(|number| {
            world.groups.find_mut(group).is_ok_and(|group| group.personal_invites.remove(number).is_some())
        });
        let node = NodeBuilder::new("participant").attr("jid", jid);
        content.push(if revoked.is_some() { node.build() } else { node.attr("error", 404).build() });
        gone.extend(revoked);
    }
    if !gone.is_empty() {
        let change = about(world, world.groups.find(group)?, "revoke", &gone).build();
        announce(world, group, &from.number, change);
    }
    Ok(vec![NodeBuilder::new("revoke").children(content).build()])
}
