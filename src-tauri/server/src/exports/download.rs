//! An archive as it is read: from anywhere, a piece at a time.

use std::io;

use axum::body::{Body, Bytes};
use futures_util::stream;
use portaria_domain::ExportId;
use portaria_storage::{BlobReader, ChatStore, ExportEntry};

use super::archive;
use crate::serving;

/// So many bytes of an archive, from a place on.
pub(crate) fn body(chats: ChatStore, id: ExportId, from: u64, bytes: u64) -> Body {
    let reading = Reading { chats, id, at: from, left: bytes, entry: None };
    Body::from_stream(stream::try_unfold(reading, Reading::next))
}

struct Reading {
    chats: ChatStore,
    id: ExportId,
    at: u64,
    left: u64,
    /// What stands at `at`, and its open file.
    entry: Option<(ExportEntry, Option<BlobReader>)>,
}

impl Reading {
    async fn next(mut self) -> io::Result<Option<(Bytes, Self)>> {
        if self.left == 0 {
            return Ok(None);
        }
        let (entry, reader) = self.entry().await?;
        let (header, ends_at) = (entry.data_at, entry.data_at + entry.blob.size_bytes);
        let (piece, reader) = if self.at < header {
            let whole = archive::header(&entry);
            let from = usize::try_from(self.at - entry.starts_at).map_err(io::Error::other)?;
            (Bytes::from(whole).slice(from..), reader)
        } else {
            let reader = match reader {
                Some(reader) => reader,
                None => self.chats.open_blob(entry.blob.name).await.map_err(io::Error::other)?.ok_or_else(gone)?,
            };
            let (at, left) = (self.at - header, (ends_at - self.at).min(self.left));
            let read = tokio::task::spawn_blocking(move || serving::read(reader, at, left));
            let (reader, piece) = read.await.map_err(io::Error::other)??;
            (piece, Some(reader))
        };
        let length = usize::try_from(self.left).map_or(piece.len(), |left| left.min(piece.len()));
        let piece = piece.slice(..length);
        self.at += length as u64;
        self.left -= length as u64;
        self.entry = (self.at < ends_at).then_some((entry, reader));
        Ok(Some((piece, self)))
    }

    async fn entry(&mut self) -> io::Result<(ExportEntry, Option<BlobReader>)> {
        if let Some(open) = self.entry.take() {
            return Ok(open);
        }
        let found = self.chats.export_entry_at(self.id, self.at).await.map_err(io::Error::other)?;
        let found = found.filter(|entry| self.at < entry.data_at + entry.blob.size_bytes);
        Ok((found.ok_or_else(gone)?, None))
    }
}

/// It was taken away while it was read.
fn gone() -> io::Error {
    io::ErrorKind::NotFound.into()
}
