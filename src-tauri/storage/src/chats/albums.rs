//! What has come of the album that a chat's newest message belongs to.
//!
//! Counted in an index of its own that holds nothing but pictures and films of albums: a list reads no other message.

use portaria_domain::AlbumSoFar;
use rusqlite::Row;
use serde::Deserialize;

use crate::chats::columns;

/// Of more than this an album says no more. WhatsApp's own apps put 100 into one.
const MOST_COUNTED: u32 = 200;

/// The pictures and films of the album of a message `m`, `{alias}` each: what the index holds, word for word.
pub(super) fn parts(alias: &str) -> String {
    format!(
        "{alias}.chat_id = m.chat_id AND json_extract({alias}.context, '$.album') = json_extract(m.context, '$.album')
         AND {alias}.sender_key = m.sender_key AND {alias}.is_shown = 1
         AND json_extract({alias}.context, '$.album') IS NOT NULL
         AND json_extract({alias}.context, '$.is_view_once') IS NULL
         AND json_extract({alias}.content, '$.kind') = 'media'
         AND json_extract({alias}.content, '$.file') IN ('image', 'video', 'gif')"
    )
}

/// The column `last_album` of a chat's newest message `m`: nothing where it is not a part of an album of two at least.
pub(super) fn column() -> String {
    format!(
        "CASE WHEN json_extract(m.context, '$.album') IS NOT NULL
                   AND json_extract(m.context, '$.is_view_once') IS NULL
                   AND json_extract(m.content, '$.file') IN ('image', 'video', 'gif')
         THEN (SELECT json_object('images', sum(file = 'image'), 'videos', sum(file <> 'image'),
                      'caption', (SELECT json_extract(w.content, '$.caption') FROM messages w
                                  WHERE {} AND (json_extract(w.content, '$.caption') IS NOT NULL) = 1
                                  ORDER BY w.place_ms, w.row LIMIT 1))
               FROM (SELECT json_extract(a.content, '$.file') AS file FROM messages a
                     WHERE {} LIMIT {MOST_COUNTED})
               HAVING count(*) > 1) END AS last_album",
        parts("w"),
        parts("a")
    )
}

#[derive(Deserialize)]
struct Counted {
    images: u32,
    videos: u32,
    caption: Option<String>,
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Option<AlbumSoFar>> {
    let counted: Option<Counted> = columns::optional(row, "last_album")?;
    Ok(counted.map(|Counted { images, videos, caption }| AlbumSoFar { images, videos, caption }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn an_album_is_counted_in_its_index_alone() {
        let mut db = Connection::open_in_memory().unwrap();
        crate::chats::migrations().to_latest(&mut db).unwrap();
        let plan = crate::database::plan(&db, &format!("SELECT {} FROM messages m WHERE m.row = ?1", column()));
        let seek = "INDEX messages_by_album (chat_id=? AND <expr>=? AND sender_key=?";
        assert!(plan.contains(&format!("SEARCH a USING {seek})")), "{plan}");
        assert!(plan.contains(&format!("SEARCH w USING {seek} AND <expr>=?)")), "{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{plan}");
    }
}
