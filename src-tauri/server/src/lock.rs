//! Only one process works on a data folder.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The file whose lock is the right to work on a data folder.
pub(crate) fn file_in(data_dir: &Path) -> PathBuf {
    data_dir.join("portaria.lock")
}

/// Where it stands which panel belongs to who has the right: in that file, or beside it where nobody can read what is locked.
pub(crate) fn note_in(data_dir: &Path) -> PathBuf {
    if cfg!(windows) { data_dir.join("portaria.panel") } else { file_in(data_dir) }
}

/// The right to work on a data folder, held as long as this lives; the system takes it back when the process dies.
#[derive(Debug)]
pub(crate) struct DataDirLock {
    _file: File,
    /// Where the note stands.
    note: PathBuf,
}

/// Why there is no right.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LockError {
    /// Another process has it; the file says where that one's panel is, when it got so far.
    #[error("another process works on this folder")]
    Held {
        /// The other process's panel.
        panel: Option<String>,
    },
    /// The folder or the file in it cannot be written.
    #[error("the folder cannot be written")]
    Unwritable(#[from] io::Error),
}

impl DataDirLock {
    /// Makes the folder where it is missing, for its owner only, and takes it.
    pub(crate) fn acquire(data_dir: &Path) -> Result<Self, LockError> {
        let mut folder = std::fs::DirBuilder::new();
        folder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        folder.create(data_dir)?;
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(file_in(data_dir))?;
        let note = note_in(data_dir);
        match file.try_lock() {
            Ok(()) => {
                std::fs::write(&note, "")?;
                Ok(Self { _file: file, note })
            }
            Err(TryLockError::WouldBlock) => {
                let panel = std::fs::read_to_string(&note).ok().map(|text| text.trim().to_owned());
                Err(LockError::Held { panel: panel.filter(|panel| !panel.is_empty()) })
            }
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// Leaves a note for whoever finds the folder taken.
    pub(crate) fn note(&self, panel: &str) -> io::Result<()> {
        std::fs::write(&self.note, format!("{panel}\n"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_second_process_is_told_where_the_first_one_is() {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = folder.path().join("data");
        let first = DataDirLock::acquire(&data_dir).unwrap();
        first.note("http://localhost:3001").unwrap();
        let refusal = DataDirLock::acquire(&data_dir).unwrap_err();
        assert!(matches!(refusal, LockError::Held { panel: Some(panel) } if panel == "http://localhost:3001"));
        drop(first);
        assert!(DataDirLock::acquire(&data_dir).is_ok());
    }

    #[test]
    fn a_file_where_the_folder_should_be_is_unwritable() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("data");
        std::fs::write(&file, "").unwrap();
        assert!(matches!(DataDirLock::acquire(&file), Err(LockError::Unwritable(_))));
    }
}
