//! The session's own database, `whatsapp.db`: encrypted, flushed at each commit, small in memory.

use std::convert::Infallible;
use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};

use diesel::Connection as _;
use diesel::connection::SimpleConnection as _;
use diesel::sqlite::SqliteConnection;
use portaria_domain::Secret;
use tokio::sync::mpsc;
use wacore::appstate::hash::HashState;
use wacore::appstate::patch_decode::WAPatchName;
use wacore::store::error::StoreError;
use wacore::store::traits::AppSyncStore as _;
use whatsapp_rust_sqlite_storage::{SqliteStore, SqliteStoreConfig, Synchronous};

use crate::OpenError;

/// Pages that the one connection keeps in memory, in KiB. Ten thousand sessions share a machine.
const CACHE_KIB: u32 = 64;

type Cause = Box<dyn std::error::Error + Send + Sync>;

pub(super) fn path_in(folder: &Path) -> PathBuf {
    folder.join("whatsapp.db")
}

/// Tells when the library has closed the database: its tasks hold it for a moment after the session's end.
pub(super) struct Closed(mpsc::Receiver<Infallible>);

impl Closed {
    pub(super) async fn wait(&mut self) {
        let _nothing_is_ever_sent = self.0.recv().await;
    }
}

/// Opens the database, or makes it.
pub(super) async fn open(folder: &Path, key: &Secret<[u8; 32]>) -> Result<(SqliteStore, Closed), OpenError> {
    let path = path_in(folder);
    let text = path.to_str().ok_or_else(|| OpenError::Unwritable("the folder's name is not UTF-8".into()))?.to_owned();
    let (checked, check_key) = (path.clone(), key.clone());
    tokio::task::spawn_blocking(move || check(&checked, &check_key))
        .await
        .map_err(|error| OpenError::Unwritable(error.into()))??;

    let key = key.clone();
    // The pool owns the hook, so the hook goes when the pool does.
    let (held_while_open, closed) = mpsc::channel(1);
    let mut config = SqliteStoreConfig::default().with_connection_init(move |connection| {
        let _ = &held_while_open;
        apply(&key, connection).map_err(Into::into)
    });
    config.pool_size = 1;
    config.cache_size_kib = CACHE_KIB;
    config.synchronous = Synchronous::Full;
    let store = SqliteStore::with_config(&text, config).await.map_err(|error| OpenError::Unwritable(error.into()))?;
    Ok((store, Closed(closed)))
}

/// Looks at the file before the library does: a bad one would hold its pool for half a minute.
fn check(path: &Path, key: &Secret<[u8; 32]>) -> Result<(), OpenError> {
    touch(path).map_err(|error| OpenError::Unwritable(error.into()))?;
    let text = path.to_string_lossy();
    let mut connection = SqliteConnection::establish(&text).map_err(|error| OpenError::Unwritable(error.into()))?;
    apply(key, &mut connection)
        .map_err(|error| if is_damage(&error) { OpenError::Damaged(error.into()) } else { unusable(error) })
}

/// Whether the file itself is at fault: SQLite's `NOTADB`, which is also a wrong key's, and `CORRUPT`.
/// Diesel hands on the text of an error and not its number.
fn is_damage(error: &diesel::result::Error) -> bool {
    let text = error.to_string();
    text.contains("not a database") || text.contains("malformed")
}

/// Keys a connection. Reading the version afterwards proves the key against the first page's HMAC.
fn apply(key: &Secret<[u8; 32]>, connection: &mut SqliteConnection) -> diesel::QueryResult<()> {
    use std::fmt::Write as _;
    let mut hex = String::with_capacity(64);
    for byte in key.expose() {
        write!(hex, "{byte:02x}").expect("writing to a String cannot fail");
    }
    connection.batch_execute(&format!("PRAGMA key = \"x'{hex}'\"; PRAGMA busy_timeout = 5000; PRAGMA schema_version;"))
}

/// Makes the file for its owner alone, unless it exists; SQLite gives the files beside it the same mode.
fn touch(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// Removes the database and what SQLite keeps beside it.
pub(super) fn remove(folder: &Path) -> io::Result<()> {
    // The file itself goes last: whoever finds it gone finds all of it gone.
    for ending in ["-wal", "-shm", "-journal", ""] {
        let mut name = path_in(folder).into_os_string();
        name.push(ending);
        match std::fs::remove_file(name) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Whether the device keeps a server key of an earlier login, and will trust it.
pub(super) async fn trusts_a_server_key(store: &SqliteStore) -> Result<bool, StoreError> {
    let device = store.load_device_data_for_device(store.device_id()).await?;
    Ok(device.is_some_and(|device| device.is_registered() && device.server_cert_chain.is_some()))
}

/// Lets the account's own name come again, where it is missing: it comes once, with settings whose version the library
/// (0.7.0) writes down at once and the name a moment later. Who was killed between the two would be nameless for good,
/// and each of its connections ten seconds late, for the library waits for the name's key.
pub(super) async fn expect_lost_name(store: &SqliteStore) -> Result<(), StoreError> {
    let settings = WAPatchName::CriticalBlock.as_str();
    let device = store.load_device_data_for_device(store.device_id()).await?;
    let is_nameless = device.is_some_and(|device| device.is_registered() && device.push_name.is_empty());
    if is_nameless && store.get_version(settings).await?.version > 0 {
        store.clear_mutation_macs(settings).await?;
        store.set_version(settings, HashState::default()).await?;
    }
    Ok(())
}

/// Why the library could not use the database it was given.
pub(super) fn unusable(cause: impl Into<Cause>) -> OpenError {
    OpenError::Unwritable(cause.into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn key(byte: u8) -> Secret<[u8; 32]> {
        Secret::new([byte; 32])
    }

    #[tokio::test]
    async fn the_file_is_encrypted_and_its_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (store, _closed) = open(folder.path(), &key(7)).await.unwrap();
        store.create_new_device().await.unwrap();
        let mut seen = 0;
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            let entry = entry.unwrap();
            let bytes = std::fs::read(entry.path()).unwrap();
            for canary in ["SQLite format 3", "noise_key", "CREATE TABLE"] {
                let told = bytes.windows(canary.len()).any(|window| window == canary.as_bytes());
                assert!(!told, "{} can be read without the key: {canary}", entry.path().display());
            }
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt as _;
                assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.path());
            }
            seen += 1;
        }
        assert!(seen >= 2, "the database and its log are there");
    }

    #[tokio::test]
    async fn another_key_opens_nothing_and_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let (store, _closed) = open(folder.path(), &key(7)).await.unwrap();
        store.create_new_device().await.unwrap();
        drop(store);
        let started = std::time::Instant::now();
        let refused = open(folder.path(), &key(8)).await;
        assert!(matches!(refused, Err(OpenError::Damaged(_))), "a wrong key");
        assert!(started.elapsed().as_secs() < 5, "the library's pool would have waited for half a minute");
        assert!(open(folder.path(), &key(7)).await.is_ok(), "the right key still fits");
    }

    #[tokio::test]
    async fn a_file_in_use_is_not_taken_for_a_damaged_one() {
        let folder = tempfile::tempdir().unwrap();
        drop(open(folder.path(), &key(7)).await.unwrap());
        let path = path_in(folder.path());
        let mut other = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
        apply(&key(7), &mut other).unwrap();
        other.batch_execute("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;").unwrap();
        let refused = tokio::task::spawn_blocking(move || check(&path, &key(7))).await.unwrap();
        assert!(matches!(refused, Err(OpenError::Unwritable(_))), "{refused:?}");
    }

    #[tokio::test]
    async fn one_learns_when_the_file_is_closed() {
        let folder = tempfile::tempdir().unwrap();
        let (store, mut closed) = open(folder.path(), &key(7)).await.unwrap();
        let mut waiting = Box::pin(closed.wait());
        assert!(futures_util::poll!(&mut waiting).is_pending(), "the store is open");
        drop(store);
        tokio::time::timeout(std::time::Duration::from_secs(10), waiting).await.unwrap();
    }

    #[tokio::test]
    async fn what_is_removed_is_gone_with_all_that_lay_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        drop(open(folder.path(), &key(7)).await.unwrap());
        remove(folder.path()).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        remove(folder.path()).unwrap();
    }
}
