//! Where tests keep files, and where they take them from.

use std::io::{self, Cursor, Read, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use portaria_whatsapp::{MediaSink, MediaSource};

/// A place for one fetched file; clones are the same place.
#[derive(Clone)]
pub struct Disk {
    pub held: Arc<Mutex<Vec<u8>>>,
    pub flushes: Arc<AtomicUsize>,
    /// How much there is room for.
    pub room: usize,
}

impl Disk {
    pub fn new(room: usize) -> Self {
        Self { held: Arc::default(), flushes: Arc::default(), room }
    }
}

impl Write for Disk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut held = self.held.lock().unwrap();
        if held.len() + bytes.len() > self.room {
            return Err(io::ErrorKind::StorageFull.into());
        }
        held.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.flushes.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}

impl MediaSink for Disk {
    fn restart(&mut self) -> io::Result<()> {
        self.held.lock().unwrap().clear();
        Ok(())
    }
}

/// A file to be uploaded.
pub struct Picked {
    bytes: Vec<u8>,
    /// How often it can be read; after that it breaks in the middle.
    readings: AtomicUsize,
}

impl Picked {
    pub fn new(bytes: &[u8]) -> Arc<Self> {
        Self::breaking_after(usize::MAX, bytes)
    }

    pub fn breaking_after(readings: usize, bytes: &[u8]) -> Arc<Self> {
        Arc::new(Self { bytes: bytes.to_vec(), readings: AtomicUsize::new(readings) })
    }
}

impl MediaSource for Picked {
    fn size_bytes(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        let left = self.readings.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        let whole = Cursor::new(self.bytes.clone());
        Ok(if left.is_ok() { Box::new(whole) } else { Box::new(whole.take(self.size_bytes() / 2).chain(Broken)) })
    }
}

struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("a bad sector"))
    }
}
