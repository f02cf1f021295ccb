//! Only one process runs a tenant: the second would ratchet the same keys.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use portaria_domain::TenantId;

/// Gives out the right to run a tenant's session. Behind it: a file lock where one machine runs everything.
#[async_trait]
pub trait Leases: Send + Sync + 'static {
    /// Takes the lease of a tenant, whose folder is there, and counts up its epoch.
    async fn acquire(&self, tenant: TenantId, folder: &Path) -> Result<Box<dyn Lease>, LeaseError>;
}

/// The right to run one tenant's session. Dropping it gives it back; so does the death of the process.
pub trait Lease: Send + Sync {
    /// How many times the tenant was leased, this time included.
    fn epoch(&self) -> u64;
}

/// Why there is no lease.
#[derive(Debug, thiserror::Error)]
pub enum LeaseError {
    /// Somebody else has it; that passes.
    #[error("another process runs this session")]
    Held,
    /// Whether it is free could not be written down.
    #[error("the lease cannot be written down")]
    Unwritable(#[source] io::Error),
}

/// Leases of one machine: the file `LOCK` in the tenant's folder, locked as long as the lease lives.
#[derive(Clone, Copy, Debug, Default)]
pub struct FileLeases;

#[async_trait]
impl Leases for FileLeases {
    async fn acquire(&self, _tenant: TenantId, folder: &Path) -> Result<Box<dyn Lease>, LeaseError> {
        let path = folder.join("LOCK");
        match tokio::task::spawn_blocking(move || FileLease::take(path)).await {
            Ok(taken) => Ok(Box::new(taken?)),
            Err(error) => Err(LeaseError::Unwritable(io::Error::other(error))),
        }
    }
}

struct FileLease {
    _file: File,
    epoch: u64,
}

impl FileLease {
    fn take(path: PathBuf) -> Result<Self, LeaseError> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(LeaseError::Unwritable)?;
        file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => LeaseError::Held,
            TryLockError::Error(error) => LeaseError::Unwritable(error),
        })?;
        let epoch = count_up(&mut file).map_err(LeaseError::Unwritable)?;
        Ok(Self { _file: file, epoch })
    }
}

impl Lease for FileLease {
    fn epoch(&self) -> u64 {
        self.epoch
    }
}

/// Writes over the number in place: a disk that fills up in between must not take it away.
fn count_up(file: &mut File) -> io::Result<u64> {
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    let last = match text.trim() {
        "" => 0,
        number => number.parse().map_err(io::Error::other)?,
    };
    file.seek(SeekFrom::Start(0))?;
    writeln!(file, "{}", last + 1)?;
    Ok(last + 1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use portaria_domain::UnixMs;

    #[tokio::test]
    async fn a_folder_is_leased_once_and_again_after_it_was_given_back() {
        let folder = tempfile::tempdir().unwrap();
        let tenant = TenantId::from_parts(UnixMs(1), [0; 10]);
        let first = FileLeases.acquire(tenant, folder.path()).await.unwrap();
        let second = FileLeases.acquire(tenant, folder.path()).await;
        assert!(matches!(second, Err(LeaseError::Held)), "two processes would share one phone");
        assert_eq!(first.epoch(), 1);
        drop(first);
        assert_eq!(FileLeases.acquire(tenant, folder.path()).await.unwrap().epoch(), 2);
    }
}
