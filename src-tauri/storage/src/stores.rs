//! The data folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use portaria_domain::{PublicId, Secret, TenantId};

use crate::blobs::Blobs;
use crate::chats::{Backlog, ChatStore};
use crate::database::{Database, blocking, put_back};
use crate::keys::{self, derive};
use crate::open_chats::OpenChats;
use crate::preflight::{Presence, damaged, presence};
use crate::{StorageError, control, files};

/// The data folder and everything in it. Cheap to clone.
#[derive(Clone)]
pub struct Stores(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    master: Secret<[u8; 32]>,
    control: Database,
    open: OpenChats,
}

impl Stores {
    /// Opens the folder, or makes it with a fresh master key.
    ///
    /// A folder that lost its key or its control plane is damaged, and not taken for a new one.
    pub async fn open(folder: &Path) -> Result<Self, StorageError> {
        let folder = folder.to_owned();
        blocking(move || {
            let sessions = folder.join("sessions");
            files::make_folder(&folder)?;
            files::make_folder(&sessions)?;
            let path = folder.join("portaria.db");
            let is_new = presence(&path)? == Presence::Missing;
            if is_new && has_entries(&sessions)? {
                return Err(damaged(&path, "the file is gone, and its tenants' folders are still there"));
            }
            let master = read_master(&folder.join("master.key"), is_new)?;
            let control = Database::open(&path, &keys::of_control(&master), control::migrations, 512, |_| Ok(()))?;
            Ok(Self(Arc::new(Inner { folder, master, control, open: OpenChats::default() })))
        })
        .await
    }

    pub(crate) fn control(&self) -> &Database {
        &self.0.control
    }

    /// Where everything lives.
    pub fn data_dir(&self) -> &Path {
        &self.0.folder
    }

    /// The folder of one tenant's session; it may not exist yet.
    pub fn tenant_folder(&self, tenant: TenantId) -> PathBuf {
        self.0.folder.join("sessions").join(tenant.to_string())
    }

    /// Makes the folder of one tenant's session, for its owner alone.
    pub async fn prepare_tenant_folder(&self, tenant: TenantId) -> Result<PathBuf, StorageError> {
        let folder = self.tenant_folder(tenant);
        blocking(move || files::make_folder(&folder).map(|()| folder)).await
    }

    /// The secret that opens a link. Derived, not stored: the provider can see a link again, and the
    /// database holds only its hash. Counting the epoch up makes another one.
    pub fn link_secret(&self, public_id: &PublicId, epoch: u32) -> Secret<[u8; 32]> {
        derive(&self.0.master, &[b"link", public_id.as_str().as_bytes(), &epoch.to_be_bytes()])
    }

    /// Tells the master key from another one, and nothing about it.
    pub fn key_fingerprint(&self) -> String {
        keys::fingerprint(&self.0.master)
    }

    /// The key under which this server signs something of a kind, which it alone can check.
    pub fn signing_key(&self, of: &str) -> Secret<[u8; 32]> {
        derive(&self.0.master, &[b"signing", of.as_bytes()])
    }

    /// One tenant's conversations.
    pub async fn chats(&self, tenant: TenantId) -> Result<ChatStore, StorageError> {
        let open = async {
            let key = self.tenant_key(tenant).await?;
            let folder = self.prepare_tenant_folder(tenant).await?;
            let blobs = Blobs::in_folder(&folder.join("media"), derive(&key, &[b"media"]));
            blocking(move || ChatStore::open(tenant, &folder.join("chats.db"), &key, blobs)).await
        };
        self.0.open.get(tenant, open).await
    }

    /// Whether a tenant's conversations can be written just now; an error says why not.
    pub async fn check_writable(&self, tenant: TenantId) -> Result<(), StorageError> {
        let chats = self.chats(tenant).await?;
        let touch = "UPDATE owner SET tenant_id = tenant_id";
        let written = chats.database().write(move |transaction| Ok(transaction.execute(touch, [])?)).await;
        written.map(drop)
    }

    /// Lets the database refuse every write to a tenant's conversations, or take them again, as a full disk does.
    #[cfg(feature = "faults")]
    pub async fn refuse_writes(&self, tenant: TenantId, refused: bool) -> Result<(), StorageError> {
        let chats = self.chats(tenant).await?;
        chats.database().refuse_writes(refused).await
    }

    /// Changes the control plane as another version of the program may have.
    #[cfg(feature = "faults")]
    pub async fn write_control(&self, sql: String) -> Result<(), StorageError> {
        self.control().write(move |transaction| Ok(transaction.execute_batch(&sql)?)).await
    }

    /// The key of the control plane's file.
    #[cfg(feature = "faults")]
    pub(crate) fn control_key(&self) -> Secret<[u8; 32]> {
        keys::of_control(&self.0.master)
    }

    /// Closes tenants' databases that nobody used between two calls of this, and says how many; the next use opens them.
    /// To be called every now and then.
    pub async fn rest(&self) -> usize {
        let mut closed = 0;
        for chats in self.0.open.all() {
            closed += usize::from(chats.database().rest().await);
        }
        closed
    }

    /// How much waits for tenants whose databases were used of late. One that does not read counts as it did before.
    pub async fn backlog(&self) -> Backlog {
        let mut all = Backlog::default();
        for chats in self.0.open.all() {
            all += chats.backlog().await;
        }
        all
    }

    /// How many tenants' databases are open.
    pub fn open_tenants(&self) -> usize {
        self.0.open.count_open()
    }

    /// Folds every log into its file and closes every database that nobody uses any more.
    /// A log that cannot be folded in is folded in at the next start.
    pub async fn close(&self) {
        let logs = self.0.open.take();
        for database in logs.iter().map(ChatStore::database).chain([&self.0.control]) {
            if let Err(error) = database.fold_log().await {
                tracing::warn!(error = &error as &dyn std::error::Error, "a log was not folded into its file");
            }
        }
        let closed = blocking(move || {
            drop(logs);
            Ok(())
        });
        let _ = closed.await; // the runtime may be gone before; then the next start folds them in
    }
}

fn has_entries(folder: &Path) -> Result<bool, StorageError> {
    let mut entries = folder.read_dir().map_err(|error| StorageError::io(folder, error))?;
    Ok(entries.next().is_some())
}

/// Reads the master key. A new folder gets one; elsewhere a lost key is damage.
fn read_master(path: &Path, is_new: bool) -> Result<Secret<[u8; 32]>, StorageError> {
    if let Some(key) = files::read_key(path)? {
        return Ok(key);
    }
    if is_new {
        files::make_key(path)?;
    }
    files::read_key(path)?.ok_or_else(|| damaged(path, "the key is gone, and what it opens is still there"))
}

/// Puts the control plane back to how it was before it was migrated, where that was after `since`; whether it was.
///
/// For a new version that did not start: the one before would refuse what it has migrated. Whoever calls holds the data
/// folder alone. What the file is now stays beside it for a week.
pub fn put_back_control(folder: &Path, since: SystemTime) -> Result<bool, StorageError> {
    put_back(&folder.join("portaria.db"), since)
}
