//! Making anew what is shown from what WhatsApp delivered: after a version that reads more of it.

use portaria_domain::{Content, Context, Event, Raw, UnixMs};
use rusqlite::{Transaction, params};

use crate::StorageError;
use crate::chats::columns::json;
use crate::chats::events::Recorder;
use crate::chats::media::noting::{self, Came};
use crate::chats::messages::First;
use crate::chats::{ChatStore, marks, messages, packed};

/// A message that an older version wrote, with the protobuf that it came as.
#[derive(Clone, Debug)]
pub struct Unprojected {
    /// Which one, for [`ChatStore::reproject`].
    pub row: MessageRow,
    /// Its protobuf.
    pub raw: Raw,
}

/// Where a message lies; never leaves the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageRow(i64);

impl ChatStore {
    /// Messages of older versions that can be made anew, the oldest first. Those without a raw are as new as they get.
    pub async fn unprojected(&self, limit: usize) -> Result<Vec<Unprojected>, StorageError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let find = "SELECT row, raw_format, raw FROM messages WHERE projection < ?1 AND raw IS NOT NULL
                    ORDER BY projection, row LIMIT ?2";
        self.database
            .read(move |db| {
                let mut find = db.prepare_cached(find)?;
                let mut rows = find.query(params![Content::VERSION, limit])?;
                let mut found = Vec::new();
                while let Some(row) = rows.next()? {
                    if let Some(raw) = packed::unpack(row)? {
                        found.push(Unprojected { row: MessageRow(row.get("row")?), raw });
                    }
                }
                Ok(found)
            })
            .await
    }

    /// How many messages of older versions can be made anew.
    pub async fn count_unprojected(&self) -> Result<u64, StorageError> {
        let count = "SELECT count(*) FROM messages WHERE projection < ?1 AND raw IS NOT NULL";
        let count: i64 =
            self.database.read(move |db| db.query_row(count, [Content::VERSION], |row| row.get(0))).await?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// Lets every message be made anew, whichever version wrote it.
    pub async fn forget_projections(&self) -> Result<(), StorageError> {
        self.database
            .write(|transaction| {
                transaction.execute("UPDATE messages SET projection = 0 WHERE raw IS NOT NULL", [])?;
                Ok(())
            })
            .await
    }

    /// Writes what messages say by the present version, and adds up again what was said about them. `None`: it reads
    /// nothing in them, and they stay as they are. A kill in between loses nothing: what was not written is unprojected.
    pub async fn reproject(
        &self,
        rows: Vec<(MessageRow, Option<(Content, Context)>)>,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write_much(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                for (MessageRow(row), says) in rows {
                    let done = "UPDATE messages SET projection = ?2 WHERE row = ?1";
                    transaction.prepare_cached(done)?.execute(params![row, Content::VERSION])?;
                    if let Some((content, context)) = says {
                        noting::note(transaction, &tenant, row, &content, Came::Before, now)?;
                        rewrite(transaction, row, &First { content, context }, &mut recorder)?;
                    }
                }
                Ok(recorder.finish()?)
            })
            .await
    }
}

fn rewrite(
    transaction: &Transaction<'_>,
    row: i64,
    first: &First,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    let stored = messages::stored(transaction, row)?;
    if stored.first == *first {
        return Ok(());
    }
    let write = "UPDATE messages SET content = ?2, context = ?3, is_shown = ?4, original = NULL WHERE row = ?1";
    let around = (!first.context.is_empty()).then(|| json(&first.context));
    transaction.prepare_cached(write)?.execute(params![row, json(&first.content), around, first.content.is_shown()])?;
    marks::add_up(transaction, row)?;
    messages::find_newest(transaction, &stored.chat.to_string())?;
    recorder.message_updated(stored.chat, row);
    Ok(())
}
