//! The data folder, and who works on it.

use std::fs::{File, TryLockError};
use std::io;
use std::path::PathBuf;

use crate::config::ServerConfig;
use crate::lock;

/// The data folder.
pub(super) struct Place {
    pub(super) folder: PathBuf,
    pub(super) lock: Lock,
}

/// Who works on it.
#[derive(Debug)]
pub(super) enum Lock {
    /// Nobody.
    Free,
    /// A process that wrote down where its panel is, or none.
    Held(Option<String>),
    /// It cannot be told.
    Unknown(io::Error),
}

impl Place {
    pub(super) fn of(config: &ServerConfig) -> Self {
        let folder = config.data_dir.clone();
        let lock = look(&folder);
        Self { folder, lock }
    }

    pub(super) fn is_shared(&self) -> bool {
        matches!(self.lock, Lock::Held(_))
    }

    /// The panel of the server that runs, where one does.
    pub(super) fn panel(&self) -> Option<&str> {
        match &self.lock {
            Lock::Held(panel) => panel.as_deref(),
            Lock::Free | Lock::Unknown(_) => None,
        }
    }
}

/// Tries the lock for a moment and gives it back at once. A shared one is enough to know, and lets another doctor look too.
fn look(folder: &std::path::Path) -> Lock {
    let file = match File::open(lock::file_in(folder)) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Lock::Free,
        Err(error) => return Lock::Unknown(error),
    };
    match file.try_lock_shared() {
        Ok(()) => Lock::Free,
        Err(TryLockError::WouldBlock) => {
            let note = std::fs::read_to_string(lock::note_in(folder)).unwrap_or_default();
            let note = note.trim();
            Lock::Held((!note.is_empty()).then(|| note.to_owned()))
        }
        Err(TryLockError::Error(error)) => Lock::Unknown(error),
    }
}
