//! Lists of chats and of messages, page by page.

use portaria_domain::{Chat, ChatId, Content, Message, MessageId, MessageKey, Raw, UnixMs};
use rusqlite::{OptionalExtension as _, named_params, params};

use crate::chats::{ChatStore, columns, directory, messages, packed};
use crate::{StorageError, fold};

/// Which chats to list.
#[derive(Clone, Debug, Default)]
pub struct ChatQuery {
    /// Part of a name or number; accents and case do not matter.
    pub search: Option<String>,
    /// Where the page before ended: its last chat's activity and id.
    pub before: Option<(UnixMs, ChatId)>,
    /// How many at most.
    pub limit: usize,
}

/// A place in a chat's history: behind the message with this place and id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageCursor {
    /// Where the message stands.
    pub place: UnixMs,
    /// Its id, which tells it apart from others of that place.
    pub id: MessageId,
}

/// A page of messages, newest first.
#[derive(Clone, Debug)]
pub struct MessagePage {
    /// The messages.
    pub messages: Vec<Message>,
    /// Where the next, older page begins, if there is one.
    pub next: Option<MessageCursor>,
}

/// A message with what it came as.
#[derive(Clone, Debug)]
pub struct KeptMessage {
    /// Which one it is.
    pub key: MessageKey,
    /// What it says now.
    pub content: Content,
    /// Its protobuf, where it is kept.
    pub raw: Option<Raw>,
}

impl ChatStore {
    /// Chats of the paired account, the last active first.
    pub async fn chats(&self, query: ChatQuery) -> Result<Vec<Chat>, StorageError> {
        let sql = chats_sql();
        let found = fold::patterns(query.search.as_deref());
        let (words, digits) = found.map_or((None, None), |found| (Some(found.words), Some(found.digits)));
        self.database
            .read(move |db| {
                let mut statement = db.prepare_cached(&sql)?;
                let rows = statement.query_map(
                    named_params! {
                        ":at": query.before.map_or(i64::MAX, |(at, _)| at.0),
                        ":id": query.before.map_or_else(String::new, |(_, id)| id.to_string()),
                        ":words": words,
                        ":digits": digits,
                        ":limit": i64::try_from(query.limit).unwrap_or(i64::MAX),
                    },
                    directory::read,
                )?;
                rows.collect()
            })
            .await
    }

    /// Messages of a chat, newest first.
    pub async fn messages(
        &self,
        chat: ChatId,
        before: Option<MessageCursor>,
        limit: usize,
    ) -> Result<MessagePage, StorageError> {
        let sql = messages_sql();
        self.database
            .read(move |db| {
                let mut statement = db.prepare_cached(&sql)?;
                let rows = statement.query_map(
                    named_params! {
                        ":chat": chat.to_string(),
                        ":place": before.as_ref().map_or(i64::MAX, |cursor| cursor.place.0),
                        ":id": before.map(|cursor| cursor.id.to_string()),
                        ":limit": i64::try_from(limit).unwrap_or(i64::MAX - 1) + 1,
                    },
                    messages::read,
                )?;
                let mut messages: Vec<Message> = rows.collect::<Result<_, _>>()?;
                let more = messages.len() > limit;
                messages.truncate(limit);
                let last =
                    messages.last().map(|message| MessageCursor { place: message.place, id: message.id.clone() });
                Ok(MessagePage { messages, next: if more { last } else { None } })
            })
            .await
    }

    /// A message of a chat as the gateway needs it to answer it, or to say something about it; the account's own, should
    /// others share its id.
    pub async fn kept_message(&self, chat: ChatId, id: &MessageId) -> Result<Option<KeptMessage>, StorageError> {
        let find = "SELECT m.id, m.from_me, m.sender_pn, m.sender_lid, m.content, m.raw_format, m.raw, c.pn, c.lid
                    FROM messages m JOIN chats c ON c.id = m.chat_id
                    WHERE m.chat_id = ?1 AND m.id = ?2 ORDER BY m.from_me DESC LIMIT 1";
        let id = id.clone();
        self.database
            .read(move |db| {
                db.prepare_cached(find)?
                    .query_row(params![chat.to_string(), id.as_str()], |row| {
                        let key = MessageKey {
                            chat: columns::address(row, "pn", "lid")?,
                            id: id.clone(),
                            from_me: row.get("from_me")?,
                            sender: columns::address(row, "sender_pn", "sender_lid")?,
                        };
                        Ok(KeptMessage { key, content: columns::parsed(row, "content")?, raw: packed::unpack(row)? })
                    })
                    .optional()
            })
            .await
    }

    /// When something last happened in any chat of the account that is paired, or was last.
    pub async fn last_activity(&self) -> Result<Option<UnixMs>, StorageError> {
        let find = "SELECT max(last_activity_at_ms) FROM chats
                    WHERE account = (SELECT account FROM owner) AND is_listed = 1";
        let at: Option<i64> = self.database.read(move |db| db.query_row(find, [], |row| row.get(0))).await?;
        Ok(at.map(UnixMs))
    }

    /// One message of a chat; the account's own, should others share its id.
    pub async fn message(&self, chat: ChatId, id: &MessageId) -> Result<Option<Message>, StorageError> {
        let sql = format!(
            "SELECT {} FROM messages m WHERE m.chat_id = ?1 AND m.id = ?2 ORDER BY m.from_me DESC LIMIT 1",
            messages::columns()
        );
        let id = id.to_string();
        self.database
            .read(move |db| {
                db.prepare_cached(&sql)?.query_row(params![chat.to_string(), id], messages::read).optional()
            })
            .await
    }
}

/// A page begins in the index where the one before ended, however deep that is.
fn chats_sql() -> String {
    format!(
        "{} WHERE c.account = (SELECT account FROM owner) AND c.is_listed = 1 AND c.kind <> 'status'
           AND (c.last_activity_at_ms, c.id) < (:at, :id)
           AND (:words IS NULL OR c.search LIKE :words ESCAPE '\\' OR c.search LIKE :digits ESCAPE '\\')
         ORDER BY c.last_activity_at_ms DESC, c.id DESC LIMIT :limit",
        directory::select()
    )
}

/// The same for messages; those of one place stand in the order of their arrival.
fn messages_sql() -> String {
    format!(
        "SELECT {} FROM messages m
         WHERE m.chat_id = :chat AND m.is_shown = 1
           AND (m.place_ms, m.row) < (:place, ifnull((SELECT max(row) FROM messages WHERE chat_id = :chat AND id = :id), -1))
         ORDER BY m.place_ms DESC, m.row DESC LIMIT :limit",
        messages::columns()
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn pages_begin_in_the_index_where_the_one_before_ended() {
        let mut db = Connection::open_in_memory().unwrap();
        crate::chats::migrations().to_latest(&mut db).unwrap();
        for (sql, walk) in [
            (chats_sql(), "INDEX chats_by_activity (account=? AND (last_activity_at_ms,id)<(?,?))"),
            (messages_sql(), "INDEX messages_by_place (chat_id=? AND place_ms<?)"),
        ] {
            let plan = crate::database::plan(&db, &sql);
            assert!(plan.contains(walk) && !plan.contains("TEMP B-TREE"), "{plan}");
        }
    }
}
