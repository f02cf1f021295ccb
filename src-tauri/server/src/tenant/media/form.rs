//! The body of a form, in pieces that its reader can keep up with.
//!
//! The reader of forms takes in whatever has arrived, and looks for the end of a header for as long as none comes.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use futures_util::Stream;

/// How much the reader gets before it has to work it off, in bytes.
const AT_ONCE: usize = 64 * 1024;
/// How much may come before the file does, in bytes: the form's other fields and every header.
const BEFORE_THE_FILE: usize = 64 * 1024;

/// What came before the file is more than a form has there.
#[derive(Debug, thiserror::Error)]
#[error("the form has more than {BEFORE_THE_FILE} bytes before its file")]
struct NoFile;

/// The pieces of a form's body.
pub(super) struct FormBody {
    pieces: axum::body::BodyDataStream,
    at_once: usize,
    before_the_file: usize,
    has_file: Arc<AtomicBool>,
}

impl FormBody {
    /// Takes a body; the flag is to be set where its file begins.
    pub(super) fn new(body: Body) -> (Self, Arc<AtomicBool>) {
        let has_file = Arc::<AtomicBool>::default();
        let pieces = body.into_data_stream();
        (Self { pieces, at_once: 0, before_the_file: 0, has_file: Arc::clone(&has_file) }, has_file)
    }
}

impl Stream for FormBody {
    type Item = Result<Bytes, axum::BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.at_once >= AT_ONCE {
            self.at_once = 0;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let poll = Pin::new(&mut self.pieces).poll_next(context);
        match &poll {
            Poll::Ready(Some(Ok(piece))) => {
                self.at_once += piece.len();
                if !self.has_file.load(Ordering::Relaxed) {
                    self.before_the_file += piece.len();
                    // The piece in which the file begins counts as well, so there is room for one of them.
                    if self.before_the_file > BEFORE_THE_FILE + AT_ONCE {
                        return Poll::Ready(Some(Err(NoFile.into())));
                    }
                }
            }
            _ => self.at_once = 0,
        }
        poll.map_err(Into::into)
    }
}
