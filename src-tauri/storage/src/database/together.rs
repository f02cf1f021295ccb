//! Writes that wait together are committed together: one transaction and one wait for the disk for all of them.
//!
//! Each stands in a savepoint of its own, so that one that fails takes nothing of the others along.

use std::path::Path;

use rusqlite::{Connection, Transaction, TransactionBehavior, ffi};

use super::job::Write;
use crate::StorageError;

/// Does all of them, in their order. Each knows afterwards what came of it.
pub(super) fn run(connection: &mut Connection, path: &Path, jobs: &mut [Box<dyn Write>]) {
    let mut rest = jobs;
    while !rest.is_empty() {
        let decided = run_some(connection, path, rest);
        rest = &mut rest[decided..];
    }
}

/// Does as many as one transaction takes; tells how many were decided, at least one.
fn run_some(connection: &mut Connection, path: &Path, jobs: &mut [Box<dyn Write>]) -> usize {
    let transaction = match connection.transaction_with_behavior(TransactionBehavior::Immediate) {
        Ok(transaction) => transaction,
        Err(error) => return fail_all(jobs, path, &error),
    };
    if let [job] = jobs {
        return run_one(transaction, path, job.as_mut());
    }
    for index in 0..jobs.len() {
        let stays = match in_savepoint(&transaction, |transaction| jobs[index].run(transaction, path)) {
            Ok(()) => !transaction.is_autocommit(),
            Err(error) => {
                drop(transaction);
                return fail_all(&mut jobs[..=index], path, &error);
            }
        };
        // Where the disk is full, SQLite can undo the whole transaction.
        if !stays {
            return fail_all(&mut jobs[..=index], path, &undone());
        }
    }
    match transaction.commit() {
        Ok(()) => jobs.len(),
        Err(error) => fail_all(jobs, path, &error),
    }
}

fn run_one(transaction: Transaction<'_>, path: &Path, job: &mut dyn Write) -> usize {
    // What failed is rolled back as the transaction is dropped.
    if job.run(&transaction, path)
        && let Err(error) = transaction.commit()
    {
        job.fail(StorageError::sql(path, error));
    }
    1
}

/// Keeps what `work` did if it says so.
fn in_savepoint(transaction: &Transaction<'_>, work: impl FnOnce(&Transaction<'_>) -> bool) -> rusqlite::Result<()> {
    transaction.prepare_cached("SAVEPOINT one")?.execute([])?;
    let stays = work(transaction);
    if transaction.is_autocommit() {
        return Ok(());
    }
    if !stays {
        transaction.prepare_cached("ROLLBACK TO one")?.execute([])?;
    }
    transaction.prepare_cached("RELEASE one")?.execute([])?;
    Ok(())
}

fn fail_all(jobs: &mut [Box<dyn Write>], path: &Path, error: &rusqlite::Error) -> usize {
    for job in &mut *jobs {
        job.fail(StorageError::sql(path, again(error)));
    }
    jobs.len()
}

/// The same error for one more.
fn again(error: &rusqlite::Error) -> rusqlite::Error {
    match error {
        rusqlite::Error::SqliteFailure(code, text) => rusqlite::Error::SqliteFailure(*code, text.clone()),
        other => rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_ERROR), Some(other.to_string())),
    }
}

/// What is said of writes that were undone because of one beside them.
fn undone() -> rusqlite::Error {
    let text = "the transaction was undone because of another write in it".to_owned();
    rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_IOERR), Some(text))
}
