//! Which chat an address means. A person has a number and a privacy id, and WhatsApp uses either:
//! when both prove to be one party, their chats become one.

use portaria_domain::{Address, Chat, ChatId, ChatKind, Jid, UnixMs};
use rusqlite::{OptionalExtension as _, Row, Transaction, named_params, params};

use crate::chats::{ChatStore, merge, messages, names};
use crate::control::unreadable;
use crate::{StorageError, fold};

/// A chat's row as writers need it.
pub(super) struct Found {
    pub(super) id: ChatId,
    /// Whether it was made just now.
    pub(super) is_new: bool,
    /// Chats that came, went or have other addresses now.
    pub(super) changed: Vec<ChatId>,
}

/// The columns of a chat with its newest message, for [`read`].
pub(super) const SELECT: &str = "
    SELECT c.id AS chat, c.pn, c.lid, c.kind, c.book_name, c.push_name, c.unread, c.last_activity_at_ms,
           (SELECT event_number FROM owner) AS event_number,
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

/// What is known of a chat's party.
struct Known {
    id: String,
    pn: Option<String>,
    lid: Option<String>,
}

/// The chat with this party; made, completed or merged as the address tells.
///
/// The privacy id says who somebody is, a number can move. So a number that comes with another
/// privacy id than before leaves its chat, and takes nothing of the conversation along.
pub(super) fn find_or_make(
    transaction: &Transaction<'_>,
    tenant: &str,
    address: &Address,
    kind: ChatKind,
    now: UnixMs,
) -> rusqlite::Result<Found> {
    let (pn, lid) = texts(address);
    let mut known = known(transaction, pn.as_deref(), lid.as_deref())?;
    let mut changed = Vec::new();
    if let Some(at) = known.iter().position(|chat| pn.is_some() && chat.pn == pn && lid.is_some() && chat.lid != lid)
        && known[at].lid.is_some()
    {
        let moved = known.remove(at);
        transaction.execute("UPDATE chats SET pn = NULL WHERE id = ?1", [&moved.id])?;
        index(transaction, &moved.id)?;
        changed.push(chat_id(&moved.id)?);
    }
    let Some(first) = known.first() else {
        let id = make(transaction, tenant, address, kind, now)?;
        changed.push(id);
        return Ok(Found { id, is_new: true, changed });
    };
    let id = chat_id(&first.id)?;
    for other in known.iter().skip(1) {
        merge::merge(transaction, &first.id, &other.id)?;
        changed.push(chat_id(&other.id)?);
    }
    let learns = (pn.is_some() && first.pn != pn) || (lid.is_some() && first.lid != lid);
    if learns || known.len() > 1 {
        let learn = "UPDATE chats SET pn = coalesce(?2, pn), lid = coalesce(?3, lid) WHERE id = ?1";
        transaction.execute(learn, params![first.id, pn, lid])?;
        names::recall(transaction, &first.id)?;
        index(transaction, &first.id)?;
        changed.push(id);
    }
    Ok(Found { id, is_new: false, changed })
}

/// The chats that go by either address, the oldest first.
fn known(transaction: &Transaction<'_>, pn: Option<&str>, lid: Option<&str>) -> rusqlite::Result<Vec<Known>> {
    transaction
        .prepare_cached("SELECT id, pn, lid FROM chats WHERE pn = ?1 OR lid = ?2 ORDER BY id")?
        .query_map(params![pn, lid], |row| Ok(Known { id: row.get(0)?, pn: row.get(1)?, lid: row.get(2)? }))?
        .collect()
}

fn make(
    transaction: &Transaction<'_>,
    tenant: &str,
    address: &Address,
    kind: ChatKind,
    now: UnixMs,
) -> rusqlite::Result<ChatId> {
    let id = ChatId::from_parts(now, rand::random());
    let (pn, lid) = texts(address);
    transaction.execute(
        "INSERT INTO chats (id, tenant_id, pn, lid, kind, last_activity_at_ms)
         VALUES (:id, :tenant, :pn, :lid, :kind, :now)",
        named_params! {
            ":id": id.to_string(),
            ":tenant": tenant,
            ":pn": pn,
            ":lid": lid,
            ":kind": kind_word(kind),
            ":now": now.0,
        },
    )?;
    names::recall(transaction, &id.to_string())?;
    index(transaction, &id.to_string())?;
    Ok(id)
}

fn chat_id(text: &str) -> rusqlite::Result<ChatId> {
    text.parse().map_err(|error| unreadable("id", error))
}

/// Refreshes what search compares.
pub(super) fn index(transaction: &Transaction<'_>, id: &str) -> rusqlite::Result<()> {
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
        as_of: u64::try_from(row.get::<_, i64>("event_number")?).unwrap_or(0),
    })
}

const fn kind_word(kind: ChatKind) -> &'static str {
    match kind {
        ChatKind::Direct => "direct",
        ChatKind::Group => "group",
    }
}
