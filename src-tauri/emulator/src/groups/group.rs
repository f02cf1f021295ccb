//! A group as the network knows it. Everything else of this room asks it or changes it.

use std::collections::{BTreeMap, BTreeSet};

use rand::RngExt as _;
use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};
use wacore_binary::Jid;

use super::GroupRefusal;
use crate::config::Addressing;
use crate::network::{GroupId, Number};

/// One group, community or group of a community.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Group {
    pub(crate) id: GroupId,
    /// The form in which members see each other.
    pub(crate) addressing: Addressing,
    pub(crate) creator: Number,
    pub(crate) created_at_ms: u64,
    pub(crate) subject: Subject,
    pub(crate) description: Option<Description>,
    pub(crate) settings: GroupSettings,
    pub(crate) members: BTreeMap<Number, Member>,
    /// Counts changes of the members, so that clients can tell an old list.
    pub(crate) version: u64,
    /// The code of the link by which anybody may join.
    pub(crate) invite: String,
    /// Codes of links that were reset.
    pub(crate) retired_invites: BTreeSet<String>,
    /// Invitations of one account that its settings kept from being added.
    pub(crate) personal_invites: BTreeMap<Number, PersonalInvite>,
    /// Who asked to join and waits for an admin.
    pub(crate) requests: BTreeMap<Number, JoinRequest>,
    /// Whom an admin removed: the link does not let them back in.
    pub(crate) removed: BTreeSet<Number>,
    pub(crate) place: Place,
}

/// The group's name.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Subject {
    pub(crate) text: String,
    pub(crate) by: Number,
    pub(crate) at_ms: u64,
}

/// The text below the name.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Description {
    /// Chosen by the client that wrote it; the next change must name it.
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) by: Number,
    pub(crate) at_ms: u64,
}

/// What admins decide for everybody.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on a phone")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupSettings {
    /// Only admins change subject, description and disappearing messages.
    pub locked: bool,
    /// Only admins write.
    pub announcement: bool,
    /// Messages vanish after this many seconds; 0 is never.
    pub ephemeral_s: u32,
    /// Who comes by the link waits for an admin.
    pub approval: bool,
    /// Every member may add others; otherwise only admins.
    pub members_add: bool,
    /// Every member may see the link; otherwise only admins.
    pub members_link: bool,
}

impl Default for GroupSettings {
    fn default() -> Self {
        Self {
            locked: false,
            announcement: false,
            ephemeral_s: 0,
            approval: false,
            members_add: true,
            members_link: false,
        }
    }
}

/// What a member may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Reads and writes.
    Member,
    /// Changes the group and its members.
    Admin,
    /// An admin whom nobody can remove or demote: who created the group.
    SuperAdmin,
}

/// An account in a group.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Member {
    pub(crate) role: Role,
    pub(crate) joined_at_ms: u64,
}

/// An invitation for one account alone.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct PersonalInvite {
    pub(crate) code: String,
    pub(crate) expires_at_ms: u64,
}

/// Somebody's wish to join.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct JoinRequest {
    pub(crate) at_ms: u64,
}

/// Where a group stands among communities.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Place {
    /// In none.
    #[default]
    Alone,
    /// It is a community.
    Parent {
        /// Joining one of its groups needs an admin.
        closed: bool,
        /// Every member may make groups in it.
        members_create: bool,
    },
    /// It belongs to a community.
    Child { parent: GroupId, kind: Child },
}

/// What a group is to its community.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Child {
    /// Where the admins speak to all members.
    Announcements,
    /// Where all members talk.
    General,
    /// Any other.
    Plain,
}

impl Group {
    /// A group with nobody but its creator in it.
    pub(crate) fn new(rng: &mut StdRng, creator: &Number, subject: String, at_ms: u64) -> Self {
        let own = Member { role: Role::SuperAdmin, joined_at_ms: at_ms };
        Self {
            id: format!("1203630{:011}", rng.random_range(0..100_000_000_000_u64)).into(),
            addressing: Addressing::Lid,
            creator: Number::clone(creator),
            created_at_ms: at_ms,
            subject: Subject { text: subject, by: Number::clone(creator), at_ms },
            description: None,
            settings: GroupSettings::default(),
            members: BTreeMap::from([(Number::clone(creator), own)]),
            version: 1,
            invite: invite_code(rng),
            retired_invites: BTreeSet::new(),
            personal_invites: BTreeMap::new(),
            requests: BTreeMap::new(),
            removed: BTreeSet::new(),
            place: Place::Alone,
        }
    }

    pub(crate) fn jid(&self) -> Jid {
        Jid::group(&*self.id)
    }

    pub(crate) fn by_lid(&self) -> bool {
        self.addressing == Addressing::Lid
    }

    pub(crate) fn has(&self, number: &str) -> bool {
        self.members.contains_key(number)
    }

    pub(crate) fn is_admin(&self, number: &str) -> bool {
        self.members.get(number).is_some_and(|member| member.role >= Role::Admin)
    }

    pub(crate) fn is_parent(&self) -> bool {
        matches!(self.place, Place::Parent { .. })
    }

    /// Refuses whoever is not in the group.
    pub(crate) fn for_members(&self, number: &str) -> Result<(), GroupRefusal> {
        if self.has(number) { Ok(()) } else { Err(GroupRefusal::NotAMember) }
    }

    /// Refuses whoever is not an admin.
    pub(crate) fn for_admins(&self, number: &str) -> Result<(), GroupRefusal> {
        self.for_members(number)?;
        if self.is_admin(number) { Ok(()) } else { Err(GroupRefusal::AdminsOnly) }
    }

    /// Refuses non-admins where `open` is off.
    pub(crate) fn for_members_if(&self, open: bool, number: &str) -> Result<(), GroupRefusal> {
        if open { self.for_members(number) } else { self.for_admins(number) }
    }

    /// Refuses whoever may not write here.
    pub(crate) fn may_write(&self, number: &str) -> Result<(), GroupRefusal> {
        self.for_members_if(!self.settings.announcement, number)
    }

    /// Members, admins first and then by the time they joined.
    pub(crate) fn roster(&self) -> Vec<(&Number, &Member)> {
        let mut roster: Vec<_> = self.members.iter().collect();
        roster.sort_by_key(|(_, member)| (std::cmp::Reverse(member.role), member.joined_at_ms));
        roster
    }

    pub(crate) fn admins(&self) -> Vec<Number> {
        self.members.iter().filter(|(_, member)| member.role >= Role::Admin).map(|(number, _)| number.clone()).collect()
    }
}

/// A code as invite links carry it.
pub(super) fn invite_code(rng: &mut StdRng) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    (0..22).map(|_| char::from(LETTERS[rng.random_range(0..LETTERS.len())])).collect()
}
