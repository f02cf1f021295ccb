//! What a file was before a newer version of the program changed it.
//!
//! A migration is one transaction: it happens or it doesn't. The copy is for what comes after it: a new version that
//! doesn't work, whose files the version before refuses. It lies beside the file, under the same key, and so goes where
//! the tenant goes: moved, exported and erased with it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use portaria_domain::Secret;
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use rusqlite_migration::Migrations;

use super::open_keyed;
use crate::{StorageError, files};

/// What stands in the name of a copy before the number of its schema.
const BEFORE: &str = "before";
/// How long a copy is kept. It holds also what is deleted meanwhile.
const KEPT_FOR: Duration = Duration::from_hours(7 * 24);
/// Pages that are copied in one step.
const PAGES: i32 = 1024;

/// Keeps a copy of the file if it is about to be migrated, and lets go of those that nobody needs any more.
///
/// An error says that there is no copy: then nothing may be migrated.
pub(super) fn keep_before(
    connection: &Connection,
    path: &Path,
    key: &Secret<[u8; 32]>,
    migrations: &Migrations<'_>,
) -> Result<(), StorageError> {
    let sql = |error| StorageError::sql(path, error);
    let schema: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(sql)?;
    let pending = migrations.pending_migrations(connection).unwrap_or(0); // whatever is wrong, migrating says
    if schema == 0 || pending <= 0 {
        return remove(path, is_old);
    }
    let copy = path.with_extension(format!("{BEFORE}-{schema}.db"));
    let began = Instant::now();
    // A crash may have come between copy and migration: what the file is now is what counts.
    match fs::remove_file(&copy) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(StorageError::io(&copy, error)),
        _ => {}
    }
    files::make_whole(&copy, |draft| {
        copy_all(connection, draft, key).map_err(|error| StorageError::sql(&copy, error))
    })?;
    tracing::info!(file = %copy.display(), took_ms = began.elapsed().as_millis(), "what the file was is kept before it is changed");
    remove(path, |other| *other != *copy)
}

fn copy_all(from: &Connection, draft: &Path, key: &Secret<[u8; 32]>) -> rusqlite::Result<()> {
    let mut to = open_keyed(draft, key)?;
    let backup = Backup::new(from, &mut to)?;
    while backup.step(PAGES)? != StepResult::Done {}
    drop(backup);
    to.close().map_err(|(_, error)| error)
}

/// Puts a file back to how it was before it was migrated, where that was after `since`; whether it was.
///
/// For a new version that did not start, of which the version before would refuse the file. What the file is now stays
/// beside it as long as copies do. Whoever calls holds the data folder alone.
pub(crate) fn put_back(path: &Path, since: SystemTime) -> Result<bool, StorageError> {
    let io = |path: &Path| {
        let path = path.to_owned();
        move |error| StorageError::io(&path, error)
    };
    let is_of_now = |copy: &PathBuf| copy.metadata().and_then(|about| about.modified()).is_ok_and(|at| at >= since);
    let Some(copy) = newest_copy(path).filter(is_of_now) else { return Ok(false) };
    let aside = path.with_extension(format!("{BEFORE}-put-back.db"));
    for end in ["", "-wal"] {
        let (from, to) = (with_end(path, end), with_end(&aside, end));
        match fs::copy(&from, &to) {
            Err(error) if end.is_empty() || error.kind() != io::ErrorKind::NotFound => return Err(io(&to)(error)),
            _ => {}
        }
    }
    // A log that outlives its file would be read into the one that comes.
    for end in ["-wal", "-shm"] {
        match fs::remove_file(with_end(path, end)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(io(path)(error)),
            _ => {}
        }
    }
    fs::rename(&copy, path).map_err(io(path))?;
    path.parent().map_or(Ok(()), files::sync_folder).map_err(io(path))?;
    Ok(true)
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// The newest copy of a file, if one is kept.
pub(crate) fn newest_copy(path: &Path) -> Option<PathBuf> {
    let of_schema = |copy: &PathBuf| copy.to_str()?.strip_suffix(".db")?.rsplit('-').next()?.parse::<u32>().ok();
    copies(path).ok()?.into_iter().filter(|copy| of_schema(copy).is_some()).max_by_key(of_schema)
}

/// Removes every copy of a file, whatever its age: it holds what was erased since.
pub(crate) fn forget_copies(path: &Path) -> Result<(), StorageError> {
    for copy in copies(path).map_err(|error| StorageError::io(path, error))? {
        fs::remove_file(&copy).map_err(|error| StorageError::io(&copy, error))?;
    }
    Ok(())
}

/// Removes the copies, whole or half made, that `is_past` tells of.
fn remove(path: &Path, is_past: impl Fn(&Path) -> bool) -> Result<(), StorageError> {
    let found = copies(path).map_err(|error| StorageError::io(path, error))?;
    for copy in found.into_iter().filter(|copy| is_past(copy)) {
        if let Err(error) = fs::remove_file(&copy) {
            tracing::warn!(file = %copy.display(), %error, "an old copy could not be removed");
        }
    }
    Ok(())
}

fn is_old(copy: &Path) -> bool {
    let age = copy.metadata().and_then(|metadata| metadata.modified()).map(|at| at.elapsed());
    age.is_ok_and(|age| age.is_ok_and(|age| age > KEPT_FOR))
}

/// Everything beside a file that is a copy of it, or was to become one.
fn copies(path: &Path) -> io::Result<Vec<PathBuf>> {
    let (Some(folder), Some(stem)) = (path.parent(), path.file_stem().and_then(|stem| stem.to_str())) else {
        return Ok(Vec::new());
    };
    let beginning = format!("{stem}.{BEFORE}-");
    let mut found = Vec::new();
    for entry in folder.read_dir()? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(|name| name.starts_with(&beginning)) {
            found.push(entry.path());
        }
    }
    Ok(found)
}
