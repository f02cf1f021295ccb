//! What people are called. A name may come long before the first message, so it is kept by address.

use portaria_domain::{Address, ChatId, Event, EventBody, UnixMs};
use rusqlite::{Transaction, params};

use crate::StorageError;
use crate::chats::events::Recorder;
use crate::chats::{ChatStore, directory};
use crate::database::WriteError;

/// Longer names are cut: nobody reads them, and somebody could make them very long.
const LONGEST_CHARS: usize = 200;

impl ChatStore {
    /// Keeps a party's name; from the phone's address book it beats what they call themselves.
    pub async fn set_name(
        &self,
        party: &Address,
        name: &str,
        from_address_book: bool,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let (tenant, party, name) = (self.tenant.to_string(), party.clone(), name.to_owned());
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                for chat in keep(transaction, &tenant, &party, &name, from_address_book)? {
                    recorder.record(EventBody::ChatChanged { chat })?;
                }
                Ok::<_, WriteError>(recorder.into_events())
            })
            .await
    }
}

/// Keeps a party's name by each of its addresses, and on its chats; tells which of these changed.
pub(super) fn keep(
    transaction: &Transaction<'_>,
    tenant: &str,
    party: &Address,
    name: &str,
    from_book: bool,
) -> rusqlite::Result<Vec<ChatId>> {
    let Some(name) = readable(name) else { return Ok(Vec::new()) };
    let column = if from_book { "book_name" } else { "push_name" };
    let sql = format!(
        "INSERT INTO names (address, tenant_id, {column}) VALUES (?1, ?2, ?3)
         ON CONFLICT (address) DO UPDATE SET {column} = excluded.{column} WHERE {column} <> excluded.{column}"
    );
    let (pn, lid) = directory::texts(party);
    for address in [&pn, &lid].into_iter().flatten() {
        transaction.prepare_cached(&sql)?.execute(params![address, tenant, name])?;
    }
    let mut find = transaction.prepare_cached("SELECT id FROM chats WHERE pn = ?1 OR lid = ?2")?;
    let chats: Vec<String> = find.query_map(params![pn, lid], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut changed = Vec::new();
    for chat in chats {
        let chat = chat.parse().map_err(|error| crate::control::unreadable("id", error))?;
        if on_chat(transaction, chat, &name, from_book)? {
            changed.push(chat);
        }
    }
    Ok(changed)
}

/// Keeps a name of a chat; tells whether it was new. An empty name says nothing.
pub(super) fn on_chat(
    transaction: &Transaction<'_>,
    chat: ChatId,
    name: &str,
    from_book: bool,
) -> rusqlite::Result<bool> {
    let Some(name) = readable(name) else { return Ok(false) };
    let column = if from_book { "book_name" } else { "push_name" };
    let sql = format!("UPDATE chats SET {column} = ?2 WHERE id = ?1 AND {column} <> ?2");
    let changed = transaction.prepare_cached(&sql)?.execute(params![chat.to_string(), name])? > 0;
    if changed {
        directory::index(transaction, &chat.to_string())?;
    }
    Ok(changed)
}

/// Gives a chat the names that came for its addresses before it did.
pub(super) fn recall(transaction: &Transaction<'_>, chat: &str) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "UPDATE chats SET
               book_name = CASE WHEN chats.book_name = '' THEN known.book ELSE chats.book_name END,
               push_name = CASE WHEN chats.push_name = '' THEN known.push ELSE chats.push_name END
             FROM (SELECT coalesce(max(n.book_name), '') AS book, coalesce(max(n.push_name), '') AS push
                   FROM chats c JOIN names n ON n.address IN (c.pn, c.lid) WHERE c.id = ?1) AS known
             WHERE chats.id = ?1",
        )?
        .execute([chat])?;
    Ok(())
}

fn readable(name: &str) -> Option<String> {
    let name: String = name.trim().chars().take(LONGEST_CHARS).collect();
    (!name.is_empty()).then_some(name)
}
