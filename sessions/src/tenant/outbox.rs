//! From the disk to WhatsApp: what is stored leaves, in order within its chat, under the id it was given.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use portaria_domain::{
    Address, ChatId, Clock, Content, Draft, Event, FailureReason, Jid, PhoneNumber, Raw, Refusal, TenantId, UnixMs,
};
use portaria_storage::{ChatStore, Later, OutboxItem, OutboxRow, PendingReads, StorageError};
use portaria_whatsapp::{Around, Codec, Connection, Outgoing, SendError};
use tokio::sync::Notify;

use super::answering::Answerer;
use super::retries::{MOST_ATTEMPTS, wait_ms};
use super::uploading::Uploader;
use crate::backoff::Backoff;
use crate::board::Board;

/// How many rows are read at a time.
const BATCH: usize = 64;
/// How many chats are sent to at the same time.
const LANES: usize = 8;

/// Empties one tenant's outbox while its session can send, and does what the clock asks for meanwhile.
pub(crate) struct Pump {
    pub(crate) tenant: TenantId,
    pub(crate) chats: ChatStore,
    pub(crate) codec: Arc<dyn Codec>,
    pub(crate) connection: Arc<dyn Connection>,
    pub(crate) uploader: Uploader,
    pub(crate) answerer: Answerer,
    pub(crate) board: Arc<Board>,
    pub(crate) clock: Arc<dyn Clock>,
    /// Notified by whoever put something into the outbox, read a chat, or stored what is answered by itself.
    pub(crate) waiting: Arc<Notify>,
    /// Notified when the store refuses a write.
    pub(crate) store_refused: Arc<Notify>,
    pub(crate) claims: Arc<Claims>,
    /// How often the clock is looked at for what disappears or waits.
    pub(crate) look_every: Duration,
}

/// What the outbox handed out and WhatsApp was not given yet. Outlives the pump, so that what a session that ends did
/// not come to can be cancelled again.
#[derive(Default)]
pub(crate) struct Claims(Mutex<HashSet<OutboxRow>>);

impl Claims {
    fn rows(&self) -> MutexGuard<'_, HashSet<OutboxRow>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives back to the outbox what was not handed over.
    pub(crate) async fn release(&self, chats: &ChatStore, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let rows: Vec<OutboxRow> = self.rows().iter().copied().collect();
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let events = chats.release(rows.clone(), now).await?;
        self.rows().retain(|row| !rows.contains(row));
        Ok(events)
    }
}

/// What became of one item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SendOutcome {
    /// It needs no further attempt.
    Settled,
    /// It waits, or will not leave: what follows in its chat is looked up anew before it leaves.
    TryAgain,
    /// There is no connection: everything waits.
    NotConnected,
}

/// Whether anything was left to do.
enum Drained {
    /// Nothing for now.
    All(Later),
    NotConnected,
}

impl Pump {
    /// Sends until it is dropped.
    pub(crate) async fn run(self) {
        let mut backoff = Backoff::new(Duration::from_millis(500), Duration::from_secs(30));
        loop {
            match self.drain().await {
                Ok(Drained::All(later)) => {
                    backoff.reset();
                    self.rest(later).await;
                }
                Ok(Drained::NotConnected) => tokio::time::sleep(backoff.next(rand::random())).await,
                Err(error) => {
                    tracing::error!(tenant.id = %self.tenant, error = &error as &dyn std::error::Error, "the outbox cannot be read or written; trying again");
                    if matches!(error, StorageError::Unwritable { .. }) {
                        self.store_refused.notify_one();
                    }
                    tokio::time::sleep(backoff.next(rand::random())).await;
                }
            }
        }
    }

    /// Waits until there may be something to do.
    async fn rest(&self, later: Later) {
        loop {
            let left_ms = later.at.map(|at| at.since_ms(self.clock.now()).max(0).unsigned_abs());
            let wait = left_ms.map_or(self.look_every, |left_ms| Duration::from_millis(left_ms).min(self.look_every));
            tokio::select! {
                () = self.waiting.notified() => return,
                () = tokio::time::sleep(wait) => {}
            }
            let is_time = later.at.is_some_and(|at| at <= self.clock.now());
            // What nobody used since has not changed, and its file may stay closed.
            if is_time || later.has_more || self.chats.uses() != later.uses {
                return;
            }
        }
    }

    /// Sends everything that may leave now, several chats at a time and each in its order.
    async fn drain(&self) -> Result<Drained, StorageError> {
        loop {
            self.answerer.answer_due().await;
            let due = self.chats.due(self.clock.now(), BATCH).await?;
            if due.has_expired {
                let events = self.chats.expire_messages(self.clock.now()).await?;
                self.board.publish(self.tenant, events);
            }
            if due.has_reads {
                self.tell_reads().await?;
            }
            if due.has_changes {
                self.tell_changes().await?;
            }
            let later = due.later;
            if due.items.is_empty() {
                return Ok(Drained::All(later));
            }
            self.claims
                .rows()
                .extend(due.items.iter().filter(|item| !item.may_have_left && !item.is_late).map(|item| item.row));
            let is_all = due.items.len() < BATCH;
            let outcomes = stream::iter(lanes(due.items).into_iter().map(|lane| self.send_lane(lane)));
            let outcomes: Vec<_> = outcomes.buffer_unordered(LANES).collect().await;
            let events = self.claims.release(&self.chats, self.clock.now()).await?;
            self.board.publish(self.tenant, events);
            let mut settled = true;
            for outcome in outcomes {
                match outcome? {
                    SendOutcome::Settled => {}
                    SendOutcome::TryAgain => settled = false,
                    SendOutcome::NotConnected => return Ok(Drained::NotConnected),
                }
            }
            // Whoever put something in meanwhile has notified.
            if is_all && settled {
                return Ok(Drained::All(later));
            }
        }
    }

    /// Tells writers what was read here, several at a time.
    async fn tell_reads(&self) -> Result<(), StorageError> {
        let pending = self.chats.pending_reads(BATCH * 4).await?;
        let telling = stream::iter(pending.into_iter().map(|reads| self.tell_read(reads)));
        telling.buffer_unordered(LANES).try_collect().await
    }

    async fn tell_read(&self, reads: PendingReads) -> Result<(), StorageError> {
        match self.connection.mark_read(&reads.chat, reads.sender.as_ref(), &reads.ids).await {
            Ok(()) => self.chats.forget_reads(&reads).await,
            // It is told when there is a connection again.
            Err(SendError::NotConnected | SendError::CutOff | SendError::TimedOut) => Ok(()),
            Err(error) => {
                tracing::debug!(tenant.id = %self.tenant, %error, "WhatsApp takes no read receipt for these messages");
                self.chats.forget_reads(&reads).await
            }
        }
    }

    /// Tells WhatsApp of what was changed here, in its order.
    async fn tell_changes(&self) -> Result<(), StorageError> {
        for change in self.chats.pending_changes(self.clock.now(), BATCH).await? {
            match self.connection.tell_change(&change.change).await {
                Ok(()) => self.chats.forget_change(&change).await?,
                // It is told when there is a connection again.
                Err(SendError::NotConnected | SendError::CutOff) => return Ok(()),
                Err(error) => match error.refusal(|code| change.change.refusal(code)) {
                    // Asked too often, it may go later.
                    None | Some(Refusal::TooOften) => {
                        let wait = wait_ms(change.attempts.min(MOST_ATTEMPTS));
                        self.chats.tell_change_later(&change, self.clock.now() + wait).await?;
                    }
                    Some(why) => {
                        tracing::warn!(tenant.id = %self.tenant, %error, "WhatsApp does not take a change of a chat, a label or the block list; it is undone here");
                        let events = self.chats.undo_change(&change, why, self.clock.now()).await?;
                        self.board.publish(self.tenant, events);
                    }
                },
            }
        }
        Ok(())
    }

    /// Sends what one chat holds, up to the first that has to wait.
    async fn send_lane(&self, lane: Vec<OutboxItem>) -> Result<SendOutcome, StorageError> {
        for item in lane {
            let outcome = self.send(item).await?;
            if outcome != SendOutcome::Settled {
                return Ok(outcome);
            }
        }
        Ok(SendOutcome::Settled)
    }

    async fn send(&self, item: OutboxItem) -> Result<SendOutcome, StorageError> {
        if item.is_late {
            let events = self.chats.settle_late_answer(item.row, self.clock.now()).await?;
            self.board.publish(self.tenant, events);
            // What is about it, and stood behind it, may be gone with it.
            return Ok(SendOutcome::TryAgain);
        }
        let to = match self.recipient(&item).await? {
            Ok(to) => to,
            Err(error) => return self.settle_failure(&item, &error).await,
        };
        let Some(raw) = self.raw(&item, &to) else {
            return self.settle_failure(&item, &SendError::Rejected(0)).await;
        };
        if self.codec.needs_upload(&raw) {
            self.uploader.begin(&item, raw).await?;
            return Ok(SendOutcome::TryAgain);
        }
        let was_claimed = self.claims.rows().remove(&item.row);
        match self.connection.send(&Outgoing { id: item.id.clone(), to, raw }).await {
            Ok(()) => {
                let events = self.chats.mark_sent(item.row, self.clock.now()).await?;
                self.board.publish(self.tenant, events);
                Ok(SendOutcome::Settled)
            }
            Err(error) => {
                if was_claimed && matches!(error, SendError::NotConnected) {
                    self.claims.rows().insert(item.row);
                }
                self.settle_failure(&item, &error).await
            }
        }
    }

    /// Where it goes. A number as somebody typed it is asked of WhatsApp first.
    async fn recipient(&self, item: &OutboxItem) -> Result<Result<Jid, SendError>, StorageError> {
        let phone: Option<PhoneNumber> = if item.is_typed { item.to.user().parse().ok() } else { None };
        let Some(phone) = phone else { return Ok(Ok(item.to.clone())) };
        match self.connection.resolve(&phone).await {
            Ok(Some(address)) => {
                let events = self.chats.settle_recipient(item.row, &address, self.clock.now()).await?;
                self.board.publish(self.tenant, events);
                Ok(Ok(address.primary().cloned().unwrap_or_else(|| item.to.clone())))
            }
            Ok(None) => Ok(Err(SendError::NotOnWhatsapp)),
            Err(error) => Ok(Err(error)),
        }
    }

    /// What leaves. A text that a version without raws accepted is composed now.
    fn raw(&self, item: &OutboxItem, to: &Jid) -> Option<Raw> {
        if let Some(raw) = &item.raw {
            return Some(raw.clone());
        }
        let Some(Content::Text(text)) = &item.content else { return None };
        let own: Address = self.board.account(self.tenant)?.address;
        let around = Around {
            own: &own,
            to,
            target: None,
            expires_after_s: None,
            link: None,
            thumbnail: None,
            now: self.clock.now(),
        };
        Some(self.codec.compose(&Draft::text(&text.text), around).ok()?.raw)
    }

    /// What follows when it did not leave.
    async fn settle_failure(&self, item: &OutboxItem, error: &SendError) -> Result<SendOutcome, StorageError> {
        let reason = match error {
            SendError::NotConnected | SendError::CutOff => return Ok(SendOutcome::NotConnected),
            SendError::TimedOut if item.attempts < MOST_ATTEMPTS => {
                tracing::debug!(tenant.id = %self.tenant, message.id = %item.id, %error, "a message waits in the outbox");
                self.chats.retry_later(item.row, self.clock.now() + wait_ms(item.attempts)).await?;
                return Ok(SendOutcome::TryAgain);
            }
            SendError::TimedOut => FailureReason::NoAnswer,
            SendError::NotOnWhatsapp => FailureReason::NotOnWhatsapp,
            SendError::Restricted => FailureReason::Restricted,
            SendError::Rejected(_) => {
                tracing::warn!(tenant.id = %self.tenant, message.id = %item.id, %error, "WhatsApp refused a message");
                FailureReason::Rejected
            }
        };
        let events = self.chats.mark_failed(item.row, reason, self.clock.now()).await?;
        self.board.publish(self.tenant, events);
        // What is about it, and stood behind it, may be gone with it.
        Ok(SendOutcome::TryAgain)
    }
}

/// What is due by chat, the chat with the oldest first.
fn lanes(due: Vec<OutboxItem>) -> Vec<Vec<OutboxItem>> {
    let mut places: HashMap<ChatId, usize> = HashMap::new();
    let mut lanes: Vec<Vec<OutboxItem>> = Vec::new();
    for item in due {
        let place = *places.entry(item.chat).or_insert(lanes.len());
        if place == lanes.len() {
            lanes.push(Vec::new());
        }
        lanes[place].push(item);
    }
    lanes
}
