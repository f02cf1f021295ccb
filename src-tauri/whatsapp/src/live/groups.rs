//! Groups: what kind each is, who is in it, and what happens to it.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use portaria_domain::{
    Address, ChatKind, Content, Context, Delivered, GroupFacts, GroupInfo, Jid, MessageId, MessageKey, Participant,
    Received, Role, Server, SystemLine, UnixMs,
};
use wacore::iq::groups::{MemberAddMode, ParticipantType};
use wacore::stanza::groups::{GroupNotificationAction as Action, GroupParticipantInfo};
use wacore::types::events::{GroupUpdate, PictureUpdate};
use whatsapp_rust::{Client, GroupMetadata};

use super::address::{bare, both, completed, known, own_address, wire};
use super::lifecycle::{Lifecycle, Note};
use super::name;
use crate::Signal;

/// Several changes come together, and the group is asked for once after them.
const CALM: Duration = Duration::from_secs(1);

/// What one session knows of its groups.
pub(super) struct Groups {
    lifecycle: Arc<Lifecycle>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Communities' announcements among the groups that were described.
    communities: HashSet<Jid>,
    /// Groups that will be asked for.
    pending: HashSet<Jid>,
    /// Groups that somebody wrote in since the session began: each is asked for once, for who is in it may have changed
    /// while nobody listened.
    met: HashSet<Jid>,
}

impl Groups {
    pub(super) fn new(lifecycle: Arc<Lifecycle>) -> Self {
        Self { lifecycle, state: Mutex::default() }
    }

    /// What kind of conversation an address is; a community's announcements are a group until they were described.
    pub(super) fn kind(&self, chat: &Address) -> ChatKind {
        let Some(jid) = chat.primary() else { return ChatKind::Direct };
        match jid.server() {
            Server::Group if self.state().communities.contains(jid) => ChatKind::Community,
            _ => kind_of(jid),
        }
    }

    /// Somebody wrote in a chat; a group that this session knows nothing of is asked for.
    pub(super) fn meet(self: &Arc<Self>, chat: &Address) {
        let Some(jid) = chat.primary().filter(|jid| jid.server() == Server::Group) else { return };
        if self.state().met.insert(jid.clone()) {
            self.refresh(jid);
        }
    }

    /// Asks WhatsApp for a group as it is now, once it is calm.
    pub(super) fn refresh(self: &Arc<Self>, jid: &Jid) {
        if !self.state().pending.insert(jid.clone()) {
            return;
        }
        let (groups, jid) = (Arc::clone(self), jid.clone());
        self.lifecycle.tasks.spawn(async move {
            tokio::select! {
                () = groups.lifecycle.over.cancelled() => return,
                () = tokio::time::sleep(CALM) => {}
            }
            groups.state().pending.remove(&jid);
            let Some(client) = groups.lifecycle.client() else { return };
            match client.groups().get_metadata(&wire(&jid)).await {
                Ok(metadata) => groups.describe(&client, &metadata).await,
                // Whoever was taken out is told nothing more.
                Err(error) => {
                    tracing::debug!(tenant.id = %groups.lifecycle.tenant, error = %error, "a group is not described");
                }
            }
        });
    }

    async fn describe(&self, client: &Client, metadata: &GroupMetadata) {
        if let Some(info) = self.read(client, metadata).await {
            self.lifecycle.note(Note::Signal(Signal::Group(Box::new(info))));
        }
        // Of who shows nobody their number this may be all that says who they are.
        for member in &metadata.participants {
            let Some(name) = member.username.as_deref().and_then(name::user) else { continue };
            let other = member.phone_number.as_ref().or(member.lid.as_ref());
            if let Some(party) = known(client, &member.jid, other).await {
                self.lifecycle.note(Note::Signal(Signal::UserName { party, name }));
            }
        }
    }

    /// A group as WhatsApp describes it. `None`: an address that the rooms above do not know.
    pub(super) async fn read(&self, client: &Client, metadata: &GroupMetadata) -> Option<GroupInfo> {
        let chat = both(&metadata.id, None)?;
        let kind = if metadata.is_default_sub_group { ChatKind::Community } else { ChatKind::Group };
        if let (ChatKind::Community, Some(jid)) = (kind, chat.primary()) {
            self.state().communities.insert(jid.clone());
        }
        let mut participants = Vec::with_capacity(metadata.participants.len());
        for member in &metadata.participants {
            let other = member.phone_number.as_ref().or(member.lid.as_ref());
            let Some(address) = known(client, &member.jid, other).await else { continue };
            let role = match member.participant_type {
                ParticipantType::Member => Role::Member,
                ParticipantType::Admin => Role::Admin,
                ParticipantType::SuperAdmin => Role::Owner,
            };
            participants.push(Participant { address, role });
        }
        let timer = metadata.ephemeral.as_ref().and_then(|ephemeral| ephemeral.expiration);
        Some(GroupInfo {
            chat,
            kind,
            subject: name::shown(&metadata.subject).unwrap_or_default(),
            facts: GroupFacts {
                description: metadata.description.clone().unwrap_or_default(),
                is_announcement: metadata.is_announcement,
                is_locked: metadata.is_locked,
                only_admins_add: metadata.member_add_mode == Some(MemberAddMode::AdminAdd),
                needs_approval: metadata.membership_approval,
                community: metadata.parent_group_jid.as_ref().and_then(bare),
            },
            disappears_after_s: timer.filter(|seconds| *seconds > 0),
            participants,
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What kind of conversation an address alone says it is.
pub(super) fn kind_of(jid: &Jid) -> ChatKind {
    match jid.server() {
        Server::Group => ChatKind::Group,
        Server::Newsletter => ChatKind::Newsletter,
        Server::Broadcast if jid.user() == "status" => ChatKind::Status,
        Server::Pn | Server::Lid | Server::Broadcast => ChatKind::Direct,
    }
}

/// What happened to a group.
pub(super) struct Happened {
    /// The line in its chat.
    pub(super) line: Delivered,
    /// The group.
    pub(super) chat: Jid,
    /// Whether the account is in it no longer.
    pub(super) left: bool,
}

/// From a notification to a line in the chat. `None`: an address that the rooms above do not know.
pub(super) async fn happened(client: &Client, groups: &Groups, update: &GroupUpdate) -> Option<Happened> {
    let chat = both(&update.group_jid, None)?;
    let own = own_address(client).await?;
    let actor = match &update.participant {
        Some(participant) => known(client, participant, update.participant_pn.as_ref()).await,
        None => None,
    };
    let line = line(client, &update.action, actor.as_ref()).await;
    let is_own = |who: &Vec<Address>| who.iter().any(|who| who.is_same_party(&own));
    let left = match &line {
        SystemLine::Left { who } => is_own(who),
        _ => matches!(update.action, Action::Delete { .. }),
    };
    let at = UnixMs(update.timestamp.timestamp_millis());
    let id = update.notification_id.clone().unwrap_or_else(|| format!("group-{}", at.0));
    let id = if update.action_index == 0 { id } else { format!("{id}-{}", update.action_index) };
    let push_name = update.notify.as_deref().and_then(name::shown).unwrap_or_default();
    let line = said(groups, &own, chat.clone(), actor, MessageId::parse(&id).ok()?, at, push_name, line);
    Some(Happened { line, chat: chat.primary()?.clone(), left })
}

/// A group's picture changed.
pub(super) async fn pictured(client: &Client, groups: &Groups, update: &PictureUpdate) -> Option<Delivered> {
    let chat = both(&update.jid, None).filter(|chat| groups.kind(chat).is_of_many())?;
    let own = own_address(client).await?;
    let actor = match &update.author {
        Some(author) => known(client, author, None).await,
        None => None,
    };
    let at = UnixMs(update.timestamp.timestamp_millis());
    let id = MessageId::parse(&format!("picture-{}-{}", at.0, update.picture_id.as_deref().unwrap_or("none"))).ok()?;
    let line = SystemLine::Picture { is_set: !update.removed };
    Some(said(groups, &own, chat, actor, id, at, String::new(), line))
}

#[expect(clippy::too_many_arguments, reason = "a line is put together in two places, and from nothing else")]
fn said(
    groups: &Groups,
    own: &Address,
    chat: Address,
    actor: Option<Address>,
    id: MessageId,
    at: UnixMs,
    push_name: String,
    line: SystemLine,
) -> Delivered {
    let from_me = actor.as_ref().is_some_and(|actor| actor.is_same_party(own));
    // What nobody did, the group did.
    let sender = if from_me { own.clone() } else { actor.unwrap_or_else(|| chat.clone()) };
    Delivered::Message(Box::new(Received {
        chat_kind: groups.kind(&chat),
        key: MessageKey { chat, id, from_me, sender },
        push_name,
        at: (at.0 > 0).then_some(at),
        content: Content::System(line),
        context: Context::default(),
        raw: None,
    }))
}

async fn line(client: &Client, action: &Action, actor: Option<&Address>) -> SystemLine {
    let setting = |setting: &str, is_on| SystemLine::GroupSetting { setting: setting.to_owned(), is_on };
    match action {
        Action::Add { participants, .. } => SystemLine::Joined { who: people(client, participants).await },
        Action::Invite { .. } => SystemLine::Joined { who: actor.cloned().into_iter().collect() },
        Action::Remove { participants, .. } => SystemLine::Left { who: people(client, participants).await },
        Action::Promote { participants } | Action::LinkedGroupPromote { participants } => {
            SystemLine::Promoted { who: people(client, participants).await }
        }
        Action::Demote { participants } | Action::LinkedGroupDemote { participants } => {
            SystemLine::Demoted { who: people(client, participants).await }
        }
        Action::Modify { participants } => {
            SystemLine::NumberChanged { to: people(client, participants).await.into_iter().next() }
        }
        Action::Subject { subject, .. } => SystemLine::Subject { subject: subject.chars().take(512).collect() },
        Action::Description { description, .. } => {
            let description = description.as_deref().unwrap_or_default().chars().take(4_096).collect();
            SystemLine::Description { description }
        }
        Action::Locked { .. } => setting("locked", true),
        Action::Unlocked => setting("locked", false),
        Action::Announce => setting("announcement", true),
        Action::NotAnnounce => setting("announcement", false),
        Action::MembershipApprovalMode { enabled } => setting("membership_approval_mode", *enabled),
        Action::MemberAddMode { mode } => setting("all_member_add", mode == "all_member_add"),
        Action::NoFrequentlyForwarded => setting("no_frequently_forwarded", true),
        Action::FrequentlyForwardedOk => setting("no_frequently_forwarded", false),
        Action::Ephemeral { expiration, .. } => SystemLine::DisappearingTimer { after_s: *expiration },
        Action::Create { raw } => {
            let group = raw.get_optional_child("group").unwrap_or(raw);
            let subject = group.attrs().optional_string("subject").unwrap_or_default();
            SystemLine::GroupCreated { subject: subject.chars().take(512).collect() }
        }
        other => SystemLine::Other { name: other.tag_name().chars().take(64).collect() },
    }
}

async fn people(client: &Client, participants: &[GroupParticipantInfo]) -> Vec<Address> {
    let mut people = Vec::with_capacity(participants.len());
    for one in participants {
        let other = one.phone_number.as_ref().or(one.lid.as_ref());
        if let Some(address) = both(&one.jid, other) {
            people.push(completed(client, address).await);
        }
    }
    people
}
