//! Groups: what is done to them is WhatsApp's to do, and asked of it at once; nothing waits for a connection.

use std::sync::Arc;

use futures_util::{StreamExt as _, stream};
use portaria_domain::{
    Address, Chat, ChatId, ChatKind, GroupChange, Jid, JoinRequest, MediaId, MediaKind, MemberChange, MemberOutcome,
    MemberResult, PhoneNumber, Refusal, Server, TenantId,
};
use portaria_media::profile_picture;
use portaria_storage::ChatStore;
use portaria_whatsapp::{Connection, SendError};

use super::Host;
use super::messages::current_chat;
use crate::error::HostError;

/// How many numbers WhatsApp is asked about at a time.
const ASKED_AT_ONCE: usize = 8;

/// A group, and the way to it.
struct OpenGroup {
    jid: Jid,
    chats: ChatStore,
    connection: Arc<dyn Connection>,
}

impl Host {
    /// Makes a group with these people; tells what became of each.
    pub async fn create_group(
        &self,
        tenant: TenantId,
        subject: &str,
        people: Vec<Jid>,
    ) -> Result<(Chat, Vec<MemberOutcome>), HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let connection = self.connection(tenant).ok_or(HostError::NotConnected)?;
        let (found, mut outcomes) = resolved(&*connection, people).await?;
        if found.is_empty() {
            return Err(HostError::NotOnWhatsapp);
        }
        let (group, made) = connection.create_group(subject, &found).await.map_err(|error| of_group(&error))?;
        outcomes.extend(made);
        let address = group.chat.clone();
        let set = chats.set_group(group, self.shared.clock.now()).await;
        self.shared.board.publish(tenant, self.heed(tenant, set)?);
        let chat = chats.chat_by_address(&address).await?.ok_or(HostError::UnknownChat)?;
        Ok((chat, outcomes))
    }

    /// Changes a group, one thing after the other. What was done before one is refused stays.
    pub async fn change_group(
        &self,
        tenant: TenantId,
        chat: ChatId,
        changes: Vec<GroupChange>,
    ) -> Result<(), HostError> {
        let group = self.group(tenant, chat).await?;
        let mut done = Ok(());
        for change in &changes {
            done = group.connection.change_group(&group.jid, change).await;
            if done.is_err() {
                break;
            }
        }
        self.describe(tenant, &group).await?;
        done.map_err(|error| of_group(&error))
    }

    /// Gives a group an uploaded picture; `None` takes its picture away.
    pub async fn set_group_picture(
        &self,
        tenant: TenantId,
        chat: ChatId,
        picture: Option<MediaId>,
    ) -> Result<(), HostError> {
        let group = self.group(tenant, chat).await?;
        let jpeg = match picture {
            Some(id) => Some(self.square_picture(tenant, &group.chats, id).await?),
            None => None,
        };
        group.connection.set_group_picture(&group.jid, jpeg).await.map_err(|error| of_group(&error))
    }

    /// An uploaded picture as WhatsApp shows those of people and groups: a square JPEG.
    pub(super) async fn square_picture(
        &self,
        tenant: TenantId,
        chats: &ChatStore,
        id: MediaId,
    ) -> Result<Vec<u8>, HostError> {
        let upload = chats.upload(id).await?.ok_or(HostError::UnknownMedia)?;
        if upload.media.kind != MediaKind::Image {
            return Err(HostError::UnfitFile("it is no picture".to_owned()));
        }
        let mut reader = chats.open_blob(upload.blob).await?.ok_or(HostError::MediaNotHere)?;
        let made = self.shared.workers.run(tenant, move || profile_picture(&mut reader, &upload.media.mime)).await;
        let made = made.map_err(|_panicked| HostError::UnfitFile("it cannot be read".to_owned()))?;
        made.map_err(|error| HostError::UnfitFile(error.to_string()))
    }

    /// Changes who is in a group, or what they may do there; tells what became of each.
    pub async fn change_members(
        &self,
        tenant: TenantId,
        chat: ChatId,
        change: MemberChange,
        people: Vec<Jid>,
    ) -> Result<Vec<MemberOutcome>, HostError> {
        let group = self.group(tenant, chat).await?;
        let (people, mut outcomes) = match change {
            MemberChange::Add => resolved(&*group.connection, people).await?,
            MemberChange::Remove | MemberChange::Promote | MemberChange::Demote => {
                let members = group.chats.participants(chat).await?;
                let members = members.into_iter().map(|member| member.address).collect::<Vec<_>>();
                (as_known(&members, people), Vec::new())
            }
        };
        if !people.is_empty() {
            let changed = group.connection.change_members(&group.jid, change, &people).await;
            outcomes.extend(changed.map_err(|error| of_group(&error))?);
            self.describe(tenant, &group).await?;
        }
        Ok(outcomes)
    }

    /// The link by which people join a group; with `renews` a fresh one, and the one before opens nothing any more.
    pub async fn invite_link(&self, tenant: TenantId, chat: ChatId, renews: bool) -> Result<String, HostError> {
        let group = self.group(tenant, chat).await?;
        group.connection.invite_link(&group.jid, renews).await.map_err(|error| of_group(&error))
    }

    /// Who asks to be let into a group.
    pub async fn join_requests(&self, tenant: TenantId, chat: ChatId) -> Result<Vec<JoinRequest>, HostError> {
        let group = self.group(tenant, chat).await?;
        group.connection.join_requests(&group.jid).await.map_err(|error| of_group(&error))
    }

    /// Lets those in who asked, or turns them away; tells what became of each.
    pub async fn decide_join_requests(
        &self,
        tenant: TenantId,
        chat: ChatId,
        people: Vec<Jid>,
        approves: bool,
    ) -> Result<Vec<MemberOutcome>, HostError> {
        let group = self.group(tenant, chat).await?;
        let asking = group.connection.join_requests(&group.jid).await.map_err(|error| of_group(&error))?;
        let asking = asking.into_iter().map(|request| request.by).collect::<Vec<_>>();
        let people = as_known(&asking, people);
        let decided = group.connection.decide_join_requests(&group.jid, &people, approves).await;
        let outcomes = decided.map_err(|error| of_group(&error))?;
        self.describe(tenant, &group).await?;
        Ok(outcomes)
    }

    /// Leaves a group. Its messages stay.
    pub async fn leave_group(&self, tenant: TenantId, chat: ChatId) -> Result<(), HostError> {
        let group = self.group(tenant, chat).await?;
        group.connection.leave_group(&group.jid).await.map_err(|error| of_group(&error))?;
        let left = group.chats.leave_group(&Address::one(group.jid), self.shared.clock.now()).await;
        self.shared.board.publish(tenant, self.heed(tenant, left)?);
        Ok(())
    }

    async fn group(&self, tenant: TenantId, chat: ChatId) -> Result<OpenGroup, HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let known = current_chat(&chats, chat).await?;
        let jid = known.address.primary().cloned().ok_or(HostError::UnknownChat)?;
        if !matches!(known.kind, ChatKind::Group | ChatKind::Community) {
            return Err(HostError::NotAGroup);
        }
        let connection = self.connection(tenant).ok_or(HostError::NotConnected)?;
        Ok(OpenGroup { jid, chats, connection })
    }

    /// Has the group asked for as it is now; also by the next session, if this one does not come to it.
    async fn describe(&self, tenant: TenantId, group: &OpenGroup) -> Result<(), HostError> {
        self.heed(tenant, group.chats.outdate_group(&Address::one(group.jid.clone())).await)?;
        group.connection.describe_groups(std::slice::from_ref(&group.jid)).await;
        Ok(())
    }
}

/// Addresses as WhatsApp has them: a number may be written with a digit too many. Gives those that have no WhatsApp as
/// what became of them.
async fn resolved(connection: &dyn Connection, people: Vec<Jid>) -> Result<(Vec<Jid>, Vec<MemberOutcome>), HostError> {
    let asked = people.into_iter().map(|jid| async move {
        let phone: Option<PhoneNumber> = if jid.server() == Server::Pn { jid.user().parse().ok() } else { None };
        let found = match phone {
            Some(phone) => connection.resolve(&phone).await?.and_then(|address| address.primary().cloned()),
            None => Some(jid.clone()),
        };
        Ok::<_, SendError>((jid, found))
    });
    let asked: Vec<_> = stream::iter(asked).buffered(ASKED_AT_ONCE).collect().await;
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for answer in asked {
        match answer.map_err(|error| unanswered(&error, Refusal::of_account))? {
            (_, Some(jid)) => found.push(jid),
            (jid, None) => missing.push(MemberOutcome { who: Address::one(jid), result: MemberResult::NotThere }),
        }
    }
    found.sort();
    found.dedup();
    Ok((found, missing))
}

/// Addresses in the form that the group knows its people by.
fn as_known(known: &[Address], people: Vec<Jid>) -> Vec<Jid> {
    let form = |jid: Jid| {
        let asked = Address::one(jid.clone());
        let found = known.iter().find(|address| address.is_same_party(&asked));
        found.and_then(|address| address.lid.clone()).unwrap_or(jid)
    };
    people.into_iter().map(form).collect()
}

/// What became of something that was asked about a group.
fn of_group(error: &SendError) -> HostError {
    unanswered(error, Refusal::of_group)
}

/// Why WhatsApp did not do what was asked of it at once.
pub(super) fn unanswered(error: &SendError, of_code: impl FnOnce(u16) -> Refusal) -> HostError {
    match (error.refusal(of_code), error) {
        (Some(refusal), _) => HostError::Refused(refusal),
        (None, SendError::NotConnected) => HostError::NotConnected,
        (None, _) => HostError::Unanswered,
    }
}
