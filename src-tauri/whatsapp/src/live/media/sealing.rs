//! A file sealed while it is read. It is sealed twice, first for its hashes and then for the way, so that the sealed
//! file needs no room in memory or on a disk. The same key gives the same bytes.

use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use wacore::download::MediaType;
use wacore::upload::{
    EncryptedMediaInfo, MediaEncryptor, UploadSource, encrypt_media_streaming_with_key, encrypted_len,
};

use crate::MediaSource;

/// How much is sealed at a time.
const PIECE_BYTES: usize = 64 * 1024;

/// A file, and what it is sealed with.
#[derive(Clone)]
pub(super) struct Sealing {
    pub(super) source: Arc<dyn MediaSource>,
    pub(super) key: [u8; 32],
    pub(super) kind: MediaType,
    pub(super) progress: Arc<UploadProgress>,
}

/// What the readers of one upload tell whoever waits for it.
#[derive(Default)]
pub(super) struct UploadProgress {
    /// Counts on as long as something goes, in bytes.
    pub(super) moved: AtomicU64,
    /// Why the file could not be read, which the library tells from no other failure.
    trouble: Mutex<Option<io::Error>>,
    is_over: AtomicBool,
}

impl UploadProgress {
    pub(super) fn take_trouble(&self) -> Option<io::Error> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Lets the library's thread end, which may outlive an upload that is given up.
    pub(super) fn end(&self) {
        self.is_over.store(true, Ordering::Relaxed);
    }

    fn read(&self, from: &mut dyn Read, into: &mut [u8]) -> io::Result<usize> {
        if self.is_over.load(Ordering::Relaxed) {
            return Err(io::Error::new(io::ErrorKind::BrokenPipe, "nobody waits for the upload any more"));
        }
        let count = from.read(into).map_err(|error| self.tell(error))?;
        self.moved.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }

    fn tell(&self, error: io::Error) -> io::Error {
        let told = io::Error::new(error.kind(), "the file cannot be read");
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        told
    }
}

impl Sealing {
    /// Reads the file once, for its hashes. Blocks.
    pub(super) fn look(&self) -> io::Result<EncryptedMediaInfo> {
        let mut plain = self.source.open()?;
        let plain = Watched { plain: &mut *plain, progress: &self.progress };
        let info = encrypt_media_streaming_with_key(plain, io::sink(), self.kind, Some(&self.key), None);
        info.map_err(|error| self.progress.take_trouble().unwrap_or_else(|| io::Error::other(error)))
    }

    /// What is uploaded: what [`Self::look`] saw, or an error instead of its end.
    pub(super) fn seen(self, info: &EncryptedMediaInfo) -> io::Result<SealedSource> {
        let length = usize::try_from(info.file_length).map_err(io::Error::other)?;
        Ok(SealedSource { sealing: self, length: encrypted_len(length) as u64, sha256: info.file_enc_sha256 })
    }
}

struct Watched<'a> {
    plain: &'a mut dyn Read,
    progress: &'a UploadProgress,
}

impl Read for Watched<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.progress.read(self.plain, into)
    }
}

/// A file as it goes to WhatsApp.
pub(super) struct SealedSource {
    sealing: Sealing,
    length: u64,
    sha256: [u8; 32],
}

impl UploadSource for SealedSource {
    fn len(&self) -> u64 {
        self.length
    }

    fn reader_from(&self, offset: u64) -> io::Result<Box<dyn Read + Send>> {
        let Sealing { source, key, kind, progress } = &self.sealing;
        Ok(Box::new(SealedReader {
            plain: source.open().map_err(|error| progress.tell(error))?,
            encryptor: Some(MediaEncryptor::with_key(*key, *kind).map_err(io::Error::other)?),
            progress: Arc::clone(progress),
            sha256: self.sha256,
            piece: vec![0; PIECE_BYTES],
            sealed: Vec::with_capacity(PIECE_BYTES + 64),
            given: 0,
            skip: offset,
        }))
    }
}

struct SealedReader {
    plain: Box<dyn Read + Send>,
    /// `None` once all is sealed.
    encryptor: Option<MediaEncryptor>,
    progress: Arc<UploadProgress>,
    /// What all of it has to sum up to.
    sha256: [u8; 32],
    piece: Vec<u8>,
    sealed: Vec<u8>,
    /// How much of `sealed` was handed on.
    given: usize,
    /// How much of what follows WhatsApp has already.
    skip: u64,
}

impl SealedReader {
    /// Seals the next piece; `false` after the last.
    fn seal(&mut self) -> io::Result<bool> {
        let Some(mut encryptor) = self.encryptor.take() else { return Ok(false) };
        self.sealed.clear();
        let count = self.progress.read(&mut *self.plain, &mut self.piece)?;
        if count > 0 {
            encryptor.update(&self.piece[..count], &mut self.sealed);
            self.encryptor = Some(encryptor);
        } else {
            let info = encryptor.finalize(&mut self.sealed).map_err(io::Error::other)?;
            if info.file_enc_sha256 != self.sha256 {
                let changed = io::Error::new(io::ErrorKind::InvalidData, "the file changed while it was read");
                return Err(self.progress.tell(changed));
            }
        }
        let skipped = self.sealed.len().min(usize::try_from(self.skip).unwrap_or(usize::MAX));
        self.skip -= skipped as u64;
        self.given = skipped;
        Ok(true)
    }
}

impl Read for SealedReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.sealed.len() {
            if !self.seal()? {
                return Ok(0);
            }
        }
        let count = into.len().min(self.sealed.len() - self.given);
        into[..count].copy_from_slice(&self.sealed[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
#[path = "sealing_tests.rs"]
mod tests;
