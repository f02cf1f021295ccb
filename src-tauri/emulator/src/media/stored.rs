//! What the server holds, for whoever looks at the network.

use serde::Serialize;

use super::MediaKind;
use super::store::{Body, Held, MediaStore};

/// A file that the server holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredMedia {
    /// What the file is.
    pub kind: MediaKind,
    /// SHA-256 of what the server holds, in hex.
    pub hash: String,
    /// Bytes that the server holds.
    pub bytes: u64,
    /// Whether all of it has come; otherwise its upload was cut.
    pub complete: bool,
    /// Bytes of all its upload bodies together: as many as it has if nothing came twice.
    pub received_bytes: u64,
    /// When it came, in milliseconds since the epoch.
    pub stored_at_ms: u64,
    /// The paths that lead to it, oldest first, expired ones too.
    pub paths: Vec<String>,
}

impl StoredMedia {
    fn of(hash: &[u8], held: &Held) -> Self {
        Self {
            kind: held.kind,
            hash: hex::encode(hash),
            bytes: held.body.len(),
            complete: matches!(held.body, Body::Whole(_)),
            received_bytes: held.received_bytes,
            stored_at_ms: held.stored_at_ms,
            paths: held.paths.clone(),
        }
    }
}

impl MediaStore {
    /// What the server holds, oldest first.
    pub(crate) fn list(&self) -> Vec<StoredMedia> {
        self.everything().map(|(hash, held)| StoredMedia::of(hash, held)).collect()
    }
}
