//! `<query>` and `<participating>`: what a group is, and which groups one is in.

use wacore::messages::MessageUtils;
use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Jid, Node};

use super::answer::{Answer, group_of};
use super::describe::{Detail, describe};
use super::group::Group;
use crate::network::stanza::{attr, children, jid_attr};
use crate::network::{DeviceAddress, GroupId};
use crate::world::World;

/// One group; nothing if the client's hash of the members shows that it knows them.
pub(super) fn one(world: &World, from: &DeviceAddress, group: &GroupId, asked: &Node) -> Answer {
    let queried = world.groups.find(group)?;
    if let Some(request) = asked.get_optional_child("add_request") {
        let invite = queried.personal_invites.get(&from.number).filter(|invite| invite.code == attr(request, "code"));
        let detail = invite.map(|_| Detail::PREVIEW).ok_or(super::GroupRefusal::InviteGone)?;
        return Ok(vec![describe(world, queried, detail)]);
    }
    queried.for_members(&from.number)?;
    let known = attr(asked, "phash");
    if !known.is_empty() && known == members_hash(world, queried) {
        return Ok(Vec::new());
    }
    Ok(vec![describe(world, queried, Detail::FULL)])
}

fn members_hash(world: &World, group: &Group) -> String {
    let members: Vec<Jid> =
        group.members.keys().filter_map(|number| Some(world.accounts.get(number)?.jid(0, group.by_lid()))).collect();
    MessageUtils::participant_list_hash(&members).unwrap_or_default()
}

/// Several groups at once; each that cannot be shown says why.
pub(super) fn several(world: &World, from: &DeviceAddress, asked: &Node) -> Vec<Node> {
    let answers = children(asked).iter().filter_map(|child| jid_attr(child, "jid")).map(|jid| {
        let found = group_of(&jid).ok_or(super::GroupRefusal::NoSuchGroup);
        let found = found.and_then(|id| world.groups.find(&id)).and_then(|group| {
            group.for_members(&from.number)?;
            Ok(group)
        });
        match found {
            Ok(group) => describe(world, group, Detail::FULL),
            Err(refused) => {
                NodeBuilder::new("group").attr("id", jid.user.as_str()).attr("error", refused.code()).build()
            }
        }
    });
    vec![NodeBuilder::new("groups").children(answers).build()]
}

/// Every group that the account is in.
pub(super) fn participating(world: &World, from: &DeviceAddress, asked: &Node) -> Vec<Node> {
    let detail = Detail {
        members: asked.get_optional_child("participants").is_some(),
        description: asked.get_optional_child("description").is_some(),
    };
    let groups = world.groups.of(&from.number).map(|group| describe(world, group, detail));
    vec![NodeBuilder::new("groups").children(groups).build()]
}
