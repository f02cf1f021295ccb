//! The durable queue: work that is to be done, not before its time, and by one worker at a time.
//!
//! A job is about something of its kind, once. Who takes one has it until a moment; what was not finished by then, or
//! by the process that took it, can be taken again.

use portaria_domain::UnixMs;
use rusqlite::{Transaction, params};

use crate::StorageError;
use crate::chats::{ChatStore, rows};

/// For how long a job is put off at most, in milliseconds: what would be for longer, a clock noted that has been set back
/// since, and is due.
const LONGEST_MS: i64 = 60 * 60 * 1_000;

/// What kind of work it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobKind {
    /// The file of a message is to be fetched.
    FetchMedia,
    /// WhatsApp is to be asked about the numbers of a check.
    CheckNumbers,
    /// People of a file are to be put into the phone's address book.
    ImportContacts,
}

impl JobKind {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::FetchMedia => "fetch_media",
            Self::CheckNumbers => "check_numbers",
            Self::ImportContacts => "import_contacts",
        }
    }
}

/// Where a job lies; never leaves the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct JobRow(pub(super) i64);

/// Puts a job into the queue. One that is there is due no later than this.
pub(super) fn add(
    transaction: &Transaction<'_>,
    tenant: &str,
    kind: JobKind,
    subject: &str,
    due: UnixMs,
) -> rusqlite::Result<()> {
    let add = "INSERT INTO jobs (row, tenant_id, kind, subject, due_at_ms) VALUES (?1, ?2, ?3, ?4, ?5)
               ON CONFLICT (kind, subject) DO UPDATE SET due_at_ms = min(due_at_ms, excluded.due_at_ms)";
    transaction.prepare_cached(add)?.execute(params![rows::next(transaction)?, tenant, kind.word(), subject, due.0])?;
    Ok(())
}

/// Takes a job that is done, or whose subject is gone, out of the queue.
pub(super) fn remove(transaction: &Transaction<'_>, kind: JobKind, subject: &str) -> rusqlite::Result<()> {
    let remove = "DELETE FROM jobs WHERE kind = ?1 AND subject = ?2";
    transaction.prepare_cached(remove)?.execute(params![kind.word(), subject])?;
    Ok(())
}

/// Takes what is due, the longest due first, until a moment; gives back each with its subject and earlier attempts.
pub(super) fn take(
    transaction: &Transaction<'_>,
    kind: JobKind,
    now: UnixMs,
    until: UnixMs,
    limit: usize,
) -> rusqlite::Result<Vec<(JobRow, String, u32)>> {
    let hasten = "UPDATE jobs SET due_at_ms = ?2 WHERE kind = ?1 AND due_at_ms > ?2 + ?3";
    transaction.prepare_cached(hasten)?.execute(params![kind.word(), now.0, LONGEST_MS])?;
    let take = "UPDATE jobs SET taken_until_ms = ?3 WHERE row IN (
                  SELECT row FROM jobs WHERE kind = ?1 AND due_at_ms <= ?2 AND taken_until_ms <= ?2
                  ORDER BY due_at_ms, row LIMIT ?4) RETURNING row, subject, attempts";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut take = transaction.prepare_cached(take)?;
    let taken = take.query_map(params![kind.word(), now.0, until.0, limit], |row| {
        Ok((JobRow(row.get(0)?), row.get(1)?, row.get(2)?))
    })?;
    taken.collect()
}

/// Gives a job back, to be taken again not before a moment: it went on as it should.
pub(super) fn give_back(transaction: &Transaction<'_>, job: JobRow, due: UnixMs) -> rusqlite::Result<()> {
    let back = "UPDATE jobs SET taken_until_ms = 0, due_at_ms = ?2, attempts = 0 WHERE row = ?1";
    transaction.prepare_cached(back)?.execute(params![job.0, due.0])?;
    Ok(())
}

impl ChatStore {
    /// Gives a job back, to be taken again not before a moment, an hour ahead at most. `counts`: it was an attempt that
    /// failed.
    pub async fn give_job_back(&self, job: JobRow, due: UnixMs, counts: bool) -> Result<(), StorageError> {
        self.database
            .write(move |transaction| {
                let back =
                    "UPDATE jobs SET taken_until_ms = 0, due_at_ms = ?2, attempts = attempts + ?3 WHERE row = ?1";
                transaction.prepare_cached(back)?.execute(params![job.0, due.0, counts])?;
                Ok(())
            })
            .await
    }

    /// Gives back what another process had taken of a kind, which is over: for who holds the tenant's lease, before it
    /// takes any.
    pub async fn release_jobs(&self, kind: JobKind) -> Result<(), StorageError> {
        let release = "UPDATE jobs SET taken_until_ms = 0 WHERE kind = ?1 AND taken_until_ms > 0";
        self.database.write(move |transaction| Ok(transaction.execute(release, [kind.word()])?)).await.map(drop)
    }

    /// When the next job of a kind is due that nobody is at.
    pub async fn next_job(&self, kind: JobKind) -> Result<Option<UnixMs>, StorageError> {
        let find = "SELECT min(due_at_ms) FROM jobs WHERE kind = ?1 AND taken_until_ms = 0";
        let next: Option<i64> =
            self.database.read(move |db| db.prepare_cached(find)?.query_row([kind.word()], |row| row.get(0))).await?;
        Ok(next.map(UnixMs))
    }
}
