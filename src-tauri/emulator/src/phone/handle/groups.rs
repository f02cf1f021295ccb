//! The phone's groups: making them, changing them, coming and going.
//!
//! A group is named by its address (`…@g.us`) or the user part of it.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Phone;
use crate::config::Addressing;
use crate::error::{EmulatorError, Result};
use crate::groups::{self, Community, Entry, GroupView, MemberChange, MemberOutcome, Plan, Setting};
use crate::messages::ReceiptState;
use crate::network::{GroupId, Number};
use crate::world::World;

/// A group to create.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NewGroup {
    /// Its name, 1 to 100 letters.
    pub subject: String,
    /// Numbers of its other members.
    pub members: Vec<String>,
    /// Members see each other by phone number, as in groups of old, and not by privacy id.
    pub by_number: bool,
    /// It is a community, which comes with a group for announcements.
    pub community: bool,
    /// The address of the community that it is to belong to.
    pub within: Option<String>,
}

/// What an owner can change in a group; what is absent stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GroupChange {
    /// Another name.
    pub subject: Option<String>,
    /// Another text below the name; empty takes it away.
    pub description: Option<String>,
    /// Only admins change the group.
    pub locked: Option<bool>,
    /// Only admins write.
    pub announcement: Option<bool>,
    /// Messages vanish after this many seconds; 0 is never.
    pub ephemeral_s: Option<u32>,
    /// Who comes by the link waits for an admin.
    pub approval: Option<bool>,
    /// Every member may add others.
    pub members_add: Option<bool>,
    /// Every member may see the link.
    pub members_link: Option<bool>,
}

/// What came of following an invite link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupEntry {
    /// The group's address.
    pub group: String,
    /// It is not joined yet: an admin has to approve.
    pub waiting: bool,
}

#[expect(clippy::unused_async, reason = "what a person does at a phone is awaited, whether or not it waits today")]
impl Phone {
    /// Makes a group with this owner as its first admin.
    pub async fn create_group(&self, new: NewGroup) -> Result<GroupView> {
        self.net.act(|world| {
            let members = numbers(world, &new.members)?;
            let addressing = if new.by_number { Addressing::PhoneNumber } else { Addressing::Lid };
            let plan = Plan {
                subject: new.subject,
                members,
                addressing: Some(addressing),
                community: new.community.then(Community::default),
                within: new.within.as_deref().map(id_of),
                ..Plan::default()
            };
            let id = groups::create(world, &self.number, plan)?;
            Ok(GroupView::of(world, world.groups.find(&id)?))
        })
    }

    /// Groups that this account is in.
    pub fn groups(&self) -> Vec<GroupView> {
        self.net.look(|world| world.groups.of(&self.number).map(|group| GroupView::of(world, group)).collect())
    }

    /// One group that this account is in.
    pub fn group(&self, group: &str) -> Result<GroupView> {
        self.net.look(|world| {
            let found = world.groups.find(&id_of(group))?;
            found.for_members(&self.number)?;
            Ok(GroupView::of(world, found))
        })
    }

    /// Waits until a group of this account is as wanted.
    pub async fn wait_for_group(
        &self,
        group: &str,
        patience: Duration,
        wanted: impl Fn(&GroupView) -> bool,
    ) -> Result<GroupView> {
        let id = id_of(group);
        let found = |world: &World| {
            let view = GroupView::of(world, world.groups.find(&id).ok()?);
            (view.members.iter().any(|member| *member.number == *self.number) && wanted(&view)).then_some(view)
        };
        self.net.until(&format!("the group {group} as wanted"), patience, found).await
    }

    /// Adds accounts; says for each what came of it.
    pub async fn add_members(&self, group: &str, members: &[&str]) -> Result<Vec<MemberOutcome>> {
        self.change_members(group, MemberChange::Add, members)
    }

    /// Removes members; says for each what came of it.
    pub async fn remove_members(&self, group: &str, members: &[&str]) -> Result<Vec<MemberOutcome>> {
        self.change_members(group, MemberChange::Remove, members)
    }

    /// Makes members admins; says for each what came of it.
    pub async fn promote_members(&self, group: &str, members: &[&str]) -> Result<Vec<MemberOutcome>> {
        self.change_members(group, MemberChange::Promote, members)
    }

    /// Makes admins members; says for each what came of it.
    pub async fn demote_members(&self, group: &str, members: &[&str]) -> Result<Vec<MemberOutcome>> {
        self.change_members(group, MemberChange::Demote, members)
    }

    pub(crate) fn change_members(
        &self,
        group: &str,
        change: MemberChange,
        members: &[impl AsRef<str>],
    ) -> Result<Vec<MemberOutcome>> {
        self.net.act(|world| {
            let named = numbers(world, members)?;
            let outcomes = groups::change_members(world, &self.number, &id_of(group), change, &named)?;
            let outcome = |(number, code): (Number, u16)| MemberOutcome { number: number.to_string(), code };
            Ok(outcomes.into_iter().map(outcome).collect())
        })
    }

    /// Changes name, text and switches.
    pub async fn change_group(&self, group: &str, change: GroupChange) -> Result<()> {
        let settings = [
            change.locked.map(Setting::Locked),
            change.announcement.map(Setting::Announcement),
            change.ephemeral_s.map(Setting::Ephemeral),
            change.approval.map(Setting::Approval),
            change.members_add.map(Setting::MembersAdd),
            change.members_link.map(Setting::MembersLink),
        ];
        let id = id_of(group);
        self.net.act(|world| {
            if let Some(subject) = &change.subject {
                groups::rename(world, &self.number, &id, subject)?;
            }
            if let Some(text) = &change.description {
                groups::describe_as(world, &self.number, &id, text)?;
            }
            for setting in settings.into_iter().flatten() {
                groups::set(world, &self.number, &id, setting)?;
            }
            Ok(())
        })
    }

    /// Leaves a group.
    pub async fn leave_group(&self, group: &str) -> Result<()> {
        self.net.act(|world| Ok(groups::leave(world, &self.number, &id_of(group))?))
    }

    /// The code of a group's invite link.
    pub fn group_invite(&self, group: &str) -> Result<String> {
        self.net.look(|world| Ok(groups::invite_code_of(world, &self.number, &id_of(group))?))
    }

    /// Makes a new invite link, so that the old one leads nowhere; returns its code.
    pub async fn reset_group_invite(&self, group: &str) -> Result<String> {
        self.net.act(|world| Ok(groups::reset_invite(world, &self.number, &id_of(group))?))
    }

    /// Follows an invite link, given as code or whole.
    pub async fn join_group(&self, link: &str) -> Result<GroupEntry> {
        let code = link.rsplit('/').next().unwrap_or(link);
        self.net.act(|world| {
            let (id, entry) = groups::accept(world, &self.number, code)?;
            Ok(GroupEntry { group: world.groups.find(&id)?.jid().to_string(), waiting: entry == Entry::Waiting })
        })
    }

    /// Numbers of those who ask to join, first come first.
    pub fn group_requests(&self, group: &str) -> Result<Vec<String>> {
        let waiting = self.net.look(|world| groups::waiting(world, &self.number, &id_of(group)))?;
        Ok(waiting.into_iter().map(|(number, _)| number.to_string()).collect())
    }

    /// Lets in or turns away those who ask to join; returns those who had asked.
    pub async fn decide_requests(&self, group: &str, asking: &[&str], approve: bool) -> Result<Vec<String>> {
        self.decide(group, asking, approve)
    }

    pub(crate) fn decide(&self, group: &str, asking: &[impl AsRef<str>], approve: bool) -> Result<Vec<String>> {
        self.net.act(|world| {
            let named = numbers(world, asking)?;
            let decided = groups::decide(world, &self.number, &id_of(group), &named, approve)?;
            Ok(decided.iter().map(ToString::to_string).collect())
        })
    }

    /// How far a message that this account wrote in a group has come, by the number of each reader that has it.
    pub fn readers_of(&self, id: &str) -> BTreeMap<String, ReceiptState> {
        let readers = self.net.look(|world| world.told.readers(&self.number, id));
        readers.into_iter().map(|(number, state)| (number.to_string(), state)).collect()
    }

    /// Whether others may add this account to groups; if not they can send an invitation.
    pub fn allow_group_adds(&self, on: bool) {
        self.net.act(|world| {
            if on {
                world.groups.private.remove(&self.number);
            } else {
                world.groups.private.insert(Number::clone(&self.number));
            }
        });
    }
}

fn id_of(group: &str) -> GroupId {
    group.split('@').next().unwrap_or(group).into()
}

fn numbers(world: &World, named: &[impl AsRef<str>]) -> Result<Vec<Number>> {
    let known = named.iter().map(|number| {
        let account = world.account(number.as_ref())?;
        Ok::<_, EmulatorError>(Number::clone(&account.number))
    });
    known.collect()
}
