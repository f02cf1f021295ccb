//! Chats.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

use super::status::words;
use super::{MessageShape, PartyShape};

words!(
    /// With one person, or with a group.
    ChatKindWord of domain::ChatKind { Direct, Group }
);

/// One chat, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Chat)]
pub(crate) struct ChatShape {
    /// Identity inside the tenant.
    pub id: String,
    /// With one person, or with a group.
    pub kind: ChatKindWord,
    /// The phone number's address (`5511900000001@s.whatsapp.net`), or a group's (`…@g.us`).
    #[schema(required)]
    pub pn: Option<String>,
    /// The privacy id's address (`…@lid`).
    #[schema(required)]
    pub lid: Option<String>,
    /// The name to show; empty when none is known.
    pub name: String,
    /// How many messages of others were not read.
    pub unread: u32,
    /// When something last happened, in UTC milliseconds.
    pub last_activity_ms: i64,
    /// The newest message.
    #[schema(required)]
    pub last_message: Option<MessageShape>,
    /// The newest event that this knows of: events with a greater number change it, others are in it.
    pub last_event_number: u64,
}

impl From<domain::Chat> for ChatShape {
    fn from(chat: domain::Chat) -> Self {
        let PartyShape { pn, lid } = chat.address.into();
        Self {
            id: chat.id.to_string(),
            kind: chat.kind.into(),
            pn,
            lid,
            name: chat.name,
            unread: chat.unread,
            last_activity_ms: chat.last_activity_at.0,
            last_message: chat.last_message.map(Into::into),
            last_event_number: chat.as_of,
        }
    }
}

/// A part of the chats, the most recently active first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ChatPage {
    /// The chats.
    pub items: Vec<ChatShape>,
    /// Where the next page begins; null when there is none.
    #[schema(required)]
    pub next_cursor: Option<String>,
}
