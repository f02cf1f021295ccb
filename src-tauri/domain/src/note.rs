//! Notes on a chat.

use crate::{AttendantId, ChatId, NoteId, UnixMs};

/// What somebody wrote down about a chat. It stays here: WhatsApp is never told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Identity inside the tenant.
    pub id: NoteId,
    /// What it is about.
    pub chat: ChatId,
    /// What it says.
    pub text: String,
    /// Who wrote it; `None` where whoever did had given no name.
    pub author: Option<Author>,
    /// When it was written.
    pub written_at: UnixMs,
    /// When it was last changed, if it was.
    pub changed_at: Option<UnixMs>,
    /// Who changed it last, by the name that they gave.
    pub changed_by: Option<Author>,
}

/// Who wrote a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// Which attendant it was; there may be no such one any more.
    pub id: AttendantId,
    /// What they are called, or were called last.
    pub name: String,
}
