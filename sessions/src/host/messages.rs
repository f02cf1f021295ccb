//! Messages, and what is shown of reading and typing them.

use std::sync::Arc;

use portaria_domain::{Address, ChatId, Jid, Message, PhoneNumber, TenantId};
use portaria_storage::{ChatStore, OutgoingMessage, StorageError};
use portaria_whatsapp::Connection;

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

/// A text to send.
#[derive(Clone, Debug)]
pub struct SendText {
    /// Where it goes.
    pub to: Destination,
    /// What it says.
    pub text: String,
    /// The same key sends once, however often it is asked.
    pub idempotency_key: Option<String>,
}

/// A text that is on disk and on its way.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The message, as it is stored.
    pub message: Message,
    /// Whether it was there before, under the same idempotency key.
    pub duplicate: bool,
}

impl Host {
    /// Stores a text for sending. `Ok` means that it is on disk and leaves under the id it has now.
    pub async fn send_text(&self, tenant: TenantId, send: SendText) -> Result<Sent, HostError> {
        let account = self.shared.board.account(tenant).ok_or(HostError::NotLinked)?;
        let chats = self.heed(tenant, self.shared.stores.chats(tenant).await)?;
        let to = self.address_of(tenant, &chats, send.to).await?;
        let outgoing = OutgoingMessage {
            id: portaria_domain::MessageId::outgoing(rand::random()),
            to,
            text: send.text,
            idempotency_key: send.idempotency_key,
            sender: account.address,
        };
        let enqueued = self.heed(tenant, chats.enqueue(outgoing, self.shared.clock.now()).await)?;
        self.shared.board.publish(tenant, enqueued.event);
        if let Some(handle) = self.fleet.running(tenant) {
            handle.access.outbox_waiting.notify_one();
        }
        Ok(Sent { message: enqueued.message, duplicate: enqueued.duplicate })
    }

    /// Marks a chat as read here and tells the senders, where there is a connection.
    pub async fn mark_chat_read(&self, tenant: TenantId, chat: ChatId) -> Result<(), HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let known = chats.chat(chat).await?.ok_or(HostError::UnknownChat)?;
        let marked = chats.mark_chat_read(chat, None, self.shared.clock.now()).await;
        let (ids, events) = self.heed(tenant, marked)?;
        self.shared.board.publish(tenant, events);
        let connection = self.connection(tenant);
        if let (Some(connection), Some(jid), false) = (connection, known.address.primary().cloned(), ids.is_empty()) {
            self.shared.tracker.spawn(async move {
                if let Err(error) = connection.mark_read(&jid, &ids).await {
                    tracing::debug!(tenant.id = %tenant, %error, "read receipts were not sent");
                }
            });
        }
        Ok(())
    }

    /// Tells the other side that somebody is typing, or no longer. Nothing is kept.
    pub async fn set_typing(&self, tenant: TenantId, chat: ChatId, typing: bool) -> Result<(), HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let known = chats.chat(chat).await?.ok_or(HostError::UnknownChat)?;
        let connection = self.connection(tenant).ok_or(HostError::NotConnected)?;
        let jid = known.address.primary().cloned().ok_or(HostError::UnknownChat)?;
        connection.set_typing(&jid, typing).await.map_err(|_| HostError::NotConnected)
    }

    /// The tenant's connection, while its session can send.
    fn connection(&self, tenant: TenantId) -> Option<Arc<dyn Connection>> {
        self.fleet.running(tenant).and_then(|handle| handle.access.connection.get())
    }

    /// A store that refuses writes is the session's business too: what arrives could not be kept either.
    fn heed<T>(&self, tenant: TenantId, outcome: Result<T, StorageError>) -> Result<T, HostError> {
        if let (Err(StorageError::Unwritable { .. }), Some(handle)) = (&outcome, self.fleet.running(tenant)) {
            handle.access.store_refused.notify_one();
        }
        Ok(outcome?)
    }

    /// The address to send to. Numbers of known chats are taken as they are; for others WhatsApp is asked.
    async fn address_of(&self, tenant: TenantId, chats: &ChatStore, to: Destination) -> Result<Address, HostError> {
        match to {
            Destination::Chat(id) => Ok(chats.chat(id).await?.ok_or(HostError::UnknownChat)?.address),
            Destination::Jid(jid) => Ok(Address::one(jid)),
            Destination::Phone(phone) => {
                let typed = Address::one(phone.to_jid());
                if let Some(chat) = chats.chat_by_address(&typed).await? {
                    return Ok(chat.address);
                }
                match self.connection(tenant) {
                    Some(connection) => match connection.resolve(&phone).await {
                        Ok(Some(address)) => Ok(address),
                        Ok(None) => Err(HostError::NotOnWhatsapp),
                        Err(_) => Ok(typed),
                    },
                    // It waits in the outbox; WhatsApp says then whether the number exists.
                    None => Ok(typed),
                }
            }
        }
    }
}
