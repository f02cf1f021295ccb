//! Pieces of the phone's past that it has spoken of, and whether they came.
//!
//! The library (0.7.0) takes what a piece's notice says out of its message before anybody sees it, confirms the piece
//! before it fetches it, hands it over without a word of which message it belongs to, and says nothing of one that it
//! could not fetch. So they are counted: once the library has none under way, as many must have come as were spoken of.
//! If not, the phone is asked for all of them again; what comes twice is kept once.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use portaria_domain::{HistoryNotice, MessageId};
use tokio::sync::Notify;
use wacore_binary::Jid;
use whatsapp_rust::Client;

use super::lifecycle::Lifecycle;
use super::owed::NotStored;
use super::redelivery::retry_receipt;
use crate::{Inbox, InboxClosed};

/// For how long nothing may have happened before the pieces are counted. The library begins with a piece moments before
/// anybody hears of its message.
const QUIET: Duration = Duration::from_secs(1);
/// How long a phone has for what an earlier session missed. It may hand over large pieces one by one.
const TIME_TO_ANSWER: Duration = Duration::from_mins(1);

/// What one session knows of pieces under way.
pub(super) struct Notices {
    lifecycle: Arc<Lifecycle>,
    inbox: Arc<dyn Inbox>,
    count: Mutex<Count>,
    /// Taken while a notice is written. Whether one could not be.
    writing: tokio::sync::Mutex<bool>,
    changed: Notify,
}

/// Since the pieces were last found to be complete.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Count {
    announced: Vec<MessageId>,
    /// Pieces that the library has handed over.
    came: usize,
    /// Those of them that are on disk.
    kept: usize,
}

impl Count {
    /// What is left when these were looked at.
    fn without(&mut self, settled: &Self) {
        self.announced.drain(..settled.announced.len());
        self.came -= settled.came;
        self.kept -= settled.kept;
    }
}

impl Notices {
    pub(super) fn new(lifecycle: Arc<Lifecycle>, inbox: Arc<dyn Inbox>) -> Self {
        Self {
            lifecycle,
            inbox,
            count: Mutex::default(),
            writing: tokio::sync::Mutex::default(),
            changed: Notify::new(),
        }
    }

    /// The phone says that a piece lies ready. After `Ok` that is on disk.
    pub(super) async fn announce(&self, notice: HistoryNotice) -> Result<(), InboxClosed> {
        self.count().announced.push(notice.id.clone());
        let mut is_lost = self.writing.lock().await;
        // It also counts as lost where this is given up half-way.
        let was_lost = std::mem::replace(&mut *is_lost, true);
        self.inbox.expect_history(notice).await?;
        *is_lost = was_lost;
        drop(is_lost);
        self.changed.notify_one();
        Ok(())
    }

    /// Waits while a notice is written: the library confirms a piece to the phone at once, and nobody speaks of it again
    /// after that. What it hands over in batches, after a login, it may have confirmed before.
    pub(super) async fn on_disk(&self) -> Result<(), NotStored> {
        if *self.writing.lock().await { Err(NotStored) } else { Ok(()) }
    }

    /// The library hands over a piece.
    pub(super) fn came(&self) {
        self.count().came += 1;
    }

    /// A piece is on disk.
    pub(super) fn kept(&self) {
        self.count().kept += 1;
        self.changed.notify_one();
    }

    /// The session can send and receive: the phone can be asked for what an earlier one missed.
    pub(super) fn connected(&self) {
        self.changed.notify_one();
    }

    /// Looks after them until the session is over.
    pub(super) async fn run(self: Arc<Self>) {
        let over = &self.lifecycle.over;
        over.run_until_cancelled(async {
            self.changed.notified().await;
            while !self.settle(true).await {}
            tokio::join!(self.count_first_question(), async {
                loop {
                    self.changed.notified().await;
                    while !self.settle(false).await {}
                }
            })
        })
        .await;
    }

    /// A program that is killed again and again asks each time, and the phone has not refused anything by that.
    async fn count_first_question(&self) {
        tokio::time::sleep(TIME_TO_ANSWER).await;
        let _ = self.inbox.history_asked().await; // the next session asks once more
    }

    /// Counts once nothing happened for a while. False: something is under way. `is_first`: what an earlier session
    /// missed is asked for, too.
    async fn settle(&self, is_first: bool) -> bool {
        let before = self.count().clone();
        tokio::time::sleep(QUIET).await;
        let Some(client) = self.lifecycle.client() else { return true };
        let is_busy = client.wait_for_startup_sync(Duration::ZERO).await.is_err();
        if is_busy || *self.count() != before || before.kept < before.came {
            return false;
        }
        self.count().without(&before);
        let missing = before.announced.len().saturating_sub(before.came);
        let settled = if missing == 0 { self.inbox.history_came(before.announced).await } else { Ok(()) };
        if missing > 0 {
            tracing::warn!(tenant.id = %self.lifecycle.tenant, missing, "pieces of the phone's past did not come");
        }
        if settled.is_ok() && (is_first || missing > 0) {
            self.ask(&client).await;
            if !is_first {
                let _ = self.inbox.history_asked().await; // it is asked once more
            }
        }
        true
    }

    /// Asks the phone for every piece that has not come. Errors are no matter: it is asked again by the next session.
    async fn ask(&self, client: &Client) {
        for HistoryNotice { id, phone } in self.inbox.missing_history().await.unwrap_or_default() {
            let Ok(phone) = phone.parse::<Jid>() else { continue };
            let receipt = retry_receipt(client, &phone.to_non_ad(), &phone, id.as_str());
            if let Err(error) = client.send_node(receipt).await {
                tracing::info!(tenant.id = %self.lifecycle.tenant, %error, "the phone could not be asked for its past");
                return;
            }
        }
    }

    fn count(&self) -> MutexGuard<'_, Count> {
        self.count.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
