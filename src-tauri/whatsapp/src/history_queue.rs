//! The phone's past on its way: what lies ready on the phone, and what came and is not stored message by message yet.

use async_trait::async_trait;
use portaria_domain::{HistoryBlob, HistoryNotice, MessageId};

use crate::InboxClosed;

/// Keeps on disk what of the past is under way, so that neither a kill nor a failed download loses any of it.
#[async_trait]
pub trait HistoryQueue: Send + Sync + 'static {
    /// The phone says that a piece lies ready. WhatsApp is told that this arrived only after `Ok`.
    async fn expect_history(&self, notice: HistoryNotice) -> Result<(), InboxClosed>;

    /// The pieces of these notices came, and are kept.
    async fn history_came(&self, notices: Vec<MessageId>) -> Result<(), InboxClosed>;

    /// Notices whose pieces did not come, to ask the phone for them again. Each is given a few times only, and is then
    /// forgotten: the phone has it no more.
    async fn missing_history(&self) -> Result<Vec<HistoryNotice>, InboxClosed>;

    /// Keeps a piece until [`HistoryQueue::history_taken`].
    async fn keep_history(&self, blob: HistoryBlob) -> Result<(), InboxClosed>;

    /// The piece that is to be stored next, with its number. One that could not be stored comes behind the others.
    async fn next_history(&self) -> Result<Option<(i64, HistoryBlob)>, InboxClosed>;

    /// All that a piece says is stored.
    async fn history_taken(&self, number: i64) -> Result<(), InboxClosed>;
}
