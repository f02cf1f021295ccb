//! What somebody changes about chats and labels: here at once, and at WhatsApp as soon as there is a connection.

use portaria_domain::{ChatChange, ChatId, Event, Label, Message, MessageId, TenantId};

use super::Host;
use super::messages::current_chat;
use crate::error::HostError;

impl Host {
    /// Changes a chat.
    pub async fn change_chat(&self, tenant: TenantId, chat: ChatId, change: ChatChange) -> Result<(), HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        current_chat(&chats, chat).await?;
        let changed = chats.change_chat_here(chat, change, self.shared.clock.now()).await;
        let events = self.heed(tenant, changed)?.ok_or(HostError::UnknownChat)?;
        self.changed(tenant, events);
        Ok(())
    }

    /// Gives a message a star, or takes it away; gives the message as it is then.
    pub async fn star(
        &self,
        tenant: TenantId,
        chat: ChatId,
        id: &MessageId,
        is_on: bool,
    ) -> Result<Message, HostError> {
        let account = self.shared.board.account(tenant).ok_or(HostError::NotLinked)?;
        let chats = self.shared.stores.chats(tenant).await?;
        current_chat(&chats, chat).await?;
        let key = self.message_key(tenant, chat, id).await?;
        let (own, mark, now) = (account.address, MessageId::outgoing(rand::random()), self.shared.clock.now());
        let events = self.heed(tenant, chats.star_here(key, own, mark, is_on, now).await)?;
        self.changed(tenant, events);
        chats.message(chat, id).await?.ok_or(HostError::UnknownMessage)
    }

    /// Deletes a message on the account's own devices, and nowhere else.
    pub async fn delete_for_me(&self, tenant: TenantId, chat: ChatId, id: &MessageId) -> Result<(), HostError> {
        let account = self.shared.board.account(tenant).ok_or(HostError::NotLinked)?;
        let chats = self.shared.stores.chats(tenant).await?;
        current_chat(&chats, chat).await?;
        let key = self.message_key(tenant, chat, id).await?;
        let written_at = chats.message(chat, id).await?.ok_or(HostError::UnknownMessage)?.at;
        let (own, mark, now) = (account.address, MessageId::outgoing(rand::random()), self.shared.clock.now());
        let events = self.heed(tenant, chats.delete_for_me_here(key, own, mark, written_at, now).await)?;
        self.changed(tenant, events);
        Ok(())
    }

    /// Says whether what others delete for everyone is kept from now on. What was kept is erased when it is not.
    pub async fn keep_deleted(&self, tenant: TenantId, is_kept: bool) -> Result<(), HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let events = self.heed(tenant, chats.set_keeps_deleted(is_kept, self.shared.clock.now()).await)?;
        self.shared.board.publish(tenant, events);
        Ok(())
    }

    /// Blocks the other side of a chat of two, or lets them through again.
    pub async fn block_chat(&self, tenant: TenantId, chat: ChatId, is_on: bool) -> Result<(), HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let blocked = chats.block_here(chat, is_on, self.shared.clock.now()).await;
        let events = self.heed(tenant, blocked)?.ok_or(HostError::UnknownChat)?;
        self.changed(tenant, events);
        Ok(())
    }

    /// Makes a label, where there are not too many.
    pub async fn make_label(&self, tenant: TenantId, name: String, color: u32) -> Result<Label, HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let made = self.heed(tenant, chats.make_label(name, color, self.shared.clock.now()).await)?;
        let (label, events) = made.ok_or(HostError::TooManyLabels)?;
        self.changed(tenant, events);
        Ok(label)
    }

    /// Gives a label another name or colour.
    pub async fn change_label(&self, tenant: TenantId, label: Label) -> Result<(), HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let changed = chats.change_label(label, self.shared.clock.now()).await;
        self.tell_if_known(tenant, self.heed(tenant, changed)?)
    }

    /// Takes a label away, from its chats too.
    pub async fn remove_label(&self, tenant: TenantId, id: String) -> Result<(), HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        let removed = chats.remove_label_here(id, self.shared.clock.now()).await;
        self.tell_if_known(tenant, self.heed(tenant, removed)?)
    }

    /// Gives a chat exactly these labels.
    pub async fn set_chat_labels(&self, tenant: TenantId, chat: ChatId, labels: Vec<String>) -> Result<(), HostError> {
        let chats = self.shared.stores.chats(tenant).await?;
        current_chat(&chats, chat).await?;
        let set = chats.set_chat_labels(chat, labels, self.shared.clock.now()).await;
        let events = self.heed(tenant, set)?.ok_or(HostError::UnknownLabel)?;
        self.changed(tenant, events);
        Ok(())
    }

    fn tell_if_known(&self, tenant: TenantId, (found, events): (bool, Vec<Event>)) -> Result<(), HostError> {
        self.changed(tenant, events);
        if found { Ok(()) } else { Err(HostError::UnknownLabel) }
    }

    pub(super) fn changed(&self, tenant: TenantId, events: Vec<Event>) {
        self.shared.board.publish(tenant, events);
        self.wake_outbox(tenant);
    }
}
