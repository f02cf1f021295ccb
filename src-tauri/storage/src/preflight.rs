//! A look at a database before anybody relies on it.
//!
//! A damaged file would hold the WhatsApp library for half a minute, and an emptied one would pass
//! for new: an account would be lost.

use std::io;
use std::path::{Path, PathBuf};

use portaria_domain::Secret;

use crate::StorageError;
use crate::database::{blocking, open_keyed};

/// Files up to this size are read whole, which takes a quarter of a second. The pages of larger
/// ones are checked one by one, when they are used.
const WHOLE_UP_TO_BYTES: u64 = 64 * 1024 * 1024;

/// SQLite has no smaller pages, hence no smaller files.
const SMALLEST_BYTES: u64 = 512;

/// What a look at a file's name found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    /// Something is there, of so many bytes.
    Here(u64),
    /// Nothing is there, nor was there.
    Missing,
}

/// Looks at a database that another library is about to open: a damaged one would hold that library for long.
///
/// `Ok` when the file is sound or not there yet; takes less than a second and changes nothing. An
/// empty file without a log counts as not there yet: a library that is killed while it makes its
/// file leaves one. Whether the tenant had an account by then is for the caller to know.
pub async fn preflight(path: PathBuf, key: Secret<[u8; 32]>) -> Result<(), StorageError> {
    blocking(move || look(&path, &key)).await
}

fn look(path: &Path, key: &Secret<[u8; 32]>) -> Result<(), StorageError> {
    let is_empty = path.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.len() == 0);
    if is_empty && !has_log(path) {
        return Ok(());
    }
    let Presence::Here(bytes) = presence(path)? else { return Ok(()) };
    let connection = open_keyed(path, key).map_err(|error| StorageError::sql(path, error))?;
    if bytes > WHOLE_UP_TO_BYTES {
        return Ok(());
    }
    match connection.query_row("PRAGMA cipher_integrity_check", [], |row| row.get::<_, String>(0)) {
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok(()),
        Err(error) => Err(StorageError::sql(path, error)),
        Ok(found) => Err(damaged(path, &found)),
    }
}

/// Whether one of our own databases is there. A crash never leaves an empty one, so an empty one was
/// damaged; and a log without its database holds what only the lost database can make readable.
pub(crate) fn presence(path: &Path) -> Result<Presence, StorageError> {
    match path.metadata() {
        Ok(metadata) if metadata.is_file() && metadata.len() >= SMALLEST_BYTES => Ok(Presence::Here(metadata.len())),
        Ok(_) => Err(damaged(path, "the file is empty or cut, or no file")),
        Err(error) if error.kind() == io::ErrorKind::NotFound && has_log(path) => {
            Err(damaged(path, "the file is gone, and its log is still there"))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Presence::Missing),
        Err(error) => Err(StorageError::io(path, error)),
    }
}

fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    Path::new(&log).metadata().is_ok_and(|metadata| metadata.len() > 0)
}

/// Damage, with what was found in the log: callers are told no more than that it is.
pub(crate) fn damaged(path: &Path, found: &str) -> StorageError {
    tracing::error!(file = %path.display(), found, "a file is not what was written; it is left as it is");
    StorageError::Damaged { path: path.to_owned() }
}
