//! All groups of the network, by id.

use std::collections::{BTreeMap, BTreeSet};

use super::GroupRefusal;
use super::group::Group;
use crate::network::{GroupId, Number};

/// Every group, and who may not be added to any.
#[derive(Default)]
pub(crate) struct Groups {
    all: BTreeMap<GroupId, Group>,
    /// Accounts that let nobody add them: they are sent an invitation instead.
    pub(crate) private: BTreeSet<Number>,
}

impl Groups {
    pub(crate) fn find(&self, id: &str) -> Result<&Group, GroupRefusal> {
        self.all.get(id).ok_or(GroupRefusal::NoSuchGroup)
    }

    pub(crate) fn find_mut(&mut self, id: &str) -> Result<&mut Group, GroupRefusal> {
        self.all.get_mut(id).ok_or(GroupRefusal::NoSuchGroup)
    }

    pub(crate) fn insert(&mut self, group: Group) -> GroupId {
        let id = GroupId::clone(&group.id);
        self.all.insert(GroupId::clone(&id), group);
        id
    }

    pub(crate) fn remove(&mut self, id: &str) {
        self.all.remove(id);
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Group> {
        self.all.values()
    }

    /// Groups that an account is in.
    pub(crate) fn of(&self, number: &str) -> impl Iterator<Item = &Group> {
        self.all.values().filter(move |group| group.has(number))
    }

    /// The group whose link has this code.
    pub(crate) fn by_invite(&self, code: &str) -> Result<&Group, GroupRefusal> {
        if let Some(group) = self.all().find(|group| group.invite == code) {
            return Ok(group);
        }
        let reset = self.all().any(|group| group.retired_invites.contains(code));
        Err(if reset { GroupRefusal::InviteGone } else { GroupRefusal::NoSuchInvite })
    }
}
