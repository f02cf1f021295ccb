//! The form in which files lie on disk: chunks of 64 KiB, each sealed by AES-256-GCM in the STREAM construction, so
//! that any part can be read alone and nothing can be cut off, swapped or added unnoticed.
//!
//! A file is `PBL1`, 32 random bytes of salt, and the chunks. Each file has a key of its own, made of the tenant's and
//! the salt; so the counter of the construction is all the nonce it needs.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use aead_stream::{NewStream as _, Nonce, StreamBE32, StreamPrimitive as _};
use aes_gcm::Aes256Gcm;
use hmac::{Hmac, KeyInit as _, Mac as _};
use portaria_domain::Secret;
use sha2::{Digest as _, Sha256};

use super::folder::{entries, is_older};
use super::{Blob, BlobName, BlobStore, Sealed};
use crate::files;

const MAGIC: &[u8; 4] = b"PBL1";
const SALT: usize = 32;
const HEADER: u64 = (MAGIC.len() + SALT) as u64;
const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;
const SEALED_CHUNK: u64 = (CHUNK + TAG) as u64;
/// Where files lie while they are written.
const PARTS: &str = "parts";

type Stream = StreamBE32<Aes256Gcm>;

fn stream(key: &Secret<[u8; 32]>, salt: &[u8; SALT]) -> Stream {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose()).expect("HMAC takes a key of any length");
    mac.update(salt);
    let key: [u8; 32] = mac.finalize().into_bytes().into();
    Stream::new(&key.into(), &Nonce::<Aes256Gcm, Stream>::default())
}

/// A file that is being written. Dropped before it is finished, it leaves nothing.
pub struct BlobWriter {
    key: Arc<Secret<[u8; 32]>>,
    store: Arc<dyn BlobStore>,
    path: PathBuf,
    pub(super) file: File,
    /// A write failed: nobody knows what is on disk, until a restart.
    is_torn: bool,
    stream: Stream,
    /// What is not sealed yet: the last chunk is sealed in another way, so a full one waits for what follows it.
    chunk: Vec<u8>,
    position: u32,
    sum: Sha256,
    size_bytes: u64,
}

impl BlobWriter {
    pub(super) fn create(folder: &Path, key: &Arc<Secret<[u8; 32]>>, store: Arc<dyn BlobStore>) -> io::Result<Self> {
        let parts = folder.join(PARTS);
        files::make_private_folder(&parts)?;
        let path = parts.join(format!("{:032x}", rand::random::<u128>()));
        let file = files::private().create_new(true).open(&path)?;
        let mut writer = Self {
            key: Arc::clone(key),
            store,
            path,
            file,
            is_torn: false,
            stream: stream(key, &[0; SALT]), // replaced before anything is sealed with it
            chunk: Vec::with_capacity(CHUNK + TAG),
            position: 0,
            sum: Sha256::new(),
            size_bytes: 0,
        };
        writer.restart()?;
        Ok(writer)
    }

    /// Forgets what was written.
    pub fn restart(&mut self) -> io::Result<()> {
        // Never the same key for another content.
        let salt: [u8; SALT] = rand::random();
        self.is_torn = true;
        self.file.set_len(0)?;
        self.file.rewind()?;
        self.file.write_all(MAGIC)?;
        self.file.write_all(&salt)?;
        self.stream = stream(&self.key, &salt);
        self.chunk.clear();
        self.position = 0;
        self.sum = Sha256::new();
        self.size_bytes = 0;
        self.is_torn = false;
        Ok(())
    }

    /// How much was written.
    pub const fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    /// Keeps the file: it is on disk under its name when this returns. Blocks.
    pub fn finish(mut self) -> io::Result<Blob> {
        self.seal(true)?;
        self.file.sync_all()?;
        let name = BlobName::of(std::mem::take(&mut self.sum).finalize().into());
        self.store.put(name, &self.path)?;
        Ok(Blob { name, size_bytes: self.size_bytes })
    }

    fn seal(&mut self, is_last: bool) -> io::Result<()> {
        if std::mem::replace(&mut self.is_torn, true) {
            return Err(io::Error::other("an earlier part of the file could not be written"));
        }
        let sealed = self.stream.encrypt_in_place(self.position, is_last, &[], &mut self.chunk);
        sealed.map_err(|_| io::Error::other("the file could not be sealed"))?;
        self.file.write_all(&self.chunk)?;
        self.chunk.clear();
        self.position = self.position.checked_add(1).ok_or(io::ErrorKind::FileTooLarge)?;
        self.is_torn = false;
        Ok(())
    }
}

impl Write for BlobWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_torn || (self.chunk.len() == CHUNK && !bytes.is_empty()) {
            self.seal(false)?;
        }
        let taken = bytes.len().min(CHUNK - self.chunk.len());
        self.chunk.extend_from_slice(&bytes[..taken]);
        self.sum.update(&bytes[..taken]);
        self.size_bytes += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(()) // a chunk is sealed when it is full, and the last one at the end
    }
}

impl Drop for BlobWriter {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path); // it has its name by now, or is of no use
    }
}

/// Removes what was being written when a process ended.
pub(crate) fn remove_parts_older_than(folder: &Path, moment: SystemTime) -> io::Result<()> {
    for path in entries(&folder.join(PARTS))? {
        if is_older(&path, moment) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// An open file. Reads from anywhere, a chunk at a time.
pub struct BlobReader {
    sealed: Box<dyn Sealed>,
    stream: Stream,
    size_bytes: u64,
    position: u64,
    /// The chunk that was opened last, and which one it is.
    chunk: Vec<u8>,
    opened: Option<u64>,
}

impl BlobReader {
    pub(super) fn new(mut sealed: Box<dyn Sealed>, key: &Secret<[u8; 32]>) -> io::Result<Self> {
        let length = sealed.seek(SeekFrom::End(0))?;
        sealed.rewind()?;
        let (mut magic, mut salt) = ([0; MAGIC.len()], [0; SALT]);
        sealed.read_exact(&mut magic).map_err(damaged)?;
        sealed.read_exact(&mut salt).map_err(damaged)?;
        let size_bytes = opened_size(length).filter(|_| magic == *MAGIC).ok_or_else(|| damaged("not a sealed file"))?;
        let stream = stream(key, &salt);
        let mut reader = Self { sealed, stream, size_bytes, position: 0, chunk: Vec::new(), opened: None };
        // A file that was cut off at the end of a chunk is not taken for a shorter one.
        reader.open_chunk(reader.last_chunk())?;
        Ok(reader)
    }

    /// How long the file is.
    pub const fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    const fn last_chunk(&self) -> u64 {
        self.size_bytes.saturating_sub(1) / CHUNK as u64
    }

    fn open_chunk(&mut self, index: u64) -> io::Result<()> {
        if self.opened == Some(index) {
            return Ok(());
        }
        self.opened = None;
        let is_last = index == self.last_chunk();
        let size = if is_last { self.size_bytes - index * CHUNK as u64 } else { CHUNK as u64 };
        self.chunk.resize(usize::try_from(size).map_err(damaged)? + TAG, 0);
        self.sealed.seek(SeekFrom::Start(HEADER + index * SEALED_CHUNK))?;
        self.sealed.read_exact(&mut self.chunk)?;
        let position = u32::try_from(index).map_err(damaged)?;
        let opened = self.stream.decrypt_in_place(position, is_last, &[], &mut self.chunk);
        opened.map_err(|_| damaged("the seal is broken"))?;
        self.opened = Some(index);
        Ok(())
    }
}

/// How long a sealed file of this length is when it is opened. An empty one still has its one seal.
const fn opened_size(length: u64) -> Option<u64> {
    let Some(chunks) = length.checked_sub(HEADER) else { return None };
    let (whole, rest) = (chunks / SEALED_CHUNK, chunks % SEALED_CHUNK);
    match rest {
        0 if whole > 0 => Some(whole * CHUNK as u64),
        rest if rest > TAG as u64 || (rest == TAG as u64 && whole == 0) => {
            Some(whole * CHUNK as u64 + rest - TAG as u64)
        }
        _ => None,
    }
}

fn damaged(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

impl Read for BlobReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.position >= self.size_bytes || into.is_empty() {
            return Ok(0);
        }
        self.open_chunk(self.position / CHUNK as u64)?;
        let from = usize::try_from(self.position % CHUNK as u64).map_err(damaged)?;
        let given = into.len().min(self.chunk.len() - from);
        into[..given].copy_from_slice(&self.chunk[from..from + given]);
        self.position += given as u64;
        Ok(given)
    }
}

impl Seek for BlobReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(from) => Some(from),
            SeekFrom::End(by) => self.size_bytes.checked_add_signed(by),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
        };
        self.position = target.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}
