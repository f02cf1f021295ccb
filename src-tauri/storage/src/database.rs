//! One SQLCipher database file: opened under its key, checked, migrated, and used off the runtime.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use portaria_domain::Secret;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use rusqlite_migration::Migrations;

use crate::{StorageError, files};

/// An open database. One connection writes and reads; calls queue for it on blocking threads.
#[derive(Clone)]
pub(crate) struct Database {
    connection: Arc<Mutex<Connection>>,
    path: Arc<PathBuf>,
}

impl Database {
    /// Opens a file, or makes it. `cache_kib` bounds the pages it keeps in memory.
    pub(crate) fn open(
        path: &Path,
        key: &Secret<[u8; 32]>,
        migrations: &Migrations<'_>,
        cache_kib: u32,
    ) -> Result<Self, StorageError> {
        files::touch(path)?;
        let sql = |error| StorageError::sql(path, error);
        let mut connection = open_keyed(path, key).map_err(sql)?;
        connection.pragma_update(None, "journal_mode", "WAL").map_err(sql)?;
        connection.pragma_update(None, "synchronous", "FULL").map_err(sql)?;
        connection.pragma_update(None, "foreign_keys", true).map_err(sql)?;
        connection.pragma_update(None, "cache_size", -i64::from(cache_kib)).map_err(sql)?;
        connection.set_prepared_statement_cache_capacity(32);
        migrations.to_latest(&mut connection).map_err(|error| match error {
            rusqlite_migration::Error::RusqliteError { err, .. } => sql(err),
            // A newer Portaria wrote it: as good as damaged for this one, and left as it is.
            _ => StorageError::Damaged { path: path.to_owned() },
        })?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)), path: Arc::new(path.to_owned()) })
    }

    /// Uses the connection at once; for opening, which is off the runtime already.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StorageError> {
        work(&self.lock()).map_err(|error| StorageError::sql(&self.path, error))
    }

    /// A panic in the midst of a write was rolled back when its transaction was dropped, so the lock is sound.
    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads.
    pub(crate) async fn read<T, F>(&self, work: F) -> Result<T, StorageError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        let this = self.clone();
        self.run(move || this.with(work)).await
    }

    /// Writes in one transaction: all of it is on disk afterwards, or nothing.
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T, StorageError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, WriteError> + Send + 'static,
    {
        let (this, path) = (self.clone(), Arc::clone(&self.path));
        self.run(move || {
            let sql = |error| StorageError::sql(&path, error);
            let mut connection = this.lock();
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sql)?;
            let value = work(&transaction).map_err(|error| match error {
                WriteError::Sql(error) => sql(error),
                WriteError::Rule(error) => error,
            })?;
            transaction.commit().map_err(sql)?;
            Ok(value)
        })
        .await
    }

    async fn run<T, F>(&self, work: F) -> Result<T, StorageError>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, StorageError> + Send + 'static,
    {
        match tokio::task::spawn_blocking(work).await {
            Ok(result) => result,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_cancelled) => Err(StorageError::Unwritable {
                    path: self.path.as_ref().clone(),
                    source: "the runtime is shutting down".into(),
                }),
            },
        }
    }
}

/// Why a write was given up: the database said no, or a rule of ours did.
pub(crate) enum WriteError {
    Sql(rusqlite::Error),
    Rule(StorageError),
}

impl From<rusqlite::Error> for WriteError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

/// Opens a file under its raw key and reads its first page, which proves key and page HMAC.
fn open_keyed(path: &Path, key: &Secret<[u8; 32]>) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "key", format!("x'{}'", hex::encode(key.expose())))?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(connection)
}

/// Looks at a database that another library is about to open: a damaged one would hold that library for long.
///
/// `Ok` when the file is sound or not there yet; takes milliseconds and changes nothing.
pub async fn preflight(path: PathBuf, key: Secret<[u8; 32]>) -> Result<(), StorageError> {
    let look = move || {
        if !path.exists() {
            return Ok(());
        }
        let connection = open_keyed(&path, &key).map_err(|error| StorageError::sql(&path, error))?;
        let sound = connection.query_row("PRAGMA cipher_integrity_check", [], |_| Ok(()));
        match sound {
            Err(rusqlite::Error::QueryReturnedNoRows) => Ok(()),
            Err(error) => Err(StorageError::sql(&path, error)),
            Ok(()) => Err(StorageError::Damaged { path: path.clone() }),
        }
    };
    tokio::task::spawn_blocking(look).await.expect("the look does not panic")
}
