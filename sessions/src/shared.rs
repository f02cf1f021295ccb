//! What all parts of the host hold, and what each may tell.

use std::sync::Arc;

use portaria_domain::{Clock, Desired, Fact, SessionState, TenantId, UnixMs};
use portaria_storage::{StorageError, Stores};
use portaria_whatsapp::Gateway;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::board::Board;
use crate::config::HostConfig;
use crate::gate::Gate;
use crate::lease::Leases;
use crate::media::workers::Workers;

/// One for the whole host.
pub(crate) struct Shared {
    pub(crate) config: HostConfig,
    pub(crate) stores: Stores,
    pub(crate) gateway: Arc<dyn Gateway>,
    pub(crate) leases: Arc<dyn Leases>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) board: Arc<Board>,
    pub(crate) gate: Gate,
    /// Look at files, a few at a time.
    pub(crate) workers: Arc<Workers>,
    /// Counts how often the machine woke up or changed its network.
    pub(crate) woken: watch::Sender<u64>,
    /// Every task of this crate, so that shutdown can wait for them.
    pub(crate) tracker: TaskTracker,
    /// Cancelled once, when the host goes down.
    pub(crate) stopping: CancellationToken,
}

impl Shared {
    /// Moves a status on, tells everybody, and stores it where it says something lasting.
    pub(crate) async fn tell(&self, tenant: TenantId, fact: Fact) {
        let Some(change) = self.board.apply(tenant, fact) else { return };
        let status = change.status;
        if !change.is_news {
            return;
        }
        tracing::info!(tenant.id = %tenant, session.status = status.status.as_str(), session.cause = ?status.cause, "session status changed");
        if let Err(error) = self.record(tenant, &status).await {
            tracing::error!(tenant.id = %tenant, error = &error as &dyn std::error::Error, "a status could not be stored");
        }
    }

    /// Stores a status: as an event of the tenant, and as the word that the panel shows after a restart.
    async fn record(&self, tenant: TenantId, status: &SessionState) -> Result<(), StorageError> {
        self.stores.set_last_status(tenant, status).await?;
        let events = self.stores.chats(tenant).await?.record_status(status, self.clock.now()).await?;
        self.board.publish(tenant, events);
        Ok(())
    }

    pub(crate) async fn set_desired(&self, tenant: TenantId, desired: Desired) -> Result<(), StorageError> {
        if self.board.desired(tenant) != Some(desired) {
            self.stores.set_desired(tenant, desired).await?;
            self.board.set_desired(tenant, desired);
        }
        Ok(())
    }

    /// Wipes an unlinked phone: its keys, its account, and what was still to be sent in its name.
    /// For whoever holds the tenant's lease.
    pub(crate) async fn forget_phone(&self, tenant: TenantId) -> Result<(), StorageError> {
        if let Err(error) = self.gateway.forget(&self.stores.tenant_folder(tenant)).await {
            tracing::error!(tenant.id = %tenant, %error, "the keys of an unlinked phone could not be removed");
        }
        self.stores.set_account(tenant, None).await?;
        self.board.set_account(tenant, None);
        let events = self.stores.chats(tenant).await?.fail_pending(self.clock.now()).await?;
        self.board.publish(tenant, events);
        Ok(())
    }

    /// The moment after a wait that begins now.
    pub(crate) fn moment_after(&self, wait: std::time::Duration) -> UnixMs {
        self.clock.now() + i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)
    }
}
