//! Looking for messages: by their words, where they stand, who wrote them, when, and what they are.

mod index;
mod snippet;
mod tokens;
mod typed;

use portaria_domain::{Address, Chat, ChatId, Jid, Message, MessageId, UnixMs};
use rusqlite::{Connection, params};

use self::typed::Term;
use crate::StorageError;
use crate::chats::{ChatStore, columns, directory, messages, parties};

pub use snippet::Snippet;

/// Which messages to look for. What is not said does not matter.
#[derive(Clone, Debug, Default)]
pub struct MessageSearch {
    /// What somebody typed: each word by its beginning, in quotes as it stands; accents and case do not matter.
    pub words: Option<String>,
    /// Who wrote it.
    pub writer: Option<Writer>,
    /// The chat. Without one, all that the paired account lists.
    pub chat: Option<ChatId>,
    /// Not before this moment.
    pub since: Option<UnixMs>,
    /// Before this moment.
    pub until: Option<UnixMs>,
    /// One of these kinds, in the words of [`portaria_domain::Content::kind`]; `link` for what holds a link. Empty: any.
    pub kinds: Vec<String>,
    /// Where the page before ended.
    pub before: Option<FoundCursor>,
    /// How many at most.
    pub limit: usize,
}

/// Who wrote a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Writer {
    /// This account.
    Me,
    /// Anybody else.
    Others,
    /// Somebody by an address of theirs.
    Party(Jid),
}

/// Behind which message a page ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundCursor {
    /// Where it stands.
    pub place: UnixMs,
    /// Its chat.
    pub chat: ChatId,
    /// Its id.
    pub id: MessageId,
}

/// A message that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The message.
    pub message: Message,
    /// The part of it that was looked for.
    pub snippet: Snippet,
}

/// A page of what was found, the newest first.
#[derive(Clone, Debug, Default)]
pub struct FoundPage {
    /// The messages.
    pub found: Vec<Found>,
    /// Their chats, each once.
    pub chats: Vec<Chat>,
    /// Where the next page begins, if there is one.
    pub next: Option<FoundCursor>,
}

impl ChatStore {
    /// Looks for messages among those that are in the index: see [`ChatStore::index_some`].
    pub async fn search_messages(&self, query: MessageSearch) -> Result<FoundPage, StorageError> {
        self.database.read(move |db| search(db, &query)).await
    }
}

fn search(db: &Connection, query: &MessageSearch) -> rusqlite::Result<FoundPage> {
    let terms = query.words.as_deref().map(typed::terms).unwrap_or_default();
    if query.words.is_some() && terms.is_empty() {
        return Ok(FoundPage::default()); // nothing of what was typed is in any message's words
    }
    let from = query.since.map_or(0, |since| index::first_row(since.0));
    let until = query.until.map_or(i64::MAX, |until| index::first_row(until.0.saturating_add(999)));
    let before = query.before.as_ref().map(|cursor| row_of(db, cursor)).transpose()?.unwrap_or(i64::MAX);
    let limit = i64::try_from(query.limit).unwrap_or(i64::MAX - 1);
    // Words stand under the account that had the chat as they came: of chats that went on only some are shown.
    let find = format!(
        "SELECT rowid FROM message_index WHERE message_index MATCH ?1 AND rowid >= ?2 AND rowid < ?3 {}
         ORDER BY rowid DESC LIMIT ?4",
        if query.chat.is_none() && has_continued(db)? { index::IS_CURRENT } else { "" }
    );
    let mut rows: Vec<i64> = db
        .prepare_cached(&find)?
        .query_map(params![expression(db, query, &terms)?, from, until.min(before), limit + 1], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let more = rows.len() > query.limit;
    rows.truncate(query.limit);
    let mut page = FoundPage::default();
    for row in rows {
        let Some(message) = messages::get(db, index::message_row(row))? else { continue };
        if page.chats.iter().all(|chat| chat.id != message.chat) {
            page.chats.extend(directory::get(db, message.chat)?);
        }
        page.found.push(Found { snippet: snippet::snippet(&message.content, &terms), message });
    }
    let last = page.found.last().map(|Found { message, .. }| FoundCursor {
        place: message.place,
        chat: message.chat,
        id: message.id.clone(),
    });
    page.next = last.filter(|_| more);
    Ok(page)
}

/// Whether chats of any number that was linked before went on.
fn has_continued(db: &Connection) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM accounts WHERE continued_by IS NOT NULL")?.exists([])
}

/// The row of the index that a page ended with. Of a message that is gone meanwhile, the first one that it could have
/// had after its second: rather a message twice than one not at all.
fn row_of(db: &Connection, cursor: &FoundCursor) -> rusqlite::Result<i64> {
    let find = "SELECT max(row) FROM messages WHERE chat_id = ?1 AND id = ?2 AND place_ms = ?3";
    let row: Option<i64> = db
        .prepare_cached(find)?
        .query_row(params![cursor.chat.to_string(), cursor.id.as_str(), cursor.place.0], |row| row.get(0))?;
    let place = cursor.place.0;
    Ok(row.map_or_else(|| index::first_row(place.saturating_add(1_000)), |row| index::index_row(place, row)))
}

/// What the index is asked for. Every token is of letters and digits and stands in quotes: nothing in it is an operator.
fn expression(db: &Connection, query: &MessageSearch, terms: &[Term]) -> rusqlite::Result<String> {
    let mut all: Vec<String> = terms.iter().map(|term| format!("words : ({})", term.expression())).collect();
    let mut one_of = |tokens: Vec<String>| {
        let tokens: Vec<_> = tokens.iter().map(|token| format!("\"{token}\"")).collect();
        all.push(format!("facts : ({})", tokens.join(" OR ")));
    };
    if let Some(chat) = &query.chat {
        one_of(vec![index::of_chat(&chat.to_string())]);
    } else {
        let find = "SELECT account FROM owner UNION SELECT account FROM accounts WHERE continued_by IS NOT NULL";
        let accounts: Vec<i64> = db.prepare_cached(find)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        one_of(accounts.into_iter().map(index::of_account).collect());
    }
    match &query.writer {
        Some(Writer::Me) => one_of(vec![index::of_side(true).to_owned()]),
        Some(Writer::Others) => one_of(vec![index::of_side(false).to_owned()]),
        Some(Writer::Party(jid)) => {
            one_of(addresses(db, jid)?.iter().map(|address| index::of_writer(address)).collect());
        }
        None => {}
    }
    if !query.kinds.is_empty() {
        one_of(query.kinds.iter().map(|kind| index::of_kind(kind)).collect());
    }
    Ok(all.join(" AND "))
}

/// Every address by which a party is known.
fn addresses(db: &Connection, jid: &Jid) -> rusqlite::Result<Vec<String>> {
    let typed = jid.to_string();
    let find = format!("SELECT pn, lid FROM chats WHERE id IN ({})", parties::CHATS_OF_ALL);
    let mut find = db.prepare_cached(&find)?;
    let known = find.query_map([&typed, &typed], |row| columns::address(row, "pn", "lid"))?;
    let mut all = vec![typed.clone()];
    for address in known {
        let Address { pn, lid } = address?;
        all.extend([pn, lid].into_iter().flatten().map(|jid| jid.to_string()).filter(|other| *other != typed));
    }
    all.truncate(8);
    Ok(all)
}
