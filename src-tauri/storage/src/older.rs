//! A data folder as an earlier version of the program left it, for tests of what becomes of it.

use std::fs;
use std::path::{Path, PathBuf};

use portaria_domain::{Secret, TenantId};
use rusqlite_migration::Migrations;

use crate::database::{blocking, open_keyed};
use crate::{StorageError, Stores, chats, control};

/// What an earlier version's file is made of.
#[derive(Clone, Debug)]
pub struct OlderFile {
    /// How many migrations that version knew.
    pub schema: usize,
    /// The statements that fill it. What stands in the file now they find under the schema name `today`.
    pub rows: String,
}

impl Stores {
    /// Closes the folder and makes its control plane and one tenant's conversations files of an earlier version. The
    /// keys stay: all versions have made them alike.
    pub async fn become_older(
        self,
        tenant: TenantId,
        control: OlderFile,
        conversations: OlderFile,
    ) -> Result<(), StorageError> {
        let tenant_key = self.tenant_key(tenant).await?;
        let control_key = self.control_key();
        let (of_all, of_tenant) = (self.data_dir().join("portaria.db"), self.tenant_folder(tenant).join("chats.db"));
        self.close().await;
        drop(self);
        blocking(move || {
            make_anew(&of_tenant, &tenant_key, &chats::migrations(), &conversations)?;
            make_anew(&of_all, &control_key, &control::migrations(), &control)
        })
        .await
    }
}

fn make_anew(
    path: &Path,
    key: &Secret<[u8; 32]>,
    migrations: &Migrations<'_>,
    older: &OlderFile,
) -> Result<(), StorageError> {
    let today = path.with_extension("today");
    let io = |error| StorageError::io(path, error);
    fs::rename(path, &today).map_err(io)?;
    for end in ["-wal", "-shm"] {
        let (from, to) = (with_end(path, end), with_end(&today, end));
        if from.exists() {
            fs::rename(from, to).map_err(io)?;
        }
    }
    fs::write(path, "").map_err(io)?;
    fill(path, &today, key, migrations, older).map_err(|error| StorageError::sql(path, error))?;
    for end in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(with_end(&today, end)); // the log went with the last connection
    }
    Ok(())
}

fn fill(
    path: &Path,
    today: &Path,
    key: &Secret<[u8; 32]>,
    migrations: &Migrations<'_>,
    older: &OlderFile,
) -> rusqlite::Result<()> {
    let mut db = open_keyed(path, key)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "foreign_keys", false)?;
    migrations.to_version(&mut db, older.schema).expect("a migration of ours fits a new file");
    let attach = "ATTACH DATABASE ?1 AS today KEY ?2";
    db.execute(attach, [today.display().to_string(), format!("x'{}'", hex::encode(key.expose()))])?;
    db.execute_batch(&older.rows)?;
    db.execute_batch("DETACH DATABASE today")?;
    db.close().map_err(|(_, error)| error)
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}
