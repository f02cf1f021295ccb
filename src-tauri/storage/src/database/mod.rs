//! One SQLCipher database file: opened under its key, checked, migrated, and used off the runtime.

mod job;
mod kept;
mod together;
mod turns;
mod write_error;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use portaria_domain::Secret;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use rusqlite_migration::{MigrationDefinitionError, Migrations};

use self::job::{Job, Waiting};
pub(crate) use self::kept::{forget_copies, newest_copy, put_back};
use self::turns::Turns;
pub(crate) use self::write_error::WriteError;
use crate::preflight::{Presence, presence};
use crate::{StorageError, files};

/// The memory that a large write may take. Without it each page is sealed and written many times.
const MUCH_KIB: i64 = 16 * 1024;

/// An open database. One connection writes and reads, in the order of the calls. Calls wait for their turn without a
/// thread; one that has begun ends, even if nobody waits for it any more.
#[derive(Clone)]
pub(crate) struct Database {
    turns: Arc<Turns>,
    cache_kib: u32,
    /// How many are amid several large writes.
    series: Arc<AtomicUsize>,
}

/// Several large writes: what one of them has read need not be read, checked and opened by the next.
pub(crate) struct LargeWrites(Arc<AtomicUsize>);

impl Drop for LargeWrites {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Database {
    /// Opens a file, or makes it. `cache_kib` bounds the pages it keeps in memory. `begin` runs on
    /// each opening, before anybody else uses the file; one that rested is opened anew.
    pub(crate) fn open(
        path: &Path,
        key: &Secret<[u8; 32]>,
        migrations: impl Fn() -> Migrations<'static> + Send + Sync + 'static,
        cache_kib: u32,
        begin: impl Fn(&Connection) -> Result<(), StorageError> + Send + Sync + 'static,
    ) -> Result<Self, StorageError> {
        let (own_path, key) = (path.to_owned(), key.clone());
        let connect = move |file: &Path| -> Result<Connection, StorageError> {
            let connection = connect(file, &own_path, &key, &migrations(), cache_kib)?;
            begin(&connection)?;
            Ok(connection)
        };
        if presence(path)? == Presence::Missing {
            // Whole before it has its name: a crash leaves no empty file, so that an empty one is damage.
            files::make_whole(path, |draft| {
                let connection = connect(draft)?;
                connection.close().map_err(|(_, error)| StorageError::sql(path, error))
            })?;
        }
        let file = path.to_owned();
        let turns = Turns::new(path, Box::new(move || connect(&file)))?;
        Ok(Self { turns, cache_kib, series: Arc::default() })
    }

    /// Reads what is committed.
    pub(crate) async fn read<T, F>(&self, work: F) -> Result<T, StorageError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        let (job, waiting) =
            job::read(|connection, path| work(connection).map_err(|error| StorageError::sql(path, error)));
        self.turn(job, waiting).await
    }

    /// Reads what is committed, unless the file is closed, and without keeping it from being closed.
    pub(crate) async fn read_in_passing<T, F>(&self, work: F) -> Option<Result<T, StorageError>>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        let (job, waiting) =
            job::read(|connection, path| work(connection).map_err(|error| StorageError::sql(path, error)));
        if self.turns.take_in_passing(job) { waiting.outcome().await } else { None }
    }

    /// Writes in one transaction: all of it is on disk afterwards, or nothing. Calls that wait together share one.
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T, StorageError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, WriteError> + Send + 'static,
    {
        self.write_counted(work).await.map(|(value, _)| value)
    }

    /// The same, with [`Self::uses`] as it was when this waited for its turn: while that does not change, nothing is written
    /// after it.
    pub(crate) async fn write_counted<T, F>(&self, work: F) -> Result<(T, u64), StorageError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, WriteError> + Send + 'static,
    {
        let (job, waiting) = job::write(work);
        let uses = self.turns.take(job);
        self.outcome(waiting).await.map(|value| (value, uses))
    }

    /// How often the file was used, without what was only read in passing.
    pub(crate) fn uses(&self) -> u64 {
        self.turns.uses()
    }

    /// Writes much in one transaction of its own, with room for its pages in memory for as long as it takes.
    pub(crate) async fn write_much<T, F>(&self, work: F) -> Result<T, StorageError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, WriteError> + Send + 'static,
    {
        let database = self.clone();
        let (job, waiting) = job::alone(move |connection, path| {
            let sql = |error| StorageError::sql(path, error);
            let widen = format!("PRAGMA cache_size = -{MUCH_KIB}; PRAGMA cache_spill = ON");
            connection.execute_batch(&widen).map_err(sql)?;
            let written = write(connection, path, work);
            database.narrow_unless_more_comes(connection).map_err(sql)?;
            written
        });
        self.turn(job, waiting).await
    }

    /// Says that several large writes follow: their pages stay in memory until the first one after this is dropped, which is
    /// to be the last of them.
    pub(crate) fn large_writes(&self) -> LargeWrites {
        self.series.fetch_add(1, Ordering::Relaxed);
        LargeWrites(Arc::clone(&self.series))
    }

    /// Gives back the memory of large writes.
    fn narrow_unless_more_comes(&self, connection: &Connection) -> rusqlite::Result<()> {
        if self.series.load(Ordering::Relaxed) > 0 {
            return Ok(());
        }
        let narrow = format!("PRAGMA cache_size = -{}; PRAGMA cache_spill = OFF; PRAGMA shrink_memory", self.cache_kib);
        connection.execute_batch(&narrow)
    }

    /// Lets SQLite refuse every write, or take them again. The file is not closed meanwhile: it would forget.
    #[cfg(feature = "faults")]
    pub(crate) async fn refuse_writes(&self, refused: bool) -> Result<(), StorageError> {
        self.turns.stay_open(refused);
        self.read(move |connection| connection.pragma_update(None, "query_only", refused)).await
    }

    /// Whether the file is open.
    pub(crate) fn is_open(&self) -> bool {
        self.turns.is_open()
    }

    /// Closes the file once nobody has called between two looks; the next call opens it. Whether it was closed.
    pub(crate) async fn rest(&self) -> bool {
        self.turns.rest().await
    }

    /// Folds the log into the file, as far as no other process reads it.
    pub(crate) async fn fold_log(&self) -> Result<(), StorageError> {
        let fold = |connection: &mut Connection, path: &Path| {
            let folded = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
            folded.map_err(|error| StorageError::sql(path, error))
        };
        let (job, waiting) = job::alone(fold);
        // One that is closed was folded in then.
        if !self.turns.take_in_passing(job) {
            return Ok(());
        }
        waiting.outcome().await.unwrap_or_else(|| Err(shutting_down(self.turns.path())))
    }

    async fn turn<T>(&self, job: Job, waiting: Waiting<T>) -> Result<T, StorageError> {
        self.turns.take(job);
        self.outcome(waiting).await
    }

    async fn outcome<T>(&self, waiting: Waiting<T>) -> Result<T, StorageError> {
        match waiting.outcome().await {
            Some(result) => result,
            None => Err(shutting_down(self.turns.path())),
        }
    }
}

fn write<T>(
    connection: &mut Connection,
    path: &Path,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, WriteError>,
) -> Result<T, StorageError> {
    let sql = |error| StorageError::sql(path, error);
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sql)?;
    let value = work(&transaction).map_err(|error| error.on(path))?;
    transaction.commit().map_err(sql)?;
    Ok(value)
}

/// Opens `file` for use as `path`, which stands in errors.
fn connect(
    file: &Path,
    path: &Path,
    key: &Secret<[u8; 32]>,
    migrations: &Migrations<'_>,
    cache_kib: u32,
) -> Result<Connection, StorageError> {
    let sql = |error| StorageError::sql(path, error);
    let mut connection = open_keyed(file, key).map_err(sql)?;
    connection.pragma_update(None, "cache_size", -i64::from(cache_kib)).map_err(sql)?;
    connection.pragma_update(None, "journal_mode", "WAL").map_err(sql)?;
    connection.pragma_update(None, "synchronous", "FULL").map_err(sql)?;
    // What is deleted is gone: a tenant's key above all.
    connection.pragma_update(None, "secure_delete", true).map_err(sql)?;
    // Logs stay near 1 MiB, however much history came through them.
    connection.pragma_update(None, "wal_autocheckpoint", 256).map_err(sql)?;
    connection.pragma_update(None, "journal_size_limit", 1 << 20).map_err(sql)?;
    // A page that changes twice in one transaction is sealed once: what waits together is committed together.
    connection.pragma_update(None, "cache_spill", false).map_err(sql)?;
    // A statement is planned once, and not again for each value of what a partial index asks for.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(sql)?;
    connection.set_prepared_statement_cache_capacity(96);
    // A migration that makes a table anew would be stopped by what points to the old one; it checks at its end.
    connection.pragma_update(None, "foreign_keys", false).map_err(sql)?;
    kept::keep_before(&connection, path, key, migrations)?;
    migrations.to_latest(&mut connection).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => sql(err),
        rusqlite_migration::Error::MigrationDefinition(MigrationDefinitionError::DatabaseTooFarAhead) => {
            StorageError::Newer { path: path.to_owned(), copy: newest_copy(path) }
        }
        _ => StorageError::Damaged { path: path.to_owned() },
    })?;
    connection.pragma_update(None, "foreign_keys", true).map_err(sql)?;
    Ok(connection)
}

/// Opens a file under its raw key and reads its first page, which proves key and page HMAC.
pub(crate) fn open_keyed(path: &Path, key: &Secret<[u8; 32]>) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    key_of(&connection, key)?;
    Ok(connection)
}

/// Gives an open file its raw key, and reads its first page.
pub(crate) fn key_of(connection: &Connection, key: &Secret<[u8; 32]>) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "key", format!("x'{}'", hex::encode(key.expose())))?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
}

/// Runs what blocks on the threads that are there for it.
pub(crate) async fn blocking<T, F>(work: F) -> Result<T, StorageError>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, StorageError> + Send + 'static,
{
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_cancelled) => Err(shutting_down(Path::new(""))),
        },
    }
}

fn shutting_down(path: &Path) -> StorageError {
    StorageError::Unwritable { path: path.to_owned(), source: "the runtime is shutting down".into() }
}

/// How SQLite means to run a statement, for tests.
#[cfg(test)]
pub(crate) fn plan(connection: &Connection, sql: &str) -> String {
    let explained = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).and_then(|mut statement| {
        let unbound = vec![rusqlite::types::Null; statement.parameter_count()];
        statement.query_map(rusqlite::params_from_iter(unbound), |row| row.get::<_, String>("detail"))?.collect()
    });
    explained.map_or_else(|error| error.to_string(), |steps: Vec<String>| steps.join("; "))
}

#[cfg(test)]
mod tests;
