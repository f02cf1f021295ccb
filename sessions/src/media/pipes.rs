//! Stored files as the gateway reads and writes them.

use std::io::{self, Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use portaria_domain::{MediaId, TenantId};
use portaria_storage::{BlobName, BlobWriter, Blobs};
use portaria_whatsapp::{MediaSink, MediaSource};

use crate::board::Board;
use crate::notice::{Direction, NoticeBody};

/// Progress is told this often at most.
const TOLD_EVERY: Duration = Duration::from_millis(250);
/// WhatsApp carries no larger file; one whose message says no size could go on for ever.
const LARGEST_BYTES: u64 = 2 * 1024 * 1024 * 1024;

/// Tells how far a file has come while it is carried.
pub(crate) struct Progress {
    board: Arc<Board>,
    tenant: TenantId,
    media: MediaId,
    direction: Direction,
    /// As its sender says; 0 where nobody knows.
    total_bytes: u64,
    last: Mutex<Instant>,
}

impl Progress {
    pub(crate) fn new(
        board: Arc<Board>,
        tenant: TenantId,
        media: MediaId,
        direction: Direction,
        total_bytes: u64,
    ) -> Self {
        Self { board, tenant, media, direction, total_bytes, last: Mutex::new(Instant::now()) }
    }

    fn tell(&self, done_bytes: u64) {
        {
            let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
            if last.elapsed() < TOLD_EVERY {
                return;
            }
            *last = Instant::now();
        }
        let Self { tenant, media, direction, total_bytes, .. } = *self;
        self.board.announce(tenant, NoticeBody::MediaProgress { media, done_bytes, total_bytes, direction });
    }
}

/// A file that is being fetched. Both halves are of one file: the gateway writes, and who asked takes it when it is whole.
#[derive(Clone)]
pub(crate) struct Sink {
    writer: Arc<Mutex<Option<BlobWriter>>>,
    /// `None`: nobody is told how far it has come.
    progress: Option<Arc<Progress>>,
}

impl Sink {
    pub(crate) fn new(writer: BlobWriter, progress: Progress) -> Self {
        Self { writer: Arc::new(Mutex::new(Some(writer))), progress: Some(Arc::new(progress)) }
    }

    /// A small file, of which nobody is told how far it has come.
    pub(crate) fn quiet(writer: BlobWriter) -> Self {
        Self { writer: Arc::new(Mutex::new(Some(writer))), progress: None }
    }

    /// Takes the file, which nobody writes any more.
    pub(crate) fn take(&self) -> Option<BlobWriter> {
        self.lock().take()
    }

    fn lock(&self) -> MutexGuard<'_, Option<BlobWriter>> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with<T>(&self, work: impl FnOnce(&mut BlobWriter) -> io::Result<T>) -> io::Result<T> {
        self.lock().as_mut().map_or_else(|| Err(io::ErrorKind::BrokenPipe.into()), work)
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let (written, done) = self.with(|writer| {
            if writer.size_bytes() + bytes.len() as u64 > LARGEST_BYTES {
                return Err(io::ErrorKind::FileTooLarge.into());
            }
            Ok((writer.write(bytes)?, writer.size_bytes()))
        })?;
        if let Some(progress) = &self.progress {
            progress.tell(done);
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.with(Write::flush)
    }
}

impl MediaSink for Sink {
    fn restart(&mut self) -> io::Result<()> {
        self.with(BlobWriter::restart)
    }
}

/// A stored file that is to be uploaded.
pub(crate) struct Source {
    pub(crate) blobs: Blobs,
    pub(crate) name: BlobName,
    pub(crate) size_bytes: u64,
    pub(crate) progress: Arc<Progress>,
    /// The first reading is for the file's hashes, and nothing leaves meanwhile.
    pub(crate) is_hashed: AtomicBool,
}

impl MediaSource for Source {
    fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        let reader = self.blobs.open(self.name)?.ok_or(io::ErrorKind::NotFound)?;
        if !self.is_hashed.swap(true, Ordering::Relaxed) {
            return Ok(Box::new(reader));
        }
        Ok(Box::new(Counted { reader, read: 0, progress: Arc::clone(&self.progress) }))
    }
}

/// A reader that tells how far it has come.
struct Counted<R> {
    reader: R,
    read: u64,
    progress: Arc<Progress>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let given = self.reader.read(into)?;
        self.read += given as u64;
        self.progress.tell(self.read);
        Ok(given)
    }
}
