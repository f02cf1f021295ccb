//! A group comes to be, wherever it stands.

use wacore_binary::builder::NodeBuilder;

use super::GroupRefusal;
use super::announce::announce;
use super::describe::{Detail, describe};
use super::group::{Description, Group, GroupSettings, Member, Place, Role};
use crate::config::Addressing;
use crate::network::{GroupId, Number};
use crate::world::World;

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

/// Makes the group in its place, with those members that can be added, and tells them.
pub(super) fn make(world: &mut World, creator: &Number, plan: Plan, place: Place) -> Result<GroupId, GroupRefusal> {
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
    Ok(id)
}

/// Whether an account lets itself be added.
pub(super) fn admissible(world: &World, number: &Number) -> bool {
    world.accounts.contains_key(number) && !world.groups.private.contains(number)
}
