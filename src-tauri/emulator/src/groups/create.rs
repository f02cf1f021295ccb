//! `<create>`: a new group.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::announce::announce;
use super::describe::{Detail, describe};
use super::group::{Description, Group, GroupSettings, Member, Place, Role};
use super::members::{admissible, failures};
use super::subject::fits;
use super::{Answer, GroupRefusal, communities, group_of, settings};
use crate::config::Addressing;
use crate::network::stanza::{attr, child_bytes, children, jid_attr};
use crate::network::{DeviceAddress, GroupId, Number, World};

/// A group takes this many members.
pub(super) const MOST_MEMBERS: usize = 1024;

/// What a new group is to be.
#[derive(Default)]
pub(crate) struct Plan {
    pub(crate) subject: String,
    /// Chosen by the client, to know its own group again in the notification.
    pub(crate) key: String,
    pub(crate) description: Option<(String, String)>,
    pub(crate) settings: GroupSettings,
    pub(crate) addressing: Option<Addressing>,
    pub(crate) members: Vec<Number>,
    /// It is to be a community.
    pub(crate) community: Option<Community>,
    /// It is to be a group of this community.
    pub(crate) within: Option<GroupId>,
    /// Where it stands, if the server itself makes it.
    pub(crate) place: Option<Place>,
}

/// What a new community is to be.
#[derive(Clone, Copy, Default)]
pub(crate) struct Community {
    /// Joining one of its groups needs an admin.
    pub(crate) closed: bool,
    /// Every member may make groups in it.
    pub(crate) members_create: bool,
    /// It gets a group where all members talk.
    pub(crate) general_chat: bool,
}

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
    let place = match (plan.place, &plan.within, plan.community) {
        (Some(place), ..) => place,
        (None, Some(above), _) => communities::settle(world, creator, above)?,
        (None, None, Some(community)) => {
            Place::Parent { closed: community.closed, members_create: community.members_create }
        }
        (None, None, None) => Place::Alone,
    };
    let now_ms = world.now_ms();
    let mut group = Group::new(&mut world.rng, creator, plan.subject, now_ms);
    group.settings = plan.settings;
    group.place = place;
    group.addressing = plan.addressing.unwrap_or(Addressing::Lid);
    group.description =
        plan.description.map(|(id, text)| Description { id, text, by: Number::clone(creator), at_ms: now_ms });
    for number in plan.members {
        if admissible(world, &number) {
            group.members.entry(number).or_insert(Member { role: Role::Member, joined_at_ms: now_ms });
        }
    }
    let id = world.groups.insert(group);
    let told = describe(world, world.groups.find(&id)?, Detail::FULL);
    let mut change = NodeBuilder::new("create").attr("type", "new");
    if !plan.key.is_empty() {
        change = change.attr("key", plan.key);
    }
    announce(world, &id, creator, change.children([told]).build());
    if let (Some(community), None) = (plan.community, &plan.within) {
        communities::found(world, creator, &id, community.general_chat)?;
    }
    communities::follow(world, &id, creator)?;
    Ok(id)
}
