//! What every request may need.

use std::ops::Deref;
use std::sync::Arc;

use portaria_domain::{Clock, Link, SessionState, Tenant, TenantId, UnixMs};
use portaria_sessions::Host;
use portaria_storage::{AuditEntry, Backlog, StorageError, Stores};
use socketioxide::SocketIo;
use tokio::sync::{broadcast, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::accept::Places;
use crate::access::Access;
use crate::accounts::Accounts;
use crate::addresses::Addresses;
use crate::auth::{PasswordCheck, Proof, Tickets, secret};
use crate::config::ServerConfig;
use crate::desktop::DesktopChoice;
use crate::exports::Exports;
use crate::layers::RateLimits;
use crate::lookers::Lookers;
use crate::metrics::Metrics;
use crate::previews::LinkPreviews;
use crate::push::Push;
use crate::settings::Settings;
use crate::shapes::{AccessShape, AccountShape, LinkAddress, LinkShape, SettingsShape, TenantShape};
use crate::shares::{Pools, Share};
use crate::update::Updates;
use crate::uploads::Uploads;
use crate::webhooks::Webhooks;

/// What every request may need; cheap to clone.
#[derive(Clone)]
pub(crate) struct AppState(pub Arc<App>);

/// The parts of the server.
pub(crate) struct App {
    /// How the server is set up.
    pub config: ServerConfig,
    /// Under which names it answers.
    pub addresses: Addresses,
    /// From where it is to be reached, and what holds of that.
    pub access: Access,
    /// What the provider said of itself.
    pub settings: Settings,
    /// What the desktop app does around it.
    pub desktop: DesktopChoice,
    /// Whether there is a newer version.
    pub updates: Updates,
    /// What is on disk.
    pub stores: Stores,
    /// The tenants' sessions.
    pub host: Host,
    /// Who has linked which account.
    pub accounts: Accounts,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// When it was started.
    pub started_at: UnixMs,
    /// Open sockets and their rooms.
    pub sockets: SocketIo,
    /// How often callers may come.
    pub rates: RateLimits,
    /// Checks the admin password, a few at a time.
    pub password_check: PasswordCheck,
    /// One-time tickets that log the provider's panel in.
    pub login_tickets: Tickets<()>,
    /// One-time tickets that open a socket, with what their holder had proved.
    pub socket_tickets: Tickets<(Proof, Share)>,
    /// Which chat is looked at by whom.
    pub lookers: Lookers,
    /// What all share, and who holds how much of it.
    pub pools: Pools,
    /// Who holds a connection.
    pub places: Places,
    /// Figures about the whole server.
    pub metrics: Metrics,
    /// What waits in outboxes, as it was counted last.
    pub backlog: watch::Sender<Option<Backlog>>,
    /// Set once the server is asked to stop.
    pub stopping: CancellationToken,
    /// Tells whose portal was opened by its link just now.
    pub portal_openings: broadcast::Sender<TenantId>,
    /// Work that goes on though nobody waits for its answer; the end of the server waits for it.
    pub tasks: TaskTracker,
    /// Looks at what is behind links.
    pub previews: LinkPreviews,
    /// Uploads that come in pieces.
    pub uploads: Uploads,
    /// What sends to webhooks.
    pub webhooks: Webhooks,
    /// What tells browsers whose panel is closed.
    pub push: Push,
    /// Archives that are being made.
    pub exports: Exports,
}

impl Deref for AppState {
    type Target = App;
    fn deref(&self) -> &App {
        &self.0
    }
}

impl App {
    /// The present moment.
    pub(crate) fn now(&self) -> UnixMs {
        self.clock.now()
    }

    /// Where a tenant's session stands; a tenant that the host does not know yet is new.
    pub(crate) fn status(&self, tenant: TenantId) -> SessionState {
        self.host.status(tenant).unwrap_or_else(|| SessionState::new(self.now()))
    }

    /// The account that a tenant has linked, as the tenant sees it: that others have it too, but not who.
    pub(crate) fn account_shape(&self, tenant: TenantId) -> Option<AccountShape> {
        let account = self.host.account(tenant)?;
        Some(AccountShape::new(account, !self.accounts.same_as(tenant).is_empty()))
    }

    /// Notes every linked account; afterwards the notices tell of changes.
    pub(crate) fn note_accounts(&self) {
        for tenant in self.host.statuses().into_keys() {
            self.accounts.note(tenant, self.host.account(tenant).as_ref());
        }
    }

    /// A tenant as the provider sees it.
    pub(crate) fn tenant_shape(&self, tenant: Tenant) -> TenantShape {
        let (status, same) = (self.status(tenant.id), self.accounts.same_as(tenant.id));
        let last_activity = self.host.last_activity(tenant.id);
        TenantShape::new(tenant, status, last_activity, &same)
    }

    /// From where the server is reached, as the provider sees it.
    pub(crate) fn access_shape(&self) -> AccessShape {
        AccessShape::new(&self.access, &self.addresses)
    }

    /// What the provider said of itself, as it sees it.
    pub(crate) async fn settings_shape(&self) -> Result<SettingsShape, StorageError> {
        let tenants = self.stores.count_tenants(2).await?;
        Ok(SettingsShape::new(&self.settings, tenants))
    }

    /// A link as the provider passes it on, with its secret.
    pub(crate) fn link_shape(&self, link: &Link) -> LinkShape {
        let text = secret::encode(self.stores.link_secret(&link.public_id, link.epoch).expose());
        let addresses = self
            .addresses
            .link_bases()
            .into_iter()
            .map(|(base, reach)| LinkAddress { url: format!("{base}/client/{}#{text}", link.public_id), reach });
        let mut addresses: Vec<_> = addresses.collect();
        let LinkAddress { url, reach } = addresses.remove(0);
        LinkShape {
            url,
            others: addresses,
            public_id: link.public_id.to_string(),
            state: link.state(self.now()).into(),
            expires_at_ms: link.expires_at.map(|at| at.0),
            epoch: link.epoch,
            reach,
        }
    }

    /// Notes who did what. An audit that cannot be written is logged and stops nobody's work.
    pub(crate) async fn audit(&self, actor: &str, action: &str, tenant: Option<TenantId>) {
        let entry = AuditEntry {
            at: self.now(),
            actor: actor.to_owned(),
            action: action.to_owned(),
            tenant,
            detail: String::new(),
        };
        if let Err(error) = self.stores.audit(entry).await {
            tracing::error!(error = &error as &dyn std::error::Error, action, "the audit log could not be written");
        }
    }
}
