//! What the bytes of a file are read from.

use std::io::{self, Read, Seek, SeekFrom};

use symphonia::core::io::{MediaSource, MediaSourceStream, MediaSourceStreamOptions};

/// A file that can be read from any place of it.
///
/// It may be handed to another thread: `ffmpeg` is fed from one, and the readers of sound ask for it.
pub trait ReadSeek: Read + Seek + Send + Sync {}

impl<T: Read + Seek + Send + Sync> ReadSeek for T {}

/// How long it is, in bytes; it then stands at its beginning.
pub(crate) fn rewind(reader: &mut dyn ReadSeek) -> io::Result<u64> {
    let bytes = reader.seek(SeekFrom::End(0))?;
    reader.rewind()?;
    Ok(bytes)
}

/// The first bytes, at most `limit` of them.
pub(crate) fn head(reader: &mut dyn ReadSeek, limit: u64) -> io::Result<Vec<u8>> {
    reader.rewind()?;
    let mut head = Vec::new();
    Read::take(reader, limit).read_to_end(&mut head)?;
    Ok(head)
}

/// As the readers of sound want it.
pub(crate) fn stream(reader: &mut dyn ReadSeek) -> io::Result<MediaSourceStream<'_>> {
    let bytes = rewind(reader)?;
    Ok(MediaSourceStream::new(Box::new(Measured { reader, bytes }), MediaSourceStreamOptions::default()))
}

struct Measured<'a> {
    reader: &'a mut dyn ReadSeek,
    bytes: u64,
}

impl Read for Measured<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.reader.read(into)
    }
}

impl Seek for Measured<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.reader.seek(to)
    }
}

impl MediaSource for Measured<'_> {
    fn is_seekable(&self) -> bool {
        true
    }

    fn byte_len(&self) -> Option<u64> {
        Some(self.bytes)
    }
}
