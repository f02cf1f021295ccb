//! The erasures of a tenant, as rows.

use portaria_domain::{Address, ContactId, Erasure, ErasureCounts, ErasureId, ErasureState, Jid, UnixMs};
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};
use serde::{Deserialize, Serialize};

use crate::StorageError;
use crate::chats::columns::{json, optional, parsed};
use crate::chats::{ChatStore, directory};
use crate::control::unreadable;

/// Who is erased: by every address that they are known by.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Whose {
    pub(super) contact: ContactId,
    pub(super) addresses: Vec<Jid>,
}

impl Whose {
    /// Whether a party is the person.
    pub(super) fn is(&self, party: &Address) -> bool {
        [&party.pn, &party.lid].into_iter().flatten().any(|jid| self.addresses.contains(jid))
    }

    /// Whether a text may name them.
    pub(super) fn may_be_in(&self, text: &str) -> bool {
        self.addresses.iter().any(|jid| text.contains(jid.user()))
    }

    /// The addresses as SQL takes a list.
    pub(super) fn as_list(&self) -> String {
        json(&self.addresses)
    }
}

/// What is left to do.
pub(super) struct Task {
    pub(super) whose: Whose,
    pub(super) walked_to: i64,
    pub(super) walk_end: i64,
    pub(super) counts: ErasureCounts,
}

impl ChatStore {
    /// Writes down that a person is to be erased, and gives the id of it: that of what goes on already, where it does.
    /// `None`: there is no such person of the paired account.
    pub(crate) async fn begin_erasure(
        &self,
        id: ErasureId,
        contact: ContactId,
        hash: impl Fn(&Jid) -> String + Send + 'static,
        now: UnixMs,
    ) -> Result<Option<ErasureId>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let going = "SELECT id FROM erasures WHERE json_extract(whose, '$.contact') = ?1";
                let going = transaction
                    .prepare_cached(going)?
                    .query_row([contact.to_string()], |row| {
                        row.get_ref(0)?.as_str()?.parse().map_err(|error| unreadable("id", error))
                    })
                    .optional()?;
                if going.is_some() {
                    return Ok(going);
                }
                let Some(whose) = whose(transaction, contact)? else { return Ok(None) };
                let Some(first) = whose.addresses.first() else { return Ok(None) };
                let begin = "INSERT INTO erasures (id, tenant_id, party_hash, asked_at_ms, whose, walk_end, counts)
                             VALUES (?1, ?2, ?3, ?4, ?5, (SELECT coalesce(max(row), 0) FROM messages), ?6)";
                let counts = json(&ErasureCounts::default());
                transaction
                    .execute(begin, params![id.to_string(), tenant, hash(first), now.0, json(&whose), counts])?;
                Ok(Some(id))
            })
            .await
    }

    /// Writes down that an erasure is over, with how many files went.
    pub(crate) async fn end_erasure(&self, id: ErasureId, files: u64, now: UnixMs) -> Result<(), StorageError> {
        self.database
            .write(move |transaction| {
                let end = "UPDATE erasures SET erased_at_ms = ?2, counts = json_set(counts, '$.files', ?3)
                           WHERE id = ?1 AND erased_at_ms IS NULL";
                let files = i64::try_from(files).unwrap_or(i64::MAX);
                Ok(transaction.execute(end, params![id.to_string(), now.0, files])?)
            })
            .await
            .map(drop)
    }

    /// Erasures and their proofs, the newest first.
    pub async fn erasures(&self) -> Result<Vec<Erasure>, StorageError> {
        let find = "SELECT * FROM erasures ORDER BY id DESC";
        self.database.read(move |db| db.prepare_cached(find)?.query_map([], read)?.collect()).await
    }

    /// One of them.
    pub async fn erasure(&self, id: ErasureId) -> Result<Option<Erasure>, StorageError> {
        let find = "SELECT * FROM erasures WHERE id = ?1";
        self.database.read(move |db| db.prepare_cached(find)?.query_row([id.to_string()], read).optional()).await
    }
}

/// What is left of an erasure; `None`: no row names the person any more.
pub(super) fn task(transaction: &Transaction<'_>, id: ErasureId) -> rusqlite::Result<Option<Task>> {
    let find = "SELECT whose, walked_to, walk_end, counts FROM erasures WHERE id = ?1";
    let found = transaction
        .prepare_cached(find)?
        .query_row([id.to_string()], |row| {
            let whose: Option<Whose> = optional(row, "whose")?;
            let (walked_to, walk_end) = (row.get("walked_to")?, row.get("walk_end")?);
            let counts = parsed(row, "counts")?;
            Ok(whose.map(|whose| Task { whose, walked_to, walk_end, counts }))
        })
        .optional()?;
    Ok(found.flatten())
}

/// Every address of a person. The privacy id says who somebody is: a number without one is looked up among those who are
/// in groups and chats, and never the other way round, for a number can move.
fn whose(db: &Connection, contact: ContactId) -> rusqlite::Result<Option<Whose>> {
    let find = "SELECT pn, lid FROM contacts WHERE id = ?1 AND account = (SELECT account FROM owner)";
    let read = |row: &Row<'_>| crate::chats::columns::address(row, "pn", "lid");
    let Some(address) = db.prepare_cached(find)?.query_row([contact.to_string()], read).optional()? else {
        return Ok(None);
    };
    let mut addresses: Vec<Jid> = address.pn.iter().chain(&address.lid).cloned().collect();
    let (pn, lid) = directory::texts(&address);
    if lid.is_none() {
        let find = "SELECT lid FROM participants WHERE pn = ?1 AND lid IS NOT NULL
                    UNION SELECT lid FROM chats WHERE pn = ?1 AND lid IS NOT NULL";
        let mut find = db.prepare_cached(find)?;
        let found = find.query_map([&pn], |row| row.get::<_, String>(0))?;
        for lid in found {
            addresses.push(lid?.parse().map_err(|error| unreadable("lid", error))?);
        }
    }
    Ok(Some(Whose { contact, addresses }))
}

fn read(row: &Row<'_>) -> rusqlite::Result<Erasure> {
    let erased_at = row.get::<_, Option<i64>>("erased_at_ms")?.map(UnixMs);
    let (walked, end): (i64, i64) = (row.get("walked_to")?, row.get("walk_end")?);
    let percent = if erased_at.is_some() { 100 } else { (walked * 99).checked_div(end).unwrap_or(0).clamp(0, 99) };
    Ok(Erasure {
        id: row.get_ref("id")?.as_str()?.parse().map_err(|error| unreadable("id", error))?,
        state: if erased_at.is_some() { ErasureState::Erased } else { ErasureState::Erasing },
        party_hash: row.get("party_hash")?,
        asked_at: UnixMs(row.get("asked_at_ms")?),
        erased_at,
        counts: parsed(row, "counts")?,
        percent: u8::try_from(percent).unwrap_or(100),
    })
}
