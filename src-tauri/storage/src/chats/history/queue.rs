//! The past on its way: pieces that came and are not stored message by message yet, and notices of such as have not come.

use portaria_domain::{HistoryBlob, HistoryNotice, MessageId};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::StorageError;
use crate::chats::ChatStore;
use crate::control::unreadable;

/// How often the phone is asked for a piece. After that it has it no more.
const MOST_ASKED: u32 = 3;

impl ChatStore {
    /// The phone says that a piece of its past lies ready. It may say so again.
    pub async fn expect_history(&self, notice: HistoryNotice) -> Result<(), StorageError> {
        let add = "INSERT INTO history_notices (id, phone) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING";
        self.database
            .write(move |transaction| Ok(transaction.execute(add, params![notice.id.as_str(), notice.phone])?))
            .await
            .map(drop)
    }

    /// The pieces of these notices came, and are kept.
    pub async fn history_came(&self, notices: Vec<MessageId>) -> Result<(), StorageError> {
        self.database
            .write(move |transaction| {
                let mut forget = transaction.prepare_cached("DELETE FROM history_notices WHERE id = ?1")?;
                for id in &notices {
                    forget.execute([id.as_str()])?;
                }
                Ok(())
            })
            .await
    }

    /// Notices whose pieces have not come, to ask the phone for them again. Those that it was asked for three times, and
    /// had the time to hand over, are forgotten.
    pub async fn missing_history(&self) -> Result<Vec<HistoryNotice>, StorageError> {
        if !self.is_history_missing().await? {
            return Ok(Vec::new());
        }
        self.database
            .write(move |transaction| {
                let given_up = "DELETE FROM history_notices WHERE asked >= ?1";
                let given_up = transaction.execute(given_up, [MOST_ASKED])?;
                if given_up > 0 {
                    tracing::warn!(
                        pieces = given_up,
                        "the phone did not hand over pieces of its past that it spoke of"
                    );
                }
                let mut find = transaction.prepare_cached("SELECT id, phone FROM history_notices ORDER BY id")?;
                Ok(find.query_map([], notice)?.collect::<Result<_, _>>()?)
            })
            .await
    }

    /// The phone was asked for what is missing, and had the time to hand it over. A session that ends before that says
    /// nothing about the phone.
    pub async fn history_asked(&self) -> Result<(), StorageError> {
        if !self.is_history_missing().await? {
            return Ok(());
        }
        let count = "UPDATE history_notices SET asked = asked + 1";
        self.database.write(move |transaction| Ok(transaction.execute(count, [])?)).await.map(drop)
    }

    async fn is_history_missing(&self) -> Result<bool, StorageError> {
        let any = "SELECT EXISTS (SELECT 1 FROM history_notices)";
        self.database.read(move |db| db.query_row(any, [], |row| row.get(0))).await
    }

    /// Keeps a piece until [`ChatStore::history_taken`].
    pub async fn keep_history(&self, blob: HistoryBlob) -> Result<(), StorageError> {
        let add = "INSERT INTO history_blobs (sync_type, progress, compressed) VALUES (?1, ?2, ?3)";
        self.database
            .write(move |transaction| {
                Ok(transaction.execute(add, params![blob.sync_type, blob.progress, blob.compressed])?)
            })
            .await
            .map(drop)
    }

    /// The piece that is to be stored next, with its number.
    pub async fn next_history(&self) -> Result<Option<(i64, HistoryBlob)>, StorageError> {
        let find = "SELECT number, sync_type, progress, compressed FROM history_blobs ORDER BY number LIMIT 1";
        self.database
            .read(move |db| {
                let mut find = db.prepare_cached(find)?;
                let next = find.query_row([], |row| {
                    let blob = HistoryBlob { sync_type: row.get(1)?, progress: row.get(2)?, compressed: row.get(3)? };
                    Ok((row.get(0)?, blob))
                });
                next.optional()
            })
            .await
    }

    /// A piece could not be stored now: the others come first.
    pub async fn put_off_history(&self, number: i64) -> Result<(), StorageError> {
        let put_off = "UPDATE history_blobs SET number = (SELECT max(number) FROM history_blobs) + 1 WHERE number = ?1";
        self.database.write(move |transaction| Ok(transaction.execute(put_off, [number])?)).await.map(drop)
    }

    /// All that a piece says is stored.
    pub async fn history_taken(&self, number: i64) -> Result<(), StorageError> {
        let forget = "DELETE FROM history_blobs WHERE number = ?1";
        self.database.write(move |transaction| Ok(transaction.execute(forget, [number])?)).await.map(drop)
    }
}

/// Forgets what was under way: the past of another pairing begins.
pub(super) fn clear(db: &Connection) -> rusqlite::Result<()> {
    db.execute("DELETE FROM history_blobs", [])?;
    db.execute("DELETE FROM history_notices", []).map(drop)
}

fn notice(row: &Row<'_>) -> rusqlite::Result<HistoryNotice> {
    let id = MessageId::parse(row.get_ref("id")?.as_str()?).map_err(|error| unreadable("id", error))?;
    Ok(HistoryNotice { id, phone: row.get("phone")? })
}
