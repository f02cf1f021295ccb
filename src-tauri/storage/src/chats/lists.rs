//! Lists of chats and of messages, page by page.

use portaria_domain::{AttendantId, Chat, ChatId, Content, Message, MessageId, MessageKey, Raw, UnixMs};
use rusqlite::{Connection, OptionalExtension as _, named_params, params};

use crate::chats::figures::Hours;
use crate::chats::{ChatStore, columns, directory, messages, packed};
use crate::{StorageError, fold};

/// Which chats to list.
#[derive(Clone, Debug, Default)]
pub struct ChatQuery {
    /// Part of a name or number; accents and case do not matter.
    pub search: Option<String>,
    /// Which part of the chats.
    pub show: ChatsShown,
    /// Only those with this label.
    pub label: Option<String>,
    /// Only those that this attendant sees to.
    pub assignee: Option<AttendantId>,
    /// Only those with a message in these hours.
    pub active_in: Option<Hours>,
    /// Only those of two whose first message is in these hours.
    pub new_in: Option<Hours>,
    /// Only those with an own message of these hours that did not leave.
    pub failed_in: Option<Hours>,
    /// Where the page before ended: its last chat's activity and id.
    pub before: Option<(UnixMs, ChatId)>,
    /// How many at most.
    pub limit: usize,
}

/// A part of the chats. Where nothing else is said, those that are put away are not in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChatsShown {
    /// All, also those that are put away.
    #[default]
    All,
    /// What is not put away.
    Main,
    /// What is put away, and only that.
    Archived,
    /// With something that was not read, or marked so by hand.
    Unread,
    /// Of many people.
    Groups,
    /// In which somebody waits for an answer.
    Waiting,
    /// Kept at the top.
    Pinned,
}

impl ChatsShown {
    const fn condition(self) -> &'static str {
        match self {
            Self::All => "1",
            Self::Main => "c.is_archived = 0",
            Self::Archived => "c.is_archived = 1",
            Self::Unread => "c.is_archived = 0 AND (c.unread > 0 OR c.is_marked_unread = 1)",
            Self::Groups => "c.is_archived = 0 AND c.kind IN ('group', 'community')",
            Self::Waiting => "c.is_archived = 0 AND c.waiting_since_ms IS NOT NULL",
            Self::Pinned => "c.is_archived = 0 AND c.pinned_at_ms IS NOT NULL",
        }
    }
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
    /// Where newer ones begin, if there are any.
    pub newer: Option<MessageCursor>,
}

/// Where a page of messages lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageOf {
    /// The newest.
    Newest,
    /// What is older than a message.
    Before(MessageCursor),
    /// What is newer than a message, the nearest to it.
    After(MessageCursor),
    /// A message and what stands around it: half of the page older, with itself, the other half newer.
    Around(MessageId),
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
    /// Whether a number exchanged it that was linked before.
    pub is_of_earlier_number: bool,
}

impl ChatStore {
    /// Chats of the paired account, the last active first.
    pub async fn chats(&self, query: ChatQuery) -> Result<Vec<Chat>, StorageError> {
        let sql = chats_sql(query.show);
        let (active_from, active_to) = query.active_in.map(Hours::numbers).unzip();
        let (new_from, new_to) = query.new_in.map(Hours::numbers).unzip();
        let (failed_from, failed_to) = query.failed_in.map(Hours::numbers).unzip();
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
                        ":label": query.label,
                        ":assignee": query.assignee.map(|assignee| assignee.to_string()),
                        ":active_from": active_from,
                        ":active_to": active_to,
                        ":new_from": new_from,
                        ":new_to": new_to,
                        ":failed_from": failed_from,
                        ":failed_to": failed_to,
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
        let of = before.map_or(PageOf::Newest, PageOf::Before);
        let page = self.messages_at(chat, of, limit).await?;
        Ok(page.expect("only a page around a message may be missing"))
    }

    /// Messages of a chat that lie somewhere, newest first. `None`: the message that they stand around is not there.
    pub async fn messages_at(
        &self,
        chat: ChatId,
        of: PageOf,
        limit: usize,
    ) -> Result<Option<MessagePage>, StorageError> {
        self.database.read(move |db| page(db, &Selection::all(chat), of, limit)).await
    }

    /// A message of a chat as the gateway needs it to answer it, or to say something about it; the account's own, should
    /// others share its id.
    pub async fn kept_message(&self, chat: ChatId, id: &MessageId) -> Result<Option<KeptMessage>, StorageError> {
        let find = "SELECT m.id, m.from_me, m.sender_pn, m.sender_lid, m.content, m.raw_format, m.raw, c.pn, c.lid,
                           m.row <= c.earlier_up_to AS is_of_earlier_number
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
                        Ok(KeptMessage {
                            key,
                            content: columns::parsed(row, "content")?,
                            raw: packed::unpack(row)?,
                            is_of_earlier_number: row.get("is_of_earlier_number")?,
                        })
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

/// Whether a chat had a message, its first one or one that failed, in the hours that were asked for.
const IN_HOURS: &str = "
    (:active_from IS NULL OR EXISTS (SELECT 1 FROM figure_chats f
                                     WHERE f.chat_id = c.id AND f.hour >= :active_from AND f.hour < :active_to))
    AND (:new_from IS NULL OR c.kind = 'direct' AND (SELECT min(f.hour) FROM figure_chats f WHERE f.chat_id = c.id)
                                                    BETWEEN :new_from AND :new_to - 1)
    AND (:failed_from IS NULL OR c.id IN (SELECT f.chat_id FROM figure_failures f
                                          WHERE f.account = (SELECT account FROM owner)
                                            AND f.hour >= :failed_from AND f.hour < :failed_to))";

/// A page begins in the index where the one before ended, however deep that is.
fn chats_sql(show: ChatsShown) -> String {
    format!(
        "{} WHERE c.account = (SELECT account FROM owner) AND c.is_listed = 1 AND c.kind <> 'status'
           AND (c.last_activity_at_ms, c.id) < (:at, :id)
           AND (:words IS NULL OR c.search LIKE :words ESCAPE '\\' OR c.search LIKE :digits ESCAPE '\\')
           AND (:label IS NULL OR EXISTS (SELECT 1 FROM chat_labels l WHERE l.chat_id = c.id AND l.label = :label))
           AND (:assignee IS NULL OR c.assignee = :assignee)
           AND {IN_HOURS} AND {}
         ORDER BY c.last_activity_at_ms DESC, c.id DESC LIMIT :limit",
        directory::select(),
        show.condition()
    )
}

/// The messages of a chat of which there are pages.
pub(super) struct Selection {
    pub(super) chat: ChatId,
    /// Besides that they are shown. `?1` in it is the moment.
    pub(super) condition: String,
    pub(super) now: Option<UnixMs>,
}

impl Selection {
    fn all(chat: ChatId) -> Self {
        Self { chat, condition: "1".to_owned(), now: None }
    }

    /// A page begins in the index where the one before ended; messages of one place stand in the order of their arrival.
    pub(super) fn older_sql(&self) -> String {
        format!(
            "SELECT {} FROM messages m WHERE m.chat_id = ?2 AND m.is_shown = 1 AND (m.place_ms, m.row) < (?3, ?4) AND {}
             ORDER BY m.place_ms DESC, m.row DESC LIMIT ?5",
            messages::columns(),
            self.condition
        )
    }

    pub(super) fn newer_sql(&self) -> String {
        format!(
            "SELECT {} FROM messages m WHERE m.chat_id = ?2 AND m.is_shown = 1 AND (m.place_ms, m.row) > (?3, ?4) AND {}
             ORDER BY m.place_ms, m.row LIMIT ?5",
            messages::columns(),
            self.condition
        )
    }

    /// Messages behind a place, the nearest first, and whether there are more.
    fn walk(
        &self,
        db: &Connection,
        sql: &str,
        (place, row): (i64, i64),
        limit: usize,
    ) -> rusqlite::Result<(Vec<Message>, bool)> {
        let asked = i64::try_from(limit).unwrap_or(i64::MAX - 1) + 1;
        let mut find = db.prepare_cached(sql)?;
        let now = self.now.map(|now| now.0);
        let found = find.query_map(params![now, self.chat.to_string(), place, row, asked], messages::read)?;
        let mut messages: Vec<Message> = found.collect::<Result<_, _>>()?;
        let more = messages.len() > limit;
        messages.truncate(limit);
        Ok((messages, more))
    }

    fn older(&self, db: &Connection, place: (i64, i64), limit: usize) -> rusqlite::Result<(Vec<Message>, bool)> {
        self.walk(db, &self.older_sql(), place, limit)
    }

    /// As they stand in a page: newest first.
    fn newer(&self, db: &Connection, place: (i64, i64), limit: usize) -> rusqlite::Result<(Vec<Message>, bool)> {
        let (mut messages, more) = self.walk(db, &self.newer_sql(), place, limit)?;
        messages.reverse();
        Ok((messages, more))
    }

    /// Where a message of a cursor lies, or lay.
    fn place_of(&self, db: &Connection, at: &MessageCursor) -> rusqlite::Result<(i64, i64)> {
        let find = "SELECT max(row) FROM messages WHERE chat_id = ?1 AND id = ?2";
        let row: Option<i64> =
            db.prepare_cached(find)?.query_row(params![self.chat.to_string(), at.id.as_str()], |row| row.get(0))?;
        Ok((at.place.0, row.unwrap_or(-1)))
    }

    /// Where a message lies that is one of them.
    fn find(&self, db: &Connection, id: &MessageId) -> rusqlite::Result<Option<(i64, i64)>> {
        let find = "SELECT place_ms, row FROM messages WHERE chat_id = ?1 AND id = ?2 AND is_shown = 1
                    ORDER BY row DESC LIMIT 1";
        let place: Option<(i64, i64)> = db
            .prepare_cached(find)?
            .query_row(params![self.chat.to_string(), id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((place, row)) = place else { return Ok(None) };
        let (first, _) = self.older(db, (place, row + 1), 1)?;
        Ok(first.first().is_some_and(|first| first.id == *id).then_some((place, row)))
    }
}

/// A page of what was selected. `None`: the message that it is around is not one of them.
pub(super) fn page(
    db: &Connection,
    selection: &Selection,
    of: PageOf,
    limit: usize,
) -> rusqlite::Result<Option<MessagePage>> {
    let (at, is_later) = match of {
        PageOf::Newest => ((i64::MAX, -1), false),
        PageOf::Before(cursor) => (selection.place_of(db, &cursor)?, true),
        PageOf::After(after) => {
            let (messages, more) = selection.newer(db, selection.place_of(db, &after)?, limit)?;
            let newer = messages.first().filter(|_| more).map(cursor);
            // Whatever was known before lies behind them.
            let next = Some(messages.last().map_or(after, cursor));
            return Ok(Some(MessagePage { messages, next, newer }));
        }
        PageOf::Around(id) => return around(db, selection, &id, limit.max(1)),
    };
    let (messages, more) = selection.older(db, at, limit)?;
    let next = messages.last().filter(|_| more).map(cursor);
    let newer = messages.first().filter(|_| is_later).map(cursor);
    Ok(Some(MessagePage { messages, next, newer }))
}

fn around(
    db: &Connection,
    selection: &Selection,
    id: &MessageId,
    limit: usize,
) -> rusqlite::Result<Option<MessagePage>> {
    let Some((place, row)) = selection.find(db, id)? else { return Ok(None) };
    let (mut messages, more_newer) = selection.newer(db, (place, row), limit / 2)?;
    let itself = || MessageCursor { place: UnixMs(place), id: id.clone() };
    let newer = more_newer.then(|| messages.first().map_or_else(itself, cursor));
    let (older, more_older) = selection.older(db, (place, row + 1), limit - messages.len().min(limit - 1))?;
    messages.extend(older);
    let next = messages.last().filter(|_| more_older).map(cursor);
    Ok(Some(MessagePage { messages, next, newer }))
}

fn cursor(message: &Message) -> MessageCursor {
    MessageCursor { place: message.place, id: message.id.clone() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn pages_begin_in_the_index_where_the_one_before_ended() {
        let mut db = Connection::open_in_memory().unwrap();
        crate::chats::migrations().to_latest(&mut db).unwrap();
        let messages = Selection::all(ChatId::from_parts(UnixMs(1), [1; 10]));
        for (sql, walk) in [
            (chats_sql(ChatsShown::Unread), "INDEX chats_by_activity (account=? AND (last_activity_at_ms,id)<(?,?))"),
            (messages.older_sql(), "INDEX messages_by_place (chat_id=? AND place_ms<?)"),
            (messages.newer_sql(), "INDEX messages_by_place (chat_id=? AND place_ms>?)"),
        ] {
            let plan = crate::database::plan(&db, &sql);
            assert!(plan.contains(walk) && !plan.contains("TEMP B-TREE"), "{plan}");
        }
    }
}
