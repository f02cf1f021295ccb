//! A group as a phone shows it to its owner.

use serde::Serialize;

use super::group::{Child, Group, GroupSettings, Place, Role};
use crate::world::World;

/// A group and who is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupView {
    /// Its address, `…@g.us`.
    pub id: String,
    /// Its name.
    pub subject: String,
    /// The text below the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The number of who created it.
    pub creator: String,
    /// When it was created, in milliseconds since the epoch.
    pub created_at_ms: u64,
    /// What admins decided.
    pub settings: GroupSettings,
    /// Admins first, then by the time they joined.
    pub members: Vec<GroupMember>,
    /// The address of the community that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub community: Option<String>,
    /// Whether it is a community itself.
    pub is_community: bool,
    /// Whether it is where the admins of its community speak to all members.
    pub is_announcements: bool,
}

/// An account in a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupMember {
    /// Its number.
    pub number: String,
    /// What it calls itself.
    pub name: String,
    /// What it may do.
    pub role: Role,
}

/// What came of a change for one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MemberOutcome {
    /// The account's number.
    pub number: String,
    /// 200 is done; 403 lets nobody add it, 404 is not there, 406 cannot be changed, 409 is in already, 419 no room.
    pub code: u16,
}

impl GroupView {
    pub(crate) fn of(world: &World, group: &Group) -> Self {
        let members = group.roster().into_iter().map(|(number, member)| GroupMember {
            number: number.to_string(),
            name: world.accounts.get(number).map(|account| account.name.clone()).unwrap_or_default(),
            role: member.role,
        });
        let (community, kind) = match &group.place {
            Place::Child { parent, kind } => (Some(wacore_binary::Jid::group(&**parent).to_string()), Some(*kind)),
            Place::Alone | Place::Parent { .. } => (None, None),
        };
        Self {
            id: group.jid().to_string(),
            subject: group.subject.text.clone(),
            description: group.description.as_ref().map(|text| text.text.clone()),
            creator: group.creator.to_string(),
            created_at_ms: group.created_at_ms,
            settings: group.settings,
            members: members.collect(),
            community,
            is_community: group.is_parent(),
            is_announcements: kind == Some(Child::Announcements),
        }
    }
}
