//! Files and folders that only their owner can read.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use portaria_domain::Secret;

use crate::StorageError;

/// Makes a folder, and those above it, for its owner alone.
pub(crate) fn make_folder(path: &Path) -> Result<(), StorageError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|error| StorageError::io(path, error))
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes a file for its owner alone unless it exists; SQLite gives its own files the same mode.
pub(crate) fn touch(path: &Path) -> Result<(), StorageError> {
    private().create(true).truncate(false).open(path).map(drop).map_err(|error| StorageError::io(path, error))
}

/// Reads a 32-byte key, or makes it: written beside, synced, and moved into place, so that there is never half a key.
pub(crate) fn read_or_make_key(path: &Path) -> Result<Secret<[u8; 32]>, StorageError> {
    match read_key(path) {
        Ok(key) => return key,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(StorageError::io(path, error)),
    }
    let beside = path.with_extension(format!("new-{:08x}", rand::random::<u32>()));
    let make = || -> io::Result<()> {
        let mut file = private().create_new(true).open(&beside)?;
        file.write_all(&rand::random::<[u8; 32]>())?;
        file.sync_all()?;
        // A hard link fails where the name is taken: of two first starts one wins, and both read its key.
        match fs::hard_link(&beside, path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => fs::rename(&beside, path)?,
            _ => fs::remove_file(&beside)?,
        }
        if let Some(folder) = path.parent() {
            File::open(folder)?.sync_all()?;
        }
        Ok(())
    };
    make().map_err(|error| StorageError::io(path, error))?;
    read_key(path).map_err(|error| StorageError::io(path, error))?
}

fn read_key(path: &Path) -> io::Result<Result<Secret<[u8; 32]>, StorageError>> {
    let mut file = File::open(path)?;
    if is_exposed(&file)? {
        return Ok(Err(StorageError::Exposed { path: path.to_owned() }));
    }
    let mut key = [0; 32];
    let mut rest = [0; 1];
    let whole = file.read_exact(&mut key).is_ok() && file.read(&mut rest)? == 0;
    Ok(if whole { Ok(Secret::new(key)) } else { Err(StorageError::Damaged { path: path.to_owned() }) })
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
