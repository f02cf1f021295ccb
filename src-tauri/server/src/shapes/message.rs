//! Messages.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

use super::content::ContentShape;
use super::context::ContextShape;
use super::marks::MarksShape;
use super::status::words;
use super::{MediaFileShape, PartyShape};

words!(
    /// How far a message has come.
    MessageStatusWord of domain::MessageStatus { Queued, Sending, Failed, Sent, Delivered, Read, Played }
);

words!(
    /// Why a message will not be sent.
    FailureWord of domain::FailureReason { NotOnWhatsapp, Restricted, Rejected, NoAnswer, LoggedOut, FileLost, Cancelled }
);

words!(
    /// What handed a message over here: the panel, a program by the API, an AI agent.
    SentByWord of domain::SentBy { Panel, Api, Agent }
);

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
    /// What the writer is called; may be empty.
    pub sender_name: String,
    /// Whether this account wrote it, here or on another of its devices.
    pub from_me: bool,
    /// When it was written, in UTC milliseconds; null where WhatsApp does not say.
    #[schema(required)]
    pub at_ms: Option<i64>,
    /// Where it stands in its chat, in UTC milliseconds: sort by this, whatever times say.
    pub place_ms: i64,
    /// What it says now.
    pub content: ContentShape,
    /// What else belongs to it.
    pub context: ContextShape,
    /// What was said about it.
    pub marks: MarksShape,
    /// How far it has come. Messages of others are `delivered`, and `read` once they were read here.
    pub status: MessageStatusWord,
    /// Why it failed, when it did.
    #[schema(required)]
    pub failure: Option<FailureWord>,
    /// The caller's own key (`Idempotency-Key`), where it was sent from here with one.
    #[schema(required)]
    pub client_key: Option<String>,
    /// What handed it over here; null for what other devices wrote, what was sent by itself, and what was sent before
    /// this was kept.
    #[schema(required)]
    pub sent_by: Option<SentByWord>,
    /// Whether nobody wrote it: it was sent without anybody, and is no answer.
    pub is_automatic: bool,
    /// Whether a number exchanged it that was linked before: `sender` says which, of what this tenant wrote.
    pub is_of_earlier_number: bool,
    /// What it said before somebody else deleted it for everyone; null where it was not deleted, or is not kept: the
    /// provider decides about that.
    #[schema(required)]
    pub kept: Option<ContentShape>,
    /// Its file as it lies here, where it has one.
    #[schema(required)]
    pub file: Option<MediaFileShape>,
}

impl From<domain::Message> for MessageShape {
    fn from(message: domain::Message) -> Self {
        let mut content = ContentShape::from(message.content);
        if let ContentShape::Media(media) = &mut content {
            media.has_thumbnail |= message.file.as_ref().is_some_and(|file| file.has_preview);
        }
        Self {
            id: message.id.to_string(),
            chat_id: message.chat.to_string(),
            sender: message.sender.into(),
            sender_name: message.sender_name,
            from_me: message.from_me,
            at_ms: message.at.map(|at| at.0),
            place_ms: message.place.0,
            content,
            context: message.context.into(),
            marks: message.marks.into(),
            status: message.status.into(),
            failure: message.failure.map(Into::into),
            client_key: message.client_key,
            sent_by: message.sent_by.map(Into::into),
            is_automatic: message.is_automatic,
            is_of_earlier_number: message.is_of_earlier_number,
            file: message.file.map(Into::into),
            kept: message.kept.map(|kept| (*kept).into()),
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
    /// Where newer ones begin; null when this page ends with the newest.
    #[schema(required)]
    pub newer_cursor: Option<String>,
}
