//! Makes stored messages anew from what WhatsApp delivered, after a version that reads more of it.

use portaria_domain::{Clock, Event};
use portaria_storage::{ChatStore, StorageError};
use portaria_whatsapp::Codec;

/// How many messages are made anew in one transaction.
const BATCH: usize = 500;

/// Makes every message of an older projection anew; tells the number of those that are done after each batch. A kill
/// in between loses nothing: the next call goes on where this one was.
pub async fn reproject(
    chats: &ChatStore,
    codec: &dyn Codec,
    clock: &dyn Clock,
    mut told: impl FnMut(u64, Vec<Event>) + Send,
) -> Result<u64, StorageError> {
    let mut done = 0;
    loop {
        let batch = chats.unprojected(BATCH).await?;
        if batch.is_empty() {
            return Ok(done);
        }
        done += batch.len() as u64;
        let read = |raw| codec.project(raw).map(|projected| (projected.content, projected.context));
        let rows = batch.iter().map(|one| (one.row, read(&one.raw))).collect();
        let events = chats.reproject(rows, clock.now()).await?;
        told(done, events);
    }
}
