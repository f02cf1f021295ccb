//! The data folder.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use hmac::{Hmac, KeyInit as _, Mac as _};
use portaria_domain::{PublicId, Secret, TenantId, UnixMs};
use sha2::Sha256;

use crate::chats::ChatStore;
use crate::database::Database;
use crate::{StorageError, control, files};

/// How many tenants' databases stay open. An open one costs some 100 KiB; opening one, about a millisecond.
const OPEN_TENANTS: usize = 64;

/// The data folder and everything in it. Cheap to clone.
#[derive(Clone)]
pub struct Stores(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    master: Secret<[u8; 32]>,
    control: Database,
    open: Mutex<OpenChats>,
}

/// Open tenants, and when each was last asked for.
#[derive(Default)]
struct OpenChats {
    asked: u64,
    stores: HashMap<TenantId, (ChatStore, u64)>,
}

impl Stores {
    /// Opens the folder, or makes it with a fresh master key.
    pub async fn open(folder: &Path, _now: UnixMs) -> Result<Self, StorageError> {
        let folder = folder.to_owned();
        let open = move || {
            files::make_folder(&folder)?;
            files::make_folder(&folder.join("sessions"))?;
            let master = files::read_or_make_key(&folder.join("master.key"))?;
            let key = derive(&master, &[b"portaria.db"]);
            let control = Database::open(&folder.join("portaria.db"), &key, &control::migrations(), 512)?;
            Ok(Self(Arc::new(Inner { folder, master, control, open: Mutex::default() })))
        };
        tokio::task::spawn_blocking(open).await.expect("opening does not panic")
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
        let make = move || files::make_folder(&folder).map(|()| folder);
        tokio::task::spawn_blocking(make).await.expect("making a folder does not panic")
    }

    /// The secret that opens a link. Derived, not stored: the provider can see a link again, and the
    /// database holds only its hash. Counting the epoch up makes another one.
    pub fn link_secret(&self, public_id: &PublicId, epoch: u32) -> Secret<[u8; 32]> {
        derive(&self.0.master, &[b"link", public_id.as_str().as_bytes(), &epoch.to_be_bytes()])
    }

    /// One tenant's conversations.
    pub async fn chats(&self, tenant: TenantId) -> Result<ChatStore, StorageError> {
        if let Some(store) = self.open_chats().find(tenant) {
            return Ok(store);
        }
        let key = self.tenant_key(tenant).await?;
        let folder = self.prepare_tenant_folder(tenant).await?;
        let this = self.clone();
        let open = move || {
            // Whoever came first has opened it meanwhile; two writers on one file would only queue.
            let mut open = this.open_chats();
            if let Some(store) = open.find(tenant) {
                return Ok(store);
            }
            let store = ChatStore::open(tenant, &folder.join("chats.db"), &key)?;
            open.keep(tenant, store.clone());
            Ok(store)
        };
        tokio::task::spawn_blocking(open).await.expect("opening does not panic")
    }

    /// How many tenants' databases are open.
    pub fn open_tenants(&self) -> usize {
        self.open_chats().stores.len()
    }

    /// Closes every database that nobody uses any more; SQLite folds the logs in.
    pub async fn close(&self) {
        let this = self.clone();
        let close = move || this.open_chats().stores.clear();
        let _ = tokio::task::spawn_blocking(close).await;
    }

    fn open_chats(&self) -> MutexGuard<'_, OpenChats> {
        self.0.open.lock().expect("nothing panics while holding the open tenants")
    }
}

impl OpenChats {
    fn find(&mut self, tenant: TenantId) -> Option<ChatStore> {
        self.asked += 1;
        let (store, asked) = self.stores.get_mut(&tenant)?;
        *asked = self.asked;
        Some(store.clone())
    }

    /// Keeps a store, and lets go of the one that was not asked for longest and is in nobody's hands.
    fn keep(&mut self, tenant: TenantId, store: ChatStore) {
        if self.stores.len() >= OPEN_TENANTS {
            let idle = self.stores.iter().filter(|(_, (store, _))| store.is_idle());
            if let Some(oldest) = idle.min_by_key(|(_, (_, asked))| *asked).map(|(tenant, _)| *tenant) {
                self.stores.remove(&oldest);
            }
        }
        self.stores.insert(tenant, (store, self.asked));
    }
}

/// HMAC-SHA256 of length-prefixed parts: one key for each purpose, none of which tells the master key.
fn derive(master: &Secret<[u8; 32]>, parts: &[&[u8]]) -> Secret<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(master.expose()).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        mac.update(part);
    }
    Secret::new(mac.finalize().into_bytes().into())
}
