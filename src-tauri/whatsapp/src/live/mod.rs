//! The gateway to the real network, over whatsapp-rust.
//!
//! One file per job: [`dial`] opens connections over a [`socket`], [`event_handler`] hears the library, [`relay`] turns what
//! it heard into signals, [`inbound`] stores messages before WhatsApp is told, [`redelivery`] looks at
//! what comes again, [`fresh_keys`] has keys on disk before they are used, [`owed`] what WhatsApp told before that is acknowledged, [`past`] stores the
//! phone's history beside it all, [`notices`] knows whether all of it came, [`retries`] looks at what the own phone asks for, [`runtime`] ends the library's tasks with the
//! session, [`connection`] is the way out and [`group_admin`] that to groups, [`lifecycle`] is what they share. The library's own reconnecting is off: a session that broke ends, and
//! the rooms above open another.

mod address;
mod address_book;
mod backend;
mod blocklist;
mod calls;
mod changing;
mod codec;
mod connection;
mod dial;
mod elsewhere;
mod ending;
mod event_handler;
mod fresh_keys;
mod group_admin;
mod groups;
mod history;
mod inbound;
mod incoming;
mod lifecycle;
mod mark_id;
mod media;
mod name;
mod network;
mod notices;
mod owed;
mod own_copies;
mod passkey;
mod past;
mod presence;
mod privacy;
mod profiles;
mod raw;
mod reach;
mod reach_out;
mod read;
mod receipts;
mod redelivery;
mod refusal;
mod relay;
mod retries;
mod runtime;
mod seal;
mod settings;
mod socket;
mod store;
mod target;
mod write;

use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::FutureExt as _;
use portaria_domain::Cause;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::Instrument as _;
use wacore::store::DevicePropsOverride;
use wacore::store::device::default_history_sync_config;
use waproto::whatsapp::device_props::{HistorySyncConfig, PlatformType};
use whatsapp_rust::bot::Bot;
use whatsapp_rust::cache_config::{CacheConfig, CacheEntryConfig};

use backend::Backend;
use blocklist::Blocklist;
use calls::Calls;
use codec::LiveCodec;
use connection::LiveConnection;
use dial::Dialler;
use event_handler::LibraryEvents;
use groups::Groups;
use inbound::StoreFirst;
use lifecycle::{Lifecycle, REASON_DEADLINE};
use network::Network;
use notices::Notices;
use owed::Owed;
use own_copies::OwnCopies;
use past::Past;
use redelivery::Redelivery;
use relay::Relay;
use retries::Retries;
use runtime::SessionRuntime;
use settings::Settings;
use store::Closed;

use crate::{Codec, Ending, Gateway, Inbox, OpenError, Opened, Opening};

/// How many signals may wait for the reader before the session's relay does.
const WAITING_SIGNALS: usize = 64;
/// How many notes may wait for the relay. One is small; an offline backlog brings thousands of receipts at once.
const WAITING_NOTES: usize = 8192;

/// How long may be looked at what WhatsApp said before the session's end.
const HEARING_DEADLINE: Duration = Duration::from_secs(1);
/// How long the library's tasks may take to end by themselves after the session's end.
const TASKS_DEADLINE: Duration = Duration::from_millis(250);
/// How long the library may hold the database after its tasks were cut off.
const CLOSE_DEADLINE: Duration = Duration::from_secs(5);

/// Settings of the live gateway.
#[derive(Clone, Debug)]
pub struct LiveConfig {
    /// The socket to speak to, `ws://…` or `wss://…`. `None`: WhatsApp's own.
    pub ws_url: Option<String>,
    /// The version of WhatsApp Web to pass for. `None`: today's, asked of WhatsApp once a day, or a
    /// fixed one where `ws_url` leads elsewhere.
    pub version: Option<(u32, u32, u32)>,
    /// What stands in the phone's list of linked devices.
    pub device_name: String,
    /// Whether sessions show themselves online, which silences the phone's notifications.
    pub appear_online: bool,
    /// Where the sessions' tasks run, so that a shutdown can wait for them.
    pub tasks: TaskTracker,
}

impl Default for LiveConfig {
    fn default() -> Self {
        Self {
            ws_url: None,
            version: None,
            device_name: "Portaria".to_owned(),
            appear_online: false,
            tasks: TaskTracker::new(),
        }
    }
}

/// The gateway to WhatsApp; with the feature `emulator`, to an emulator on loopback and nothing else.
pub struct LiveGateway {
    config: LiveConfig,
    network: Result<Network, String>,
}

impl LiveGateway {
    /// Makes a gateway; nothing is dialled before a session is opened.
    pub fn new(config: LiveConfig) -> Self {
        let network = Network::new(config.ws_url.as_deref(), config.version);
        Self { config, network }
    }

    /// Whether this build may talk to the configured address; every opening asks the same.
    pub fn verify(&self) -> Result<(), OpenError> {
        self.network.as_ref().map(drop).map_err(|url| OpenError::NotLoopback(url.clone()))
    }
}

#[async_trait]
impl Gateway for LiveGateway {
    async fn open(&self, opening: Opening, inbox: Arc<dyn Inbox>) -> Result<Opened, OpenError> {
        let network = self.network.as_ref().map_err(|url| OpenError::NotLoopback(url.clone()))?;
        let (store, closed) = store::open(&opening.folder, &opening.key).await?;

        let (note_sender, notes) = mpsc::channel(WAITING_NOTES);
        let (signal_sender, signals) = mpsc::channel(WAITING_SIGNALS);
        let lifecycle = Lifecycle::new(opening.tenant, self.config.tasks.clone(), note_sender);
        store::expect_lost_name(&store).await.map_err(store::unusable)?;
        let trusts_earlier_key = store::trusts_a_server_key(&store).await.map_err(store::unusable)?;
        let settings = Settings::new(store.clone(), Arc::clone(&lifecycle)).await.map_err(store::unusable)?;
        let settings = Arc::new(settings);
        let owed = Arc::new(Owed::new(Arc::clone(&lifecycle), Arc::clone(&settings)));
        let notices = Arc::new(Notices::new(Arc::clone(&lifecycle), Arc::clone(&inbox)));
        let dialler = Dialler {
            factory: network.sockets(),
            lifecycle: Arc::clone(&lifecycle),
            owed: Arc::clone(&owed),
            notices: Arc::clone(&notices),
            dials: AtomicU32::new(0),
            trusts_earlier_key,
        };
        let name = device_props(&self.config.device_name, opening.history_days);
        let redelivery = Redelivery { inbox: Arc::clone(&inbox), lifecycle: Arc::clone(&lifecycle) };
        let retries = Arc::new(Retries::new(store.clone(), Arc::clone(&lifecycle)));
        let own_copies = Arc::new(OwnCopies::new(Arc::clone(&inbox), Arc::clone(&lifecycle)));
        let cut_off = CancellationToken::new();
        // As severe as can be, so that no filter leaves the tenant out of a line that it lets pass.
        let span = tracing::error_span!("session", tenant.id = %opening.tenant);
        let groups = Arc::new(Groups::new(Arc::clone(&lifecycle)));
        let hook = StoreFirst {
            inbox: Arc::clone(&inbox),
            lifecycle: Arc::clone(&lifecycle),
            groups: Arc::clone(&groups),
            notices: Arc::clone(&notices),
        };
        let mut builder = Bot::builder()
            .with_runtime(SessionRuntime::new(self.config.tasks.clone(), cut_off.clone(), span.clone()))
            .with_backend(Backend {
                file: store,
                redelivery,
                retries: Arc::clone(&retries),
                settings: Arc::clone(&settings),
            })
            .with_transport_factory(dialler)
            .with_event_handler(LibraryEvents {
                lifecycle: Arc::clone(&lifecycle),
                owed,
                retries,
                own_copies,
                settings,
                notices: Arc::clone(&notices),
            })
            .with_inbound_durability_hook(hook)
            .with_device_props(name)
            .with_cache_config(caches());
        if let Some(version) = network.version() {
            builder = builder.with_version(version);
        }
        let bot = builder.build().instrument(span.clone()).await.map_err(store::unusable)?;

        lifecycle.begin(bot.client());
        lifecycle.reconnect_inside(false);
        let past = Past::begin(&lifecycle, signal_sender.clone(), Arc::clone(&inbox), Arc::clone(&notices));
        self.config.tasks.spawn(Arc::clone(&notices).run());
        let relay = Relay {
            lifecycle: Arc::clone(&lifecycle),
            notes,
            signals: signal_sender,
            inbox,
            groups: Arc::clone(&groups),
            calls: Calls::default(),
            blocklist: Arc::new(Blocklist::new(Arc::clone(&lifecycle))),
            past,
            notices,
        };
        self.config.tasks.spawn(relay.run());
        if !self.config.appear_online {
            self.config.tasks.spawn(presence::stay_out_of_sight(bot.client(), Arc::clone(&lifecycle)));
        }
        self.config.tasks.spawn(drive(bot, closed, cut_off, Arc::clone(&lifecycle)).instrument(span));
        Ok(Opened { connection: Arc::new(LiveConnection::new(lifecycle, groups)), signals })
    }

    async fn has_keys(&self, folder: &Path) -> bool {
        // A library that was killed while it made its file leaves an empty one.
        tokio::fs::metadata(store::path_in(folder)).await.is_ok_and(|file| file.len() > 0)
    }

    async fn forget(&self, folder: &Path) -> std::io::Result<()> {
        let folder = folder.to_owned();
        tokio::task::spawn_blocking(move || store::remove(&folder)).await.map_err(std::io::Error::other)?
    }

    fn codec(&self) -> Arc<dyn Codec> {
        Arc::new(LiveCodec)
    }
}

/// Runs a session to its end and says how it ended.
async fn drive(bot: Bot, mut closed: Closed, cut_off: CancellationToken, lifecycle: Arc<Lifecycle>) {
    // Also when this task is dropped before its end.
    let cut_off = cut_off.drop_guard();
    let client = bot.client();
    // The device stays out of sight, and senders see their second tick all the same.
    client.set_force_active_delivery_receipts(true);
    let stanzas = client.acquire_raw_node_forwarding();
    if AssertUnwindSafe(bot.run()).catch_unwind().await.is_err() {
        tracing::error!(tenant.id = %lifecycle.tenant, "the library panicked; the session ends");
        lifecycle.decide(Ending::Lost(Cause::InternalError));
    }
    if lifecycle.is_pairing() {
        // The library hands out why an approval failed beside the end of the connection, which can overtake it.
        let _ = timeout(REASON_DEADLINE, lifecycle.decided()).await;
    }
    // Whatever ended it, nothing of it may reach the file after the next opening.
    client.disconnect().await;
    drop(stanzas);
    drop(client);
    if timeout(HEARING_DEADLINE, lifecycle.hear_out()).await.is_err() {
        tracing::warn!(tenant.id = %lifecycle.tenant, "the session ends before everything was looked at that WhatsApp said");
    }
    lifecycle.finish();
    // The goodbye has flushed what must be on disk; what waits longer than this waits for a network that is gone.
    if timeout(TASKS_DEADLINE, closed.wait()).await.is_err() {
        drop(cut_off);
        if timeout(CLOSE_DEADLINE, closed.wait()).await.is_err() {
            tracing::error!(tenant.id = %lifecycle.tenant, "the library still holds the session's database");
        }
    }
    let ending = lifecycle.verdict();
    tracing::debug!(tenant.id = %lifecycle.tenant, ?ending, "the session is over");
    lifecycle.note_last(ending).await;
}

/// What the phone is told of this device when it is paired.
fn device_props(name: &str, history_days: Option<u32>) -> DevicePropsOverride {
    let props = DevicePropsOverride::new().with_os(name).with_platform_type(PlatformType::CHROME);
    match history_days {
        None => props,
        // WhatsApp Web asks for the last months only, whatever they are; the limit of that is the only one it has.
        days => props.with_history_sync_config(HistorySyncConfig {
            recent_sync_days_limit: days,
            ..default_history_sync_config()
        }),
    }
}

/// Caches sized for one small business among thousands in a process; what falls out is read from the file again.
fn caches() -> CacheConfig {
    let default = CacheConfig::default();
    let smaller = |cache: &CacheEntryConfig, capacity| CacheEntryConfig::new(cache.timeout, capacity);
    CacheConfig {
        group_cache: smaller(&default.group_cache, 32),
        device_registry_cache: smaller(&default.device_registry_cache, 1_200),
        message_retry_counts: smaller(&default.message_retry_counts, 128),
        undecryptable_dispatched: smaller(&default.undecryptable_dispatched, 256),
        pdo_requested: smaller(&default.pdo_requested, 128),
        sender_key_devices_cache: smaller(&default.sender_key_devices_cache, 64),
        resend_rate_limiter_capacity: 512,
        // Secrets of old messages serve edits and votes, which are not shown yet.
        seed_msg_secrets_from_history: false,
        ..default
    }
}
