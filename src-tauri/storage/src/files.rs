//! Files and folders that only their owner can read.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use portaria_domain::Secret;

use crate::StorageError;
use crate::preflight::damaged;

/// Makes a folder, and those above it, for its owner alone. One that is there is closed to others.
pub(crate) fn make_folder(path: &Path) -> Result<(), StorageError> {
    make_private_folder(path).map_err(|error| StorageError::io(path, error))
}

/// The same, for who says in words of its own what went wrong.
pub(crate) fn make_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).and_then(|()| close_to_others(path))
}

#[cfg(unix)]
fn close_to_others(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let is_open = folder.metadata()?.permissions().mode() & 0o077 != 0;
    if is_open { fs::set_permissions(folder, fs::Permissions::from_mode(0o700)) } else { Ok(()) }
}

#[cfg(not(unix))]
fn close_to_others(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// A file for its owner alone.
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes a database file under another name, and gives it its own once `write` is done and it is on disk.
/// SQLite gives its own files the mode of the file they belong to.
pub(crate) fn make_whole(
    path: &Path,
    write: impl FnOnce(&Path) -> Result<(), StorageError>,
) -> Result<(), StorageError> {
    let draft = path.with_extension(format!("new-{:08x}", rand::random::<u32>()));
    let io = |error| StorageError::io(path, error);
    let file = private().create_new(true).open(&draft).map_err(io)?;
    let named = write(&draft).and_then(|()| {
        file.sync_all().map_err(io)?;
        name_once(&draft, path).map_err(io)
    });
    if named.is_err() {
        // What remains is of no use to anybody, and the reason why it remains is told.
        let _ = fs::remove_file(&draft);
    }
    named
}

/// Gives a draft its name unless that is taken: of two first starts one wins, and both use its file.
fn name_once(draft: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(draft, path) {
        Ok(()) => fs::remove_file(draft)?,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => fs::remove_file(draft)?,
        // A file system without hard links.
        Err(_) => fs::rename(draft, path)?,
    }
    path.parent().map_or(Ok(()), sync_folder)
}

/// Makes the names in a folder survive a power cut. Windows has no such call, and journals names by itself.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Makes a 32-byte key unless there is one: written beside, synced, and named, so that there is never half a key.
pub(crate) fn make_key(path: &Path) -> Result<(), StorageError> {
    make_whole(path, |draft| {
        let write = || private().open(draft)?.write_all(&rand::random::<[u8; 32]>());
        write().map_err(|error| StorageError::io(path, error))
    })
}

/// Reads a 32-byte key; `None` when there is none. One that others can read is refused.
pub(crate) fn read_key(path: &Path) -> Result<Option<Secret<[u8; 32]>>, StorageError> {
    let io = |error| StorageError::io(path, error);
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(io(error)),
    };
    if is_exposed(&file).map_err(io)? {
        return Err(StorageError::Exposed { path: path.to_owned() });
    }
    let mut key = [0; 32];
    let mut rest = [0; 1];
    let whole = file.read_exact(&mut key).is_ok() && file.read(&mut rest).map_err(io)? == 0;
    if whole { Ok(Some(Secret::new(key))) } else { Err(damaged(path, "a key has 32 bytes")) }
}

#[cfg(unix)]
fn is_exposed(file: &File) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(file.metadata()?.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_exposed(_file: &File) -> io::Result<bool> {
    Ok(false)
}
