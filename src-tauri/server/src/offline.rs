//! What the command line does to a data folder, without serving.

use std::collections::HashMap;

use portaria_domain::{Clock, InvalidPhone, InvalidTenantName, PhoneNumber, Secret, Tenant, TenantId, TenantName};
use portaria_sessions::{SystemClock, reproject};
use portaria_storage::{AuditEntry, Issuer, NewTenant, StorageError, Stores, TenantQuery};
use portaria_whatsapp::{Gateway as _, LiveConfig, LiveGateway};

use crate::auth::{InvalidPassword, check_password, hash_password, key, secret};
use crate::config::ServerConfig;
use crate::lock::DataDirLock;
use crate::start::StartError;

/// Under which name it is stored that the master key has a backup: the key's fingerprint, and when that was said.
pub(crate) const KEY_BACKUP: &str = "master_key.backup";

/// Why the command line could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum OfflineError {
    /// The data folder cannot be worked on.
    #[error(transparent)]
    Folder(#[from] StartError),
    /// The password is too short or too long.
    #[error(transparent)]
    Password(#[from] InvalidPassword),
    /// The name is none.
    #[error(transparent)]
    Name(#[from] InvalidTenantName),
    /// The number is none.
    #[error(transparent)]
    Phone(#[from] InvalidPhone),
    /// The store failed.
    #[error("the store failed")]
    Storage(#[from] StorageError),
}

/// A tenant that was just created, and what to pass on.
pub struct CreatedOffline {
    /// The tenant.
    pub tenant: Tenant,
    /// The address that opens its portal, below the server's own address: `/client/…#…`.
    pub link_path: String,
    /// A key for its programs. Nobody can read it again.
    pub api_key: Secret<String>,
}

/// A data folder in the hands of the command line.
pub struct Offline {
    stores: Stores,
    /// Held while only one process may write: not for the password, which a running server takes up at once.
    _lock: Option<DataDirLock>,
}

impl Offline {
    /// Opens the folder alone; refused while a server works on it.
    pub async fn alone(config: &ServerConfig) -> Result<Self, OfflineError> {
        let lock = DataDirLock::acquire(&config.data_dir).map_err(|error| StartError::lock(config, error))?;
        Ok(Self { stores: open(config).await?, _lock: Some(lock) })
    }

    /// Opens the folder beside a server that may be working on it.
    pub async fn beside(config: &ServerConfig) -> Result<Self, OfflineError> {
        Ok(Self { stores: open(config).await?, _lock: None })
    }

    /// Sets the admin password and ends every login of the provider.
    pub async fn set_password(&self, password: &Secret<String>) -> Result<(), OfflineError> {
        check_password(password)?;
        self.stores.set_admin_password_hash(&hash_password(password)).await?;
        self.stores.delete_provider_logins().await?;
        self.audit("admin.password_set", None).await
    }

    /// Notes that the master key, as it is now, was copied to a safe place; gives its fingerprint.
    pub async fn note_key_backup(&self) -> Result<String, OfflineError> {
        let fingerprint = self.stores.key_fingerprint();
        self.stores.set_setting(KEY_BACKUP, &format!("{fingerprint} {}", SystemClock.now().0)).await?;
        self.audit("admin.key_backup_noted", None).await?;
        Ok(fingerprint)
    }

    /// Switches login in two steps off, also where what is kept of it cannot be read.
    pub async fn reset_totp(&self) -> Result<(), OfflineError> {
        self.stores.remove_totp().await?;
        self.audit("admin.totp_reset", None).await
    }

    /// Creates a tenant with its link and first key.
    pub async fn create_tenant(&self, name: &str, phone: Option<&str>) -> Result<CreatedOffline, OfflineError> {
        let name: TenantName = name.parse()?;
        let phone = phone.map(str::parse::<PhoneNumber>).transpose()?.map(|phone| phone.digits().to_owned());
        let now = SystemClock.now();
        let (tenant, link) = self.stores.create_tenant(NewTenant { name, phone }, now).await?;
        let label = "created with the tenant";
        let api_key = key::create_for(&self.stores, tenant.id, label, Issuer::CommandLine, now).await?;
        self.audit("tenant.created", Some(&tenant)).await?;
        let text = secret::encode(self.stores.link_secret(&link.public_id, link.epoch).expose());
        let link_path = format!("/client/{}#{text}", link.public_id);
        Ok(CreatedOffline { tenant, link_path, api_key: Secret::new(api_key) })
    }

    /// Every tenant, the newest first, with the word of its last known status.
    pub async fn tenants(&self) -> Result<Vec<(Tenant, &'static str)>, OfflineError> {
        let query = TenantQuery { limit: usize::MAX, ..TenantQuery::default() };
        let tenants = self.stores.tenants(query).await?.tenants;
        let mut words = HashMap::new();
        for placement in self.stores.placements().await? {
            match placement {
                Ok(placement) => {
                    let word = placement.last_status.map_or("stopped", |status| status.status.as_str());
                    words.insert(placement.tenant, word);
                }
                Err(unplaced) => {
                    tracing::error!(tenant.id = %unplaced.tenant, error = &unplaced.error as &dyn std::error::Error, "what is wanted of a session does not read");
                    words.insert(unplaced.tenant, "failed");
                }
            }
        }
        let word = |tenant: &Tenant| words.get(&tenant.id).copied().unwrap_or("stopped");
        Ok(tenants.into_iter().map(|tenant| (word(&tenant), tenant)).map(|(word, tenant)| (tenant, word)).collect())
    }

    /// Makes a tenant's stored messages anew, those of older versions or `all`; `told` hears how many of how many are
    /// done.
    pub async fn reproject(
        &self,
        tenant: TenantId,
        all: bool,
        mut told: impl FnMut(u64, u64) + Send,
    ) -> Result<u64, OfflineError> {
        let chats = self.stores.chats(tenant).await?;
        if all {
            chats.forget_projections().await?;
        }
        let total = chats.count_unprojected().await?;
        let codec = LiveGateway::new(LiveConfig::default()).codec();
        Ok(reproject(&chats, codec.as_ref(), &SystemClock, |done, _| told(done, total)).await?)
    }

    /// Closes the stores.
    pub async fn close(self) {
        self.stores.close().await;
    }

    async fn audit(&self, action: &str, tenant: Option<&Tenant>) -> Result<(), OfflineError> {
        let entry = AuditEntry {
            at: SystemClock.now(),
            actor: "command line".to_owned(),
            action: action.to_owned(),
            tenant: tenant.map(|tenant| tenant.id),
            detail: String::new(),
        };
        Ok(self.stores.audit(entry).await?)
    }
}

async fn open(config: &ServerConfig) -> Result<Stores, OfflineError> {
    let stores = Stores::open(&config.data_dir).await;
    Ok(stores.map_err(|error| StartError::storage(config, error))?)
}
