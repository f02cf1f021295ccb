//! Files of messages that wait in the outbox are uploaded beside what else leaves: only their own chats wait for them.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use portaria_domain::{Clock, FailureReason, Raw, TenantId, UnixMs};
use portaria_storage::{ChatStore, OutboxItem, StorageError};
use portaria_whatsapp::{Connection, UploadError};
use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinSet;
use tracing::Instrument as _;

use super::retries::{MOST_ATTEMPTS, wait_ms};
use crate::board::Board;
use crate::media::pipes::{Progress, Source};
use crate::notice::Direction;

/// How many files of a tenant are uploaded at a time.
const AT_A_TIME: usize = 2;
/// How soon an upload is tried again that met no connection.
const NOT_CONNECTED_MS: i64 = 5_000;

/// Uploads one tenant's files. What is under way ends with it, and begins again from the store.
pub(crate) struct Uploader {
    way: Arc<Way>,
    under_way: Mutex<JoinSet<()>>,
}

struct Way {
    tenant: TenantId,
    chats: ChatStore,
    connection: Arc<dyn Connection>,
    board: Arc<Board>,
    clock: Arc<dyn Clock>,
    /// Notified when a message can leave, or is to be tried again.
    waiting: Arc<Notify>,
    places: Semaphore,
}

impl Uploader {
    pub(crate) fn new(
        tenant: TenantId,
        chats: ChatStore,
        connection: Arc<dyn Connection>,
        board: Arc<Board>,
        clock: Arc<dyn Clock>,
        waiting: Arc<Notify>,
    ) -> Self {
        let places = Semaphore::new(AT_A_TIME);
        let way = Arc::new(Way { tenant, chats, connection, board, clock, waiting, places });
        Self { way, under_way: Mutex::default() }
    }

    /// Begins to upload the file of a message, which waits meanwhile, and with it what follows in its chat.
    pub(crate) async fn begin(&self, item: &OutboxItem, raw: Raw) -> Result<(), StorageError> {
        self.way.chats.hold(item.row, UnixMs::FOREVER).await?;
        let (way, item) = (Arc::clone(&self.way), item.clone());
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        while under_way.try_join_next().is_some() {}
        let work = async move {
            if let Err(error) = way.upload(&item, raw).await {
                tracing::error!(tenant.id = %way.tenant, error = &error as &dyn std::error::Error, "what became of an upload could not be stored");
            }
            way.waiting.notify_one();
        };
        under_way.spawn(work.in_current_span());
        Ok(())
    }
}

impl Way {
    async fn upload(&self, item: &OutboxItem, raw: Raw) -> Result<(), StorageError> {
        let Ok(_place) = self.places.acquire().await else { return Ok(()) };
        let Some((media, blob)) = self.chats.blob_of_message(item.chat, &item.id).await? else {
            return self.fail(item, FailureReason::FileLost).await;
        };
        let progress = Progress::new(Arc::clone(&self.board), self.tenant, media, Direction::Send, blob.size_bytes);
        let source = Source {
            blobs: self.chats.blobs().clone(),
            name: blob.name,
            size_bytes: blob.size_bytes,
            progress: Arc::new(progress),
            is_hashed: AtomicBool::new(false),
        };
        match self.connection.upload_media(&raw, Arc::new(source)).await {
            Ok(uploaded) => self.chats.attach(item.row, raw, uploaded).await,
            Err(UploadError::NotConnected) => self.chats.hold(item.row, self.clock.now() + NOT_CONNECTED_MS).await,
            Err(error) => {
                tracing::debug!(tenant.id = %self.tenant, message.id = %item.id, error = &error as &dyn std::error::Error, "a file was not uploaded");
                match error {
                    UploadError::Unreadable(_) | UploadError::NoFile => self.fail(item, FailureReason::FileLost).await,
                    UploadError::Refused(_) => self.fail(item, FailureReason::Rejected).await,
                    _ if item.attempts >= MOST_ATTEMPTS => self.fail(item, FailureReason::NoAnswer).await,
                    _ => self.chats.retry_later(item.row, self.clock.now() + wait_ms(item.attempts)).await,
                }
            }
        }
    }

    async fn fail(&self, item: &OutboxItem, why: FailureReason) -> Result<(), StorageError> {
        let events = self.chats.mark_failed(item.row, why, self.clock.now()).await?;
        self.board.publish(self.tenant, events);
        Ok(())
    }
}
