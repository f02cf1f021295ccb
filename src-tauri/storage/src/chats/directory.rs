//! Which chat an address means. A person has a number and a privacy id, and WhatsApp uses either:
//! when both prove to be one party, their chats become one.

use portaria_domain::{Address, Chat, ChatId, ChatKind, Jid, UnixMs};
use rusqlite::{OptionalExtension as _, Row, Transaction, named_params, params};

use crate::chats::{ChatStore, messages};
use crate::control::unreadable;
use crate::{StorageError, fold};

/// A chat's row as writers need it.
pub(super) struct Found {
    pub(super) id: ChatId,
    /// Whether anything about it is new.
    pub(super) changed: bool,
}

/// The columns of a chat with its newest message, for [`read`].
pub(super) const SELECT: &str = "
    SELECT c.id AS chat, c.pn, c.lid, c.kind, c.book_name, c.push_name, c.unread, c.last_activity_at_ms,
           m.id, m.chat_id, m.sender, m.from_me, m.at_ms, m.content, m.status, m.failure
    FROM chats c LEFT JOIN messages m ON m.row = c.last_message_row";

impl ChatStore {
    /// One chat.
    pub async fn chat(&self, id: ChatId) -> Result<Option<Chat>, StorageError> {
        let sql = format!("{SELECT} WHERE c.id = ?1");
        self.database.read(move |db| db.prepare_cached(&sql)?.query_row([id.to_string()], read).optional()).await
    }

    /// The chat with this party.
    pub async fn chat_by_address(&self, address: &Address) -> Result<Option<Chat>, StorageError> {
        let sql = format!("{SELECT} WHERE c.pn = ?1 OR c.lid = ?2");
        let address = texts(address);
        self.database.read(move |db| db.prepare_cached(&sql)?.query_row(address, read).optional()).await
    }
}

/// Both forms as they are stored.
pub(super) fn texts(address: &Address) -> (Option<String>, Option<String>) {
    (address.pn.as_ref().map(Jid::to_string), address.lid.as_ref().map(Jid::to_string))
}

/// The chat with this party; made, completed or merged as the address tells.
pub(super) fn find_or_make(
    transaction: &Transaction<'_>,
    tenant: &str,
    address: &Address,
    kind: ChatKind,
    now: UnixMs,
) -> rusqlite::Result<Found> {
    let (pn, lid) = texts(address);
    let mut rows = transaction.prepare_cached("SELECT id, pn, lid FROM chats WHERE pn = ?1 OR lid = ?2 ORDER BY id")?;
    let known: Vec<(String, Option<String>, Option<String>)> = rows
        .query_map(params![pn, lid], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    let Some((id, known_pn, known_lid)) = known.first().cloned() else {
        let id = ChatId::from_parts(now, rand::random());
        transaction.execute(
            "INSERT INTO chats (id, tenant_id, pn, lid, kind, search, last_activity_at_ms)
             VALUES (:id, :tenant, :pn, :lid, :kind, :search, :now)",
            named_params! {
                ":id": id.to_string(),
                ":tenant": tenant,
                ":pn": pn,
                ":lid": lid,
                ":kind": kind_word(kind),
                ":search": fold::fold(address.pn.as_ref().map_or("", |jid| jid.user())),
                ":now": now.0,
            },
        )?;
        return Ok(Found { id, changed: true });
    };
    for (other, ..) in known.iter().skip(1) {
        merge(transaction, &id, other)?;
    }
    let completes = (known_pn.is_none() && pn.is_some()) || (known_lid.is_none() && lid.is_some()) || known.len() > 1;
    if completes {
        transaction.execute(
            "UPDATE chats SET pn = coalesce(pn, ?2), lid = coalesce(lid, ?3) WHERE id = ?1",
            params![id, pn, lid],
        )?;
        index(transaction, &id)?;
    }
    Ok(Found { id: id.parse().map_err(|error| unreadable("id", error))?, changed: completes })
}

/// Moves everything of `from` into `into`; the older chat keeps its id.
fn merge(transaction: &Transaction<'_>, into: &str, from: &str) -> rusqlite::Result<()> {
    // Addresses are unique: freed here, taken over by the caller's completing update.
    let (pn, lid): (Option<String>, Option<String>) =
        transaction
            .query_row("SELECT pn, lid FROM chats WHERE id = ?1", [from], |row| Ok((row.get(0)?, row.get(1)?)))?;
    transaction.execute("UPDATE chats SET pn = NULL, lid = NULL WHERE id = ?1", [from])?;
    // A message that both hold is one message.
    transaction.execute(
        "DELETE FROM messages WHERE chat_id = ?2 AND row NOT IN (SELECT message_row FROM outbox)
         AND EXISTS (SELECT 1 FROM messages kept WHERE kept.chat_id = ?1 AND kept.id = messages.id AND kept.sender_key = messages.sender_key)",
        [into, from],
    )?;
    transaction.execute("UPDATE OR IGNORE messages SET chat_id = ?1 WHERE chat_id = ?2", [into, from])?;
    transaction.execute(
        "UPDATE chats SET
           pn = coalesce(chats.pn, ?3), lid = coalesce(chats.lid, ?4),
           unread = chats.unread + other.unread,
           book_name = CASE WHEN chats.book_name = '' THEN other.book_name ELSE chats.book_name END,
           push_name = CASE WHEN chats.push_name = '' THEN other.push_name ELSE chats.push_name END,
           last_activity_at_ms = max(chats.last_activity_at_ms, other.last_activity_at_ms),
           last_message_row = (SELECT row FROM messages WHERE chat_id = ?1 ORDER BY at_ms DESC, row DESC LIMIT 1)
         FROM (SELECT unread, book_name, push_name, last_activity_at_ms FROM chats WHERE id = ?2) AS other
         WHERE chats.id = ?1",
        params![into, from, pn, lid],
    )?;
    transaction.execute("DELETE FROM chats WHERE id = ?1", [from])?;
    Ok(())
}

/// Keeps a name of a chat; tells whether it was new. An empty name says nothing.
pub(super) fn keep_name(
    transaction: &Transaction<'_>,
    chat: ChatId,
    name: &str,
    from_book: bool,
) -> rusqlite::Result<bool> {
    let name: String = name.trim().chars().take(200).collect();
    if name.is_empty() {
        return Ok(false);
    }
    let column = if from_book { "book_name" } else { "push_name" };
    let sql = format!("UPDATE chats SET {column} = ?2 WHERE id = ?1 AND {column} <> ?2");
    let changed = transaction.prepare_cached(&sql)?.execute(params![chat.to_string(), name])? > 0;
    if changed {
        index(transaction, &chat.to_string())?;
    }
    Ok(changed)
}

/// Refreshes what search compares.
fn index(transaction: &Transaction<'_>, id: &str) -> rusqlite::Result<()> {
    let find = "SELECT book_name, push_name, coalesce(pn, '') FROM chats WHERE id = ?1";
    let (book, push, pn): (String, String, String) =
        transaction.query_row(find, [id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let number = pn.split('@').next().unwrap_or_default();
    let search = fold::fold(&format!("{book} {push} {number}"));
    transaction.execute("UPDATE chats SET search = ?2 WHERE id = ?1", params![id, search])?;
    Ok(())
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Chat> {
    let jid = |column: &str| -> rusqlite::Result<Option<Jid>> {
        let text: Option<String> = row.get(column)?;
        text.map(|text| text.parse().map_err(|error| unreadable("jid", error))).transpose()
    };
    let (book, push): (String, String) = (row.get("book_name")?, row.get("push_name")?);
    let has_message = row.get::<_, Option<String>>("id")?.is_some();
    Ok(Chat {
        id: row.get::<_, String>("chat")?.parse().map_err(|error| unreadable("id", error))?,
        address: Address { pn: jid("pn")?, lid: jid("lid")? },
        kind: if row.get_ref("kind")?.as_str()? == "group" { ChatKind::Group } else { ChatKind::Direct },
        name: if book.is_empty() { push } else { book },
        unread: row.get("unread")?,
        last_activity_at: UnixMs(row.get("last_activity_at_ms")?),
        last_message: if has_message { Some(messages::read(row)?) } else { None },
    })
}

const fn kind_word(kind: ChatKind) -> &'static str {
    match kind {
        ChatKind::Direct => "direct",
        ChatKind::Group => "group",
    }
}
