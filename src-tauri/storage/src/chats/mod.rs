//! One tenant's conversations: `chats.db`, one file a job.
//!
//! Every call that writes is one transaction and gives back the events it made, numbered without gaps.

mod directory;
mod events;
mod history;
mod incoming;
mod lists;
mod merge;
mod messages;
mod names;
mod outbox;
mod receipts;

use std::cell::Cell;
use std::path::Path;
use std::sync::Arc;

use portaria_domain::{Secret, TenantId};
use rusqlite::{Connection, OptionalExtension as _};
use rusqlite_migration::{M, Migrations};

use crate::StorageError;
use crate::database::Database;
use crate::preflight::damaged;

pub use history::{HistoryChatInput, HistoryInput};
pub use incoming::IncomingMessage;
pub use lists::{ChatQuery, MessageCursor, MessagePage};
pub use outbox::{Enqueued, OutboxItem, OutgoingMessage};

/// Pages of one tenant that stay in memory.
const CACHE_KIB: u32 = 64;

/// Numbered, applied together with their bookkeeping, never edited after a release.
pub(crate) fn migrations() -> Migrations<'static> {
    Migrations::new(vec![
        M::up(include_str!("../../migrations/chats/0001_chats.sql")),
        M::up(include_str!("../../migrations/chats/0002_names.sql")),
        M::up(include_str!("../../migrations/chats/0003_outbox_until_delivered.sql")),
    ])
}

/// One tenant's conversations. Cheap to clone.
#[derive(Clone)]
pub struct ChatStore {
    tenant: TenantId,
    database: Database,
    /// Counts the clones: a store in nobody's hands may be closed.
    hands: Arc<()>,
}

impl ChatStore {
    /// Opens the file, or makes it. A file that belongs to another tenant is refused.
    pub(crate) fn open(tenant: TenantId, path: &Path, key: &Secret<[u8; 32]>) -> Result<Self, StorageError> {
        let foreign = Cell::new(false);
        let own = |db: &Connection| -> rusqlite::Result<()> {
            let find = "SELECT tenant_id FROM owner";
            let owner: Option<String> = db.query_row(find, [], |row| row.get(0)).optional()?;
            if owner.is_none() {
                db.execute("INSERT INTO owner (tenant_id) VALUES (?1)", [tenant.to_string()])?;
            }
            foreign.set(owner.is_some_and(|owner| owner != tenant.to_string()));
            Ok(())
        };
        let database = Database::open(path, key, &migrations(), CACHE_KIB, own)?;
        if foreign.get() {
            return Err(damaged(path, "the file belongs to another tenant"));
        }
        Ok(Self { tenant, database, hands: Arc::default() })
    }

    pub(crate) const fn database(&self) -> &Database {
        &self.database
    }

    /// Whether only the cache holds it.
    pub(crate) fn is_idle(&self) -> bool {
        Arc::strong_count(&self.hands) == 1
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_waited_in_a_file_of_an_earlier_version_still_waits() {
        let mut db = Connection::open_in_memory().unwrap();
        migrations().to_version(&mut db, 2).unwrap();
        db.execute_batch(
            "INSERT INTO chats (id, tenant_id, kind, last_activity_at_ms) VALUES ('c', 't', 'direct', 1);
             INSERT INTO messages (row, tenant_id, chat_id, id, sender_key, sender, from_me, at_ms, content, status)
             VALUES (7, 't', 'c', 'B1', 'me', '{}', 1, 1, '{}', 'queued');
             INSERT INTO outbox (tenant_id, message_row, recipient, text, attempts, tried_at_ms, queued_at_ms)
             VALUES ('t', 7, 'r', 'oi', 2, 5, 1);",
        )
        .unwrap();
        migrations().to_latest(&mut db).unwrap();
        let find = "SELECT message_row, text, resends FROM outbox WHERE sent_at_ms IS NULL";
        let waiting: (i64, String, i64) =
            db.query_row(find, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
        assert_eq!(waiting, (7, "oi".to_owned(), 0));
    }
}
