//! What the tools take. What agents read about it stands in the comments of the fields.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::shapes::MediaKindWord;
use crate::tenant::chats::ChatsShownWord;

/// Nothing.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetStatus {}

/// Which chats.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct ListChats {
    /// A part of the chat's name or phone number.
    #[schema(max_length = 100)]
    pub search: Option<String>,
    /// Which part of the chats: `unread`, `waiting` (somebody waits for an answer), `groups`, `pinned`, `archived`, or
    /// `main` (all that are not archived). All chats when it is not said.
    #[schema(inline)]
    pub show: Option<ChatsShownWord>,
    /// Only chats with this label's id, as chats have them in `labels`.
    #[schema(max_length = 64)]
    pub label_id: Option<String>,
    /// `nextCursor` of the page before.
    pub cursor: Option<String>,
    /// How many; 20 when it is not said.
    #[schema(minimum = 1, maximum = 50)]
    pub limit: Option<u32>,
}

/// Which messages of a chat.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct ReadMessages {
    /// The chat: `id` of a chat, `chatId` of a contact or message.
    pub chat_id: String,
    /// `nextCursor` of a page: what is older than that page. The newest messages when nothing is said.
    pub cursor: Option<String>,
    /// `newerCursor` of a page: what is newer than that page.
    pub newer: Option<String>,
    /// A message's id: what stands around it.
    pub around: Option<String>,
    /// How many; 20 when it is not said.
    #[schema(minimum = 1, maximum = 50)]
    pub limit: Option<u32>,
}

/// Which messages of all chats.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct SearchMessages {
    /// Words that are all in the message, each by its beginning; those in quotes as they stand there. Accents and case
    /// do not matter.
    #[schema(max_length = 100)]
    pub search: Option<String>,
    /// Who wrote it: `me` (this account), `others`, or somebody's address such as `5511900000001@s.whatsapp.net`.
    pub writer: Option<String>,
    /// Only in this chat.
    pub chat_id: Option<String>,
    /// Not before this moment, RFC 3339.
    pub since: Option<String>,
    /// Before this moment, RFC 3339.
    pub until: Option<String>,
    /// One kind or several with commas between them: `text`, `image`, `video`, `document`, …; `link` is what holds a
    /// link.
    pub kind: Option<String>,
    /// `nextCursor` of the page before.
    pub cursor: Option<String>,
    /// How many; 20 when it is not said.
    #[schema(minimum = 1, maximum = 50)]
    pub limit: Option<u32>,
}

/// Which people.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct ListContacts {
    /// A part of the name or phone number.
    #[schema(max_length = 100)]
    pub search: Option<String>,
    /// `nextCursor` of the page before.
    pub cursor: Option<String>,
    /// How many; 20 when it is not said.
    #[schema(minimum = 1, maximum = 50)]
    pub limit: Option<u32>,
}

/// Which person.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct GetContact {
    /// `id` of a contact.
    pub contact_id: String,
}

/// A text, and where it goes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct SendText {
    /// The chat that it goes into. Either this or `to`.
    pub chat_id: Option<String>,
    /// A phone number with its country, such as `+55 11 90000-0001`, or a WhatsApp address. Either this or `chatId`.
    #[schema(max_length = 100)]
    pub to: Option<String>,
    /// What it says.
    #[schema(min_length = 1, max_length = 65_536)]
    pub text: String,
    /// To answer one message: its id. Only with `chatId`.
    pub quote: Option<String>,
    /// Any text that is yours for this one thing to send: with the same one it is sent once, however often you call.
    #[schema(min_length = 1, max_length = 128)]
    pub idempotency_key: Option<String>,
}

/// A file, and where it goes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct SendMedia {
    /// The chat that it goes into. Either this or `to`.
    pub chat_id: Option<String>,
    /// A phone number with its country, such as `+55 11 90000-0001`, or a WhatsApp address. Either this or `chatId`.
    #[schema(max_length = 100)]
    pub to: Option<String>,
    /// The id of a file that was uploaded to `POST /api/whatsapp/{tenantId}/media` within a day.
    pub media_id: String,
    /// What it goes as; what the file is, when it is not said.
    #[serde(rename = "as")]
    #[schema(inline)]
    pub as_kind: Option<MediaKindWord>,
    /// Words with it.
    #[schema(max_length = 65_536)]
    pub caption: Option<String>,
    /// The name that a document goes under.
    #[schema(max_length = 255)]
    pub file_name: Option<String>,
    /// To answer one message: its id. Only with `chatId`.
    pub quote: Option<String>,
    /// Any text that is yours for this one thing to send: with the same one it is sent once, however often you call.
    #[schema(min_length = 1, max_length = 128)]
    pub idempotency_key: Option<String>,
}

/// Which chat.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct MarkRead {
    /// The chat.
    pub chat_id: String,
}
