//! From WhatsApp to the disk: only what is stored is acknowledged.

use std::sync::Arc;

use async_trait::async_trait;
use portaria_domain::{Address, Clock, Event, MessageId, TenantId};
use portaria_storage::{ChatStore, HistoryChatInput, HistoryInput, IncomingMessage, StorageError};
use portaria_whatsapp::{HistoryPart, Inbox, InboxClosed, Incoming};

use crate::board::Board;

/// One tenant's inbox.
pub(crate) struct StoringInbox {
    pub(crate) tenant: TenantId,
    pub(crate) chats: ChatStore,
    pub(crate) board: Arc<Board>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl StoringInbox {
    /// Tells of what was stored, or logs why nothing was.
    fn conclude(&self, stored: Result<Vec<Event>, StorageError>) -> Result<(), InboxClosed> {
        match stored {
            Ok(events) => {
                self.board.publish(self.tenant, events);
                Ok(())
            }
            Err(error) => {
                tracing::error!(tenant.id = %self.tenant, error = &error as &dyn std::error::Error, "what arrived could not be stored; WhatsApp keeps it");
                Err(InboxClosed)
            }
        }
    }
}

#[async_trait]
impl Inbox for StoringInbox {
    async fn store(&self, batch: Vec<Incoming>) -> Result<(), InboxClosed> {
        let rows = batch.into_iter().map(row).collect();
        self.conclude(self.chats.store_incoming(rows, self.clock.now()).await)
    }

    async fn store_history(&self, part: HistoryPart) -> Result<(), InboxClosed> {
        let chats = part.chats.into_iter().map(|chat| HistoryChatInput {
            chat: chat.chat,
            is_group: chat.is_group,
            name: chat.name,
            unread: chat.unread,
            last_activity: chat.last_activity,
            messages: chat.messages.into_iter().map(|(message, status)| (row(message), status)).collect(),
        });
        let input = HistoryInput { chats: chats.collect(), push_names: part.push_names };
        self.conclude(self.chats.store_history(input, self.clock.now()).await)
    }

    async fn has(&self, chat: &Address, id: &MessageId) -> Result<bool, InboxClosed> {
        self.chats.has_message(chat, id).await.map_err(|error| {
            tracing::error!(tenant.id = %self.tenant, error = &error as &dyn std::error::Error, "whether a message is stored could not be read; WhatsApp keeps it");
            InboxClosed
        })
    }
}

fn row(message: Incoming) -> IncomingMessage {
    let Incoming { id, chat, is_group, sender, from_me, push_name, at, content } = message;
    IncomingMessage { id, chat, is_group, sender, from_me, push_name, at, content }
}
