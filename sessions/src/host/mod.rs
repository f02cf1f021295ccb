//! The entry points of this crate, and nothing else: each settles what is asked and leaves the rest to those below.

mod automatic;
mod changes;
mod contacts;
mod control;
mod earlier_accounts;
mod erasures;
mod figures;
mod groups;
mod media;
mod messages;
mod notes;
mod own_profile;
mod preferences;
mod profiles;
mod quick_replies;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use portaria_domain::{Account, Clock, Desired, Event, SessionState, Tenant, TenantId, UnixMs};
use portaria_storage::{ChatStore, Placement, StorageError, Stores};
use portaria_whatsapp::Gateway;
use tokio::sync::{broadcast, watch};
use tokio::task::AbortHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::board::Board;
use crate::config::HostConfig;
use crate::erasing;
use crate::error::HostError;
use crate::fleet::Fleet;
use crate::gate::Gate;
use crate::lease::Leases;
use crate::notice::{Notice, NoticeBody, Qr};
use crate::reconcile::reconcile;
use crate::shared::Shared;

pub use control::Asker;
pub use media::OpenMedia;
pub use messages::{Destination, LinkSeen, SendRequest, Sent};
pub use own_profile::NewProfile;
pub use preferences::NewPreferences;
pub use profiles::Whose;

/// Hosts every tenant's session. Cheap to clone.
#[derive(Clone)]
pub struct Host {
    shared: Arc<Shared>,
    fleet: Arc<Fleet>,
    /// Of the task that brings what runs to what is wanted.
    reconciling: AbortHandle,
}

impl Host {
    /// Reads the tenants and brings up every linked one that is wanted; returns before they are connected.
    ///
    /// A tenant whose row does not read is shown as failed and hinders no other.
    pub async fn start(
        config: HostConfig,
        stores: Stores,
        gateway: Arc<dyn Gateway>,
        leases: Arc<dyn Leases>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StorageError> {
        let tracker = TaskTracker::new();
        let board = Arc::new(Board::new(Arc::clone(&clock), tracker.clone()));
        for placement in stores.placements().await? {
            match placement {
                Ok(placement) => board.admit(placement),
                Err(unplaced) => {
                    tracing::error!(tenant.id = %unplaced.tenant, error = &unplaced.error as &dyn std::error::Error, "what is wanted of a session does not read; it stays down");
                    board.admit_unreadable(unplaced.tenant);
                }
            }
        }
        let gate = Gate::new(config.connects_per_second, config.connect_burst, config.logins_in_flight);
        let shared = Arc::new(Shared {
            config,
            stores,
            gateway,
            leases,
            clock,
            board,
            gate,
            workers: Arc::default(),
            woken: watch::Sender::default(),
            tracker,
            stopping: CancellationToken::new(),
        });
        erasing::resume(&shared).await?;
        let fleet = Fleet::new(Arc::clone(&shared));
        let reconciling = shared.tracker.spawn(reconcile(Arc::clone(&shared), Arc::clone(&fleet))).abort_handle();
        Ok(Self { shared, fleet, reconciling })
    }

    /// Makes the host know a tenant that was just created, and tells everybody.
    pub fn adopt(&self, tenant: &Tenant) {
        let account = tenant.account.clone();
        self.shared.board.admit(Placement {
            tenant: tenant.id,
            desired: Desired::Run,
            account,
            unexpected_account: None,
            last_status: None,
            last_activity: None,
        });
        self.shared.board.announce(tenant.id, NoticeBody::TenantChanged);
    }

    /// Where a session stands; `None` when there is no such tenant.
    pub fn status(&self, tenant: TenantId) -> Option<SessionState> {
        self.shared.board.status(tenant)
    }

    /// Where every session stands.
    pub fn statuses(&self) -> HashMap<TenantId, SessionState> {
        self.shared.board.statuses()
    }

    /// When each tenant's newest message came or left, where there was one.
    pub fn last_activities(&self) -> HashMap<TenantId, UnixMs> {
        self.shared.board.last_activities()
    }

    /// When a tenant's newest message came or left.
    pub fn last_activity(&self, tenant: TenantId) -> Option<UnixMs> {
        self.shared.board.last_activity(tenant)
    }

    /// The linked account, where there is one.
    pub fn account(&self, tenant: TenantId) -> Option<Account> {
        self.shared.board.account(tenant)
    }

    /// The account that scanned and does not have the expected number, until somebody says whether it is right.
    pub fn unexpected_account(&self, tenant: TenantId) -> Option<Account> {
        self.shared.board.unexpected_account(tenant)
    }

    /// The QR code to show, where there is one.
    pub fn qr(&self, tenant: TenantId) -> Option<Qr> {
        self.shared.board.qr(tenant)
    }

    /// A tenant's chats as they are now: what disappears by the clock is gone, whether or not its session runs.
    pub async fn chats(&self, tenant: TenantId) -> Result<ChatStore, StorageError> {
        let chats = self.shared.stores.chats(tenant).await?;
        match chats.expire_messages(self.shared.clock.now()).await {
            Ok(events) => self.tell(tenant, events),
            // Whoever looks is shown what can be read.
            Err(error) => {
                tracing::warn!(tenant.id = %tenant, error = &error as &dyn std::error::Error, "what has no time left could not be removed");
            }
        }
        Ok(chats)
    }

    /// Tells of events that were stored by somebody else than sessions.
    pub fn tell(&self, tenant: TenantId, events: Vec<Event>) {
        self.shared.board.publish(tenant, events);
    }

    /// What happens from now on, of every tenant. Who lags too far behind misses notices, never events.
    pub fn notices(&self) -> broadcast::Receiver<Notice> {
        self.shared.board.subscribe()
    }

    /// Whether sessions are kept alive: neither is the end under way, nor has the task stopped that sees to them.
    pub fn is_running(&self) -> bool {
        !self.shared.stopping.is_cancelled() && !self.reconciling.is_finished()
    }

    /// Ends every session: softly first, and after the deadline whatever is left.
    pub async fn shutdown(&self) {
        self.shutdown_within(self.shared.config.shutdown_deadline).await;
    }

    /// The same with another deadline.
    pub async fn shutdown_within(&self, deadline: Duration) {
        self.shared.stopping.cancel();
        self.shared.tracker.close();
        if tokio::time::timeout(deadline, self.shared.tracker.wait()).await.is_err() {
            tracing::warn!(tasks = self.shared.tracker.len(), "some sessions did not end in time and are cut off");
        }
    }

    fn known_status(&self, tenant: TenantId) -> Result<SessionState, HostError> {
        self.shared.board.status(tenant).ok_or(HostError::UnknownTenant)
    }
}
