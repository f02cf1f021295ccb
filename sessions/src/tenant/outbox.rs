//! From the disk to WhatsApp: what is stored leaves, in order, under the id it was given.

use std::sync::Arc;
use std::time::Duration;

use portaria_domain::{Clock, FailureReason, TenantId};
use portaria_storage::{ChatStore, OutboxItem, StorageError};
use portaria_whatsapp::{Connection, Outgoing, SendError};
use tokio::sync::Notify;

use crate::backoff::Backoff;
use crate::board::Board;

/// How many rows are read at a time.
const BATCH: usize = 64;

/// Empties one tenant's outbox while its session can send.
pub(crate) struct Pump {
    pub(crate) tenant: TenantId,
    pub(crate) chats: ChatStore,
    pub(crate) connection: Arc<dyn Connection>,
    pub(crate) board: Arc<Board>,
    pub(crate) clock: Arc<dyn Clock>,
    /// Notified by whoever put something into the outbox.
    pub(crate) waiting: Arc<Notify>,
}

/// What became of one message.
enum SendOutcome {
    Settled,
    TryAgain,
}

impl Pump {
    /// Sends until it is dropped.
    pub(crate) async fn run(self) {
        let mut backoff = Backoff::new(Duration::from_millis(500), Duration::from_secs(30));
        loop {
            match self.drain().await {
                Ok(SendOutcome::Settled) => {
                    backoff.reset();
                    self.waiting.notified().await;
                }
                Ok(SendOutcome::TryAgain) => tokio::time::sleep(backoff.next(rand::random())).await,
                Err(error) => {
                    tracing::error!(tenant.id = %self.tenant, error = &error as &dyn std::error::Error, "the outbox cannot be read or written; trying again");
                    tokio::time::sleep(backoff.next(rand::random())).await;
                }
            }
        }
    }

    /// Sends everything that waits. Stops at the first message that must wait, so that order holds.
    async fn drain(&self) -> Result<SendOutcome, StorageError> {
        loop {
            let batch = self.chats.pending(BATCH).await?;
            if batch.is_empty() {
                return Ok(SendOutcome::Settled);
            }
            for item in batch {
                if let SendOutcome::TryAgain = self.send(item).await? {
                    return Ok(SendOutcome::TryAgain);
                }
            }
        }
    }

    async fn send(&self, item: OutboxItem) -> Result<SendOutcome, StorageError> {
        let message = Outgoing { id: item.id.clone(), to: item.to, text: item.text };
        let outcome = self.connection.send(&message).await;
        let now = self.clock.now();
        let failure = match outcome {
            Ok(()) => {
                let events = self.chats.mark_sent(item.chat, &item.id, now).await?;
                self.board.publish(self.tenant, events);
                return Ok(SendOutcome::Settled);
            }
            Err(error @ (SendError::NotConnected | SendError::TimedOut)) => {
                tracing::debug!(tenant.id = %self.tenant, message.id = %item.id, %error, "a message waits in the outbox");
                return Ok(SendOutcome::TryAgain);
            }
            Err(SendError::NotOnWhatsapp) => FailureReason::NotOnWhatsapp,
            Err(SendError::Restricted) => FailureReason::Restricted,
            Err(error @ SendError::Rejected(_)) => {
                tracing::warn!(tenant.id = %self.tenant, message.id = %item.id, %error, "WhatsApp refused a message");
                FailureReason::Rejected
            }
        };
        let events = self.chats.mark_failed(item.chat, &item.id, failure, now).await?;
        self.board.publish(self.tenant, events);
        Ok(SendOutcome::Settled)
    }
}
