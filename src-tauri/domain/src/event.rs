//! Facts of one tenant, in the past tense.

use serde::{Deserialize, Serialize};

use crate::{ChatId, FailureReason, Message, MessageId, MessageStatus, Status, UnixMs};

/// A tenant's events count from 1 without gaps; who has read up to `n` asks for what comes after.
pub type EventNumber = u64;

/// One fact of one tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its place in the tenant's row of events.
    pub number: EventNumber,
    /// When it happened.
    pub at: UnixMs,
    /// What happened.
    #[serde(flatten)]
    pub body: EventBody,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum EventBody {
    /// The session's status changed.
    #[serde(rename = "session.status_changed")]
    StatusChanged(Status),
    /// A message of somebody else arrived.
    #[serde(rename = "message.received")]
    MessageReceived(Message),
    /// A message of this account was stored: queued here, or seen from another of its devices.
    #[serde(rename = "message.created")]
    MessageCreated(Message),
    /// A message came further, or failed.
    #[serde(rename = "message.status_changed")]
    MessageStatusChanged {
        /// The conversation.
        chat: ChatId,
        /// The message.
        id: MessageId,
        /// How far it has come.
        status: MessageStatus,
        /// Why it failed, when it did.
        failure: Option<FailureReason>,
    },
    /// Messages of a chat were read here.
    #[serde(rename = "chat.read")]
    ChatRead {
        /// The conversation.
        chat: ChatId,
    },
    /// A chat's name, address or existence changed.
    #[serde(rename = "chat.changed")]
    ChatChanged {
        /// The conversation.
        chat: ChatId,
    },
    /// A part of the phone's history was stored: read the chats again.
    #[serde(rename = "history.stored")]
    HistoryStored {
        /// How many chats the part held.
        chats: u32,
        /// How many messages of it were new.
        messages: u32,
    },
}

impl EventBody {
    /// The event's name, as subscribers filter it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::StatusChanged(_) => "session.status_changed",
            Self::MessageReceived(_) => "message.received",
            Self::MessageCreated(_) => "message.created",
            Self::MessageStatusChanged { .. } => "message.status_changed",
            Self::ChatRead { .. } => "chat.read",
            Self::ChatChanged { .. } => "chat.changed",
            Self::HistoryStored { .. } => "history.stored",
        }
    }
}
