//! The file of a message, as it stands beside the message's own columns.

use portaria_domain::{Content, HoldReason, MediaFailure, MediaFile, MediaId, MediaState};
use rusqlite::Row;
use rusqlite::types::ValueRef;

use crate::BlobName;
use crate::chats::columns::{UnknownWord, parsed};
use crate::control::unreadable;

/// The column `file` of a message `m`, as [`of_message`] reads it.
pub(in crate::chats) const COLUMN: &str = "
    (SELECT json_array(f.id, f.state, f.reason, b.mime, b.size_bytes, b.preview IS NOT NULL)
     FROM media f LEFT JOIN blobs b ON b.sha256 = f.sha256 WHERE f.message_row = m.row) AS file";

/// The column `reason` of a state.
pub(super) fn reason(state: MediaState) -> Option<String> {
    let word = match state {
        MediaState::OnDemand(reason) => serde_json::to_value(reason),
        MediaState::Failed(failure) => serde_json::to_value(failure),
        MediaState::Waiting | MediaState::Here => return None,
    };
    word.ok().and_then(|word| word.as_str().map(str::to_owned))
}

fn state(state: &str, reason: Option<&str>) -> rusqlite::Result<MediaState> {
    let word = || serde_json::Value::from(reason.unwrap_or_default());
    let bad = |error: serde_json::Error| unreadable("reason", error);
    match state {
        "on_demand" => serde_json::from_value::<HoldReason>(word()).map(MediaState::OnDemand).map_err(bad),
        "failed" => serde_json::from_value::<MediaFailure>(word()).map(MediaState::Failed).map_err(bad),
        "waiting" => Ok(MediaState::Waiting),
        "here" => Ok(MediaState::Here),
        other => Err(unreadable("state", UnknownWord(other.to_owned()))),
    }
}

/// What [`COLUMN`] holds: id, state, reason, type, size in bytes, 1 where there is a small picture.
type Columns = (MediaId, String, Option<String>, Option<String>, Option<u64>, u8);

/// Reads [`COLUMN`] beside the content of the message that it belongs to.
pub(in crate::chats) fn of_message(row: &Row<'_>, content: &Content) -> rusqlite::Result<Option<MediaFile>> {
    if matches!(row.get_ref("file")?, ValueRef::Null) {
        return Ok(None);
    }
    let Content::Media(media) = content else { return Ok(None) };
    let (id, word, reason, mime, size_bytes, has_preview): Columns = parsed(row, "file")?;
    Ok(Some(MediaFile {
        id,
        state: state(&word, reason.as_deref())?,
        mime: mime.unwrap_or_default(),
        size_bytes: size_bytes.or(media.size_bytes),
        has_preview: has_preview != 0,
    }))
}

/// Reads the name of a blob.
pub(in crate::chats) fn blob_name(name: &str) -> rusqlite::Result<BlobName> {
    name.parse().map_err(|error| unreadable("sha256", error))
}
