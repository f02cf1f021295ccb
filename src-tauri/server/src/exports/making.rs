//! Makes an archive: one entry after the other, each on disk before the next one begins.

use std::io::Read as _;
use std::sync::atomic::Ordering;

use flate2::Crc;
use portaria_domain::{ChatId, Content, ExportFailure, ExportId, TenantId, UnixMs};
use portaria_storage::{
    Blob, BlobName, BlobWriter, ChatStore, ExportEntry, ExportKept, ExportMessage, ExportPlace, ExportTask,
    StorageError,
};
use serde::Serialize;
use serde_json::json;

use super::packing::{Packed, Packing, off_the_runtime};
use super::shared::Making;
use super::{archive, dated, lists, names, room};
use crate::app::App;
use crate::shapes::MessageShape;

/// How many messages are read at a time.
const PAGE: usize = 200;
/// How many entries are read at a time.
const ENTRIES: usize = 500;
/// How much of a file is read at a time, in bytes.
const PIECE: usize = 64 * 1024;

/// Why an archive is not made.
pub(super) enum NotMade {
    /// Whatever was done about it would be the same again.
    Failed(ExportFailure),
    /// The store.
    Storage(StorageError),
}

impl From<StorageError> for NotMade {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

/// Makes an archive from where it stands until it is there, or is not wanted any more. Who makes one gives their place away
/// after each entry: the archive of a large tenant keeps no other waiting for hours.
pub(super) async fn make(app: &App, tenant: TenantId, id: ExportId, making: &Making) -> Result<(), NotMade> {
    let mut turn = app.exports.turn().await;
    let chats = app.stores.chats(tenant).await?;
    // One that is there, or that nobody wants any more, needs no room.
    while let Some(task) = chats.export_task(id).await? {
        if !room::is_left(app, tenant).await? {
            return Err(NotMade::Failed(ExportFailure::NoRoom));
        }
        making.messages.store(task.export.counts.messages, Ordering::Relaxed);
        let ExportTask { place, ends_at, .. } = task.clone();
        let mut maker = Maker { app, tenant, chats: chats.clone(), task, ends_at, making };
        let mut next = Some(place);
        while let Some(place) = next {
            next = maker.put_in(place).await?;
            drop(turn);
            turn = app.exports.turn().await;
        }
    }
    Ok(())
}

/// A message as it stands in an archive.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MessageLine {
    #[serde(flatten)]
    message: MessageShape,
    /// Where in the archive its file is.
    exported_as: Option<String>,
}

struct Maker<'a> {
    app: &'a App,
    tenant: TenantId,
    chats: ChatStore,
    task: ExportTask,
    /// Where the archive ends so far, in bytes.
    ends_at: u64,
    making: &'a Making,
}

impl Maker<'_> {
    /// Puts in what belongs at a place, and says what comes next; `None`: look again what is to be done.
    async fn put_in(&mut self, place: ExportPlace) -> Result<Option<ExportPlace>, NotMade> {
        match place {
            ExportPlace::Lists(number) => {
                let Some(path) = lists::path(number) else { return Ok(Some(ExportPlace::Messages(None))) };
                let mut packing = Packing::begin(&self.chats).await?;
                lists::write(self.app, self.tenant, &self.task.export, number, &mut packing).await?;
                self.keep(path.to_owned(), packing.finish().await?, 0, ExportPlace::Lists(number + 1)).await
            }
            ExportPlace::Messages(after) => {
                let next = self.chats.export_chat_after(after).await?;
                let Some(chat) = next else { return Ok(Some(ExportPlace::Files(None))) };
                self.messages(chat).await
            }
            ExportPlace::Files(after) => self.file(after).await,
            ExportPlace::Manifest => self.manifest().await,
            ExportPlace::List => self.list().await,
        }
    }

    async fn messages(&mut self, chat: ChatId) -> Result<Option<ExportPlace>, NotMade> {
        let next = ExportPlace::Messages(Some(chat));
        let before = self.making.messages.load(Ordering::Relaxed);
        let (mut packing, mut count) = (None, 0);
        for numbers in self.chats.export_order(chat).await?.chunks(PAGE) {
            let page = self.chats.export_messages(chat, numbers.to_vec(), self.app.now()).await?;
            if page.is_empty() {
                continue;
            }
            count += page.len() as u64;
            let packing = match &mut packing {
                Some(packing) => packing,
                None => packing.insert(Packing::begin(&self.chats).await?),
            };
            self.page(page, packing).await?;
            self.making.messages.store(before + count, Ordering::Relaxed);
        }
        match packing {
            Some(packing) => self.keep(format!("messages/{chat}.ndjson"), packing.finish().await?, count, next).await,
            None => Ok(Some(next)),
        }
    }

    async fn page(&self, page: Vec<ExportMessage>, packing: &mut Packing) -> Result<(), StorageError> {
        let has_media = self.task.export.has_media;
        let named = |one: &ExportMessage| {
            let blob = one.file.filter(|_| has_media)?;
            let Content::Media(media) = &one.message.content else { return None };
            let mime = one.message.file.as_ref().map_or("", |file| &file.mime);
            let at = one.message.at.unwrap_or(one.message.place);
            Some((blob, names::path(blob, media.file_name.as_deref(), mime, at)))
        };
        let wanted: Vec<Option<(BlobName, String)>> = page.iter().map(named).collect();
        let asked: Vec<_> = wanted.iter().flatten().cloned().collect();
        let paths = if asked.is_empty() {
            Vec::new()
        } else {
            self.chats.name_export_files(self.task.export.id, asked).await?
        };
        let mut paths = paths.into_iter();
        for (one, wanted) in page.into_iter().zip(wanted) {
            let exported_as = wanted.and_then(|_| paths.next());
            packing.line(&MessageLine { message: one.message.into(), exported_as }).await?;
        }
        Ok(())
    }

    /// A message's own file stands in an archive as it lies; only its sums have to be known.
    async fn file(&mut self, after: Option<String>) -> Result<Option<ExportPlace>, NotMade> {
        let id = self.task.export.id;
        let Some((blob, path, at)) = self.chats.export_file_after(id, after).await? else {
            return Ok(Some(ExportPlace::Manifest));
        };
        let next = ExportPlace::Files(Some(blob.name.to_string()));
        let (crc32, size_bytes) = match self.sums(blob.name).await {
            Ok(Some(sums)) => sums,
            // Whoever opens its message is told that it is not there.
            Ok(None) => return Ok(Some(next)),
            Err(StorageError::Damaged { .. }) => {
                tracing::warn!(tenant.id = %self.tenant, export.id = %id, "a damaged file is left out of an export");
                return Ok(Some(next));
            }
            Err(error) => return Err(error.into()),
        };
        let blob = Blob { size_bytes, ..blob };
        let entry = self.entry(path, blob, false, (size_bytes, crc32, blob.name.sha256()), at);
        self.put(entry, 0, next).await
    }

    /// The CRC-32 and the size in bytes of a file; `None`: it is gone.
    async fn sums(&self, name: BlobName) -> Result<Option<(u32, u64)>, StorageError> {
        let Some(mut reader) = self.chats.open_blob(name).await? else { return Ok(None) };
        let summed = off_the_runtime(&self.chats, move || {
            let (mut crc, mut piece, mut size_bytes) = (Crc::new(), vec![0; PIECE], 0);
            loop {
                let read = reader.read(&mut piece)?;
                if read == 0 {
                    return Ok((crc.sum(), size_bytes));
                }
                crc.update(&piece[..read]);
                size_bytes += read as u64;
            }
        });
        summed.await.map(Some)
    }

    /// Says what is in the archive, and what each of it holds.
    async fn manifest(&mut self) -> Result<Option<ExportPlace>, NotMade> {
        let id = self.task.export.id;
        let Some(export) = self.chats.export(id).await? else { return Ok(None) };
        let now = self.app.now();
        let about = json!({
            "format": "portaria-export",
            "formatVersion": 1,
            "madeBy": format!("Portaria {}", env!("CARGO_PKG_VERSION")),
            "tenant": { "id": self.tenant.to_string(), "name": lists::name_of(self.app, self.tenant).await? },
            "account": self.app.account_shape(self.tenant),
            "askedAtMs": export.asked_at.0,
            "madeAtMs": now.0,
            "hasMedia": export.has_media,
            "counts": { "messages": export.counts.messages, "files": export.counts.files },
        });
        let about = format!("{:#}", dated::value(&about));
        let mut packing = Packing::begin(&self.chats).await?;
        packing.text(about.trim_end_matches("\n}")).await?;
        packing.text(",\n  \"files\": [").await?;
        let (mut after, mut separator) = (None, "\n    ");
        loop {
            let page = self.chats.export_entries(id, after, ENTRIES).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.starts_at);
            for ExportEntry { path, size_bytes, sha256, .. } in page {
                let sha256 = BlobName::of(sha256).to_string();
                let line = json!({ "path": path, "sizeBytes": size_bytes, "sha256": sha256 });
                packing.text(&format!("{separator}{line}")).await?;
                separator = ",\n    ";
            }
        }
        packing.text("\n  ]\n}\n").await?;
        self.keep("manifest.json".to_owned(), packing.finish().await?, 0, ExportPlace::List).await
    }

    /// The archive's own list, by which it is opened; with it the archive is there.
    async fn list(&mut self) -> Result<Option<ExportPlace>, NotMade> {
        let id = self.task.export.id;
        let mut writer = self.chats.create_blob().await?;
        let (mut after, mut entries, mut list_bytes) = (None, 0, 0);
        loop {
            let page = self.chats.export_entries(id, after, ENTRIES).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.starts_at);
            entries += page.len() as u64;
            let records: Vec<u8> = page.iter().flat_map(archive::record).collect();
            list_bytes += records.len() as u64;
            writer = self.write(writer, records).await?;
        }
        writer = self.write(writer, archive::end(entries, self.ends_at, list_bytes)).await?;
        let blob = self.chats.finish_blob(writer).await?;
        let now = self.app.now();
        let entry = self.entry(String::new(), blob, false, (blob.size_bytes, 0, blob.name.sha256()), now);
        if let ExportKept::Kept(events) = self.chats.keep_export_entry(id, entry, 0, None, now).await? {
            self.app.host.tell(self.tenant, events);
        }
        Ok(None)
    }

    async fn keep(
        &mut self,
        path: String,
        packed: Packed,
        messages: u64,
        next: ExportPlace,
    ) -> Result<Option<ExportPlace>, NotMade> {
        let Packed { blob, size_bytes, crc32, sha256 } = packed;
        let entry = self.entry(path, blob, true, (size_bytes, crc32, sha256), self.app.now());
        self.put(entry, messages, next).await
    }

    async fn put(
        &mut self,
        entry: ExportEntry,
        messages: u64,
        next: ExportPlace,
    ) -> Result<Option<ExportPlace>, NotMade> {
        let ends_at = entry.data_at + entry.blob.size_bytes;
        let id = self.task.export.id;
        let kept = self.chats.keep_export_entry(id, entry, messages, Some(next.clone()), self.app.now()).await?;
        match kept {
            ExportKept::Kept(_) => self.ends_at = ends_at,
            ExportKept::Lost => {}
            ExportKept::Changed => return Ok(None),
        }
        Ok(Some(next))
    }

    /// An entry at the end of the archive. `sums`: its size in bytes, its CRC-32 and its SHA-256, unpacked.
    fn entry(
        &self,
        path: String,
        blob: Blob,
        is_packed: bool,
        (size_bytes, crc32, sha256): (u64, u32, [u8; 32]),
        at: UnixMs,
    ) -> ExportEntry {
        let starts_at = self.ends_at;
        let mut entry =
            ExportEntry { path, starts_at, data_at: starts_at, blob, is_packed, size_bytes, crc32, sha256, at };
        entry.data_at += archive::header(&entry).len() as u64;
        entry
    }

    async fn write(&self, mut writer: BlobWriter, bytes: Vec<u8>) -> Result<BlobWriter, StorageError> {
        off_the_runtime(&self.chats, move || std::io::Write::write_all(&mut writer, &bytes).map(|()| writer)).await
    }
}
