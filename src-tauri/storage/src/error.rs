//! What can go wrong with a store, by what the caller can do about it.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::failures::{self, Kind};

/// A store could not do what was asked. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The file is damaged, or was written under another key. It is left as it is.
    #[error("{} is damaged, or was written under another key", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// A newer Portaria wrote the file. It is left as it is; install that version or a newer one.
    #[error("{} was written by a newer version of Portaria{}", path.display(), copy.as_deref().map(as_before).unwrap_or_default())]
    Newer {
        /// The file.
        path: PathBuf,
        /// A copy of the file from before that version changed it. It lacks what came since.
        copy: Option<PathBuf>,
    },
    /// The disk is full, or permission is missing. Works again once there is room.
    #[error("{} cannot be written", path.display())]
    Unwritable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The key file can be read by others. Mend its permissions, and ask who did.
    #[error("{} can be read by other users of this machine", path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
    },
    /// A row holds a word that this version does not know. It is left as it is, and nothing is guessed.
    #[error(transparent)]
    Unreadable(UnreadableValue),
    /// There is no such tenant.
    #[error("no such tenant")]
    UnknownTenant,
    /// The tenant's files take as much room as they may. Works again once some were removed, or it may take more.
    #[error("the tenant's files take as much room as they may")]
    NoRoom,
    /// The idempotency key was used for another message.
    #[error("the idempotency key was used for another message")]
    IdempotencyConflict,
    /// The message failed before it left, so that nothing can be said about it. It can be sent again, or discarded.
    #[error("the message never left, so that nothing can be said about it")]
    NeverSent,
    /// A message names nobody to send to; a defect of ours.
    #[error("the message has no recipient")]
    NoRecipient,
    /// The database said no; a defect of ours.
    #[error("the database refused a statement")]
    Refused(#[source] rusqlite::Error),
}

impl StorageError {
    /// What the system said of a file or folder, or that what it holds is not what was written.
    pub fn io(path: &Path, source: io::Error) -> Self {
        if source.kind() == io::ErrorKind::InvalidData {
            failures::count(Kind::Damaged);
            return Self::Damaged { path: path.to_owned() };
        }
        failures::count(Kind::Unwritable);
        Self::Unwritable { path: path.to_owned(), source: source.into() }
    }

    pub(crate) fn sql(path: &Path, error: rusqlite::Error) -> Self {
        let error = Self::of_sql(path, error);
        failures::count(match error {
            Self::Damaged { .. } => Kind::Damaged,
            Self::Unwritable { .. } => Kind::Unwritable,
            Self::Unreadable(_) => Kind::Unreadable,
            _ => Kind::Refused,
        });
        error
    }

    /// Whether it is for want of room on the disk that nothing could be written.
    pub fn is_for_want_of_room(&self) -> bool {
        let Self::Unwritable { source, .. } = self else { return false };
        let of_disk = source
            .downcast_ref::<io::Error>()
            .is_some_and(|error| matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded));
        let of_sql = source.downcast_ref::<rusqlite::Error>();
        of_disk || of_sql.is_some_and(|error| error.sqlite_error_code() == Some(ErrorCode::DiskFull))
    }

    fn of_sql(path: &Path, error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Damaged { path: path.to_owned() },
            Some(
                ErrorCode::DiskFull
                | ErrorCode::ReadOnly
                | ErrorCode::CannotOpen
                | ErrorCode::PermissionDenied
                | ErrorCode::SystemIoFailure
                | ErrorCode::DatabaseBusy,
            ) => Self::Unwritable { path: path.to_owned(), source: error.into() },
            _ => match error {
                rusqlite::Error::FromSqlConversionFailure(column, kind, source) => match source.downcast() {
                    Ok(value) => Self::Unreadable(*value),
                    Err(source) => Self::Refused(rusqlite::Error::FromSqlConversionFailure(column, kind, source)),
                },
                error => Self::Refused(error),
            },
        }
    }
}

fn as_before(copy: &Path) -> String {
    format!(" (what it was before that is kept in {})", copy.display())
}

/// A stored value that does not read, and where it stands.
#[derive(Debug, thiserror::Error)]
#[error("column {column} of {table} {row} does not read")]
pub struct UnreadableValue {
    /// The table.
    pub table: &'static str,
    /// The key of the row.
    pub row: String,
    /// The column.
    pub column: &'static str,
    /// Why.
    #[source]
    pub(crate) source: Box<dyn std::error::Error + Send + Sync>,
}
