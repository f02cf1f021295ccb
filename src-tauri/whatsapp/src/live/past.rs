//! The phone's past, stored beside what happens now: a piece of it takes seconds, and everything that leaves waits for
//! what WhatsApp told meanwhile.
//!
//! A piece is kept on disk as soon as it has come, and stored message by message from there: what a session does not
//! get to, the next one goes on with.

use std::sync::Arc;
use std::time::Duration;

use portaria_domain::{Address, Cause, HistoryBlob};
use tokio::sync::{Notify, OnceCell, mpsc};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use wacore::types::events::{Event, LazyHistorySync};

use super::address::own_address;
use super::history;
use super::lifecycle::Lifecycle;
use super::notices::Notices;
use crate::{Ending, Inbox, Signal, StoredYet};

/// How many pieces may wait to be kept; the phone sends a few ahead.
const WAITING_PIECES: usize = 16;
/// How long it rests when a piece could not be stored; longer each time, up to the other.
const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

/// Stores pieces of the past, those first that came first.
pub(super) struct Past {
    lifecycle: Arc<Lifecycle>,
    signals: mpsc::Sender<Signal>,
    inbox: Arc<dyn Inbox>,
    notices: Arc<Notices>,
    /// Whose past it is; known as long as the session is open.
    own: OnceCell<Address>,
    kept: Notify,
    /// Cancelled when no piece comes any more: what is kept is stored, and then it is over.
    last_came: CancellationToken,
    /// Cancelled when the rest is the next session's.
    stop: CancellationToken,
}

/// The way in, and the way out.
pub(super) struct PastTasks {
    /// `None`: nothing more of it comes.
    pieces: Option<mpsc::Sender<Arc<Event>>>,
    past: Arc<Past>,
    keeping: JoinHandle<()>,
    storing: JoinHandle<()>,
}

/// What came of a look for the next piece.
enum Next {
    Stored,
    /// None is kept.
    Nothing,
    /// It could not be stored now, or it is over.
    Failed,
}

impl Past {
    /// Begins with what an earlier session left.
    pub(super) fn begin(
        lifecycle: &Arc<Lifecycle>,
        signals: mpsc::Sender<Signal>,
        inbox: Arc<dyn Inbox>,
        notices: Arc<Notices>,
    ) -> PastTasks {
        let (sender, pieces) = mpsc::channel(WAITING_PIECES);
        let past = Arc::new(Self {
            lifecycle: Arc::clone(lifecycle),
            signals,
            inbox,
            notices,
            own: OnceCell::new(),
            kept: Notify::new(),
            last_came: CancellationToken::new(),
            stop: CancellationToken::new(),
        });
        PastTasks {
            pieces: Some(sender),
            keeping: lifecycle.tasks.spawn(Arc::clone(&past).keep_all(pieces)),
            storing: lifecycle.tasks.spawn(Arc::clone(&past).store_all()),
            past,
        }
    }

    async fn keep_all(self: Arc<Self>, mut pieces: mpsc::Receiver<Arc<Event>>) {
        while let Some(event) = pieces.recv().await {
            let Event::HistorySync(piece) = &*event else { continue };
            // Before the session ends, and its address with it.
            let _ = self.own().await;
            if self.inbox.keep_history(blob(piece)).await.is_err() {
                // The phone is asked for it again: its notice is on disk.
                self.lifecycle.end(Ending::Lost(Cause::StoreUnwritable));
                return;
            }
            self.notices.kept();
            self.kept.notify_one();
        }
    }

    async fn store_all(self: Arc<Self>) {
        let mut pause = FIRST_PAUSE;
        loop {
            let is_last = self.last_came.is_cancelled();
            match self.store_next().await {
                Next::Stored => pause = FIRST_PAUSE,
                Next::Nothing | Next::Failed if is_last || self.stop.is_cancelled() => return,
                Next::Nothing => self.until_one_comes().await,
                Next::Failed => {
                    tokio::select! {
                        () = tokio::time::sleep(pause) => {}
                        () = self.last_came.cancelled() => {}
                        () = self.stop.cancelled() => return,
                    }
                    pause = (pause * 4).min(LONGEST_PAUSE);
                }
            }
            if self.stop.is_cancelled() {
                return;
            }
        }
    }

    async fn until_one_comes(&self) {
        tokio::select! {
            () = self.kept.notified() => {}
            () = self.last_came.cancelled() => {}
            () = self.stop.cancelled() => {}
        }
    }

    async fn store_next(&self) -> Next {
        let (number, blob) = match self.inbox.next_history().await {
            Ok(Some(next)) => next,
            Ok(None) => return Next::Nothing,
            Err(_) => return Next::Failed,
        };
        let Some(own) = self.own().await else { return Next::Failed };
        let percent = history::progress(&blob);
        let Some(names) = history::store(blob, own, self.inbox.as_ref(), self.lifecycle.tenant, &self.stop).await
        else {
            if !self.stop.is_cancelled() {
                let _ = self.inbox.put_off_history(number).await; // it stays where it is, and comes again all the same
            }
            return Next::Failed;
        };
        for (party, name) in names {
            self.tell(Signal::Name { party, name, from_address_book: true }).await;
        }
        if let Some(percent) = percent {
            self.tell(Signal::Progress(percent)).await;
        }
        if self.is_stored().await && self.inbox.history_taken(number).await.is_ok() {
            Next::Stored
        } else {
            Next::Failed // the piece comes again, which changes nothing
        }
    }

    /// Waits until everything is stored that was told of a piece.
    async fn is_stored(&self) -> bool {
        let question = StoredYet::default();
        self.tell(Signal::Stored(question.clone())).await;
        tokio::select! {
            () = question.answered() => true,
            () = self.signals.closed() => false,
            () = self.stop.cancelled() => false,
        }
    }

    /// `None`: no phone is linked, or the session is over.
    async fn own(&self) -> Option<Address> {
        let own = self.own.get_or_try_init(|| async {
            let client = self.lifecycle.client().ok_or(())?;
            own_address(&client).await.ok_or(())
        });
        own.await.ok().cloned()
    }

    /// Waits while the reader is busy; one that has gone misses nothing.
    async fn tell(&self, signal: Signal) {
        let _ = self.signals.send(signal).await;
    }
}

impl PastTasks {
    /// Takes a piece. Those that come once nothing more is taken are asked for again.
    pub(super) async fn take(&self, piece: Arc<Event>) {
        if let Some(pieces) = &self.pieces {
            let _ = pieces.send(piece).await; // it is ending: the piece could not be kept
        }
    }

    /// The connection is over: what came is kept, and nothing more of it comes.
    pub(super) async fn keep_all(&mut self) {
        if self.pieces.take().is_some() {
            let _ = (&mut self.keeping).await; // a panic in it is logged where it happened
        }
    }

    /// Ends it. What is kept is the next session's, or stored now where none follows by itself.
    pub(super) async fn end(&mut self, ending: Ending) {
        self.keep_all().await;
        match ending {
            Ending::Closed | Ending::Lost(_) | Ending::Limited(_) => self.past.stop.cancel(),
            _ => self.past.last_came.cancel(),
        }
        if !self.storing.is_finished() {
            let _ = (&mut self.storing).await; // the same
        }
    }
}

fn blob(piece: &LazyHistorySync) -> HistoryBlob {
    HistoryBlob {
        compressed: piece.compressed_bytes().to_vec(),
        sync_type: piece.sync_type(),
        progress: piece.progress(),
    }
}
