//! From WhatsApp to the disk: only what is stored is acknowledged.

use std::sync::Arc;

use async_trait::async_trait;
use portaria_domain::{
    Address, Clock, Delivered, Event, EventBody, Fact, HistoryBlob, HistoryNotice, HistoryPart, MediaState, MessageId,
    TenantId,
};
use portaria_storage::{ChatStore, SealedMark, StorageError, Stored};
use portaria_whatsapp::{Codec, HistoryQueue, Inbox, InboxClosed, OpenedMark};
use tokio::sync::Notify;

use super::number::NumberCheck;
use crate::board::Board;

/// How many sealed marks are opened at a time.
const SEALED_BATCH: usize = 256;

/// One tenant's inbox.
#[derive(Clone)]
pub(crate) struct StoringInbox {
    pub(crate) tenant: TenantId,
    pub(crate) chats: ChatStore,
    pub(crate) codec: Arc<dyn Codec>,
    pub(crate) board: Arc<Board>,
    pub(crate) clock: Arc<dyn Clock>,
    /// Notified when a file is to be fetched.
    pub(crate) media_wanted: Arc<Notify>,
    /// Nothing is taken before the phone is known to be the right one. WhatsApp keeps what it has.
    pub(crate) number: NumberCheck,
    /// Notified when somebody is to be answered by itself.
    pub(crate) outbox_waiting: Arc<Notify>,
}

impl StoringInbox {
    /// Tells of what was stored and opens what can be opened now, or logs why nothing was stored.
    async fn conclude(&self, stored: Result<Stored, StorageError>) -> Result<(), InboxClosed> {
        match stored {
            Ok(Stored { events, sealed, is_answer_due }) => {
                if events.iter().any(brings_file) {
                    self.media_wanted.notify_one();
                }
                self.board.publish(self.tenant, events);
                if let Err(error) = self.open(sealed).await {
                    // They are kept, and opened when the session opens next.
                    tracing::warn!(tenant.id = %self.tenant, error = &error as &dyn std::error::Error, "votes, answers or edits could not be opened yet");
                }
                if is_answer_due {
                    self.outbox_waiting.notify_one();
                }
                Ok(())
            }
            Err(error) => {
                tracing::error!(tenant.id = %self.tenant, error = &error as &dyn std::error::Error, "what arrived could not be stored; WhatsApp keeps it");
                Err(InboxClosed)
            }
        }
    }

    /// What the past's queue answers, or a line of why it could not.
    fn kept<T>(&self, answer: Result<T, StorageError>) -> Result<T, InboxClosed> {
        answer.map_err(|error| {
            tracing::error!(tenant.id = %self.tenant, error = &error as &dyn std::error::Error, "what of the phone's past is under way could not be written or read");
            InboxClosed
        })
    }

    /// Opens marks with the secrets of their messages. One that does not open stays sealed.
    async fn open(&self, sealed: Vec<SealedMark>) -> Result<(), StorageError> {
        let Some(own) = self.board.account(self.tenant).map(|account| account.address) else { return Ok(()) };
        for SealedMark { row, mark, message, author } in sealed {
            if let Some(OpenedMark { kind, at }) = self.codec.open(&mark, &message, &author, &own) {
                let events = self.chats.open_mark(row, kind, at, self.clock.now()).await?;
                self.board.publish(self.tenant, events);
            }
        }
        Ok(())
    }

    /// Opens what a kill left between keeping and opening.
    pub(crate) async fn open_left_over(&self) -> Result<(), StorageError> {
        let sealed = self.chats.sealed_marks(SEALED_BATCH).await?;
        self.open(sealed).await
    }
}

/// Whether an event is of a message whose file is to be fetched.
fn brings_file(event: &Event) -> bool {
    use EventBody as B;
    match &event.body {
        B::MessageReceived { message, .. } | B::MessageCreated { message, .. } | B::MessageUpdated { message, .. } => {
            message.file.as_ref().is_some_and(|file| file.state == MediaState::Waiting)
        }
        _ => false,
    }
}

#[async_trait]
impl HistoryQueue for StoringInbox {
    async fn expect_history(&self, notice: HistoryNotice) -> Result<(), InboxClosed> {
        self.number.expect_right().await?;
        self.kept(self.chats.expect_history(notice).await)
    }

    async fn history_came(&self, notices: Vec<MessageId>) -> Result<(), InboxClosed> {
        self.kept(self.chats.history_came(notices).await)
    }

    async fn missing_history(&self) -> Result<Vec<HistoryNotice>, InboxClosed> {
        self.kept(self.chats.missing_history().await)
    }

    async fn history_asked(&self) -> Result<(), InboxClosed> {
        self.kept(self.chats.history_asked().await)
    }

    async fn keep_history(&self, blob: HistoryBlob) -> Result<(), InboxClosed> {
        self.number.expect_right().await?;
        self.kept(self.chats.keep_history(blob).await)
    }

    async fn next_history(&self) -> Result<Option<(i64, HistoryBlob)>, InboxClosed> {
        self.kept(self.chats.next_history().await)
    }

    async fn put_off_history(&self, number: i64) -> Result<(), InboxClosed> {
        self.kept(self.chats.put_off_history(number).await)
    }

    async fn history_taken(&self, number: i64) -> Result<(), InboxClosed> {
        self.kept(self.chats.history_taken(number).await)
    }
}

#[async_trait]
impl Inbox for StoringInbox {
    async fn store(&self, batch: Vec<Delivered>) -> Result<(), InboxClosed> {
        self.number.expect_right().await?;
        self.conclude(self.chats.store_delivered(batch, self.clock.now()).await).await
    }

    async fn store_history(&self, part: HistoryPart) -> Result<(), InboxClosed> {
        self.number.expect_right().await?;
        self.conclude(self.chats.store_history(part, self.clock.now()).await).await?;
        match self.chats.history_progress().await {
            Ok(progress) => {
                if let Some(progress) = progress {
                    self.board.apply(self.tenant, Fact::Progress(progress));
                }
            }
            Err(error) => {
                tracing::warn!(tenant.id = %self.tenant, error = &error as &dyn std::error::Error, "how far the past has come could not be read");
            }
        }
        Ok(())
    }

    async fn has(&self, chat: &Address, id: &MessageId) -> Result<bool, InboxClosed> {
        self.number.expect_right().await?;
        self.chats.has_delivered(chat, id).await.map_err(|error| {
            tracing::error!(tenant.id = %self.tenant, error = &error as &dyn std::error::Error, "whether a message is stored could not be read; WhatsApp keeps it");
            InboxClosed
        })
    }
}
