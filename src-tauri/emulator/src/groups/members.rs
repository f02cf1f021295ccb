//! `<add>`, `<remove>`, `<promote>`, `<demote>`: one answer for each account named.

use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Jid, Node};

use super::announce::{about, announce, participant};
use super::answer::Answer;
use super::group::{Group, PersonalInvite, Role, invite_code};
use super::making::{MOST_MEMBERS, admissible};
use super::{GroupRefusal, communities, join, leave};
use crate::network::stanza::{attr, children, jid_attr, seconds};
use crate::network::{DeviceAddress, GroupId, Number};
use crate::world::World;

/// An invitation for one account runs out after three days.
const PERSONAL_INVITE_MS: u64 = 3 * 24 * 3_600_000;

/// What is to happen to members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum MemberChange {
    Add,
    Remove,
    Promote,
    Demote,
}

impl MemberChange {
    fn tag(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Remove => "remove",
            Self::Promote => "promote",
            Self::Demote => "demote",
        }
    }
}

pub(super) fn hear(world: &mut World, from: &DeviceAddress, group: &GroupId, asked: &Node) -> Answer {
    let change = match asked.tag.as_ref() {
        "add" => MemberChange::Add,
        "remove" => MemberChange::Remove,
        "promote" => MemberChange::Promote,
        _ => MemberChange::Demote,
    };
    let (mut numbers, mut unknown) = (Vec::new(), Vec::new());
    for jid in children(asked).iter().filter_map(|child| jid_attr(child, "jid")) {
        match world.number_of(&jid) {
            Some(number) => numbers.push(number),
            None => unknown.push(jid),
        }
    }
    let outcomes = change_members(world, &from.number, group, change, &numbers)?;
    if attr(asked, "linked_groups") == "true" {
        let gone: Vec<Number> =
            outcomes.iter().filter(|(_, code)| *code == 200).map(|(number, _)| number.clone()).collect();
        communities::leave_everything(world, group, &from.number, &gone)?;
    }
    let mut content = answers(world, group, &outcomes)?;
    content.extend(unknown.iter().map(no_such_account));
    Ok(vec![NodeBuilder::new(change.tag()).children(content).build()])
}

/// Changes those members that can be changed, and says for each with which code: 200 is done.
pub(crate) fn change_members(
    world: &mut World,
    by: &Number,
    group: &str,
    change: MemberChange,
    numbers: &[Number],
) -> Result<Vec<(Number, u16)>, GroupRefusal> {
    let changed = world.groups.find(group)?;
    if change == MemberChange::Add {
        changed.for_members_if(changed.settings.members_add, by)?;
    } else {
        changed.for_admins(by)?;
    }
    let mut outcomes: Vec<(Number, u16)> = Vec::new();
    let mut room = MOST_MEMBERS.saturating_sub(changed.members.len());
    for number in numbers {
        let code = match change {
            MemberChange::Add => addable(world, changed, number, &mut room),
            MemberChange::Remove | MemberChange::Demote => {
                match changed.members.get(number).map(|member| member.role) {
                    None => 404,
                    Some(Role::SuperAdmin) => 406,
                    Some(_) => 200,
                }
            }
            MemberChange::Promote => {
                if changed.has(number) {
                    200
                } else {
                    404
                }
            }
        };
        outcomes.push((Number::clone(number), code));
    }
    let done: Vec<Number> =
        outcomes.iter().filter(|(_, code)| *code == 200).map(|(number, _)| number.clone()).collect();
    if !done.is_empty() {
        apply(world, by, group, change, &done)?;
    }
    Ok(outcomes)
}

fn apply(
    world: &mut World,
    by: &Number,
    group: &str,
    change: MemberChange,
    done: &[Number],
) -> Result<(), GroupRefusal> {
    match change {
        MemberChange::Add => join::admit(world, group, by, done, None),
        MemberChange::Remove => {
            leave::depart(world, group, by, done)?;
            world.groups.find_mut(group)?.removed.extend(done.iter().cloned());
            Ok(())
        }
        MemberChange::Promote | MemberChange::Demote => {
            let role = if change == MemberChange::Promote { Role::Admin } else { Role::Member };
            let changed = world.groups.find_mut(group)?;
            for number in done {
                if let Some(member) = changed.members.get_mut(number).filter(|member| member.role != Role::SuperAdmin) {
                    member.role = role;
                }
            }
            changed.version += 1;
            let told = about(world, world.groups.find(group)?, change.tag(), done).build();
            announce(world, group, by, told);
            Ok(())
        }
    }
}

/// 409 for members, 403 for accounts that let nobody add them, 419 where there is no room.
fn addable(world: &World, group: &Group, number: &Number, room: &mut usize) -> u16 {
    if group.has(number) {
        return 409;
    }
    if !admissible(world, number) {
        return 403;
    }
    if *room == 0 {
        return 419;
    }
    *room -= 1;
    200
}

fn answers(world: &mut World, group: &str, outcomes: &[(Number, u16)]) -> Answer {
    let mut content = Vec::new();
    for (number, code) in outcomes {
        if *code == 403 {
            content.extend(failures(world, group, std::slice::from_ref(number), &[])?);
            continue;
        }
        let Some(account) = world.accounts.get(number) else { continue };
        let node = participant(world.groups.find(group)?, account, "participant");
        content.push(if *code == 200 { node.attr("type", "200").build() } else { node.attr("error", *code).build() });
    }
    Ok(content)
}

/// `<participant error>` for accounts that could not be added; those who let nobody add them can be sent the
/// invitation that comes with it.
pub(super) fn failures(world: &mut World, group: &str, private: &[Number], unknown: &[Jid]) -> Answer {
    let expires_at_ms = world.now_ms() + PERSONAL_INVITE_MS;
    let mut nodes: Vec<Node> = unknown.iter().map(no_such_account).collect();
    for number in private {
        let code = invite_code(&mut world.rng);
        let invited = world.groups.find_mut(group)?;
        invited.personal_invites.insert(Number::clone(number), PersonalInvite { code: code.clone(), expires_at_ms });
        let Some(account) = world.accounts.get(number) else { continue };
        let request = NodeBuilder::new("add_request").attr("code", code).attr("expiration", seconds(expires_at_ms));
        let node = participant(world.groups.find(group)?, account, "participant").attr("error", 403);
        nodes.push(node.children([request.build()]).build());
    }
    Ok(nodes)
}

fn no_such_account(jid: &Jid) -> Node {
    NodeBuilder::new("participant").attr("jid", jid).attr("error", 404).build()
}
