//! Why a write was given up.

use std::path::Path;

use crate::StorageError;

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

impl WriteError {
    /// The same, of a file.
    pub(super) fn on(self, path: &Path) -> StorageError {
        match self {
            Self::Sql(error) => StorageError::sql(path, error),
            Self::Rule(error) => error,
        }
    }
}
