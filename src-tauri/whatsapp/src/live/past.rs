//! The phone's past, stored beside what happens now: a piece of it takes seconds, and everything that leaves waits for
//! what WhatsApp told meanwhile.

use std::sync::Arc;

use tokio::sync::mpsc;
use wacore::types::events::{Event, LazyHistorySync};

use super::address::own_address;
use super::history;
use super::lifecycle::Lifecycle;
use crate::{Inbox, Signal};

/// How many pieces may wait; the phone sends a few ahead.
const WAITING_PIECES: usize = 64;

/// Stores pieces of the past in their order.
pub(super) struct Past {
    lifecycle: Arc<Lifecycle>,
    /// The other end is held by the session's [`super::relay::Relay`].
    pieces: mpsc::Receiver<Arc<Event>>,
    signals: mpsc::Sender<Signal>,
    inbox: Arc<dyn Inbox>,
}

impl Past {
    /// Gives the way in, too. The past is over once that is dropped and everything is stored.
    pub(super) fn new(
        lifecycle: Arc<Lifecycle>,
        signals: mpsc::Sender<Signal>,
        inbox: Arc<dyn Inbox>,
    ) -> (mpsc::Sender<Arc<Event>>, Self) {
        let (sender, pieces) = mpsc::channel(WAITING_PIECES);
        (sender, Self { lifecycle, pieces, signals, inbox })
    }

    pub(super) async fn run(mut self) {
        while let Some(event) = self.pieces.recv().await {
            if let Event::HistorySync(piece) = &*event {
                self.store(piece).await;
            }
        }
    }

    async fn store(&self, piece: &LazyHistorySync) {
        let Some(client) = self.lifecycle.client() else { return };
        let Some(own) = own_address(&client).await else { return };
        let names = history::store(piece, own, self.inbox.as_ref(), self.lifecycle.tenant).await;
        for (party, name) in names {
            self.tell(Signal::Name { party, name, from_address_book: true }).await;
        }
        if let Some(percent) = history::progress(piece) {
            self.tell(Signal::Progress(percent)).await;
        }
    }

    /// Waits while the reader is busy; one that has gone misses nothing.
    async fn tell(&self, signal: Signal) {
        let _ = self.signals.send(signal).await;
    }
}
