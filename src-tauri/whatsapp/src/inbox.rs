//! Where a session hands over what WhatsApp brings: it is stored before WhatsApp hears that it arrived.

use async_trait::async_trait;
use portaria_domain::{Address, Delivered, HistoryBlob, HistoryNotice, HistoryPart, MessageId};

/// Takes what WhatsApp delivers. WhatsApp is told that a batch arrived only after `Ok`.
#[async_trait]
pub trait Inbox: HistoryQueue {
    /// Stores messages for good. The same message may come again after a crash: deduplicate by
    /// chat, sender and id. An error leaves the batch in WhatsApp's queue.
    async fn store(&self, batch: Vec<Delivered>) -> Result<(), InboxClosed>;

    /// Stores a part of the phone's history. Here, too, parts can come again.
    async fn store_history(&self, part: HistoryPart) -> Result<(), InboxClosed>;

    /// Whether a message of a chat is stored, with what it says. What could not be opened is not.
    async fn has(&self, chat: &Address, id: &MessageId) -> Result<bool, InboxClosed>;
}

/// The inbox could not store or look: the reason is logged where it arose.
#[derive(Debug, thiserror::Error)]
#[error("the inbox could not be written or read")]
pub struct InboxClosed;

/// Keeps on disk what of the past is under way, so that neither a kill nor a failed download loses any of it.
#[async_trait]
pub trait HistoryQueue: Send + Sync + 'static {
    /// The phone says that a piece lies ready. WhatsApp is told that this arrived only after `Ok`.
    async fn expect_history(&self, notice: HistoryNotice) -> Result<(), InboxClosed>;

    /// The pieces of these notices came, and are kept.
    async fn history_came(&self, notices: Vec<MessageId>) -> Result<(), InboxClosed>;

    /// Notices whose pieces did not come, to ask the phone for them again. What it was asked for a few times is forgotten:
    /// the phone has it no more.
    async fn missing_history(&self) -> Result<Vec<HistoryNotice>, InboxClosed>;

    /// The phone was asked for all that is missing, and had the time to hand it over.
    async fn history_asked(&self) -> Result<(), InboxClosed>;

    /// Keeps a piece until [`HistoryQueue::history_taken`].
    async fn keep_history(&self, blob: HistoryBlob) -> Result<(), InboxClosed>;

    /// The piece that is to be stored next, with its number.
    async fn next_history(&self) -> Result<Option<(i64, HistoryBlob)>, InboxClosed>;

    /// A piece could not be stored now: the others come first.
    async fn put_off_history(&self, number: i64) -> Result<(), InboxClosed>;

    /// All that a piece says is stored.
    async fn history_taken(&self, number: i64) -> Result<(), InboxClosed>;
}
