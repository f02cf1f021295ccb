//! What has not left yet.

use portaria_domain as domain;
use portaria_storage::{Cancelled, OutboxState, Waiting};
use serde::Serialize;
use utoipa::ToSchema;

use super::PartyShape;
use super::message::FailureWord;
use super::status::words;

words!(
    /// How it stands: for later, waiting for its turn, on its way (or it may have left before, so that it cannot be
    /// cancelled), sent, or not leaving by itself any more.
    OutboxStateWord of OutboxState { Scheduled, Waiting, Sending, Sent, Dead }
);

words!(
    /// What a member may do in a group.
    RoleWord of domain::Role { Member, Admin, Owner }
);

/// Something that has not left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WaitingSend)]
pub(crate) struct WaitingShape {
    /// Its id; of what is about another message, its own.
    pub id: String,
    /// The chat.
    pub chat_id: String,
    /// How it stands.
    pub state: OutboxStateWord,
    /// How often it was tried.
    pub attempts: u32,
    /// Not before this moment, in UTC milliseconds; null is as soon as it can.
    #[schema(required)]
    pub next_at_ms: Option<i64>,
    /// When it was accepted, in UTC milliseconds.
    pub queued_at_ms: i64,
    /// Why it does not leave, when it does not.
    #[schema(required)]
    pub failure: Option<FailureWord>,
    /// The caller's own key.
    #[schema(required)]
    pub client_key: Option<String>,
}

impl From<Waiting> for WaitingShape {
    fn from(waiting: Waiting) -> Self {
        Self {
            id: waiting.id.to_string(),
            chat_id: waiting.chat.to_string(),
            state: waiting.state.into(),
            attempts: waiting.attempts,
            next_at_ms: waiting.next_at.map(|at| at.0),
            queued_at_ms: waiting.queued_at.0,
            failure: waiting.failure.map(Into::into),
            client_key: waiting.client_key,
        }
    }
}

/// A part of the outbox, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OutboxPage {
    /// What has not left.
    pub items: Vec<WaitingShape>,
    /// Where the next page begins; null when there is none.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

/// What became of what was to be cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CancelledSends)]
pub(crate) struct CancelledShape {
    /// How many were taken out of the outbox, and are gone.
    pub cancelled: u32,
    /// How many stay: they are on their way, or may have left before. A message of these can be deleted for everyone.
    pub leaving: u32,
}

impl From<Cancelled> for CancelledShape {
    fn from(cancelled: Cancelled) -> Self {
        Self { cancelled: cancelled.taken_out, leaving: cancelled.leaving }
    }
}

/// How far a message has come with one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Receipt)]
pub(crate) struct ReceiptShape {
    /// Who.
    pub by: PartyShape,
    /// When it reached one of their devices, in UTC milliseconds.
    #[schema(required)]
    pub delivered_at_ms: Option<i64>,
    /// When they read it, in UTC milliseconds.
    #[schema(required)]
    pub read_at_ms: Option<i64>,
    /// When they heard or watched it, in UTC milliseconds.
    #[schema(required)]
    pub played_at_ms: Option<i64>,
}

impl From<domain::MessageReceipt> for ReceiptShape {
    fn from(receipt: domain::MessageReceipt) -> Self {
        Self {
            by: receipt.by.into(),
            delivered_at_ms: receipt.delivered_at.map(|at| at.0),
            read_at_ms: receipt.read_at.map(|at| at.0),
            played_at_ms: receipt.played_at.map(|at| at.0),
        }
    }
}

/// One member of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Participant)]
pub(crate) struct ParticipantShape {
    /// Who.
    pub party: PartyShape,
    /// What they may do there.
    pub role: RoleWord,
}

impl From<domain::Participant> for ParticipantShape {
    fn from(participant: domain::Participant) -> Self {
        Self { party: participant.address.into(), role: participant.role.into() }
    }
}
