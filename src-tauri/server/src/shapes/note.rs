//! Notes, who writes them, and who looks at which chat.

use portaria_domain::{Attendant, Note};
use serde::Serialize;
use utoipa::ToSchema;

/// What somebody wrote down about a chat. It stays here: WhatsApp is never told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Note)]
pub(crate) struct NoteShape {
    /// Identity inside the tenant.
    pub id: String,
    /// The chat that it is about.
    pub chat_id: String,
    /// What it says, as plain text.
    pub text: String,
    /// Which attendant wrote it, also one who is gone; null where whoever did had given no name.
    #[schema(required)]
    pub author_id: Option<String>,
    /// What they are called.
    #[schema(required)]
    pub author_name: Option<String>,
    /// When it was written, in UTC milliseconds.
    pub written_at_ms: i64,
    /// When it was last changed, in UTC milliseconds; null: never.
    #[schema(required)]
    pub changed_at_ms: Option<i64>,
    /// What is called who changed it last; null: it was never changed, or they had given no name.
    #[schema(required)]
    pub changed_by_name: Option<String>,
}

impl From<Note> for NoteShape {
    fn from(note: Note) -> Self {
        let Note { id, chat, text, author, written_at, changed_at, changed_by } = note;
        let (author_id, author_name) = author.map(|author| (author.id.to_string(), author.name)).unzip();
        Self {
            id: id.to_string(),
            chat_id: chat.to_string(),
            text,
            author_id,
            author_name,
            written_at_ms: written_at.0,
            changed_at_ms: changed_at.map(|at| at.0),
            changed_by_name: changed_by.map(|by| by.name),
        }
    }
}

/// A person of the tenant who answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Attendant)]
pub(crate) struct AttendantShape {
    /// Identity inside the tenant.
    pub id: String,
    /// What they are called.
    pub name: String,
}

impl From<Attendant> for AttendantShape {
    fn from(attendant: Attendant) -> Self {
        Self { id: attendant.id.to_string(), name: attendant.name }
    }
}

/// Who of the tenant looks at which chat just now. The socket tells of it by the event `looking`, to others than themselves;
/// who is not told of again for a minute looks no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Looker)]
pub(crate) struct LookerShape {
    /// A word for the login or key by which they do: the same for as long as that is.
    pub who: String,
    /// Which attendant it is; null where that was not said.
    #[schema(required)]
    pub attendant_id: Option<String>,
    /// What they are called.
    #[schema(required)]
    pub attendant_name: Option<String>,
    /// The chat; null: none any more.
    #[schema(required)]
    pub chat_id: Option<String>,
    /// Whether they type in it.
    pub is_typing: bool,
}
