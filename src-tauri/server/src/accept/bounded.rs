//! What a client may send once its connection carries a socket, what counts of what it sends before it proved anything,
//! and the end of connections that make room.

use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Instant;
use tokio_util::sync::WaitForCancellationFutureOwned;

use super::places::Place;

/// What a socket may send at once, in bytes. A client sends its ticket and answers to pings, of seven bytes each: no
/// event of theirs exists.
const AT_ONCE: u64 = 8 * 1024;
/// What it may send in addition for each second that it is open, in bytes.
const EACH_SECOND: u64 = 64;

/// How much of what comes in on a connection counts for its address as long as nobody proved anything there, in bytes.
/// The beginning of the encryption, a request's head and a small body together are no more.
const COUNTED: usize = 64 * 1024;

/// Passes everything through; as a socket no more than that, whatever those who read it would keep of it.
pub(super) struct Bounded<S> {
    stream: S,
    place: Arc<Place>,
    leaving: Pin<Box<WaitForCancellationFutureOwned>>,
    socket: Option<Spent>,
    counted: usize,
}

struct Spent {
    since: Instant,
    bytes: u64,
}

impl<S> Bounded<S> {
    pub(super) fn new(stream: S, place: Arc<Place>) -> Self {
        let leaving = Box::pin(place.leave().clone().cancelled_owned());
        Self { stream, place, leaving, socket: None, counted: 0 }
    }

    /// Counts what was read; tells whether it is within the bounds.
    fn count(&mut self, bytes: usize) -> bool {
        let counts = bytes.min(COUNTED - self.counted);
        if counts > 0 {
            self.counted += counts;
            self.place.count(counts);
        }
        if !self.place.is_socket() {
            return true;
        }
        let spent = self.socket.get_or_insert_with(|| Spent { since: Instant::now(), bytes: 0 });
        spent.bytes += bytes as u64;
        spent.bytes <= AT_ONCE + EACH_SECOND * spent.since.elapsed().as_secs()
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Bounded<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.leaving.as_mut().poll(context).is_ready() {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        let before = buf.filled().len();
        let poll = Pin::new(&mut self.stream).poll_read(context, buf);
        if poll.is_ready() && !self.count(buf.filled().len() - before) {
            return Poll::Ready(Err(io::ErrorKind::InvalidData.into()));
        }
        poll
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Bounded<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
