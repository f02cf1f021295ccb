//! What events are called by now, without what they tell: that is enough for who plans what is to be sent.

use rusqlite::types::Value;
use rusqlite::{Connection, Row};

use crate::chats::events::Kind;

/// The columns that [`name`] wants, of a table or alias `e`.
pub(super) const COLUMNS: &str = "e.kind, e.chat_id, e.message_row, e.data";

const CHAT: &str = "SELECT 1 FROM chats WHERE id = ?1";
const MESSAGE: &str = "SELECT 1 FROM messages WHERE row = ?1";
const NOTE: &str = "SELECT 1 FROM notes WHERE id = ?1";
const QUICK_REPLY: &str = "SELECT 1 FROM quick_replies WHERE id = ?1";
const EXPORT: &str = "SELECT 1 FROM exports WHERE id = ?1";

/// What an event is called, as `events` would read it; `None`: a later version wrote it.
pub(super) fn name(db: &Connection, row: &Row<'_>) -> rusqlite::Result<Option<&'static str>> {
    let is_there = |find: &str, column: &str| db.prepare_cached(find)?.exists([row.get::<_, Value>(column)?]);
    let Some(kind) = Kind::of(row.get_ref("kind")?.as_str()?) else { return Ok(None) };
    let of_message = |name| {
        Ok::<_, rusqlite::Error>(match is_there(CHAT, "chat_id")? {
            false => "chat.removed",
            true if is_there(MESSAGE, "message_row")? => name,
            true => "chat.updated",
        })
    };
    Ok(Some(match kind {
        Kind::MessageReceived => of_message("message.received")?,
        Kind::MessageCreated => of_message("message.created")?,
        Kind::MessageUpdated => of_message("message.updated")?,
        Kind::MessageStatusChanged => of_message("message.status_changed")?,
        Kind::ChatUpdated if is_there(CHAT, "chat_id")? => "chat.updated",
        Kind::ChatUpdated | Kind::ChatRemoved => "chat.removed",
        Kind::NoteChanged if is_there(NOTE, "data")? => "note.updated",
        Kind::NoteChanged => "note.removed",
        Kind::QuickReplyChanged if is_there(QUICK_REPLY, "data")? => "quick_reply.updated",
        Kind::QuickReplyChanged => "quick_reply.removed",
        Kind::StatusChanged => "session.status_changed",
        Kind::LabelsChanged => "labels.changed",
        Kind::AttendantsChanged => "attendants.changed",
        Kind::PreferencesChanged => "preferences.changed",
        Kind::BusinessHoursChanged => "business_hours.changed",
        Kind::AutomaticMessagesChanged => "automatic_messages.changed",
        Kind::ExportChanged if is_there(EXPORT, "data")? => "export.updated",
        Kind::ExportChanged => "export.removed",
        Kind::ContactErased => "contact.erased",
        Kind::WebhookDisabled => "webhook.disabled",
        Kind::ChangeRefused => "change.refused",
        Kind::HistoryStored => "history.stored",
        Kind::EarlierAccountChanged => "earlier_account.updated",
    }))
}
