//! Uploads that come in pieces: what is here of each, until it is whole, given up or forgotten.
//!
//! They live in memory, and their bytes sealed on disk: after a restart of the server an upload begins anew.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use portaria_domain::{MediaId, TenantId, UnixMs};
use portaria_storage::{BlobWriter, StorageError, Upload};

use crate::problem::{Code, Problem};
use crate::shares::Share;

/// After this time without a piece an upload is forgotten.
const FORGOTTEN_AFTER_MS: i64 = 60 * 60 * 1_000;

/// Every open upload.
#[derive(Default)]
pub(crate) struct Uploads(Mutex<HashMap<(TenantId, MediaId), Arc<Open>>>);

/// One open upload.
pub(crate) struct Open {
    /// How long it will be, in bytes.
    pub size_bytes: u64,
    /// The name of the file.
    pub name: Option<String>,
    /// Held by the request that brings a piece: there is one at a time.
    pub turn: tokio::sync::Mutex<()>,
    state: Mutex<State>,
}

struct State {
    touched: UnixMs,
    /// `None` once the file is whole, or could not be written.
    writer: Option<BlobWriter>,
    /// What it has of the pool of uploads, until it is whole.
    share: Option<Share>,
    /// How much is here.
    offset: u64,
    done: Option<Upload>,
}

impl Uploads {
    /// Opens an upload.
    pub(crate) fn open(
        &self,
        tenant: TenantId,
        writer: BlobWriter,
        share: Share,
        size_bytes: u64,
        name: Option<String>,
        now: UnixMs,
    ) -> MediaId {
        let id = MediaId::from_parts(now, rand::random());
        let state = State { touched: now, writer: Some(writer), share: Some(share), offset: 0, done: None };
        let open = Open { size_bytes, name, turn: tokio::sync::Mutex::default(), state: Mutex::new(state) };
        self.lock().insert((tenant, id), Arc::new(open));
        id
    }

    /// An open upload of a tenant.
    pub(crate) fn find(&self, tenant: TenantId, id: MediaId) -> Option<Arc<Open>> {
        self.lock().get(&(tenant, id)).cloned()
    }

    /// Forgets an upload; tells whether there was one.
    pub(crate) fn close(&self, tenant: TenantId, id: MediaId) -> bool {
        self.lock().remove(&(tenant, id)).is_some()
    }

    /// Forgets what nobody goes on with.
    pub(crate) fn sweep(&self, now: UnixMs) {
        self.lock().retain(|_, open| {
            let mut state = open.state();
            // A clock that was set back keeps none for longer.
            state.touched = state.touched.min(now);
            state.touched + FORGOTTEN_AFTER_MS > now
        });
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(TenantId, MediaId), Arc<Open>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    /// How much is here.
    pub(crate) fn offset(&self) -> u64 {
        self.state().offset
    }

    /// The file, once it is whole and kept.
    pub(crate) fn done(&self) -> Option<Upload> {
        self.state().done.clone()
    }

    /// Adds a piece that begins at `from`, whether or not anybody waits for that to be done; tells where it ends.
    pub(crate) async fn add(self: &Arc<Self>, from: u64, piece: Bytes, now: UnixMs) -> Result<u64, Problem> {
        let open = Arc::clone(self);
        let added = tokio::task::spawn_blocking(move || {
            let mut state = open.state();
            // A request that was given up may still have a piece on its way here.
            if state.offset != from {
                return Err(Problem::new(Code::UploadConflict, "The piece does not begin where the last one ended."));
            }
            let writer = state.writer.as_mut().ok_or_else(Problem::not_found)?;
            if let Err(error) = std::io::Write::write_all(writer, &piece) {
                // Nobody knows how much of it was written.
                state.writer = None;
                return Err(unwritable(error));
            }
            state.offset += piece.len() as u64;
            state.touched = now;
            Ok(state.offset)
        });
        added.await.map_err(|error| Problem::internal(&error))?
    }

    /// Whether pieces can be added, as far as the disk took the earlier ones.
    pub(crate) fn goes_on(&self) -> bool {
        self.state().writer.is_some()
    }

    /// Takes the file, which is whole now.
    pub(crate) fn take(&self) -> Option<BlobWriter> {
        self.state().writer.take()
    }

    /// Notes the file that it became.
    pub(crate) fn finish(&self, upload: Upload) {
        let mut state = self.state();
        state.done = Some(upload);
        // One that is whole takes no room any more; it is remembered for whoever has not heard so.
        state.share = None;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes a piece of a file off the runtime.
pub(crate) async fn write(mut writer: BlobWriter, piece: Bytes) -> Result<BlobWriter, Problem> {
    let written = tokio::task::spawn_blocking(move || {
        std::io::Write::write_all(&mut writer, &piece)?;
        Ok(writer)
    });
    written.await.map_err(|error| Problem::internal(&error))?.map_err(unwritable)
}

fn unwritable(error: std::io::Error) -> Problem {
    StorageError::Unwritable { path: std::path::PathBuf::from("media"), source: error.into() }.into()
}
