//! One text of an archive on its way to disk: deflated and sealed as it comes, so that little of it is in memory.

use std::io::{self, Write as _};
use std::path::Path;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use portaria_storage::{Blob, BlobWriter, ChatStore, StorageError};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::dated;

/// How much is gathered before it is deflated, in bytes.
const GATHERED: usize = 64 * 1024;

/// What was written.
pub(super) struct Packed {
    pub blob: Blob,
    pub size_bytes: u64,
    pub crc32: u32,
    pub sha256: [u8; 32],
}

/// A text that is being written.
pub(super) struct Packing {
    chats: ChatStore,
    /// Away while a piece is worked off.
    deflate: Option<DeflateEncoder<BlobWriter>>,
    gathered: Vec<u8>,
    crc: Crc,
    sum: Sha256,
    size_bytes: u64,
}

impl Packing {
    pub(super) async fn begin(chats: &ChatStore) -> Result<Self, StorageError> {
        let writer = chats.create_blob().await?;
        Ok(Self {
            chats: chats.clone(),
            deflate: Some(DeflateEncoder::new(writer, Compression::default())),
            gathered: Vec::with_capacity(GATHERED),
            crc: Crc::new(),
            sum: Sha256::new(),
            size_bytes: 0,
        })
    }

    /// Adds a text.
    pub(super) async fn text(&mut self, text: &str) -> Result<(), StorageError> {
        self.gathered.extend_from_slice(text.as_bytes());
        if self.gathered.len() >= GATHERED { self.work_off().await } else { Ok(()) }
    }

    /// Adds a line of JSON, with its moments also in words.
    pub(super) async fn line(&mut self, value: &impl Serialize) -> Result<(), StorageError> {
        let line = dated::value(value).to_string();
        self.text(&line).await?;
        self.text("\n").await
    }

    /// Puts what was written on disk.
    pub(super) async fn finish(mut self) -> Result<Packed, StorageError> {
        self.work_off().await?;
        let deflate = self.deflate.take().ok_or_else(torn)?;
        let writer = off_the_runtime(&self.chats, move || deflate.finish()).await?;
        let blob = self.chats.finish_blob(writer).await?;
        Ok(Packed { blob, size_bytes: self.size_bytes, crc32: self.crc.sum(), sha256: self.sum.finalize().into() })
    }

    async fn work_off(&mut self) -> Result<(), StorageError> {
        let piece = std::mem::take(&mut self.gathered);
        self.crc.update(&piece);
        self.sum.update(&piece);
        self.size_bytes += piece.len() as u64;
        let mut deflate = self.deflate.take().ok_or_else(torn)?;
        let worked = off_the_runtime(&self.chats, move || deflate.write_all(&piece).map(|()| (deflate, piece)));
        let (deflate, mut piece) = worked.await?;
        piece.clear();
        (self.deflate, self.gathered) = (Some(deflate), piece);
        Ok(())
    }
}

/// A write before this one failed.
fn torn() -> StorageError {
    StorageError::io(Path::new("media"), io::Error::other("an earlier part could not be written"))
}

/// Runs what reads or writes files of a tenant on the threads that are there for it.
pub(super) async fn off_the_runtime<T: Send + 'static>(
    chats: &ChatStore,
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, StorageError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(io::Error::other)
        .flatten()
        .map_err(|error| StorageError::io(chats.blobs().folder(), error))
}
