//! Messages, and what is shown of reading and typing them.

use std::sync::Arc;

use portaria_domain::{
    Activity, Address, Chat, ChatId, Content, Draft, DraftContent, Event, Jid, LinkPreview, Message, MessageId,
    MessageKey, PhoneNumber, SentBy, Server, SessionStatus, TenantId, UnixMs,
};
use portaria_storage::{Cancelled, ChatStore, Enqueued, KeptMessage, Outgoing, Reworded, Says, StorageError, ToCancel};
use portaria_whatsapp::{Around, ComposeError, Connection, Said};
use sha2::{Digest as _, Sha256};

use super::Host;
use crate::error::HostError;

/// Where a message goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// To a number, as a person writes it.
    Phone(PhoneNumber),
    /// To a WhatsApp address.
    Jid(Jid),
    /// Into a chat that exists.
    Chat(ChatId),
}

/// Something to send.
#[derive(Clone, Debug)]
pub struct SendRequest {
    /// Where it goes.
    pub to: Destination,
    /// What it says.
    pub draft: Draft,
    /// What is behind the link of a text that shows it.
    pub link: Option<LinkSeen>,
    /// The same key sends once, however often it is asked; it comes back in events.
    pub client_key: Option<String>,
    /// Not before; at once where it is not said.
    pub send_at: Option<UnixMs>,
    /// What hands it over.
    pub sent_by: SentBy,
}

/// What is behind a link.
#[derive(Clone, Debug)]
pub struct LinkSeen {
    /// What it says of itself.
    pub link: LinkPreview,
    /// A small JPEG of it.
    pub picture: Option<Vec<u8>>,
}

/// Something that is on disk and on its way.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Under which id it travels.
    pub id: MessageId,
    /// Its conversation.
    pub chat: ChatId,
    /// The message as it is stored; of a mark the message that it is about.
    pub message: Option<Message>,
    /// Whether it was there before, under the same key.
    pub duplicate: bool,
}

/// An address to send to.
struct Recipient {
    address: Address,
    /// Whether it is a number as somebody typed it, which WhatsApp could not be asked about.
    is_typed: bool,
    /// Whether it is a person of whom there is no chat.
    is_new: bool,
    expires_after_s: Option<u32>,
}

impl Host {
    /// Stores something for sending. `Ok` means that it is on disk and leaves under the id it has now.
    pub async fn send(&self, tenant: TenantId, mut request: SendRequest) -> Result<Sent, HostError> {
        let account = self.shared.board.account(tenant).ok_or(HostError::NotLinked)?;
        let chats = self.heed(tenant, self.shared.stores.chats(tenant).await)?;
        let fingerprint = fingerprint(&request);
        let now = self.shared.clock.now();
        // Before anything is looked up: what it was about may be gone since.
        if let Some(key) = &request.client_key
            && let Some(first) = self.heed(tenant, chats.sent_before(key, fingerprint, now).await)?
        {
            return Ok(first.into());
        }
        let status = self.known_status(tenant)?;
        if status.status == SessionStatus::Banned {
            return Err(HostError::Banned(status));
        }
        let recipient = self.recipient(tenant, &chats, request.to).await?;
        // Whether somebody in a known chat can be written to, WhatsApp says: they may know the account.
        if recipient.is_new && status.limits_new_chats() {
            return Err(HostError::NewChatsRestricted(status));
        }
        let to = recipient.address.primary().cloned().ok_or(HostError::UnknownChat)?;
        let target = match request.draft.target().or(request.draft.quote.as_ref()) {
            Some(key) => {
                let kept = target_of(&chats, key).await?;
                if kept.is_of_earlier_number && request.draft.target().is_some() {
                    return Err(HostError::EarlierMessage);
                }
                kept.raw
            }
            None => None,
        };
        if let Some(album) = &request.draft.album {
            has_album(&chats, &recipient.address, album).await?;
        }
        let (link, mut thumbnail) = request.link.map_or((None, None), |seen| (Some(seen.link), seen.picture));
        if let DraftContent::Media { file, media, .. } = &mut request.draft.content {
            (*media, thumbnail) = self.prepare_upload(tenant, &chats, *file, media.clone()).await?;
        }
        let around = Around {
            own: &account.address,
            to: &to,
            target: target.as_ref(),
            expires_after_s: recipient.expires_after_s,
            link: link.as_ref(),
            thumbnail: thumbnail.as_deref(),
            now,
        };
        let codec = self.shared.gateway.codec();
        let composed = codec.compose(&request.draft, around)?;
        let reworded = codec.reword(&request.draft, around).map(|reworded| {
            let says = reworded.says;
            Box::new(Reworded { raw: reworded.raw, content: says.content, context: says.context })
        });
        let says = match (composed.says, request.draft.target()) {
            (Said::Message(projected), _) => Says::Message { content: projected.content, context: projected.context },
            (Said::Mark(kind), Some(target)) => Says::Mark { target: target.clone(), kind },
            (Said::Mark(_), None) => return Err(HostError::UnknownMessage),
        };
        let outgoing = Outgoing {
            id: MessageId::outgoing(rand::random()),
            to: recipient.address,
            is_typed: recipient.is_typed,
            raw: composed.raw,
            says,
            client_key: request.client_key,
            fingerprint,
            sender: account.address,
            send_at: request.send_at,
            reworded,
            sent_by: Some(request.sent_by),
            is_automatic: false,
        };
        let mut enqueued = self.heed(tenant, chats.enqueue(outgoing, now).await)?;
        self.shared.board.publish(tenant, std::mem::take(&mut enqueued.events));
        self.wake_outbox(tenant);
        Ok(enqueued.into())
    }

    /// The full name of a message of a chat, for drafts that are about it.
    pub async fn message_key(&self, tenant: TenantId, chat: ChatId, id: &MessageId) -> Result<MessageKey, HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let kept = chats.kept_message(chat, id).await?;
        kept.map(|kept| kept.key).ok_or(HostError::UnknownMessage)
    }

    /// Takes something out of the outbox that has not left.
    pub async fn cancel_send(&self, tenant: TenantId, chat: ChatId, id: &MessageId) -> Result<(), HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let named = ToCancel::One(chat, id.clone());
        let cancelled = chats.cancel(named, self.shared.clock.now()).await;
        let (cancelled, events) = self.heed(tenant, cancelled)?;
        self.shared.board.publish(tenant, events);
        match cancelled {
            Cancelled { leaving: 1.., .. } => Err(HostError::MayHaveLeft),
            Cancelled { taken_out: 0, .. } => Err(HostError::UnknownMessage),
            Cancelled { .. } => Ok(()),
        }
    }

    /// Takes much out of the outbox at once. What is on its way, or may have left before, stays.
    pub async fn cancel_sends(&self, tenant: TenantId, what: ToCancel) -> Result<Cancelled, HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let cancelled = chats.cancel(what, self.shared.clock.now()).await;
        let (cancelled, events) = self.heed(tenant, cancelled)?;
        self.shared.board.publish(tenant, events);
        Ok(cancelled)
    }

    /// Lets something leave again that did not.
    pub async fn send_again(&self, tenant: TenantId, chat: ChatId, id: &MessageId) -> Result<(), HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let again = chats.send_again(chat, id, self.shared.clock.now()).await;
        self.tell_if_found(tenant, self.heed(tenant, again)?)?;
        self.wake_outbox(tenant);
        Ok(())
    }

    fn tell_if_found(&self, tenant: TenantId, (found, events): (bool, Vec<Event>)) -> Result<(), HostError> {
        self.shared.board.publish(tenant, events);
        if found { Ok(()) } else { Err(HostError::UnknownMessage) }
    }

    /// Marks a chat as read here. Their writers are told as soon as there is a connection.
    pub async fn mark_chat_read(&self, tenant: TenantId, chat: ChatId) -> Result<(), HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        chats.chat(chat).await?.ok_or(HostError::UnknownChat)?;
        let marked = chats.mark_chat_read(chat, self.shared.clock.now()).await;
        let events = self.heed(tenant, marked)?;
        self.shared.board.publish(tenant, events);
        self.wake_outbox(tenant);
        Ok(())
    }

    /// Tells the other side what somebody does here. Nothing is kept.
    pub async fn set_activity(&self, tenant: TenantId, chat: ChatId, activity: Activity) -> Result<(), HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let known = chats.chat(chat).await?.ok_or(HostError::UnknownChat)?;
        let connection = self.connection(tenant).ok_or(HostError::NotConnected)?;
        let jid = known.address.primary().cloned().ok_or(HostError::UnknownChat)?;
        connection.set_activity(&jid, activity).await.map_err(|_| HostError::NotConnected)
    }

    pub(super) fn wake_outbox(&self, tenant: TenantId) {
        if let Some(handle) = self.fleet.running(tenant) {
            handle.access.outbox_waiting.notify_one();
        }
    }

    /// The tenant's connection, while its session can send.
    pub(super) fn connection(&self, tenant: TenantId) -> Option<Arc<dyn Connection>> {
        self.fleet.running(tenant).and_then(|handle| handle.access.connection.get())
    }

    /// A store that refuses writes is the session's business too: what arrives could not be kept either.
    pub(super) fn heed<T>(&self, tenant: TenantId, outcome: Result<T, StorageError>) -> Result<T, HostError> {
        if let (Err(StorageError::Unwritable { .. }), Some(handle)) = (&outcome, self.fleet.running(tenant)) {
            handle.access.store_refused.notify_one();
        }
        Ok(outcome?)
    }

    /// The address to send to. Numbers of known chats are taken as they are; for others WhatsApp is asked, now or, where
    /// there is no connection, before the message leaves.
    async fn recipient(&self, tenant: TenantId, chats: &ChatStore, to: Destination) -> Result<Recipient, HostError> {
        let (typed, phone) = match to {
            Destination::Chat(id) => {
                let chat = current_chat(chats, id).await?;
                if chat.is_blocked {
                    return Err(HostError::Blocked);
                }
                let expires_after_s = chat.disappears_after_s;
                return Ok(Recipient { address: chat.address, is_typed: false, is_new: false, expires_after_s });
            }
            Destination::Jid(jid) => {
                // An address of a number is a number that somebody typed, until WhatsApp has confirmed it.
                let phone = if jid.server() == Server::Pn { jid.user().parse().ok() } else { None };
                (Address::one(jid), phone)
            }
            Destination::Phone(phone) => (Address::one(phone.to_jid()), Some(phone)),
        };
        if chats.is_blocked(&typed).await? {
            return Err(HostError::Blocked);
        }
        if let Some(chat) = chats.chat_by_address(&typed).await?
            && (phone.is_none() || chat.address.lid.is_some() || chat.last_message.is_some_and(|last| !last.from_me))
        {
            let expires_after_s = chat.disappears_after_s;
            return Ok(Recipient { address: chat.address, is_typed: false, is_new: false, expires_after_s });
        }
        let is_person = typed.primary().is_some_and(|jid| matches!(jid.server(), Server::Pn | Server::Lid));
        let unconfirmed = |address, is_typed| Recipient { address, is_typed, is_new: is_person, expires_after_s: None };
        let Some(phone) = phone else { return Ok(unconfirmed(typed, false)) };
        let Some(connection) = self.connection(tenant) else { return Ok(unconfirmed(typed, true)) };
        match connection.resolve(&phone).await {
            Ok(Some(address)) if chats.is_blocked(&address).await? => Err(HostError::Blocked),
            Ok(Some(address)) => {
                let known = chats.chat_by_address(&address).await?;
                let is_new = known.is_none();
                let expires_after_s = known.and_then(|chat| chat.disappears_after_s);
                Ok(Recipient { address, is_typed: false, is_new, expires_after_s })
            }
            Ok(None) => Err(HostError::NotOnWhatsapp),
            Err(_) => Ok(unconfirmed(typed, true)),
        }
    }
}

impl From<Enqueued> for Sent {
    fn from(enqueued: Enqueued) -> Self {
        let Enqueued { id, message, chat, events: _, duplicate } = enqueued;
        Self { id, chat, message, duplicate }
    }
}

/// A chat of the account that is paired now; those of others are only looked at.
pub(super) async fn current_chat(chats: &ChatStore, id: ChatId) -> Result<Chat, HostError> {
    let chat = chats.chat(id).await?.ok_or(HostError::UnknownChat)?;
    if chat.is_current { Ok(chat) } else { Err(HostError::OtherAccount) }
}

/// The message that a draft is about, with its protobuf where that is kept: some marks need none.
async fn target_of(chats: &ChatStore, key: &MessageKey) -> Result<KeptMessage, HostError> {
    let chat = chats.chat_by_address(&key.chat).await?.ok_or(HostError::UnknownMessage)?;
    chats.kept_message(chat.id, &key.id).await?.ok_or(HostError::UnknownMessage)
}

/// Whether a chat has an album of this account's with that head.
async fn has_album(chats: &ChatStore, of: &Address, head: &MessageId) -> Result<(), HostError> {
    let chat = chats.chat_by_address(of).await?.ok_or(HostError::UnknownAlbum)?;
    let kept = chats.kept_message(chat.id, head).await?.ok_or(HostError::UnknownAlbum)?;
    let is_own = kept.key.from_me && !kept.is_of_earlier_number;
    if is_own && matches!(kept.content, Content::Album(_)) { Ok(()) } else { Err(HostError::UnknownAlbum) }
}

/// By what a key is known to stand for the same thing again.
fn fingerprint(request: &SendRequest) -> [u8; 32] {
    let to = match &request.to {
        Destination::Phone(phone) => phone.digits().to_owned(),
        Destination::Jid(jid) => jid.to_string(),
        Destination::Chat(id) => id.to_string(),
    };
    let draft = serde_json::to_vec(&request.draft).expect("a draft has only plain fields");
    let at = request.send_at.map_or(0, |at| at.0);
    Sha256::new()
        .chain_update(to)
        .chain_update([0])
        .chain_update(at.to_be_bytes())
        .chain_update(draft)
        .finalize()
        .into()
}

impl From<ComposeError> for HostError {
    fn from(error: ComposeError) -> Self {
        match error {
            // That it is here was looked up before; what is missing is what it came as.
            ComposeError::NoTarget | ComposeError::UnfitTarget => Self::UnfitMessage,
            ComposeError::UnknownOption | ComposeError::TooManyOptions => Self::UnfitOptions,
            error @ (ComposeError::UnfitFile | ComposeError::UnknownFile) => Self::UnfitFile(error.to_string()),
        }
    }
}
