//! Files as the network's file keeps them: small ones alone, for it is written anew with every burst of changes.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::link::Link;
use super::store::{Body, MediaStore};
use super::{FileHash, MediaKind};
use crate::keeping::Base64;

/// Bytes of the largest file that is kept.
const LARGEST_KEPT: u64 = 64 * 1024;
/// Bytes of all files that are kept, the newest first.
const MOST_KEPT: u64 = 4 * 1024 * 1024;

/// One file and the paths to it.
#[derive(Serialize, Deserialize)]
pub(crate) struct SavedFile {
    kind: MediaKind,
    hash: Base64,
    bytes: Base64,
    stored_at_ms: u64,
    links: Vec<SavedLink>,
}

#[derive(Serialize, Deserialize)]
struct SavedLink {
    path: String,
    signature: String,
    ends_at_ms: u64,
}

impl MediaStore {
    /// The newest small files, oldest first. A history under way is sent anew and need not be kept.
    pub(crate) fn save(&self) -> Vec<SavedFile> {
        let mut room = MOST_KEPT;
        let everything: Vec<_> = self.everything().collect();
        let newest = everything.into_iter().rev().filter_map(|(hash, held)| {
            let Body::Whole(bytes) = &held.body else { return None };
            if held.kind == MediaKind::History || held.body.len() > LARGEST_KEPT {
                return None;
            }
            room = room.checked_sub(held.body.len())?;
            let links = held.paths.iter().filter_map(|path| {
                let link = self.link_at(path)?;
                Some(SavedLink { path: path.clone(), signature: link.signature.clone(), ends_at_ms: link.ends_at_ms })
            });
            Some(SavedFile {
                kind: held.kind,
                hash: Base64::of(hash),
                bytes: Base64::of(bytes),
                stored_at_ms: held.stored_at_ms,
                links: links.collect(),
            })
        });
        let mut kept: Vec<_> = newest.collect();
        kept.reverse();
        kept
    }

    /// Takes in what an earlier run kept; `None` where it makes no sense.
    pub(crate) fn restore(&mut self, saved: Vec<SavedFile>) -> Option<()> {
        for file in saved {
            let hash: FileHash = file.hash.array()?;
            let received = file.bytes.0.len() as u64;
            self.put(hash, file.kind, Body::Whole(Bytes::from(file.bytes.0)), received, file.stored_at_ms);
            for link in file.links {
                self.restore_link(link.path, Link { hash, signature: link.signature, ends_at_ms: link.ends_at_ms });
            }
        }
        Some(())
    }
}
