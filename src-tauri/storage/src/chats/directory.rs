//! Which chat an address means. A person has a number and a privacy id, and WhatsApp uses either:
//! when both prove to be one party, their chats become one.

use portaria_domain::{Address, AttendantId, Chat, ChatId, ChatKind, GroupFacts, Jid, Server, UnixMs};
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, named_params, params};

use crate::chats::columns::UnknownWord;
use crate::chats::parties::{self, IS_BLOCKED};
use crate::chats::{ChatStore, albums, columns, contact_rows, merge, messages, names};
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
pub(super) fn select() -> String {
    format!(
        "SELECT c.id AS chat, c.pn, c.lid, c.kind, c.book_name, c.business_name, c.push_name, c.user_name, c.unread,
                c.is_marked_unread, c.is_archived, c.pinned_at_ms, c.muted_until_ms, c.disappears_after_s,
                c.description, c.is_announcement, c.is_locked, c.only_admins_add, c.needs_approval,
                c.community,
                c.last_activity_at_ms, c.waiting_since_ms, c.account = (SELECT account FROM owner) AS is_current,
                (SELECT event_number FROM owner) AS event_number,
                coalesce(p.about, '') AS about, coalesce(p.is_verified, 0) AS is_verified, p.picture,
                {IS_BLOCKED} AS is_blocked,
                c.assignee, (SELECT count(*) FROM notes n WHERE n.chat_id = c.id) AS note_count,
                (SELECT json_group_array(o.label) FROM chat_labels o JOIN labels l ON l.account = c.account AND l.id = o.label
                 WHERE o.chat_id = c.id) AS labels, {}, {}
         FROM chats c LEFT JOIN messages m ON m.row = c.last_message_row
                      LEFT JOIN profiles p ON p.address = coalesce(c.lid, c.pn)",
        albums::column(),
        messages::columns()
    )
}

impl ChatStore {
    /// One chat, of whichever account.
    pub async fn chat(&self, id: ChatId) -> Result<Option<Chat>, StorageError> {
        self.database.read(move |db| get(db, id)).await
    }

    /// One chat, of whichever account; of one that was merged into another, that one.
    pub async fn chat_or_merged(&self, id: ChatId) -> Result<Option<Chat>, StorageError> {
        self.database
            .read(move |db| match get(db, id)? {
                Some(chat) => Ok(Some(chat)),
                None => merged_into(db, id)?.map_or(Ok(None), |into| get(db, into)),
            })
            .await
    }

    /// The chat of the paired account with this party.
    pub async fn chat_by_address(&self, address: &Address) -> Result<Option<Chat>, StorageError> {
        let sql = format!("{} WHERE c.id IN ({})", select(), parties::CHATS);
        let address = texts(address);
        self.database.read(move |db| db.prepare_cached(&sql)?.query_row(address, read).optional()).await
    }
}

pub(super) fn get(db: &Connection, id: ChatId) -> rusqlite::Result<Option<Chat>> {
    let sql = format!("{} WHERE c.id = ?1", select());
    db.prepare_cached(&sql)?.query_row([id.to_string()], read).optional()
}

/// Both forms as they are stored.
pub(super) fn texts(address: &Address) -> (Option<String>, Option<String>) {
    (address.pn.as_ref().map(Jid::to_string), address.lid.as_ref().map(Jid::to_string))
}

/// The kind of a chat as its address tells it, where nothing else does.
pub(super) fn kind_of_address(address: &Address) -> ChatKind {
    match address.primary().map(Jid::server) {
        Some(Server::Group) => ChatKind::Group,
        Some(Server::Newsletter) => ChatKind::Newsletter,
        Some(Server::Broadcast) => ChatKind::Status,
        Some(Server::Pn | Server::Lid) | None => ChatKind::Direct,
    }
}

/// The chat that one became which is gone, if it was merged into another.
pub(super) fn merged_into(db: &Connection, gone: ChatId) -> rusqlite::Result<Option<ChatId>> {
    let find = "SELECT into_id FROM merged_chats WHERE id = ?1";
    let read = |row: &Row<'_>| chat_id(row.get_ref(0)?.as_str()?);
    db.prepare_cached(find)?.query_row([gone.to_string()], read).optional()
}

/// The address of a chat, if it is one of the paired account.
pub(super) fn current(db: &Connection, chat: ChatId) -> rusqlite::Result<Option<Address>> {
    let find = "SELECT pn, lid FROM chats WHERE id = ?1 AND account = (SELECT account FROM owner)";
    db.prepare_cached(find)?.query_row([chat.to_string()], |row| columns::address(row, "pn", "lid")).optional()
}

/// The kind of a chat that is here.
pub(super) fn kind(transaction: &Transaction<'_>, chat: ChatId) -> rusqlite::Result<ChatKind> {
    let find = "SELECT kind FROM chats WHERE id = ?1";
    transaction.prepare_cached(find)?.query_row([chat.to_string()], |row| kind_word(row.get_ref(0)?.as_str()?))
}

fn kind_word(word: &str) -> rusqlite::Result<ChatKind> {
    let known = ChatKind::ALL.into_iter().find(|kind| kind.as_str() == word);
    known.ok_or_else(|| unreadable("kind", UnknownWord(word.to_owned())))
}

/// What is known of a chat's party.
struct Known {
    id: String,
    pn: Option<String>,
    lid: Option<String>,
}

/// The paired account's chat with this party; made, completed or merged as the address tells.
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
    let mut known = self::known(transaction, pn.as_deref(), lid.as_deref())?;
    let mut changed = Vec::new();
    if known.is_empty() && merge::take_over_of(transaction, pn.as_deref(), lid.as_deref())? {
        known = self::known(transaction, pn.as_deref(), lid.as_deref())?;
        for taken in &known {
            names::recall(transaction, &taken.id)?;
            index(transaction, &taken.id)?;
            changed.push(chat_id(&taken.id)?);
        }
    }
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

/// The paired account's chat with this party, as it is.
pub(super) fn find(transaction: &Transaction<'_>, address: &Address) -> rusqlite::Result<Option<ChatId>> {
    let (pn, lid) = texts(address);
    let found = known(transaction, pn.as_deref(), lid.as_deref())?;
    found.first().map(|known| chat_id(&known.id)).transpose()
}

/// The chats that go by either address, the oldest first.
fn known(transaction: &Transaction<'_>, pn: Option<&str>, lid: Option<&str>) -> rusqlite::Result<Vec<Known>> {
    transaction
        .prepare_cached(&format!("SELECT id, pn, lid FROM chats WHERE id IN ({}) ORDER BY id", parties::CHATS))?
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
        "INSERT INTO chats (id, tenant_id, account, pn, lid, kind, last_activity_at_ms)
         VALUES (:id, :tenant, (SELECT account FROM owner), :pn, :lid, :kind, :now)",
        named_params! {
            ":id": id.to_string(),
            ":tenant": tenant,
            ":pn": pn,
            ":lid": lid,
            ":kind": kind.as_str(),
            ":now": now.0,
        },
    )?;
    names::recall(transaction, &id.to_string())?;
    index(transaction, &id.to_string())?;
    Ok(id)
}

pub(super) fn chat_id(text: &str) -> rusqlite::Result<ChatId> {
    text.parse().map_err(|error| unreadable("id", error))
}

/// Refreshes what search compares, and who stands in the list of people.
pub(super) fn index(transaction: &Transaction<'_>, id: &str) -> rusqlite::Result<()> {
    let find = "SELECT book_name, business_name, push_name, user_name, coalesce(pn, '') FROM chats WHERE id = ?1";
    let words: [String; 5] = transaction
        .query_row(find, [id], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?]))?;
    let [book, business, push, user, pn] = words;
    let number = pn.split('@').next().unwrap_or_default();
    let search = fold::fold(&format!("{book} {business} {push} {user} {number}"));
    transaction.execute("UPDATE chats SET search = ?2 WHERE id = ?1", params![id, search])?;
    contact_rows::settle_chat(transaction, id)
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Chat> {
    let moment =
        |column: &str| -> rusqlite::Result<Option<UnixMs>> { Ok(row.get::<_, Option<i64>>(column)?.map(UnixMs)) };
    let (name_source, name) = names::best(row)?;
    let kind = kind_word(row.get_ref("kind")?.as_str()?)?;
    let has_message = row.get::<_, Option<String>>("id")?.is_some();
    Ok(Chat {
        id: chat_id(row.get_ref("chat")?.as_str()?)?,
        address: columns::address(row, "pn", "lid")?,
        kind,
        name,
        name_source,
        user_name: row.get("user_name")?,
        unread: row.get("unread")?,
        is_marked_unread: row.get("is_marked_unread")?,
        is_archived: row.get("is_archived")?,
        pinned_at: moment("pinned_at_ms")?,
        muted_until: moment("muted_until_ms")?,
        disappears_after_s: row.get("disappears_after_s")?,
        about: row.get("about")?,
        is_verified: row.get("is_verified")?,
        picture: row.get("picture")?,
        group: if kind.is_of_many() { Some(facts(row)?) } else { None },
        is_blocked: row.get("is_blocked")?,
        labels: columns::parsed(row, "labels")?,
        assignee: assignee(row)?,
        notes: row.get("note_count")?,
        last_activity_at: UnixMs(row.get("last_activity_at_ms")?),
        waiting_since: moment("waiting_since_ms")?,
        is_current: row.get("is_current")?,
        last_message: if has_message { Some(messages::read(row)?) } else { None },
        last_album: albums::read(row)?,
        as_of: u64::try_from(row.get::<_, i64>("event_number")?).unwrap_or(0),
    })
}

fn assignee(row: &Row<'_>) -> rusqlite::Result<Option<AttendantId>> {
    let assignee = row.get_ref("assignee")?.as_str_or_null()?;
    assignee.map(|id| id.parse().map_err(|error| unreadable("assignee", error))).transpose()
}

fn facts(row: &Row<'_>) -> rusqlite::Result<GroupFacts> {
    let community = row.get_ref("community")?.as_str_or_null()?;
    Ok(GroupFacts {
        description: row.get("description")?,
        is_announcement: row.get("is_announcement")?,
        is_locked: row.get("is_locked")?,
        only_admins_add: row.get("only_admins_add")?,
        needs_approval: row.get("needs_approval")?,
        community: community.map(|jid| jid.parse().map_err(|error| unreadable("community", error))).transpose()?,
    })
}

/// What went by one address goes by another one from now on, which WhatsApp says is the same party's.
pub(super) fn rename(
    transaction: &Transaction<'_>,
    tenant: &str,
    typed: &str,
    address: &Address,
    now: UnixMs,
    recorder: &mut crate::chats::events::Recorder<'_>,
) -> rusqlite::Result<()> {
    let (pn, lid) = texts(address);
    if pn.as_deref() != Some(typed) && lid.as_deref() != Some(typed) {
        let old: Option<String> = transaction.query_row(parties::CHATS, [typed, typed], |row| row.get(0)).optional()?;
        let taken = known(transaction, pn.as_deref(), lid.as_deref())?;
        match (old, taken.first()) {
            (Some(old), Some(taken)) => {
                merge::merge(transaction, &taken.id, &old)?;
                recorder.chat_changed(chat_id(&old)?);
                recorder.chat_changed(chat_id(&taken.id)?);
            }
            (Some(old), None) => {
                transaction.execute("UPDATE chats SET pn = ?2, lid = ?3 WHERE id = ?1", params![old, pn, lid])?;
                names::recall(transaction, &old)?;
                index(transaction, &old)?;
                contact_rows::settle(transaction, tenant, Some(typed), Some(typed))?;
                recorder.chat_changed(chat_id(&old)?);
            }
            (None, _) => {}
        }
    }
    for changed in find_or_make(transaction, tenant, address, kind_of_address(address), now)?.changed {
        recorder.chat_changed(changed);
    }
    Ok(())
}
