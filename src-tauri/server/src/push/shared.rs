//! What all who send share.

use portaria_domain::{LoginId, TenantId};
use portaria_storage::{StorageError, Stores};
use tokio::sync::Semaphore;

use super::vapid::VapidKey;
use super::waiting::Waiting;
use crate::egress::Poster;

/// How many push services that answer at once are spoken to together, all tenants.
const QUICK_PLACES: usize = 64;
/// How many others: however many they are, the quick ones have places of their own.
const SLOW_PLACES: usize = 32;

/// What all who send share.
pub(crate) struct Push {
    pub(super) key: VapidKey,
    pub(super) poster: Poster,
    pub(super) waiting: Waiting,
    pub(super) quick: Semaphore,
    pub(super) slow: Semaphore,
}

impl Push {
    /// Reads the key, which is made at the first start, and who is told.
    pub(crate) async fn load(stores: &Stores) -> Result<Self, StorageError> {
        let kept = stores.push_key(&VapidKey::random()).await?;
        let key = VapidKey::new(&kept).expect("nothing but a key is ever kept as that");
        let waiting = Waiting::default();
        for (tenant, login) in stores.all_pushed_logins().await? {
            waiting.add(tenant, login);
        }
        Ok(Self {
            key,
            poster: Poster::new(),
            waiting,
            quick: Semaphore::new(QUICK_PLACES),
            slow: Semaphore::new(SLOW_PLACES),
        })
    }

    /// The key that browsers are asked to take pushes of.
    pub(crate) fn public_key(&self) -> &str {
        self.key.public()
    }

    /// A login's browser is told from now on.
    pub(crate) fn begin(&self, tenant: TenantId, login: LoginId) {
        self.waiting.add(tenant, login);
    }

    /// A login's browser is told no more.
    pub(crate) fn end(&self, tenant: TenantId, login: LoginId) {
        self.waiting.remove(tenant, login);
    }
}
