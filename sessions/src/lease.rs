//! Only one process runs a tenant: the second would ratchet the same keys.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// The right to run one tenant's session, held as long as this lives; the system takes it back when the process dies.
#[derive(Debug)]
pub(crate) struct Lease {
    _file: File,
    epoch: u64,
}

/// Why there is no lease.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LeaseError {
    #[error("another process runs this session")]
    Held,
    #[error("the session's lock file cannot be written")]
    Unwritable(#[from] io::Error),
}

impl Lease {
    /// Takes the lease of a session's folder and counts up its epoch.
    pub(crate) fn acquire(folder: &Path) -> Result<Self, LeaseError> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(folder.join("LOCK"))?;
        file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => LeaseError::Held,
            TryLockError::Error(error) => LeaseError::Unwritable(error),
        })?;
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        let epoch = text.trim().parse::<u64>().unwrap_or(0) + 1;
        file.seek(SeekFrom::Start(0))?;
        file.set_len(0)?;
        writeln!(file, "{epoch}")?;
        Ok(Self { _file: file, epoch })
    }

    /// How many times the folder was leased, this time included.
    pub(crate) const fn epoch(&self) -> u64 {
        self.epoch
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_folder_is_leased_once_and_again_after_it_was_given_back() {
        let folder = tempfile::tempdir().unwrap();
        let first = Lease::acquire(folder.path()).unwrap();
        assert!(matches!(Lease::acquire(folder.path()), Err(LeaseError::Held)), "two processes would share one phone");
        assert_eq!(first.epoch(), 1);
        drop(first);
        assert_eq!(Lease::acquire(folder.path()).unwrap().epoch(), 2);
    }
}
