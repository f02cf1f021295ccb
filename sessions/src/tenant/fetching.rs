//! Files of messages are fetched while the session can: each by a job that is in the store until it is done.

use std::sync::Arc;
use std::time::Duration;

use portaria_domain::{Clock, MediaFailure, TenantId, UnixMs};
use portaria_storage::{ChatStore, JobKind, MediaTask, StorageError};
use portaria_whatsapp::{Connection, FetchError};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tracing::Instrument as _;

use crate::board::Board;
use crate::media::looking::{Seen, look};
use crate::media::pipes::{Progress, Sink};
use crate::media::workers::Workers;
use crate::notice::Direction;

/// How many files of a tenant are fetched at a time.
const AT_A_TIME: usize = 3;
/// Longer than any file takes that still moves. A session that begins takes back what one before it had taken.
const TAKEN_FOR_MS: i64 = 24 * 60 * 60 * 1_000;
/// Waits before another attempt; after the last one somebody has to ask.
const RETRIES_MS: [i64; 5] = [5_000, 30_000, 2 * 60_000, 10 * 60_000, 60 * 60_000];
/// How long to wait for room on the disk.
const FOR_ROOM_MS: i64 = 60_000;
/// How long to wait for the end of a session whose connection is gone.
const FOR_THE_END: Duration = Duration::from_secs(5);
/// How often files that nothing needs any more are looked for.
const COLLECT_EVERY: Duration = Duration::from_hours(1);

/// Fetches one tenant's files while its session can.
pub(crate) struct Fetcher {
    pub(crate) tenant: TenantId,
    pub(crate) chats: ChatStore,
    pub(crate) connection: Arc<dyn Connection>,
    pub(crate) board: Arc<Board>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) workers: Arc<Workers>,
    /// Notified when there is something to fetch.
    pub(crate) wanted: Arc<Notify>,
}

/// What became of a file.
enum Fetched {
    Settled,
    /// There is no connection: everything waits.
    NotConnected,
}

impl Fetcher {
    /// Fetches until it is dropped.
    pub(crate) async fn run(self: Arc<Self>) {
        if let Err(error) = self.chats.release_jobs(JobKind::FetchMedia).await {
            self.log(&error);
        }
        let mut collected = None;
        loop {
            if collected.is_none_or(|at: tokio::time::Instant| at.elapsed() >= COLLECT_EVERY) {
                collected = Some(tokio::time::Instant::now());
                self.collect().await;
            }
            match self.fetch_due().await {
                Ok(Fetched::Settled) => {}
                Ok(Fetched::NotConnected) => tokio::time::sleep(FOR_THE_END).await,
                Err(error) => {
                    self.log(&error);
                    tokio::time::sleep(FOR_THE_END).await;
                }
            }
            let wait = self.until_next().await;
            tokio::select! {
                () = self.wanted.notified() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    async fn until_next(&self) -> Duration {
        match self.chats.next_job(JobKind::FetchMedia).await {
            Ok(Some(due)) => {
                let left_ms = due.since_ms(self.clock.now()).max(0);
                Duration::from_millis(left_ms.unsigned_abs()).min(COLLECT_EVERY)
            }
            Ok(None) => COLLECT_EVERY,
            Err(error) => {
                self.log(&error);
                FOR_THE_END
            }
        }
    }

    async fn collect(&self) {
        match self.chats.collect_media(self.clock.now()).await {
            Ok(0) => {}
            Ok(files) => {
                tracing::info!(tenant.id = %self.tenant, files, "files that nothing needs any more were removed");
            }
            Err(error) => self.log(&error),
        }
    }

    /// Fetches what is due and what becomes due meanwhile; a slow file delays only itself.
    async fn fetch_due(self: &Arc<Self>) -> Result<Fetched, StorageError> {
        // Tasks of their own: each goes on while this one waits for the store, which they use, too.
        let mut under_way = JoinSet::new();
        // What ends this, once those that are under way came to their own ends.
        let mut end = None;
        loop {
            if end.is_none() && under_way.len() < AT_A_TIME {
                match self.take(AT_A_TIME - under_way.len()).await {
                    Ok(tasks) => {
                        for task in tasks {
                            let fetcher = Arc::clone(self);
                            under_way.spawn(async move { fetcher.fetch(task).await }.in_current_span());
                        }
                    }
                    Err(error) => end = Some(Err(error)),
                }
            }
            let has_place = end.is_none() && under_way.len() < AT_A_TIME;
            if under_way.is_empty() {
                return end.unwrap_or(Ok(Fetched::Settled));
            }
            let wait = if has_place { self.until_next().await } else { COLLECT_EVERY };
            tokio::select! {
                outcome = under_way.join_next() => match outcome {
                    Some(Ok(Ok(Fetched::Settled))) | None => {}
                    Some(Ok(last)) => end = Some(last),
                    Some(Err(error)) => {
                        tracing::error!(tenant.id = %self.tenant, %error, "a defect ended a fetch; the next session tries again");
                    }
                },
                () = self.wanted.notified(), if has_place => {}
                () = tokio::time::sleep(wait), if has_place => {}
            }
        }
    }

    /// Takes what is due, as far as there is a place for it.
    async fn take(&self, places: usize) -> Result<Vec<MediaTask>, StorageError> {
        let now = self.clock.now();
        let due = self.chats.media_to_fetch(now, now + TAKEN_FOR_MS, places).await?;
        self.board.publish(self.tenant, due.events);
        Ok(due.tasks)
    }

    async fn fetch(&self, task: MediaTask) -> Result<Fetched, StorageError> {
        let writer = match self.chats.create_blob().await {
            Ok(writer) => writer,
            Err(error) => {
                self.warn_of_room(&error);
                return self.wait_for_room(&task).await;
            }
        };
        let total_bytes = task.media.size_bytes.unwrap_or_default();
        let progress = Progress::new(Arc::clone(&self.board), self.tenant, task.id, Direction::Fetch, total_bytes);
        let sink = Sink::new(writer, progress);
        match self.connection.fetch_media(&task.key, &task.raw, Box::new(sink.clone())).await {
            Ok(()) => self.keep(&task, &sink).await,
            Err(FetchError::NotConnected) => {
                self.chats.give_job_back(task.job, self.clock.now(), false).await?;
                Ok(Fetched::NotConnected)
            }
            Err(FetchError::Gone) => self.give_up(&task, MediaFailure::Gone).await,
            Err(FetchError::NoFile) => self.give_up(&task, MediaFailure::NoFile).await,
            Err(error @ FetchError::Unwritable(_)) => {
                self.warn_of_room(&error);
                self.wait_for_room(&task).await
            }
            Err(error @ FetchError::Broken(_)) => {
                tracing::debug!(tenant.id = %self.tenant, message.id = %task.key.id, error = &error as &dyn std::error::Error, "a file did not come whole");
                match usize::try_from(task.attempts).ok().and_then(|attempt| RETRIES_MS.get(attempt)) {
                    Some(wait_ms) => self.again(&task, self.clock.now() + *wait_ms, true).await,
                    None => self.give_up(&task, MediaFailure::Broken).await,
                }
            }
        }
    }

    /// Puts a file that came in its place, with what can be seen of it.
    async fn keep(&self, task: &MediaTask, sink: &Sink) -> Result<Fetched, StorageError> {
        let Some(writer) = sink.take() else {
            return self.again(task, self.clock.now() + RETRIES_MS[0], true).await;
        };
        let blob = match self.chats.finish_blob(writer).await {
            Ok(blob) => blob,
            Err(error) => {
                self.warn_of_room(&error);
                return self.wait_for_room(task).await;
            }
        };
        let Some(mut reader) = self.chats.open_blob(blob.name).await? else {
            return self.again(task, self.clock.now(), false).await;
        };
        let (name, wants_preview) = (task.media.file_name.clone(), !task.media.has_thumbnail);
        let looked = self.workers.run(self.tenant, move || look(&mut reader, name.as_deref(), wants_preview)).await;
        // A file that cannot be looked at is still the file.
        let (mime, preview) = match looked {
            Ok(Ok(Seen { about, preview })) => (about.mime.to_owned(), preview),
            Ok(Err(_)) | Err(_) => (String::new(), None),
        };
        let events = self.chats.media_came(task.id, blob, mime, preview, self.clock.now()).await?;
        self.board.publish(self.tenant, events);
        Ok(Fetched::Settled)
    }

    async fn wait_for_room(&self, task: &MediaTask) -> Result<Fetched, StorageError> {
        if usize::try_from(task.attempts).is_ok_and(|attempts| attempts >= RETRIES_MS.len()) {
            return self.give_up(task, MediaFailure::NoSpace).await;
        }
        self.again(task, self.clock.now() + FOR_ROOM_MS, true).await
    }

    async fn again(&self, task: &MediaTask, due: UnixMs, counts: bool) -> Result<Fetched, StorageError> {
        self.chats.give_job_back(task.job, due, counts).await?;
        Ok(Fetched::Settled)
    }

    async fn give_up(&self, task: &MediaTask, why: MediaFailure) -> Result<Fetched, StorageError> {
        let events = self.chats.media_failed(task.id, why, self.clock.now()).await?;
        self.board.publish(self.tenant, events);
        Ok(Fetched::Settled)
    }

    fn warn_of_room(&self, error: &(dyn std::error::Error + 'static)) {
        tracing::warn!(tenant.id = %self.tenant, error, "a file cannot be written; trying again in a minute");
    }

    fn log(&self, error: &StorageError) {
        tracing::error!(tenant.id = %self.tenant, error = error as &dyn std::error::Error, "what is to be fetched cannot be read or written; trying again");
    }
}
