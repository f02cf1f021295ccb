//! Bringing everything up, and down again.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use portaria_domain::{Clock, Language, SessionStatus};
use portaria_sessions::{FileLeases, Host, HostConfig, SystemClock};
use portaria_storage::{StorageError, Stores};
use portaria_whatsapp::{Gateway, LiveConfig, LiveGateway, OpenError};
use tokio::sync::{broadcast, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::accept::{Acceptor, Places};
use crate::access::Access;
use crate::accounts::Accounts;
use crate::addresses::Addresses;
use crate::app::{App, AppState};
use crate::auth::{PasswordCheck, Tickets};
use crate::config::ServerConfig;
use crate::desktop::{Desktop, DesktopChoice};
use crate::exports::Exports;
use crate::instances::Instances;
use crate::languages::Languages;
use crate::layers::RateLimits;
use crate::lock::{DataDirLock, LockError};
use crate::metrics::Metrics;
use crate::previews::LinkPreviews;
use crate::push::Push;
use crate::settings::Settings;
use crate::shares::Pools;
use crate::update::{Installation, Trial, Updater, Updates, check_daily};
use crate::uploads::Uploads;
use crate::webhooks::Webhooks;
use crate::{accept, exports, push, reach, router, scrape, socket, waking, webhooks};

/// How long a login ticket is good for.
const LOGIN_TICKET_LIFETIME_MS: i64 = 5 * 60_000;
/// How many login tickets may wait at a time.
const LOGIN_TICKETS: usize = 64;
/// How many socket tickets may wait at a time.
const SOCKET_TICKETS: usize = 20_000;
/// How many opened portals a slow listener may lag behind.
const PORTAL_OPENINGS: usize = 64;

/// How long sockets and requests may take when the server stops: as long as the accept loop gives them, and a little.
const REQUESTS_WITHIN: Duration = Duration::from_millis(4_500);
/// By when sessions are to have ended.
const SESSIONS_BY: Duration = Duration::from_millis(8_500);
/// By when everything is to have ended.
const STOPPED_BY: Duration = Duration::from_millis(9_500);
/// How long a task without work may take, before the server counts as stuck.
const ALIVE_WITHIN: Duration = Duration::from_secs(10);

/// How a server stands, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Sessions, in whichever status.
    pub sessions: usize,
    /// Those that are connected.
    pub connected: usize,
    /// Open sockets.
    pub sockets: usize,
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sessions, connected, sockets } = self;
        write!(f, "{connected} of {sessions} sessions connected, {sockets} sockets open")
    }
}

/// Why the server did not start. Each is one sentence that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Somebody else listens there.
    #[error("port {} is in use: stop the other program or choose another one with --listen {}:PORT", .0.port(), .0.ip())]
    PortBusy(SocketAddr),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}")]
    CannotListen {
        /// Where it should have listened.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// The data folder cannot be written.
    #[error("the folder {} cannot be written: check its permissions and the free space, or choose another one with --data-dir", .folder.display())]
    Unwritable {
        /// The data folder.
        folder: PathBuf,
        /// What the system or the store says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Another process works on the data folder.
    #[error("Portaria is running already{}: open that one, or choose another folder with --data-dir", .panel.as_ref().map(|panel| format!(" at {panel}")).unwrap_or_default())]
    AlreadyRunning {
        /// Where its panel is, when it has got so far.
        panel: Option<String>,
        /// The data folder.
        folder: PathBuf,
    },
    /// The database cannot be read.
    #[error("the database in {} is damaged, or its master.key belongs to another one: restore both from a backup", .folder.display())]
    Damaged {
        /// The data folder.
        folder: PathBuf,
        /// What the store says.
        source: StorageError,
    },
    /// A newer version wrote the database.
    #[error("{0}: install that version or a newer one, or choose another folder with --data-dir")]
    Newer(StorageError),
    /// Listening beyond this machine needs a password first.
    #[error(
        "listening on {0} opens Portaria to other machines: first set a password with `portaria-server admin set-password`"
    )]
    NoPassword(SocketAddr),
    /// This build speaks to WhatsApp's own servers only.
    #[error("--whatsapp-url is only for builds with the feature `emulator`")]
    OtherNetwork,
    /// This build speaks to emulators on loopback only.
    #[error(transparent)]
    ForbiddenNetwork(OpenError),
}

impl StartError {
    pub(crate) fn storage(config: &ServerConfig, error: StorageError) -> Self {
        let folder = config.data_dir.clone();
        match error {
            StorageError::Damaged { .. } => Self::Damaged { folder, source: error },
            StorageError::Newer { .. } => Self::Newer(error),
            other => Self::Unwritable { folder, source: Box::new(other) },
        }
    }

    pub(crate) fn lock(config: &ServerConfig, error: LockError) -> Self {
        match error {
            LockError::Held { panel } => Self::AlreadyRunning { panel, folder: config.data_dir.clone() },
            LockError::Unwritable(source) => {
                Self::Unwritable { folder: config.data_dir.clone(), source: Box::new(source) }
            }
        }
    }
}

/// A server at work.
pub struct Running {
    app: AppState,
    tracker: TaskTracker,
    stopping: CancellationToken,
    _lock: DataDirLock,
}

impl Running {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.app.addresses.bound()
    }

    /// The panel's address on this machine.
    pub fn panel_url(&self) -> String {
        self.app.addresses.panel()
    }

    /// The panel's address with a one-time ticket, good for five minutes: whoever opens it is logged in.
    pub fn login_url(&self) -> String {
        match self.app.login_tickets.issue((), self.app.now()) {
            Some(ticket) => format!("{}/#ticket={ticket}", self.panel_url()),
            None => self.panel_url(),
        }
    }

    /// The language that the provider is spoken to in: the chosen one, else the system's, else Portuguese. It may be
    /// another one at any time, of which [`Self::languages`] tells.
    pub fn language(&self) -> Language {
        self.app.settings.language()
    }

    /// Tells that language whenever it's another one.
    pub fn languages(&self) -> Languages {
        Languages::new(self.app.clone())
    }

    /// The tenants' sessions, for a program around the server that shows and steers them.
    pub fn instances(&self) -> Instances {
        Instances::new(self.app.clone(), self.stopping.clone())
    }

    /// What the provider chose of the desktop app, for that app: from now on the panel shows it.
    pub fn desktop(&self) -> Desktop {
        Desktop::attach(self.app.clone())
    }

    /// Newer versions, for the desktop app, which puts them in its place where its installation can.
    pub fn updater(&self, installation: Installation) -> Updater {
        Updater::attach(self.app.clone(), installation)
    }

    /// The tenants' sessions.
    pub fn host(&self) -> &Host {
        &self.app.host
    }

    /// How it stands, in numbers.
    pub fn standing(&self) -> Standing {
        let statuses = self.app.host.statuses();
        let connected = statuses.values().filter(|session| session.status == SessionStatus::Connected).count();
        Standing { sessions: statuses.len(), connected, sockets: self.app.sockets.sockets().len() }
    }

    /// Whether its work goes on: tasks are run, and sessions are seen to.
    pub async fn is_alive(&self) -> bool {
        let task = self.app.tasks.spawn(std::future::ready(()));
        tokio::time::timeout(ALIVE_WITHIN, task).await.is_ok() && self.app.host.is_running()
    }

    /// Has the files of certificates read again at once, and an order of one that failed tried again.
    pub fn reload(&self) {
        self.app.access.ask_for_certificates();
    }

    /// Closes sockets, lets requests finish, ends the sessions and closes the stores, in this order and within ten
    /// seconds. What takes longer is cut off: everything that was accepted is on disk.
    pub async fn stop(self) {
        let began = Instant::now();
        self.stopping.cancel();
        let sockets_and_requests = async {
            self.app.sockets.close().await;
            self.tracker.close();
            self.tracker.wait().await;
        };
        if tokio::time::timeout(REQUESTS_WITHIN, sockets_and_requests).await.is_err() {
            tracing::warn!(tasks = self.tracker.len(), "some requests did not end in time and are cut off");
        }
        self.app.host.shutdown_within(SESSIONS_BY.saturating_sub(began.elapsed())).await;
        let closing = tokio::time::timeout(STOPPED_BY.saturating_sub(began.elapsed()), self.app.stores.close()).await;
        if closing.is_err() {
            tracing::warn!("some logs were not folded into their files; the next start does it");
        }
        tracing::info!(duration_ms = began.elapsed().as_millis(), "the server has stopped");
    }
}

/// Serves WhatsApp's own network, or the emulator's where the build allows that.
pub async fn serve(config: ServerConfig) -> Result<Running, StartError> {
    let gateway = gateway(&config)?;
    bring_up(config, gateway, Arc::new(SystemClock), None).await
}

/// The same for a version on trial: it confirms once everything is there, before anybody is let in and before a
/// session begins. So what only it could read is received only once it stays.
pub async fn serve_on_trial(config: ServerConfig, trial: Trial) -> Result<Running, StartError> {
    let gateway = gateway(&config)?;
    bring_up(config, gateway, Arc::new(SystemClock), Some(trial)).await
}

fn gateway(config: &ServerConfig) -> Result<Arc<dyn Gateway>, StartError> {
    if config.whatsapp_url.is_some() && !cfg!(feature = "emulator") {
        return Err(StartError::OtherNetwork);
    }
    let gateway = LiveGateway::new(LiveConfig { ws_url: config.whatsapp_url.clone(), ..LiveConfig::default() });
    gateway.verify().map_err(StartError::ForbiddenNetwork)?;
    Ok(Arc::new(gateway))
}

/// Serves whatever network the gateway leads to, by the given clock.
pub async fn serve_with(
    config: ServerConfig,
    gateway: Arc<dyn Gateway>,
    clock: Arc<dyn Clock>,
) -> Result<Running, StartError> {
    bring_up(config, gateway, clock, None).await
}

async fn bring_up(
    config: ServerConfig,
    gateway: Arc<dyn Gateway>,
    clock: Arc<dyn Clock>,
    trial: Option<Trial>,
) -> Result<Running, StartError> {
    let lock = DataDirLock::acquire(&config.data_dir).map_err(|error| StartError::lock(&config, error))?;
    let stores = Stores::open(&config.data_dir).await;
    let stores = stores.map_err(|error| StartError::storage(&config, error))?;
    refuse_to_be_open_without_password(&config, &stores).await?;
    let listener = accept::listen(config.listen).await.map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => StartError::PortBusy(config.listen),
        _ => StartError::CannotListen { address: config.listen, source },
    })?;
    let bound = listener.local_addr().map_err(|source| StartError::CannotListen { address: config.listen, source })?;
    let access =
        Access::load(&config, &stores, bound.port()).await.map_err(|error| StartError::storage(&config, error))?;
    let settings = Settings::load(&config, &stores).await.map_err(|error| StartError::storage(&config, error))?;
    let desktop = DesktopChoice::load(&stores).await.map_err(|error| StartError::storage(&config, error))?;
    let updates = Updates::load(&config, &stores).await.map_err(|error| StartError::storage(&config, error))?;
    let push = Push::load(&stores).await.map_err(|error| StartError::storage(&config, error))?;
    let hooked = stores.webhook_tenants().await.map_err(|error| StartError::storage(&config, error))?;
    if let Some(trial) = trial {
        // Sessions are not begun yet; that they can be is part of what is confirmed.
        stores.placements().await.map_err(|error| StartError::storage(&config, error))?;
        let confirmed = trial.confirm(&config.data_dir, &updates.running.to_string());
        confirmed.map_err(|error| StartError::Unwritable { folder: config.data_dir.clone(), source: error.into() })?;
        updates.note_trial(&config.data_dir);
    }
    let host =
        Host::start(HostConfig::default(), stores.clone(), gateway, Arc::new(FileLeases), Arc::clone(&clock)).await;
    let host = host.map_err(|error| StartError::storage(&config, error))?;
    let (socket_layer, sockets) = socket::build();
    let pools = Pools::new(&config.limits);
    let app = Arc::new(App {
        addresses: Addresses::new(&config, bound),
        access,
        settings,
        desktop,
        updates,
        stores,
        host,
        accounts: Accounts::default(),
        started_at: clock.now(),
        clock,
        sockets,
        rates: RateLimits::new(&config.limits),
        password_check: PasswordCheck::new(),
        login_tickets: Tickets::new(LOGIN_TICKETS, LOGIN_TICKET_LIFETIME_MS),
        socket_tickets: Tickets::new(SOCKET_TICKETS, socket::TICKET_LIFETIME_MS),
        lookers: crate::lookers::Lookers::default(),
        places: Places::new(&config.limits, pools.connections.clone()),
        pools,
        metrics: Metrics::new(),
        backlog: watch::Sender::new(None),
        stopping: CancellationToken::new(),
        portal_openings: broadcast::Sender::new(PORTAL_OPENINGS),
        tasks: TaskTracker::new(),
        previews: LinkPreviews::new(&config.link_preview_hosts),
        uploads: Uploads::default(),
        webhooks: Webhooks::new(),
        push,
        exports: Exports::new(config.limits.exports_together),
        config,
    });
    socket::admit(&app);
    let state = AppState(Arc::clone(&app));
    if let Err(error) = lock.note(&state.addresses.panel()) {
        tracing::debug!(%error, "the lock file could not be annotated");
    }

    let (tracker, stopping) = (app.tasks.clone(), app.stopping.clone());
    let routes = router::build(&state, socket_layer);
    let notices = app.host.notices();
    app.note_accounts();
    tracker.spawn(socket::forward(Arc::clone(&app), notices, stopping.clone()));
    tracker.spawn(webhooks::deliver(Arc::clone(&app), hooked, app.host.notices(), stopping.clone()));
    tracker.spawn(push::tell(Arc::clone(&app), app.host.notices(), stopping.clone()));
    tracker.spawn(exports::keep(Arc::clone(&app), stopping.clone()));
    tracker.spawn(socket::patrol(Arc::clone(&app), stopping.clone()));
    tracker.spawn(socket::end_on_time(Arc::clone(&app), stopping.clone()));
    let acceptor = Acceptor::new(state.clone(), routes, tracker.clone(), stopping.clone());
    acceptor.serve(listener, stopping.clone());
    tracker.spawn(reach::keep(Arc::clone(&app), acceptor, stopping.clone()));
    tracker.spawn(waking::watch(Arc::clone(&app), stopping.clone()));
    tracker.spawn(reach::check_again_and_again(Arc::clone(&app), stopping.clone()));
    tracker.spawn(check_daily(Arc::clone(&app), stopping.clone()));
    if app.config.metrics_token.is_some() {
        tracker.spawn(scrape::count_backlog(Arc::clone(&app), stopping.clone()));
    }
    tracing::info!(address = %bound, "the server is up");
    Ok(Running { app: state, tracker, stopping, _lock: lock })
}

/// Nothing listens beyond loopback until an admin credential exists.
async fn refuse_to_be_open_without_password(config: &ServerConfig, stores: &Stores) -> Result<(), StartError> {
    if config.listen.ip().is_loopback() {
        return Ok(());
    }
    match stores.admin_password_hash().await {
        Ok(Some(_)) => Ok(()),
        Ok(None) => Err(StartError::NoPassword(config.listen)),
        Err(error) => Err(StartError::storage(config, error)),
    }
}
