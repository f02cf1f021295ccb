//! A look at a data folder that changes nothing, beside a server that works on it or without one.
//!
//! Files are opened for reading only. Where no log lies beside a file and nobody works on the folder, not even the files
//! that SQLite makes for readers are made.

use std::path::{Path, PathBuf};

use portaria_domain::{Secret, TenantId};
use rusqlite::{Connection, OpenFlags, OptionalExtension as _};
use rusqlite_migration::Migrations;

use crate::database::{blocking, key_of, newest_copy};
use crate::keys::{fingerprint, of_control};
use crate::preflight::{Presence, damaged, presence};
use crate::{StorageError, chats, control, files};

/// Larger files are opened, and not read whole.
const WHOLE_UP_TO_BYTES: u64 = 256 * 1024 * 1024;

/// A folder that is looked at. Cheap to clone.
#[derive(Clone)]
pub struct Inspection {
    folder: PathBuf,
    master: Secret<[u8; 32]>,
    /// Whether somebody may write meanwhile.
    is_shared: bool,
}

/// What a file says of the version that wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// By this one.
    Now,
    /// By an older one: so many steps are taken at the next start.
    Before {
        /// How many.
        steps: u64,
    },
}

/// A tenant as the control plane knows it.
#[derive(Clone, Debug)]
pub struct TenantFiles {
    /// Whose.
    pub id: TenantId,
    key: Secret<[u8; 32]>,
}

impl Inspection {
    /// Reads the master key; `None` where there is neither a key nor a database, as before the first start. `is_shared`
    /// says that another process works on the folder.
    pub async fn begin(folder: &Path, is_shared: bool) -> Result<Option<Self>, StorageError> {
        let folder = folder.to_owned();
        blocking(move || {
            let path = folder.join("master.key");
            let master = files::read_key(&path)?;
            match (master, presence(&folder.join("portaria.db"))?) {
                (Some(master), _) => Ok(Some(Self { folder, master, is_shared })),
                (None, Presence::Missing) => Ok(None),
                (None, Presence::Here(_)) => Err(damaged(&path, "the key is gone, and what it opens is still there")),
            }
        })
        .await
    }

    /// Tells this key from another one, and nothing about it.
    pub fn key_fingerprint(&self) -> String {
        fingerprint(&self.master)
    }

    /// Opens the control plane and reads all of it.
    pub async fn control(&self) -> Result<Written, StorageError> {
        let this = self.clone();
        blocking(move || look(&this.control_path(), &this.control_key(), Some(&control::migrations()), this.is_shared))
            .await
    }

    /// Every tenant.
    pub async fn tenants(&self) -> Result<Vec<TenantFiles>, StorageError> {
        let this = self.clone();
        blocking(move || {
            let path = this.control_path();
            let sql = |error| StorageError::sql(&path, error);
            let connection = open(&path, &this.control_key(), this.is_shared).map_err(sql)?;
            let mut find = connection.prepare("SELECT id, database_key FROM tenants ORDER BY id").map_err(sql)?;
            let rows = find.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?))).map_err(sql)?;
            let mut tenants = Vec::new();
            for row in rows {
                let (id, key) = row.map_err(sql)?;
                let id = id.parse().map_err(|_| damaged(&path, "a tenant's id does not read"))?;
                tenants.push(TenantFiles { id, key: Secret::new(key) });
            }
            Ok(tenants)
        })
        .await
    }

    /// A setting of the control plane.
    pub async fn setting(&self, name: &'static str) -> Result<Option<String>, StorageError> {
        let this = self.clone();
        blocking(move || {
            let path = this.control_path();
            let sql = |error| StorageError::sql(&path, error);
            let connection = open(&path, &this.control_key(), this.is_shared).map_err(sql)?;
            let find = "SELECT value FROM settings WHERE name = ?1";
            connection.query_row(find, [name], |row| row.get(0)).optional().map_err(sql)
        })
        .await
    }

    /// Opens a tenant's databases and reads all of them; those that are not there yet are well.
    pub async fn tenant(&self, tenant: TenantFiles) -> Result<Written, StorageError> {
        let this = self.clone();
        blocking(move || {
            let folder = this.folder.join("sessions").join(tenant.id.to_string());
            look(&folder.join("whatsapp.db"), &tenant.key, None, this.is_shared)?;
            look(&folder.join("chats.db"), &tenant.key, Some(&chats::migrations()), this.is_shared)
        })
        .await
    }

    fn control_path(&self) -> PathBuf {
        self.folder.join("portaria.db")
    }

    fn control_key(&self) -> Secret<[u8; 32]> {
        of_control(&self.master)
    }
}

fn look(
    path: &Path,
    key: &Secret<[u8; 32]>,
    migrations: Option<&Migrations<'_>>,
    is_shared: bool,
) -> Result<Written, StorageError> {
    let sql = |error| StorageError::sql(path, error);
    let bytes = match path.metadata() {
        // A library that is killed while it makes its file leaves an empty one.
        Ok(metadata) if metadata.len() == 0 && migrations.is_none() => return Ok(Written::Now),
        _ => match presence(path)? {
            Presence::Here(bytes) => bytes,
            Presence::Missing => return Ok(Written::Now),
        },
    };
    let connection = open(path, key, is_shared).map_err(sql)?;
    if bytes <= WHOLE_UP_TO_BYTES {
        let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(sql)?;
        if found != "ok" {
            return Err(damaged(path, &found));
        }
    }
    let pending = match migrations {
        Some(migrations) => migrations.pending_migrations(&connection).map_err(|_| damaged(path, "no version"))?,
        None => 0,
    };
    match u64::try_from(pending) {
        Ok(0) => Ok(Written::Now),
        Ok(steps) => Ok(Written::Before { steps }),
        Err(_) => Err(StorageError::Newer { path: path.to_owned(), copy: newest_copy(path) }),
    }
}

/// Opens a file for reading, and reads its first page.
fn open(path: &Path, key: &Secret<[u8; 32]>, is_shared: bool) -> rusqlite::Result<Connection> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let rests = !is_shared && !Path::new(&log).exists();
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let connection = match path.to_str().filter(|_| rests && cfg!(unix)) {
        Some(text) => {
            let text = text.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
            Connection::open_with_flags(format!("file:{text}?immutable=1"), flags)?
        }
        None => Connection::open_with_flags(path, flags)?,
    };
    key_of(&connection, key)?;
    Ok(connection)
}
