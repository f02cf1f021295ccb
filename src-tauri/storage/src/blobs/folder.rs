//! Files in a folder of this machine: `ab/abcd…`, never named by whoever sent them.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{BlobName, BlobStore, Sealed};
use crate::files;

/// A folder with files in it.
pub(crate) struct FolderBlobs {
    folder: PathBuf,
}

impl FolderBlobs {
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    fn path(&self, name: BlobName) -> PathBuf {
        let name = name.to_string();
        self.folder.join(&name[..2]).join(name)
    }
}

impl BlobStore for FolderBlobs {
    fn put(&self, name: BlobName, sealed: &Path) -> io::Result<()> {
        let path = self.path(name);
        let shelf = path.parent().unwrap_or(&self.folder);
        files::make_private_folder(shelf)?;
        // Over one of the same name: it holds the same, and this one is sure to be whole.
        fs::rename(sealed, &path)?;
        files::sync_folder(shelf)
    }

    fn open(&self, name: BlobName) -> io::Result<Option<Box<dyn Sealed>>> {
        match File::open(self.path(name)) {
            Ok(file) => Ok(Some(Box::new(file))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn remove(&self, name: BlobName) -> io::Result<()> {
        match fs::remove_file(self.path(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn older_than(&self, moment: SystemTime) -> io::Result<Vec<BlobName>> {
        let mut names = Vec::new();
        for shelf in entries(&self.folder)? {
            if !shelf.is_dir() {
                continue;
            }
            for path in entries(&shelf)? {
                let name = path.file_name().and_then(|name| name.to_str()?.parse().ok());
                if let Some(name) = name.filter(|_| is_older(&path, moment)) {
                    names.push(name);
                }
            }
        }
        Ok(names)
    }
}

/// What is in a folder; nothing, if there is no folder.
pub(super) fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match folder.read_dir() {
        Ok(entries) => entries.map(|entry| Ok(entry?.path())).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// Whether a file was last written before a moment. One that is gone by now is not.
pub(super) fn is_older(path: &Path, moment: SystemTime) -> bool {
    path.metadata().and_then(|about| about.modified()).is_ok_and(|written| written < moment)
}
