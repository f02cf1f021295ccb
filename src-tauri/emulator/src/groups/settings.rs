//! `<locked>`, `<announcement>`, `<ephemeral>` and the other switches of a group.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::GroupRefusal;
use super::announce::announce;
use super::answer::Answer;
use super::group::GroupSettings;
use crate::network::stanza::{attr, bytes};
use crate::network::{DeviceAddress, GroupId, Number};
use crate::world::World;

/// One switch and where it is to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setting {
    Locked(bool),
    Announcement(bool),
    /// Seconds; 0 is off.
    Ephemeral(u32),
    Approval(bool),
    MembersAdd(bool),
    MembersLink(bool),
    /// Shown by some clients and without effect on the network.
    Inert(&'static str),
}

/// Switches that change nothing that this network does.
const INERT: [&str; 6] = [
    "no_frequently_forwarded",
    "frequently_forwarded_ok",
    "allow_admin_reports",
    "not_allow_admin_reports",
    "group_history",
    "no_group_history",
];

/// The switch that a stanza names.
pub(super) fn read(asked: &Node) -> Option<Setting> {
    let says = |text: &str| bytes(asked) == text.as_bytes();
    Some(match asked.tag.as_ref() {
        "locked" => Setting::Locked(true),
        "unlocked" => Setting::Locked(false),
        "announcement" => Setting::Announcement(true),
        "not_announcement" => Setting::Announcement(false),
        "ephemeral" => Setting::Ephemeral(attr(asked, "expiration").parse().ok()?),
        "not_ephemeral" => Setting::Ephemeral(0),
        "membership_approval_mode" => {
            Setting::Approval(asked.get_optional_child("group_join").is_some_and(|join| attr(join, "state") == "on"))
        }
        "member_add_mode" => Setting::MembersAdd(says("all_member_add")),
        "member_link_mode" => Setting::MembersLink(says("all_member_link")),
        other => Setting::Inert(INERT.into_iter().find(|inert| *inert == other)?),
    })
}

impl Setting {
    pub(super) fn apply(self, settings: &mut GroupSettings) {
        match self {
            Self::Locked(on) => settings.locked = on,
            Self::Announcement(on) => settings.announcement = on,
            Self::Ephemeral(seconds) => settings.ephemeral_s = seconds,
            Self::Approval(on) => settings.approval = on,
            Self::MembersAdd(on) => settings.members_add = on,
            Self::MembersLink(on) => settings.members_link = on,
            Self::Inert(_) => {}
        }
    }

    fn write(self, version: u64) -> Node {
        let mark = |on: bool, yes: &'static str, no: &'static str| NodeBuilder::new(if on { yes } else { no });
        let text = |tag: &'static str, on: bool, yes: &'static str, no: &'static str| {
            NodeBuilder::new(tag).string_content(if on { yes } else { no })
        };
        let node = match self {
            Self::Locked(on) => mark(on, "locked", "unlocked"),
            Self::Announcement(on) => mark(on, "announcement", "not_announcement").attr("v_id", version),
            Self::Ephemeral(0) => NodeBuilder::new("not_ephemeral"),
            Self::Ephemeral(seconds) => NodeBuilder::new("ephemeral").attr("expiration", seconds),
            Self::Approval(on) => {
                let join = NodeBuilder::new("group_join").attr("state", if on { "on" } else { "off" });
                NodeBuilder::new("membership_approval_mode").children([join.build()])
            }
            Self::MembersAdd(on) => text("member_add_mode", on, "all_member_add", "admin_add"),
            Self::MembersLink(on) => text("member_link_mode", on, "all_member_link", "admin_link"),
            Self::Inert(tag) => NodeBuilder::new(tag),
        };
        node.build()
    }
}

pub(super) fn hear(world: &mut World, from: &DeviceAddress, group: &GroupId, asked: &Node) -> Answer {
    let setting = read(asked).ok_or(GroupRefusal::Malformed)?;
    set(world, &from.number, group, setting)?;
    Ok(Vec::new())
}

/// Turns a switch; members may turn on disappearing messages unless the group is locked.
pub(crate) fn set(world: &mut World, by: &Number, group: &str, setting: Setting) -> Result<(), GroupRefusal> {
    let changed = world.groups.find_mut(group)?;
    let open = matches!(setting, Setting::Ephemeral(_)) && !changed.settings.locked;
    changed.for_members_if(open, by)?;
    setting.apply(&mut changed.settings);
    changed.version += 1;
    let change = setting.write(changed.version);
    if setting == Setting::Approval(false) {
        changed.requests.clear();
    }
    announce(world, group, by, change);
    Ok(())
}
