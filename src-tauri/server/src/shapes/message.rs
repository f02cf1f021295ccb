//! Messages.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

use super::PartyShape;
use super::status::words;

words!(
    /// How far a message has come.
    MessageStatusWord of domain::MessageStatus { Queued, Failed, Sent, Delivered, Read, Played }
);

words!(
    /// Why a message will not be sent.
    FailureWord of domain::FailureReason { NotOnWhatsapp, Restricted, Rejected, LoggedOut }
);

/// What a message says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schema(as = Content)]
pub(crate) enum ContentShape {
    /// Plain text.
    Text {
        /// What was written.
        text: String,
    },
    /// It arrived and could not be decrypted; the sender may send it again under the same id.
    Undecryptable,
    /// A kind that Portaria does not show yet.
    Unsupported {
        /// WhatsApp's name of the kind, such as `imageMessage`.
        name: String,
    },
}

impl From<domain::Content> for ContentShape {
    fn from(content: domain::Content) -> Self {
        match content {
            domain::Content::Text { text } => Self::Text { text },
            domain::Content::Undecryptable => Self::Undecryptable,
            domain::Content::Unsupported { name } => Self::Unsupported { name },
        }
    }
}

/// One message of a chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Message)]
pub(crate) struct MessageShape {
    /// WhatsApp's id; unique within a chat and a sender.
    pub id: String,
    /// The chat.
    pub chat_id: String,
    /// Who wrote it.
    pub sender: PartyShape,
    /// Whether this account wrote it, here or on another of its devices.
    pub from_me: bool,
    /// When it was written, in UTC milliseconds.
    pub at_ms: i64,
    /// What it says.
    pub content: ContentShape,
    /// How far it has come. Messages of others are `delivered`, and `read` once they were read here.
    pub status: MessageStatusWord,
    /// Why it failed, when it did.
    #[schema(required)]
    pub failure: Option<FailureWord>,
}

impl From<domain::Message> for MessageShape {
    fn from(message: domain::Message) -> Self {
        Self {
            id: message.id.to_string(),
            chat_id: message.chat.to_string(),
            sender: message.sender.into(),
            from_me: message.from_me,
            at_ms: message.at.0,
            content: message.content.into(),
            status: message.status.into(),
            failure: message.failure.map(Into::into),
        }
    }
}

/// A part of a chat's messages, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MessagePage {
    /// The messages.
    pub items: Vec<MessageShape>,
    /// Where older ones begin; null when there are none.
    #[schema(required)]
    pub next_cursor: Option<String>,
}
