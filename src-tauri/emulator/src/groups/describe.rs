//! `<group>`: all that the server tells of a group.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::announce::{mode, other_form, participant};
use super::group::{Child, Description, Group, Place, Role};
use crate::network::stanza::{free_text, seconds};
use crate::world::World;

/// How much is told.
#[derive(Clone, Copy)]
pub(super) struct Detail {
    pub(super) members: bool,
    pub(super) description: bool,
}

impl Detail {
    /// To those who are in it.
    pub(super) const FULL: Self = Self { members: true, description: true };
    /// To those who hold an invitation.
    pub(super) const PREVIEW: Self = Self { members: false, description: true };
}

/// The group as a stanza.
pub(super) fn describe(world: &World, group: &Group, detail: Detail) -> Node {
    let mut content = Vec::new();
    if detail.members {
        content.extend(members(world, group));
    }
    if detail.description
        && let Some(text) = &group.description
    {
        content.push(description(world, group, text));
    }
    content.extend(settings(group));
    content.extend(place(group));
    let version = format!("{}{:03}", seconds(group.created_at_ms), group.version);
    let mut node = NodeBuilder::new("group")
        .attr("id", &*group.id)
        .attr("addressing_mode", mode(group))
        .attr("subject", free_text(&group.subject.text))
        .attr("s_t", seconds(group.subject.at_ms))
        .attr("creation", seconds(group.created_at_ms))
        .attr("size", group.members.len())
        .attr("p_v_id", version.as_str())
        .attr("a_v_id", version.as_str());
    if let Some(creator) = world.accounts.get(&group.creator) {
        node = node.attr("creator", creator.jid(0, group.by_lid()));
        node = node.attr(other_form(group, "creator_pn", "creator_lid"), creator.jid(0, !group.by_lid()));
    }
    if let Some(owner) = world.accounts.get(&group.subject.by) {
        node = node.attr("s_o", owner.jid(0, group.by_lid()));
        node = node.attr(other_form(group, "s_o_pn", "s_o_lid"), owner.jid(0, !group.by_lid()));
    }
    node.children(content).build()
}

/// `<participant>` for every member.
pub(super) fn members(world: &World, group: &Group) -> Vec<Node> {
    let listed = group.roster().into_iter().filter_map(|(number, member)| {
        let node = participant(group, world.accounts.get(number)?, "participant");
        Some(match member.role {
            Role::Member => node.build(),
            Role::Admin => node.attr("type", "admin").build(),
            Role::SuperAdmin => node.attr("type", "superadmin").build(),
        })
    });
    listed.collect()
}

fn description(world: &World, group: &Group, text: &Description) -> Node {
    let mut node = NodeBuilder::new("description").attr("id", text.id.as_str()).attr("t", seconds(text.at_ms));
    if let Some(author) = world.accounts.get(&text.by) {
        node = node.attr("participant", author.jid(0, group.by_lid()));
        node = node.attr(other_form(group, "participant_pn", "participant_lid"), author.jid(0, !group.by_lid()));
    }
    node.children([body(&text.text)]).build()
}

/// Bytes and not text, because clients expect them where a short text would be packed.
pub(super) fn body(text: &str) -> Node {
    NodeBuilder::new("body").bytes(text.as_bytes()).build()
}

fn settings(group: &Group) -> Vec<Node> {
    let settings = &group.settings;
    let text = |tag: &'static str, open: bool, yes: &'static str, no: &'static str| {
        NodeBuilder::new(tag).string_content(if open { yes } else { no }).build()
    };
    let mut nodes = vec![
        text("member_add_mode", settings.members_add, "all_member_add", "admin_add"),
        text("member_link_mode", settings.members_link, "all_member_link", "admin_link"),
    ];
    if settings.locked {
        nodes.push(NodeBuilder::new("locked").build());
    }
    if settings.announcement {
        nodes.push(NodeBuilder::new("announcement").build());
    }
    if settings.ephemeral_s > 0 {
        nodes.push(NodeBuilder::new("ephemeral").attr("expiration", settings.ephemeral_s).build());
    }
    if settings.approval {
        let join = NodeBuilder::new("group_join").attr("state", "on").build();
        nodes.push(NodeBuilder::new("membership_approval_mode").children([join]).build());
    }
    nodes
}

fn place(group: &Group) -> Vec<Node> {
    let mark = |tag: &'static str| NodeBuilder::new(tag).build();
    match &group.place {
        Place::Alone => Vec::new(),
        Place::Parent { closed, members_create } => {
            let mut parent = NodeBuilder::new("parent");
            if *closed {
                parent = parent.attr("default_membership_approval_mode", "request_required");
            }
            let mut nodes = vec![parent.build()];
            if *members_create {
                nodes.push(mark("allow_non_admin_sub_group_creation"));
            }
            nodes
        }
        Place::Child { parent, kind } => {
            let mut nodes =
                vec![NodeBuilder::new("linked_parent").attr("jid", wacore_binary::Jid::group(&**parent)).build()];
            match kind {
                Child::Announcements => nodes.push(mark("default_sub_group")),
                Child::General => nodes.push(mark("general_chat")),
                Child::Plain => {}
            }
            nodes
        }
    }
}
