//! Keeping the index: what came since is entered in batches, before somebody searches and in the background.
//!
//! What is deleted or says something else leaves the index by triggers of the schema, so that no writer can forget it.

use portaria_domain::{ChatKind, Content};
use rusqlite::{Connection, Params, Row, Transaction, params};

use super::tokens;
use crate::StorageError;
use crate::chats::ChatStore;
use crate::chats::columns::{parsed, text};

/// So many messages are entered in one transaction: some hundredths of a second.
const BATCH: i64 = 1_000;

/// A row of the index is its message's second before so many bits of its message's row.
const ROW_BITS: u32 = 30;

impl ChatStore {
    /// Enters what came since, a batch of it at most. Tells how far the index is, in percent.
    pub async fn index_some(&self) -> Result<u8, StorageError> {
        if self.database.read(is_behind).await? {
            self.database
                .write_much(|transaction| {
                    enter(transaction)?;
                    Ok(())
                })
                .await?;
        }
        self.database.read(percent).await
    }

    /// Enters everything that came since, batch by batch. Where somebody is at it already, there is nothing to do.
    pub async fn index_all(&self) -> Result<(), StorageError> {
        let Ok(_alone) = self.indexing.try_lock() else { return Ok(()) };
        while self.index_some().await? < 100 {}
        Ok(())
    }
}

/// The row of the index of a message.
pub(super) const fn index_row(place_ms: i64, row: i64) -> i64 {
    (second(place_ms) << ROW_BITS) | row
}

/// The first row of the index that a message of this moment can have.
pub(super) const fn first_row(place_ms: i64) -> i64 {
    let latest = i64::MAX >> ROW_BITS;
    let at = second(place_ms);
    (if at < latest { at } else { latest }) << ROW_BITS
}

/// The message of a row of the index.
pub(super) const fn message_row(index_row: i64) -> i64 {
    index_row & ((1 << ROW_BITS) - 1)
}

const fn second(place_ms: i64) -> i64 {
    if place_ms < 0 { 0 } else { place_ms / 1_000 }
}

/// Whether what a row of the index is of stands in a chat of the account that is linked.
pub(super) const IS_CURRENT: &str = "
    AND EXISTS (SELECT 1 FROM messages m JOIN chats c ON c.id = m.chat_id
                WHERE m.row = message_index.rowid & ((1 << 30) - 1) AND c.account = (SELECT account FROM owner))";

/// The token that a message of this chat has.
pub(super) fn of_chat(chat: &str) -> String {
    format!("c{}", plain(chat))
}

/// The token that messages of an account's listed chats have.
pub(super) fn of_account(account: i64) -> String {
    format!("a{account}")
}

/// The token of messages of this account, or of others.
pub(super) const fn of_side(from_me: bool) -> &'static str {
    if from_me { "fme" } else { "fthem" }
}

/// The token of messages of one writer, by an address.
pub(super) fn of_writer(jid: &str) -> String {
    format!("s{}", plain(jid))
}

/// The token of messages of a kind; `link` is the kind of those that hold a link.
pub(super) fn of_kind(kind: &str) -> String {
    format!("k{}", plain(kind))
}

fn plain(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}

fn is_behind(db: &Connection) -> rusqlite::Result<bool> {
    let find = "SELECT coalesce((SELECT max(row) FROM messages), 0) > (SELECT indexed_up_to FROM owner)
                    OR EXISTS (SELECT 1 FROM unindexed)";
    db.prepare_cached(find)?.query_row([], |row| row.get(0))
}

/// How far the index is. It is whole only where nothing is left.
fn percent(db: &Connection) -> rusqlite::Result<u8> {
    if !is_behind(db)? {
        return Ok(100);
    }
    let find = "SELECT (SELECT indexed_up_to FROM owner) * 100 / max(1, (SELECT max(row) FROM messages))";
    let percent: i64 = db.prepare_cached(find)?.query_row([], |row| row.get(0))?;
    Ok(u8::try_from(percent.clamp(0, 99)).unwrap_or(99))
}

/// One entry of the index.
struct Entry {
    index_row: i64,
    row: i64,
    words: String,
    facts: String,
    is_shown: bool,
}

const SELECT: &str = "SELECT m.row, m.place_ms, m.is_shown, m.from_me, m.sender_pn, m.sender_lid, m.content,
                             c.id AS chat, c.account, c.kind AS chat_kind
                      FROM messages m JOIN chats c ON c.id = m.chat_id";

fn enter(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let first = "SELECT row FROM unindexed ORDER BY row LIMIT ?1";
    let changed = entries(transaction, &format!("m.row IN ({first})"), params![BATCH])?;
    insert(transaction, changed)?;
    transaction.prepare_cached(&format!("DELETE FROM unindexed WHERE row IN ({first})"))?.execute([BATCH])?;
    let up_to: i64 = transaction.query_row("SELECT indexed_up_to FROM owner", [], |row| row.get(0))?;
    let new = entries(transaction, "m.row > ?2 ORDER BY m.row LIMIT ?1", params![BATCH, up_to])?;
    let Some(last) = new.iter().map(|entry| entry.row).max() else { return Ok(()) };
    insert(transaction, new)?;
    transaction.prepare_cached("UPDATE owner SET indexed_up_to = ?1")?.execute([last])?;
    Ok(())
}

fn entries(transaction: &Transaction<'_>, which: &str, values: impl Params) -> rusqlite::Result<Vec<Entry>> {
    let find = format!("{SELECT} WHERE {which}");
    transaction.prepare_cached(&find)?.query_map(values, entry)?.collect()
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let content: Content = parsed(row, "content")?;
    let texts = content.texts();
    let mut facts =
        vec![of_chat(&text(row, "chat")?), of_side(row.get("from_me")?).to_owned(), of_kind(content.kind())];
    if text(row, "chat_kind")? != ChatKind::Status.as_str() {
        facts.push(of_account(row.get("account")?));
    }
    for column in ["sender_pn", "sender_lid"] {
        facts.extend(row.get_ref(column)?.as_str_or_null()?.map(of_writer));
    }
    if texts.iter().any(|text| text.contains("http://") || text.contains("https://")) {
        facts.push(of_kind("link"));
    }
    let message: i64 = row.get("row")?;
    Ok(Entry {
        index_row: index_row(row.get("place_ms")?, message),
        row: message,
        words: tokens::joined(&texts),
        facts: facts.join(" "),
        is_shown: row.get("is_shown")?,
    })
}

/// Entries go in by their order in the index: one out of it would make a part of the index of its own.
fn insert(transaction: &Transaction<'_>, mut entries: Vec<Entry>) -> rusqlite::Result<()> {
    entries.sort_unstable_by_key(|entry| entry.index_row);
    let insert = "INSERT INTO message_index (rowid, words, facts) VALUES (?1, ?2, ?3)";
    for entry in entries.iter().filter(|entry| entry.is_shown) {
        transaction.prepare_cached(insert)?.execute(params![entry.index_row, entry.words, entry.facts])?;
    }
    Ok(())
}
