//! Files of messages, by the SHA-256 of what they hold: each kept once, sealed under its tenant's key.
//!
//! [`BlobStore`] is the contract: named bytes, whole or not there. A folder is behind it ([`FolderBlobs`]); an object
//! store fits as well, since it sees sealed bytes only. [`Blobs`] is one tenant's: it seals what is written and opens
//! what is read, so no plaintext lies on disk at any moment.

mod folder;
mod sealed;

use std::fmt;
use std::io::{self, Read, Seek};
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::SystemTime;

use portaria_domain::Secret;

pub(crate) use folder::FolderBlobs;
pub(crate) use sealed::remove_parts_older_than;
pub use sealed::{BlobReader, BlobWriter};

/// The name of a file: the SHA-256 of what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobName([u8; 32]);

/// A text that is not 64 hex digits.
#[derive(Debug, thiserror::Error)]
#[error("not the name of a file")]
pub struct InvalidBlobName;

impl BlobName {
    /// The name of what has this SHA-256.
    pub const fn of(sha256: [u8; 32]) -> Self {
        Self(sha256)
    }

    /// The SHA-256 of what it holds.
    pub const fn sha256(self) -> [u8; 32] {
        self.0
    }
}

impl fmt::Display for BlobName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl FromStr for BlobName {
    type Err = InvalidBlobName;
    fn from_str(text: &str) -> Result<Self, InvalidBlobName> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| InvalidBlobName)?;
        // Only one spelling, so that one file has one name.
        if text.bytes().any(|byte| byte.is_ascii_uppercase()) { Err(InvalidBlobName) } else { Ok(Self(bytes)) }
    }
}

/// Something that was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blob {
    /// Its name.
    pub name: BlobName,
    /// How long it is when it is opened.
    pub size_bytes: u64,
}

/// Sealed bytes that can be read anywhere.
pub(crate) trait Sealed: Read + Seek + Send + Sync {}
impl<T: Read + Seek + Send + Sync> Sealed for T {}

/// Keeps sealed files by name. Calls block: they belong on threads that may.
pub(crate) trait BlobStore: Send + Sync {
    /// Makes a file of this machine, which is whole and on disk, the one of this name; it is gone from where it was.
    fn put(&self, name: BlobName, sealed: &Path) -> io::Result<()>;
    /// Opens a file. `None`: there is none.
    fn open(&self, name: BlobName) -> io::Result<Option<Box<dyn Sealed>>>;
    /// Removes a file; one that is not there is none to remove.
    fn remove(&self, name: BlobName) -> io::Result<()>;
    /// Every file that was put before a moment.
    fn older_than(&self, moment: SystemTime) -> io::Result<Vec<BlobName>>;
}

/// One tenant's files. Cheap to clone.
#[derive(Clone)]
pub struct Blobs {
    key: Arc<Secret<[u8; 32]>>,
    folder: Arc<Path>,
    store: Arc<dyn BlobStore>,
}

impl Blobs {
    /// The files in a folder, which is made when the first one comes.
    pub(crate) fn in_folder(folder: &Path, key: Secret<[u8; 32]>) -> Self {
        Self { key: Arc::new(key), folder: folder.into(), store: Arc::new(FolderBlobs::new(folder)) }
    }

    /// Begins a file. It is kept when it is [finished](BlobWriter::finish), and leaves nothing otherwise. Blocks.
    pub fn create(&self) -> io::Result<BlobWriter> {
        BlobWriter::create(&self.folder, &self.key, Arc::clone(&self.store))
    }

    /// Opens a file. `None`: there is none. Blocks.
    pub fn open(&self, name: BlobName) -> io::Result<Option<BlobReader>> {
        self.store.open(name)?.map(|sealed| BlobReader::new(sealed, &self.key)).transpose()
    }

    /// The folder in which they lie.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn store(&self) -> &dyn BlobStore {
        &*self.store
    }
}

impl fmt::Debug for Blobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Blobs").field("folder", &self.folder).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
