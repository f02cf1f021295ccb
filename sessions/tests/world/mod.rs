#![allow(dead_code, reason = "each test file uses its own part")]

//! A host on a folder of its own, whose WhatsApp the test plays.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use portaria_domain::{
    Account, Address, Clock, Content, Context, Delivered, Draft, Jid, Message, MessageId, MessageKey, Received,
    SessionState, SessionStatus, TenantId, UnixMs,
};
use portaria_sessions::{Asker, Destination, FileLeases, Host, HostConfig, SendRequest, SystemClock};
use portaria_storage::{NewTenant, Stores};
use portaria_whatsapp::{FakeCodec, FakeGateway, FakeSession, Outgoing, Signal};
use tempfile::TempDir;

pub const PATIENCE: Duration = Duration::from_secs(20);
/// How often the clock is looked at.
pub const LOOKS: Duration = Duration::from_millis(20);

pub struct World {
    pub folder: TempDir,
    pub gateway: FakeGateway,
    pub stores: Stores,
    pub host: Host,
    pub tenant: TenantId,
    pub clock: Arc<dyn Clock>,
}

pub fn jid(text: &str) -> Jid {
    text.parse().unwrap()
}

pub fn account() -> Account {
    let pn = jid("5511900000001@s.whatsapp.net"); // invented
    Account { address: Address::one(pn).with(Some(jid("100000000001@lid"))), push_name: "Sol".into() }
}

pub fn ana() -> Jid {
    jid("5511900000002@s.whatsapp.net") // invented
}

pub fn to_ana(text: &str) -> SendRequest {
    to(Destination::Jid(ana()), Draft::text(text))
}

pub fn to(to: Destination, draft: Draft) -> SendRequest {
    SendRequest { to, draft, link: None, client_key: None, send_at: None, sent_by: portaria_domain::SentBy::Panel }
}

/// The words of what left.
pub fn words(sent: &Outgoing) -> String {
    FakeCodec::text(&sent.raw).unwrap_or_default()
}

pub fn from_ana(id: &str, text: &str) -> Delivered {
    says(id, Content::plain(text))
}

pub fn says(id: &str, content: Content) -> Delivered {
    let address = Address::one(ana());
    let key = MessageKey { chat: address.clone(), id: MessageId::parse(id).unwrap(), from_me: false, sender: address };
    Delivered::Message(Box::new(Received {
        key,
        chat_kind: portaria_domain::ChatKind::Direct,
        push_name: "Ana".into(),
        at: None,
        raw: Some(FakeCodec::message(content.clone(), Context::default())),
        content,
        context: Context::default(),
    }))
}

pub async fn start(folder: &TempDir, gateway: &FakeGateway, clock: Arc<dyn Clock>) -> (Stores, Host) {
    let config = HostConfig {
        first_retry: Duration::from_millis(10),
        longest_retry: Duration::from_millis(20),
        look_again: Duration::from_millis(20),
        rest_after_defects: Duration::from_millis(20),
        sweep_every: Duration::from_millis(20),
        look_at_clock_every: LOOKS,
        ..HostConfig::default()
    };
    let stores = Stores::open(folder.path()).await.unwrap();
    let host = Host::start(config, stores.clone(), Arc::new(gateway.clone()), Arc::new(FileLeases), clock);
    let host = host.await.unwrap();
    (stores, host)
}

/// Plays WhatsApp from the login to the moment when the session can send.
pub async fn let_in(session: &FakeSession) {
    session.signal(Signal::LoggedIn).await;
    session.signal(Signal::Ready(account())).await;
}

impl World {
    pub async fn new() -> Self {
        Self::by(Arc::new(SystemClock)).await
    }

    pub async fn by(clock: Arc<dyn Clock>) -> Self {
        Self::of(clock, None).await
    }

    /// A world whose provider expects the tenant to link this number.
    pub async fn expecting(number: &str) -> Self {
        Self::of(Arc::new(SystemClock), Some(number.to_owned())).await
    }

    async fn of(clock: Arc<dyn Clock>, phone: Option<String>) -> Self {
        let (folder, gateway) = (tempfile::tempdir().unwrap(), FakeGateway::default());
        let (stores, host) = start(&folder, &gateway, Arc::clone(&clock)).await;
        let new = NewTenant { name: "Padaria Sol".parse().unwrap(), phone };
        let (tenant, _) = stores.create_tenant(new, UnixMs(1)).await.unwrap();
        host.adopt(&tenant);
        Self { folder, gateway, stores, host, tenant: tenant.id, clock }
    }

    /// A world whose tenant is linked and connected.
    pub async fn connected() -> (Self, FakeSession) {
        Self::new().await.connect().await
    }

    /// Links the tenant and connects it.
    pub async fn connect(self) -> (Self, FakeSession) {
        let world = self;
        world.host.start_session(world.tenant, Asker::Tenant).await.unwrap();
        let session = world.gateway.opened().await;
        session.signal(Signal::Paired(account())).await;
        let_in(&session).await;
        world.until(SessionStatus::Connected).await;
        (world, session)
    }

    /// Accepts something for sending and gives back the message that it shows on.
    pub async fn send(&self, request: SendRequest) -> Message {
        self.host.send(self.tenant, request).await.unwrap().message.unwrap()
    }

    pub async fn message(&self, id: &str) -> Message {
        let chats = self.stores.chats(self.tenant).await.unwrap();
        let chat = chats.chat_by_address(&Address::one(ana())).await.unwrap().unwrap().id;
        chats.message(chat, &MessageId::parse(id).unwrap()).await.unwrap().unwrap()
    }

    /// Waits until a message is as it should be.
    pub async fn until_message(&self, sent: &Message, wanted: impl Fn(&Message) -> bool) -> Message {
        let mut notices = self.host.notices();
        let wait = async {
            loop {
                let chats = self.stores.chats(self.tenant).await.unwrap();
                let now = chats.message(sent.chat, &sent.id).await.unwrap().unwrap();
                if wanted(&now) {
                    return now;
                }
                notices.recv().await.unwrap();
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.unwrap()
    }

    /// Ends the host and starts another on the same folder.
    pub async fn restart(self) -> Self {
        let Self { folder, gateway, stores, host, tenant, clock } = self;
        host.shutdown().await;
        drop((host, stores));
        let (stores, host) = start(&folder, &gateway, Arc::clone(&clock)).await;
        Self { folder, gateway, stores, host, tenant, clock }
    }

    pub async fn until(&self, wanted: SessionStatus) -> SessionState {
        self.until_so(|status| status.status == wanted).await
    }

    pub async fn until_so(&self, wanted: impl Fn(&SessionState) -> bool) -> SessionState {
        let mut notices = self.host.notices();
        let wait = async {
            loop {
                let status = self.host.status(self.tenant).unwrap();
                if wanted(&status) {
                    return status;
                }
                notices.recv().await.unwrap();
            }
        };
        let outcome = tokio::time::timeout(PATIENCE, wait).await;
        outcome.unwrap_or_else(|_| panic!("stayed {:?}", self.host.status(self.tenant)))
    }
}

/// A clock that stands still until it is moved.
pub struct HandClock(AtomicI64);

impl HandClock {
    pub fn new() -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(1_800_000_000_000)))
    }

    pub fn advance(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> UnixMs {
        UnixMs(self.0.load(Ordering::SeqCst))
    }
}
