//! What the library writes a fetched file into, and what remains of it here: its sum, its length, what went wrong.

use std::io::{self, Seek, SeekFrom, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sha2::{Digest as _, Sha256};
use wacore::download::DownloadWriter;

use crate::MediaSink;

/// The sink of one fetch. The library's thread may outlive a fetch that is given up; the sink does not.
pub(super) struct FetchSink(Arc<Shared>);

struct Shared {
    /// `None` once the fetch is over.
    state: Mutex<Option<State>>,
    moved: AtomicU64,
}

struct State {
    sink: Box<dyn MediaSink>,
    sum: Sha256,
    length: u64,
    /// The sink's own failure, which the library tells from no other.
    trouble: Option<io::Error>,
}

/// What came of an attempt.
pub(super) struct Written {
    pub(super) sha256: Vec<u8>,
    pub(super) length: u64,
}

impl FetchSink {
    pub(super) fn new(sink: Box<dyn MediaSink>) -> Self {
        let state = State { sink, sum: Sha256::new(), length: 0, trouble: None };
        Self(Arc::new(Shared { state: Mutex::new(Some(state)), moved: AtomicU64::new(0) }))
    }

    /// Writes one attempt, and not more than `most_bytes` unless that is 0: a sender cannot fill the disk with more than
    /// they said.
    pub(super) fn writer(&self, most_bytes: u64) -> FetchWriter {
        FetchWriter { shared: Arc::clone(&self.0), most_bytes }
    }

    /// Counts on as long as something comes.
    pub(super) fn moved(&self) -> &AtomicU64 {
        &self.0.moved
    }

    /// Why the sink failed, if it did.
    pub(super) fn take_trouble(&self) -> Option<io::Error> {
        self.0.lock().as_mut()?.trouble.take()
    }

    /// What was written.
    pub(super) fn written(&self) -> Option<Written> {
        let mut state = self.0.lock();
        let state = state.as_mut()?;
        Some(Written { sha256: std::mem::take(&mut state.sum).finalize().to_vec(), length: state.length })
    }

    /// Writes through what the sink still holds.
    pub(super) async fn finish(&self) -> io::Result<()> {
        let shared = Arc::clone(&self.0);
        let finished = tokio::task::spawn_blocking(move || shared.lock().as_mut().ok_or_else(over)?.sink.flush());
        finished.await.map_err(io::Error::other)?
    }
}

impl Drop for FetchSink {
    fn drop(&mut self) {
        self.0.lock().take();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Option<State>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn over() -> io::Error {
    io::Error::new(io::ErrorKind::BrokenPipe, "nobody waits for the file any more")
}

/// One attempt to write a file.
pub(super) struct FetchWriter {
    shared: Arc<Shared>,
    most_bytes: u64,
}

impl Write for FetchWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.shared.lock();
        let state = state.as_mut().ok_or_else(over)?;
        if state.trouble.is_some() {
            return Err(io::Error::other("the file could not be written before")); // another host does not help
        }
        let after = state.length + bytes.len() as u64;
        if self.most_bytes > 0 && after > self.most_bytes {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the file is longer than its sender said"));
        }
        match state.sink.write(bytes) {
            Ok(count) => {
                state.sum.update(&bytes[..count]);
                state.length += count as u64;
                self.shared.moved.fetch_add(count as u64, Ordering::Relaxed);
                Ok(count)
            }
            Err(error) => {
                let told = io::Error::new(error.kind(), "the file cannot be written");
                state.trouble = Some(error);
                Err(told)
            }
        }
    }

    /// Whether it is whole is not known before it is summed up: [`FetchSink::finish`] flushes.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for FetchWriter {
    /// The library goes back to the beginning after it emptied the sink, and at the end.
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if to == SeekFrom::Start(0) { Ok(0) } else { Err(io::ErrorKind::Unsupported.into()) }
    }
}

impl DownloadWriter for FetchWriter {
    fn truncate(&mut self, len: u64) -> io::Result<()> {
        if len > 0 {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let mut state = self.shared.lock();
        let state = state.as_mut().ok_or_else(over)?;
        (state.sum, state.length) = (Sha256::new(), 0);
        state.sink.restart().map_err(|error| {
            let told = io::Error::new(error.kind(), "the file cannot be emptied");
            state.trouble.get_or_insert(error);
            told
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Counts what it holds; is full after `room` bytes.
    struct Bounded {
        held: Arc<Mutex<Vec<u8>>>,
        room: usize,
    }

    impl Write for Bounded {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut held = self.held.lock().unwrap();
            if held.len() + bytes.len() > self.room {
                return Err(io::ErrorKind::StorageFull.into());
            }
            held.extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl MediaSink for Bounded {
        fn restart(&mut self) -> io::Result<()> {
            self.held.lock().unwrap().clear();
            Ok(())
        }
    }

    fn sink(room: usize) -> (FetchSink, Arc<Mutex<Vec<u8>>>) {
        let held = Arc::<Mutex<Vec<u8>>>::default();
        (FetchSink::new(Box::new(Bounded { held: Arc::clone(&held), room })), held)
    }

    #[test]
    fn a_second_attempt_begins_with_nothing() {
        let (sink, held) = sink(100);
        let mut writer = sink.writer(0);
        writer.write_all(b"half of ano").unwrap();
        writer.truncate(0).unwrap();
        writer.rewind().unwrap();
        writer.write_all(b"a file").unwrap();
        let written = sink.written().unwrap();
        assert_eq!((written.length, written.sha256), (6, Sha256::digest(b"a file").to_vec()));
        assert_eq!(*held.lock().unwrap(), b"a file");
        assert!(writer.truncate(3).is_err() && writer.seek(SeekFrom::Start(3)).is_err(), "there is no other place");
    }

    #[test]
    fn a_full_disk_is_told_from_a_broken_download() {
        let (sink, _) = sink(5);
        let mut writer = sink.writer(0);
        assert!(writer.write_all(b"a file").is_err());
        writer.truncate(0).unwrap();
        assert!(writer.write_all(b"a").is_err(), "what failed once is not tried at another host");
        assert_eq!(sink.take_trouble().unwrap().kind(), io::ErrorKind::StorageFull);

        let mut writer = sink.writer(3);
        assert!(writer.write_all(b"four").is_err(), "longer than its sender said");
        assert!(sink.take_trouble().is_none());
    }

    #[test]
    fn whoever_gives_up_a_fetch_has_their_sink_back() {
        let (sink, held) = sink(100);
        let mut writer = sink.writer(0);
        writer.write_all(b"a").unwrap();
        drop(sink);
        assert_eq!(Arc::strong_count(&held), 1, "the sink is gone, although the library still writes");
        assert!(writer.write_all(b"b").is_err());
    }
}
