//! What a chat's gallery shows: its pictures and films, its documents, and what holds a link.
//!
//! Each part has an index of its own that follows from what messages say, so that no writer can forget it.

use portaria_domain::{ChatId, UnixMs};

use crate::StorageError;
use crate::chats::ChatStore;
use crate::chats::lists::{self, MessagePage, PageOf, Selection};
use crate::chats::state::IS_OVER;

/// A part of a chat's gallery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GalleryPart {
    /// Pictures and films.
    Media,
    /// Documents.
    Documents,
    /// Texts and captions with a link into the web.
    Links,
}

/// Which messages of a chat's gallery.
#[derive(Clone, Debug)]
pub struct GalleryQuery {
    /// The chat.
    pub chat: ChatId,
    /// Which part of its gallery.
    pub part: GalleryPart,
    /// Where the page lies.
    pub of: PageOf,
    /// How many at most.
    pub limit: usize,
}

impl ChatStore {
    /// Messages of a chat's gallery, newest first. What opens once, was deleted, or has no time left at `now` is in none
    /// of its parts. `None`: the message that the page is around is not in this part.
    pub async fn gallery(&self, query: GalleryQuery, now: UnixMs) -> Result<Option<MessagePage>, StorageError> {
        let GalleryQuery { chat, part, of, limit } = query;
        self.database.read(move |db| lists::page(db, &selection(chat, part, now), of, limit)).await
    }
}

fn selection(chat: ChatId, part: GalleryPart, now: UnixMs) -> Selection {
    Selection { chat, condition: format!("{} AND NOT coalesce({IS_OVER}, 0)", part.condition()), now: Some(now) }
}

impl GalleryPart {
    /// What the part's index holds, word for word: the index is used for nothing else.
    const fn condition(self) -> &'static str {
        match self {
            Self::Media => {
                "json_extract(context, '$.is_view_once') IS NULL
                 AND json_extract(content, '$.kind') = 'media'
                 AND json_extract(content, '$.file') IN ('image', 'video', 'gif')"
            }
            Self::Documents => {
                "json_extract(context, '$.is_view_once') IS NULL
                 AND json_extract(content, '$.kind') = 'media' AND json_extract(content, '$.file') = 'document'"
            }
            Self::Links => {
                "json_extract(context, '$.is_view_once') IS NULL
                 AND (ifnull(json_extract(content, '$.text'), json_extract(content, '$.caption')) LIKE '%http://_%'
                      OR ifnull(json_extract(content, '$.text'), json_extract(content, '$.caption')) LIKE '%https://_%')"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn each_part_is_walked_in_its_own_index() {
        let mut db = Connection::open_in_memory().unwrap();
        crate::chats::migrations().to_latest(&mut db).unwrap();
        let chat = ChatId::from_parts(UnixMs(1), [1; 10]);
        for (part, index) in [
            (GalleryPart::Media, "messages_with_media"),
            (GalleryPart::Documents, "messages_with_documents"),
            (GalleryPart::Links, "messages_with_links"),
        ] {
            let selection = selection(chat, part, UnixMs(1));
            for (sql, side) in [(selection.older_sql(), '<'), (selection.newer_sql(), '>')] {
                let plan = crate::database::plan(&db, &sql);
                let walk = format!("INDEX {index} (chat_id=? AND place_ms{side}?)");
                assert!(plan.contains(&walk) && !plan.contains("TEMP B-TREE"), "{plan}");
            }
        }
    }
}
