//! A network with a phone and a contact, and a tenant's session on it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use diesel::connection::SimpleConnection as _;
use diesel::sqlite::SqliteConnection;
use diesel::{Connection as _, RunQueryDsl as _};
use portaria_domain::{
    Account, Address, Delivered, Draft, DraftContent, HistoryBlob, HistoryNotice, HistoryPart, Jid, Mark, MessageId,
    MessageKey, Raw, Received, Secret, TenantId, UnixMs,
};
use portaria_emulator::{Emulator, EmulatorConfig, NewGroup, NewPhone, Phone, PhoneMessage};
use portaria_whatsapp::{
    Around, Codec, Composed, Connection, Ending, Gateway, HistoryQueue, Inbox, InboxClosed, LiveConfig, LiveGateway,
    Opened, Opening, Outgoing, Signal,
};
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;
use tokio_util::task::TaskTracker;

/// How long anything may take that happens by itself. Two cores compile beside the tests.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// How much a session may say while a test does something else.
const SIGNALS: usize = 4_096;

// Invented numbers.
pub const PADARIA: &str = "5511900000001";
pub const ANA: &str = "5511900000002";

/// The phone of a shop, its customer Ana, and a gateway to their network.
pub struct World {
    pub net: Emulator,
    pub padaria: Phone,
    pub ana: Phone,
    pub gateway: LiveGateway,
    pub tenant: Tenant,
}

impl World {
    pub async fn new() -> Self {
        Self::with(EmulatorConfig::default()).await
    }

    pub async fn with(config: EmulatorConfig) -> Self {
        let net = Emulator::start(config).await.unwrap();
        let phone = |name: &str, number: &str| NewPhone { name: name.into(), number: number.into() };
        let padaria = net.create_phone(phone("Padaria Sol", PADARIA)).await.unwrap();
        let ana = net.create_phone(phone("Ana Souza", ANA)).await.unwrap();
        let gateway = gateway(&net.ws_url());
        Self { net, padaria, ana, gateway, tenant: Tenant::new() }
    }

    /// Opens the tenant's session.
    pub async fn open(&self) -> Session {
        self.tenant.open(&self.gateway).await
    }

    /// Waits for a message. What is kept of it says the same when it is read again.
    pub async fn received(&self, id: &str) -> Received {
        let received = self.tenant.inbox.message(id, |message| message.id().as_str() == id).await;
        let again = self.gateway.codec().project(received.raw.as_ref().unwrap());
        assert_eq!(again.map(|again| again.content).as_ref(), Some(&received.content), "{id}");
        received
    }

    /// Waits for a mark by its own id. What is kept of it stands in no chat.
    pub async fn marked(&self, id: &str) -> Mark {
        let mark = self.tenant.inbox.mark(id, |mark| mark.id.as_str() == id).await;
        assert_eq!(self.gateway.codec().project(mark.raw.as_ref().unwrap()), None, "{mark:?}");
        mark
    }

    /// A group that the shop made, with Ana in it.
    pub async fn group(&self) -> String {
        let group = NewGroup { subject: "Turma".into(), members: vec![ANA.into()], ..NewGroup::default() };
        self.padaria.create_group(group).await.unwrap().id
    }

    /// Opens the tenant's session and links the shop's phone.
    pub async fn linked(&self) -> Session {
        let mut session = self.open().await;
        let code = session.qr().await;
        self.padaria.scan(&code).await.unwrap();
        session.ready().await;
        session
    }
}

pub fn gateway(ws_url: &str) -> LiveGateway {
    LiveGateway::new(LiveConfig { ws_url: Some(ws_url.to_owned()), ..LiveConfig::default() })
}

/// A tenant's folder, key and inbox, which outlive its sessions.
pub struct Tenant {
    pub folder: tempfile::TempDir,
    pub inbox: Arc<TestInbox>,
    pub history_days: Option<u32>,
    /// Whether what sessions say counts as stored.
    pub stores: Arc<AtomicBool>,
}

impl Tenant {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            inbox: Arc::new(TestInbox::default()),
            history_days: None,
            stores: Arc::new(AtomicBool::new(true)),
        }
    }

    pub fn opening(&self) -> Opening {
        Opening {
            tenant: TenantId::from_parts(UnixMs(1), [1; 10]),
            folder: self.folder.path().to_owned(),
            key: Secret::new([42; 32]),
            history_days: self.history_days,
        }
    }

    /// Whether SQLite's log lies beside the database: the last connection that closes takes it away.
    pub fn log_is_there(&self) -> bool {
        self.folder.path().join("whatsapp.db-wal").exists()
    }

    /// Takes the library's copies of what it opened and could not hand over, as a kill does that comes before they
    /// are written. Gives back how many there were.
    pub fn lose_copies(&self) -> usize {
        self.lose("DELETE FROM pending_inbound_messages")
    }

    /// Takes the account's own name, as a kill does that comes before it is written down. Gives back how many there were.
    pub fn lose_name(&self) -> usize {
        self.lose("UPDATE device SET push_name = '' WHERE push_name <> ''")
    }

    /// Takes what says that settings were being stored, as if all that came had been. Gives back how many there were.
    pub fn lose_under_way(&self) -> usize {
        self.lose("DELETE FROM app_state_versions WHERE name LIKE '% under way'")
    }

    fn lose(&self, what: &str) -> usize {
        let path = self.folder.path().join("whatsapp.db");
        let mut db = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
        // The session may still be writing down what it opened.
        db.batch_execute("PRAGMA busy_timeout = 5000").unwrap();
        db.batch_execute(&format!("PRAGMA key = \"x'{}'\"", "2a".repeat(32))).unwrap();
        diesel::sql_query(what).execute(&mut db).unwrap()
    }

    pub async fn open(&self, gateway: &LiveGateway) -> Session {
        let inbox: Arc<dyn Inbox> = Arc::clone(&self.inbox) as _;
        let Opened { connection, signals } = gateway.open(self.opening(), inbox).await.unwrap();
        let (sender, heard) = mpsc::channel(SIGNALS);
        TaskTracker::new().spawn(hear(signals, sender, Arc::clone(&self.stores)));
        Session { connection, signals: heard, heard: Vec::new(), patience: PATIENCE }
    }
}

/// Passes signals on as long as the session is held, and says that they are stored.
async fn hear(mut signals: mpsc::Receiver<Signal>, sender: mpsc::Sender<Signal>, stores: Arc<AtomicBool>) {
    loop {
        let signal = tokio::select! {
            signal = signals.recv() => signal,
            () = sender.closed() => return,
        };
        let Some(signal) = signal else { return };
        if let Signal::Stored(question) = &signal
            && stores.load(Ordering::SeqCst)
        {
            question.answer();
        }
        if sender.send(signal).await.is_err() {
            return;
        }
    }
}

/// Keeps what arrives, unless told to fail.
#[derive(Default)]
pub struct TestInbox {
    pub messages: watch::Sender<Vec<Received>>,
    pub marks: watch::Sender<Vec<Mark>>,
    pub history: watch::Sender<Vec<HistoryPart>>,
    pub broken: AtomicBool,
    /// Pieces of the past that came and are not stored, by their numbers.
    pub pieces: Mutex<BTreeMap<i64, HistoryBlob>>,
    /// Notices of pieces that have not come.
    pub notices: watch::Sender<Vec<HistoryNotice>>,
    /// How often the phone was to be asked for some.
    pub asked: watch::Sender<u32>,
    /// Whether pieces cannot be kept.
    pub keeps_no_piece: AtomicBool,
    /// Whether the past cannot be stored.
    pub stores_no_past: AtomicBool,
}

impl TestInbox {
    pub async fn text(&self, text: &str) -> Received {
        self.message(text, |message| message.content.words() == Some(text)).await
    }

    pub async fn message(&self, what: &str, wanted: impl Fn(&Received) -> bool) -> Received {
        let mut messages = self.messages.subscribe();
        let found = timeout(PATIENCE, messages.wait_for(|kept| kept.iter().any(&wanted))).await;
        let kept = found.unwrap_or_else(|_| panic!("{what:?} did not arrive")).unwrap();
        kept.iter().find(|message| wanted(message)).unwrap().clone()
    }

    pub async fn mark(&self, what: &str, wanted: impl Fn(&Mark) -> bool) -> Mark {
        let mut marks = self.marks.subscribe();
        let found = timeout(PATIENCE, marks.wait_for(|kept| kept.iter().any(&wanted))).await;
        let kept = found.unwrap_or_else(|_| panic!("{what:?} did not arrive")).unwrap();
        kept.iter().find(|mark| wanted(mark)).unwrap().clone()
    }

    pub fn times(&self, text: &str) -> usize {
        self.messages.borrow().iter().filter(|message| message.content.words() == Some(text)).count()
    }
}

#[async_trait]
impl HistoryQueue for TestInbox {
    async fn expect_history(&self, notice: HistoryNotice) -> Result<(), InboxClosed> {
        self.notices.send_if_modified(|kept| {
            let is_new = !kept.contains(&notice);
            if is_new {
                kept.push(notice);
            }
            is_new
        });
        Ok(())
    }

    async fn history_came(&self, notices: Vec<MessageId>) -> Result<(), InboxClosed> {
        self.notices.send_modify(|kept| kept.retain(|notice| !notices.contains(&notice.id)));
        Ok(())
    }

    async fn missing_history(&self) -> Result<Vec<HistoryNotice>, InboxClosed> {
        let missing = self.notices.borrow().clone();
        if !missing.is_empty() {
            self.asked.send_modify(|asked| *asked += 1);
        }
        Ok(missing)
    }

    async fn history_asked(&self) -> Result<(), InboxClosed> {
        Ok(())
    }

    async fn keep_history(&self, blob: HistoryBlob) -> Result<(), InboxClosed> {
        if self.keeps_no_piece.load(Ordering::SeqCst) {
            return Err(InboxClosed);
        }
        let mut pieces = self.pieces.lock().unwrap();
        let number = pieces.last_key_value().map_or(1, |(last, _)| last + 1);
        pieces.insert(number, blob);
        Ok(())
    }

    async fn next_history(&self) -> Result<Option<(i64, HistoryBlob)>, InboxClosed> {
        Ok(self.pieces.lock().unwrap().first_key_value().map(|(number, blob)| (*number, blob.clone())))
    }

    async fn put_off_history(&self, number: i64) -> Result<(), InboxClosed> {
        let blob = self.pieces.lock().unwrap().remove(&number).unwrap();
        self.keep_history(blob).await
    }

    async fn history_taken(&self, number: i64) -> Result<(), InboxClosed> {
        self.pieces.lock().unwrap().remove(&number);
        Ok(())
    }
}

#[async_trait]
impl Inbox for TestInbox {
    async fn store(&self, batch: Vec<Delivered>) -> Result<(), InboxClosed> {
        if self.broken.load(Ordering::SeqCst) {
            return Err(InboxClosed);
        }
        for delivered in batch {
            match delivered {
                Delivered::Message(message) => self.messages.send_modify(|kept| kept.push(*message)),
                Delivered::Mark(mark) => self.marks.send_modify(|kept| kept.push(*mark)),
            }
        }
        Ok(())
    }

    async fn store_history(&self, part: HistoryPart) -> Result<(), InboxClosed> {
        if self.stores_no_past.load(Ordering::SeqCst) {
            return Err(InboxClosed);
        }
        self.history.send_modify(|kept| kept.push(part));
        Ok(())
    }

    async fn has(&self, chat: &Address, id: &MessageId) -> Result<bool, InboxClosed> {
        let is_message =
            |kept: &Received| kept.id() == id && kept.chat().is_same_party(chat) && !kept.content.is_missing();
        let is_mark = |kept: &Mark| &kept.id == id && kept.target.chat.is_same_party(chat);
        Ok(self.messages.borrow().iter().any(is_message) || self.marks.borrow().iter().any(is_mark))
    }
}

/// An open session and what it has said so far.
pub struct Session {
    pub connection: Arc<dyn Connection>,
    pub signals: mpsc::Receiver<Signal>,
    pub heard: Vec<Signal>,
    /// How long a signal may be waited for.
    pub patience: Duration,
}

impl Session {
    /// Waits for the first signal that `wanted` makes something of.
    pub async fn until<T>(&mut self, what: &str, mut wanted: impl FnMut(&Signal) -> Option<T>) -> T {
        loop {
            let next = timeout(self.patience, self.signals.recv()).await;
            let next = next.unwrap_or_else(|_| panic!("waited in vain for {what}: {:?}", self.heard));
            let signal = next.unwrap_or_else(|| panic!("the session said no more before {what}: {:?}", self.heard));
            let found = wanted(&signal);
            let ended = matches!(signal, Signal::Ended(_));
            self.heard.push(signal);
            match found {
                Some(found) => return found,
                None => assert!(!ended, "the session ended before {what}: {:?}", self.heard),
            }
        }
    }

    pub async fn qr(&mut self) -> String {
        self.until("a QR code", |signal| match signal {
            Signal::Qr { text, .. } => Some(text.clone()),
            _ => None,
        })
        .await
    }

    pub async fn ready(&mut self) -> Account {
        self.until("being ready", |signal| match signal {
            Signal::Ready(account) => Some(account.clone()),
            _ => None,
        })
        .await
    }

    /// Waits for the end, and makes sure that it is the last word.
    pub async fn ended(&mut self) -> Ending {
        let ended = self.until("the end", |signal| match signal {
            Signal::Ended(ending) => Some(*ending),
            _ => None,
        });
        let ending = ended.await;
        assert_eq!(timeout(PATIENCE, self.signals.recv()).await.unwrap(), None, "there is a word after the last");
        ending
    }
}

pub fn pn(number: &str) -> Jid {
    format!("{number}@s.whatsapp.net").parse().unwrap()
}

pub fn outgoing(id: &str, to: &str, text: &str) -> Outgoing {
    let composed = compose(&Draft::text(text), &pn(to), None);
    Outgoing { id: MessageId::parse(id).unwrap(), to: pn(to), raw: composed.raw }
}

/// Writes a draft of the shop's.
pub fn compose(draft: &Draft, to: &Jid, target: Option<&Raw>) -> Composed {
    compose_with(draft, to, target, None)
}

/// The same with a small picture of its file.
pub fn compose_with(draft: &Draft, to: &Jid, target: Option<&Raw>, thumbnail: Option<&[u8]>) -> Composed {
    let own = Address::one(pn(PADARIA));
    let around = Around { own: &own, to, target, expires_after_s: None, link: None, thumbnail, now: now() };
    codec().compose(draft, around).unwrap()
}

pub fn codec() -> Arc<dyn Codec> {
    gateway("ws://127.0.0.1:9").codec()
}

pub fn now() -> UnixMs {
    UnixMs(wacore::time::now_millis())
}

impl Session {
    /// Sends a draft under an id; gives back its raw.
    pub async fn send(&self, id: &str, to: &Jid, draft: impl Into<Draft>, target: Option<&Raw>) -> Raw {
        let raw = compose(&draft.into(), to, target).raw;
        let message = Outgoing { id: MessageId::parse(id).unwrap(), to: to.clone(), raw: raw.clone() };
        self.connection.send(&message).await.unwrap();
        raw
    }

    /// Sends what was composed and, where it has a file, uploaded.
    pub async fn send_raw(&self, id: &str, to: &Jid, raw: Raw) {
        let message = Outgoing { id: MessageId::parse(id).unwrap(), to: to.clone(), raw };
        self.connection.send(&message).await.unwrap();
    }

    /// Says something about a message.
    pub async fn mark(&self, id: &str, to: &Jid, content: DraftContent, target: Option<&Raw>) {
        self.send(id, to, content, target).await;
    }
}

/// A message in a chat, by its writer's number.
pub fn key(chat: &Jid, id: &str, writer: &str) -> MessageKey {
    MessageKey {
        chat: Address::one(chat.clone()),
        id: MessageId::parse(id).unwrap(),
        from_me: writer == PADARIA,
        sender: Address::one(pn(writer)),
    }
}

/// Waits for a line in a phone's chat.
pub async fn line(phone: &Phone, chat: &str, what: &str, wanted: impl Fn(&PhoneMessage) -> bool) -> PhoneMessage {
    let seen = async {
        loop {
            if let Some(line) = phone.messages_with(chat).into_iter().find(&wanted) {
                return line;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let seen = timeout(PATIENCE, seen).await;
    seen.unwrap_or_else(|_| panic!("no {what} in {:#?}", phone.messages_with(chat)))
}
