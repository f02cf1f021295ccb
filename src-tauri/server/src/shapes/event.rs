//! Events.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

use super::message::{FailureWord, MessageStatusWord};
use super::{MessageShape, SessionShape};

/// One fact of one tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Event)]
pub(crate) struct EventShape {
    /// Its place in the tenant's row of events: 1, 2, 3, without gaps.
    pub number: u64,
    /// When it happened, in UTC milliseconds.
    pub at_ms: i64,
    /// What happened.
    #[serde(flatten)]
    pub body: EventBodyShape,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "type", content = "data")]
#[schema(as = EventBody)]
pub(crate) enum EventBodyShape {
    /// The session's status changed.
    #[serde(rename = "session.status_changed")]
    StatusChanged(SessionShape),
    /// A message of somebody else arrived.
    #[serde(rename = "message.received")]
    MessageReceived(MessageShape),
    /// A message of this account was stored.
    #[serde(rename = "message.created")]
    MessageCreated(MessageShape),
    /// A message came further, or failed.
    #[serde(rename = "message.status_changed")]
    MessageStatusChanged(MessageStatusChange),
    /// Messages of a chat were read here.
    #[serde(rename = "chat.read")]
    ChatRead(ChatRef),
    /// A chat's name, address or existence changed: read it again.
    #[serde(rename = "chat.changed")]
    ChatChanged(ChatRef),
    /// A part of the phone's history was stored: read the chats again.
    #[serde(rename = "history.stored")]
    HistoryStored(HistoryCount),
}

/// How far a message has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MessageStatusChange {
    /// The chat.
    pub chat_id: String,
    /// The message.
    pub id: String,
    /// How far it has come.
    pub status: MessageStatusWord,
    /// Why it failed, when it did.
    #[schema(required)]
    pub failure: Option<FailureWord>,
}

/// Which chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ChatRef {
    /// The chat.
    pub chat_id: String,
}

/// How much history was stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct HistoryCount {
    /// How many chats the part held.
    pub chats: u32,
    /// How many messages of it were new.
    pub messages: u32,
}

impl From<domain::Event> for EventShape {
    fn from(event: domain::Event) -> Self {
        Self { number: event.number, at_ms: event.at.0, body: event.body.into() }
    }
}

impl From<domain::EventBody> for EventBodyShape {
    fn from(body: domain::EventBody) -> Self {
        use domain::EventBody as Body;
        match body {
            Body::StatusChanged(status) => Self::StatusChanged(status.into()),
            Body::MessageReceived(message) => Self::MessageReceived(message.into()),
            Body::MessageCreated(message) => Self::MessageCreated(message.into()),
            Body::MessageStatusChanged { chat, id, status, failure } => {
                Self::MessageStatusChanged(MessageStatusChange {
                    chat_id: chat.to_string(),
                    id: id.to_string(),
                    status: status.into(),
                    failure: failure.map(Into::into),
                })
            }
            Body::ChatRead { chat } => Self::ChatRead(ChatRef { chat_id: chat.to_string() }),
            Body::ChatChanged { chat } => Self::ChatChanged(ChatRef { chat_id: chat.to_string() }),
            Body::HistoryStored { chats, messages } => Self::HistoryStored(HistoryCount { chats, messages }),
        }
    }
}

/// Events in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EventPage {
    /// The events after the number that was asked for.
    pub items: Vec<EventShape>,
    /// The newest event there is; ask again while the last item lies before it.
    pub last_number: u64,
}
