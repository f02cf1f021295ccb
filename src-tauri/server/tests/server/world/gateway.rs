//! A WhatsApp that does what the test says.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use portaria_domain::{
    Account, AccountChange, Activity, Address, Cause, ChatKind, Content, Context, Delivered, Jid, Mark, MarkKind,
    Media, MediaKind, MessageId, MessageKey, MessageStatus, PhoneNumber, Privacy, PrivacyChange, Profile, Raw, Receipt,
    Received, TenantId, UnixMs,
};
use portaria_whatsapp::{
    Codec, Connection, Ending, FakeCodec, FetchError, Gateway, Inbox, MediaSink, MediaSource, OpenError, Opened,
    Opening, Outgoing, PairCode, PairCodeError, PairCodeRefusal, PasskeyAnswer, PasskeyError, ProfileChange, SendError,
    Signal, UploadError,
};
use tokio::sync::{Notify, mpsc, watch};

use super::files::Files;

#[derive(Default)]
pub struct ScriptedGateway {
    open: Mutex<HashMap<TenantId, Line>>,
    linked: Mutex<HashMap<PathBuf, Account>>,
    sent: Arc<Mutex<Vec<Outgoing>>>,
    given: Arc<watch::Sender<Vec<MessageId>>>,
    is_silent: Arc<AtomicBool>,
    changes: Arc<Mutex<Vec<AccountChange>>>,
    profile: Arc<Mutex<Vec<ProfileChange>>>,
    privacy: Arc<Mutex<Privacy>>,
    online: Arc<Mutex<Vec<bool>>>,
    code_refusal: Arc<Mutex<Option<PairCodeRefusal>>>,
    passkeys: Arc<Mutex<Vec<PasskeyAnswer>>>,
    openings: AtomicUsize,
    opened: Notify,
    counter: AtomicUsize,
    /// The files of messages, there and on their way.
    pub files: Arc<Files>,
}

#[derive(Clone)]
struct Line {
    folder: PathBuf,
    history_days: Option<u32>,
    signals: mpsc::Sender<Signal>,
    inbox: Arc<dyn Inbox>,
}

impl ScriptedGateway {
    /// How many sessions were ever opened.
    pub fn openings(&self) -> usize {
        self.openings.load(Ordering::SeqCst)
    }

    /// What was sent.
    pub fn sent(&self) -> Vec<Outgoing> {
        self.sent.lock().unwrap().clone()
    }

    /// WhatsApp says nothing of the messages that it is given from now on, until this is taken back.
    pub fn keep_silent(&self, is_silent: bool) {
        self.is_silent.store(is_silent, Ordering::SeqCst);
    }

    /// Waits until WhatsApp was given a message.
    pub async fn until_given(&self, id: &str) {
        let mut given = self.given.subscribe();
        let is_given = given.wait_for(|given| given.iter().any(|given| given.as_str() == id));
        tokio::time::timeout(Duration::from_secs(10), is_given).await.expect("it never left").unwrap();
    }

    /// The account's settings at WhatsApp, as its phone changes them.
    pub fn set_privacy(&self, privacy: Privacy) {
        *self.privacy.lock().unwrap() = privacy;
    }

    /// How the account was shown, as online or not, oldest first.
    pub fn shown_online(&self) -> Vec<bool> {
        self.online.lock().unwrap().clone()
    }

    /// What the account was to show of itself, oldest first.
    pub fn profile_changes(&self) -> Vec<ProfileChange> {
        self.profile.lock().unwrap().clone()
    }

    /// What WhatsApp was told of chats, labels and the like.
    pub fn changes(&self) -> Vec<AccountChange> {
        self.changes.lock().unwrap().clone()
    }

    /// What authenticators said to a challenge.
    pub fn passkeys(&self) -> Vec<PasskeyAnswer> {
        self.passkeys.lock().unwrap().clone()
    }

    /// WhatsApp gives no pairing code from now on.
    pub fn refuse_codes(&self, refusal: PairCodeRefusal) {
        *self.code_refusal.lock().unwrap() = Some(refusal);
    }

    /// The phone with this number scans the code and is linked.
    pub async fn scan(&self, tenant: TenantId, number: &str) {
        let line = self.line(tenant).await;
        let account = Account { address: Address::one(jid(number)), push_name: format!("Push {number}") };
        self.linked.lock().unwrap().insert(line.folder.clone(), account.clone());
        for signal in [Signal::Paired(account.clone()), Signal::LoggedIn, Signal::Ready(account)] {
            line.signals.send(signal).await.unwrap();
        }
    }

    /// Somebody writes to the tenant; returns once it is stored.
    pub async fn receive(&self, tenant: TenantId, from: &str, text: &str) -> MessageId {
        self.receive_content(tenant, from, Content::plain(text)).await
    }

    /// Somebody sends the tenant words, known by any form of their address; returns once they are stored.
    pub async fn receive_from(&self, tenant: TenantId, from: Address, text: &str) {
        self.receive_all(tenant, from, Content::plain(text), None).await;
    }

    /// Somebody writes to the tenant again and again; returns once all of it is stored.
    pub async fn receive_many(&self, tenant: TenantId, from: &str, texts: impl IntoIterator<Item = String>) {
        let all: Vec<Delivered> = texts
            .into_iter()
            .map(|text| {
                let number = self.counter.fetch_add(1, Ordering::SeqCst);
                Delivered::Message(Box::new(received(Address::one(jid(from)), number, Content::plain(&text))))
            })
            .collect();
        self.line(tenant).await.inbox.store(all).await.unwrap();
    }

    /// Somebody sends the tenant any kind of message; returns once it is stored.
    pub async fn receive_content(&self, tenant: TenantId, from: &str, content: Content) -> MessageId {
        self.receive_all(tenant, Address::one(jid(from)), content, None).await
    }

    /// Somebody writes to the tenant, or into a group where `group` is one, at a moment; returns once it is stored.
    pub async fn receive_at(&self, tenant: TenantId, from: &str, group: Option<&str>, at: UnixMs) {
        let number = self.counter.fetch_add(1, Ordering::SeqCst);
        let mut key = key(from, &format!("AT{number}"));
        if let Some(group) = group {
            key.chat = Address::one(group.parse().unwrap());
        }
        let content = Content::plain("bom dia");
        let received = Received {
            key,
            chat_kind: if group.is_some() { ChatKind::Group } else { ChatKind::Direct },
            push_name: "Cliente".into(),
            at: Some(at),
            raw: Some(FakeCodec::message(content.clone(), Context::default())),
            content,
            context: Context::default(),
        };
        self.deliver(tenant, Delivered::Message(Box::new(received))).await;
    }

    /// Somebody sends the tenant a file; returns once the message is stored.
    pub async fn receive_file(&self, tenant: TenantId, from: &str, media: Media, file: Vec<u8>) -> MessageId {
        self.receive_all(tenant, Address::one(jid(from)), Content::Media(media), Some(file)).await
    }

    /// Somebody sends the tenant a picture of an album; returns once the message is stored.
    pub async fn receive_part(&self, tenant: TenantId, from: &str, album: &str, caption: Option<&str>) {
        let number = self.counter.fetch_add(1, Ordering::SeqCst);
        let media = Media { caption: caption.map(Into::into), ..Media::of(MediaKind::Image) };
        let context = Context { album: Some(MessageId::parse(album).unwrap()), ..Context::default() };
        let received = Received { context, ..received(Address::one(jid(from)), number, Content::Media(media)) };
        self.deliver(tenant, Delivered::Message(Box::new(received))).await;
    }

    async fn receive_all(&self, tenant: TenantId, from: Address, content: Content, file: Option<Vec<u8>>) -> MessageId {
        let number = self.counter.fetch_add(1, Ordering::SeqCst);
        let received = received(from, number, content);
        let id = received.key.id.clone();
        if let Some(file) = file {
            self.files.give(id.clone(), file);
        }
        self.deliver(tenant, Delivered::Message(Box::new(received))).await;
        id
    }

    /// Somebody says something about a message of theirs; returns once it is stored.
    pub async fn mark(&self, tenant: TenantId, from: &str, target: &MessageId, kind: MarkKind) {
        let number = self.counter.fetch_add(1, Ordering::SeqCst);
        let mark = Mark {
            target: key(from, target.as_str()),
            id: MessageId::parse(&format!("MK{number}")).unwrap(),
            by: Address::one(jid(from)),
            from_me: false,
            at: UnixMs(1_700_000_000_500 + i64::try_from(number).unwrap() * 1_000),
            kind,
            raw: None,
        };
        self.deliver(tenant, Delivered::Mark(Box::new(mark))).await;
    }

    async fn deliver(&self, tenant: TenantId, delivered: Delivered) {
        self.line(tenant).await.inbox.store(vec![delivered]).await.unwrap();
    }

    /// Of how many days the phone is asked for its past.
    pub async fn history_days(&self, tenant: TenantId) -> Option<u32> {
        self.line(tenant).await.history_days
    }

    /// A receipt for something that was sent.
    pub async fn receipt(&self, tenant: TenantId, to: &str, id: &str, status: MessageStatus) {
        let ids = vec![MessageId::parse(id).unwrap()];
        let (chat, at) = (Address::one(jid(to)), UnixMs(1_800_000_000_000));
        let signal = Signal::Receipt(Receipt { by: chat.clone(), chat, ids, status, at });
        self.line(tenant).await.signals.send(signal).await.unwrap();
    }

    /// Anything else a session may say.
    pub async fn say(&self, tenant: TenantId, signal: Signal) {
        self.line(tenant).await.signals.send(signal).await.unwrap();
    }

    async fn line(&self, tenant: TenantId) -> Line {
        let find = async {
            loop {
                let opened = self.opened.notified();
                let line = self.open.lock().unwrap().get(&tenant).cloned();
                if let Some(line) = line {
                    return line;
                }
                let _ = tokio::time::timeout(Duration::from_millis(20), opened).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), find).await.expect("the session was never opened")
    }
}

/// The message of this number from somebody.
fn received(from: Address, number: usize, content: Content) -> Received {
    let id = MessageId::parse(&format!("IN{number}")).unwrap();
    Received {
        key: MessageKey { chat: from.clone(), id, from_me: false, sender: from },
        chat_kind: ChatKind::Direct,
        push_name: "Cliente".into(),
        at: Some(UnixMs(1_700_000_000_000 + i64::try_from(number).unwrap() * 1_000)),
        raw: Some(FakeCodec::message(content.clone(), Context::default())),
        content,
        context: Context::default(),
    }
}

/// A message that somebody wrote in their chat.
fn key(from: &str, id: &str) -> MessageKey {
    let address = Address::one(jid(from));
    MessageKey { chat: address.clone(), id: MessageId::parse(id).unwrap(), from_me: false, sender: address }
}

fn jid(number: &str) -> Jid {
    number.parse::<PhoneNumber>().unwrap().to_jid()
}

#[async_trait]
impl Gateway for ScriptedGateway {
    async fn open(&self, opening: Opening, inbox: Arc<dyn Inbox>) -> Result<Opened, OpenError> {
        self.openings.fetch_add(1, Ordering::SeqCst);
        let (signals, receiver) = mpsc::channel(64);
        let linked = self.linked.lock().unwrap().get(&opening.folder).cloned();
        if let Some(account) = linked {
            signals.send(Signal::LoggedIn).await.unwrap();
            signals.send(Signal::Ready(account)).await.unwrap();
        } else {
            let text = format!("canary-qr-{}", opening.tenant);
            signals.send(Signal::Qr { text, lives_for: Duration::from_mins(1) }).await.unwrap();
        }
        let line = Line { folder: opening.folder, history_days: opening.history_days, signals: signals.clone(), inbox };
        self.open.lock().unwrap().insert(opening.tenant, line);
        self.opened.notify_waiters();
        let connection = Arc::new(ScriptedConnection {
            code_refusal: Arc::clone(&self.code_refusal),
            passkeys: Arc::clone(&self.passkeys),
            signals,
            sent: Arc::clone(&self.sent),
            given: Arc::clone(&self.given),
            is_silent: Arc::clone(&self.is_silent),
            changes: Arc::clone(&self.changes),
            profile: Arc::clone(&self.profile),
            privacy: Arc::clone(&self.privacy),
            online: Arc::clone(&self.online),
            files: Arc::clone(&self.files),
        });
        Ok(Opened { connection, signals: receiver })
    }

    async fn has_keys(&self, _folder: &std::path::Path) -> bool {
        true
    }

    async fn forget(&self, folder: &Path) -> std::io::Result<()> {
        self.linked.lock().unwrap().remove(folder);
        Ok(())
    }

    fn codec(&self) -> Arc<dyn Codec> {
        Arc::new(FakeCodec)
    }
}

pub struct ScriptedConnection {
    code_refusal: Arc<Mutex<Option<PairCodeRefusal>>>,
    passkeys: Arc<Mutex<Vec<PasskeyAnswer>>>,
    signals: mpsc::Sender<Signal>,
    sent: Arc<Mutex<Vec<Outgoing>>>,
    given: Arc<watch::Sender<Vec<MessageId>>>,
    is_silent: Arc<AtomicBool>,
    changes: Arc<Mutex<Vec<AccountChange>>>,
    profile: Arc<Mutex<Vec<ProfileChange>>>,
    privacy: Arc<Mutex<Privacy>>,
    online: Arc<Mutex<Vec<bool>>>,
    files: Arc<Files>,
}

#[async_trait]
impl Connection for ScriptedConnection {
    async fn pair_by_code(&self, _: &PhoneNumber) -> Result<PairCode, PairCodeError> {
        if let Some(refusal) = *self.code_refusal.lock().unwrap() {
            return Err(PairCodeError::Refused(refusal));
        }
        Ok(PairCode { code: "ABCD1234".into(), lives_for: Duration::from_mins(3) })
    }

    async fn answer_passkey(&self, answer: PasskeyAnswer) -> Result<(), PasskeyError> {
        self.passkeys.lock().unwrap().push(answer);
        Ok(())
    }

    async fn confirm_passkey(&self) -> Result<(), PasskeyError> {
        Ok(())
    }

    async fn send(&self, message: &Outgoing) -> Result<(), SendError> {
        self.given.send_modify(|given| given.push(message.id.clone()));
        if self.is_silent.load(Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
        self.sent.lock().unwrap().push(message.clone());
        Ok(())
    }

    async fn resolve(&self, phone: &PhoneNumber) -> Result<Option<Address>, SendError> {
        Ok(Some(Address::one(phone.to_jid())))
    }

    async fn mark_read(&self, _: &Jid, _: Option<&Jid>, _: &[MessageId]) -> Result<(), SendError> {
        Ok(())
    }

    async fn fetch_media(&self, key: &MessageKey, _: &Raw, into: Box<dyn MediaSink>) -> Result<(), FetchError> {
        self.files.fetch(&key.id, into).await
    }

    async fn upload_media(&self, raw: &Raw, file: Arc<dyn MediaSource>) -> Result<Raw, UploadError> {
        self.files.take(&*file).await?;
        FakeCodec::uploaded(raw).ok_or(UploadError::NoFile)
    }

    async fn profile(&self, _: &Jid) -> Result<Profile, SendError> {
        Ok(Profile::default())
    }

    async fn set_profile(&self, change: &ProfileChange) -> Result<(), SendError> {
        self.profile.lock().unwrap().push(change.clone());
        Ok(())
    }

    async fn privacy(&self) -> Result<Privacy, SendError> {
        Ok(*self.privacy.lock().unwrap())
    }

    async fn set_privacy(&self, change: PrivacyChange) -> Result<(), SendError> {
        let mut privacy = self.privacy.lock().unwrap();
        *privacy = privacy.with(change);
        Ok(())
    }

    async fn set_online(&self, is_online: bool) -> Result<(), SendError> {
        self.online.lock().unwrap().push(is_online);
        Ok(())
    }

    async fn fetch_picture(&self, _: &Jid, _: Box<dyn MediaSink>) -> Result<Option<String>, FetchError> {
        Ok(None)
    }

    async fn tell_change(&self, change: &AccountChange) -> Result<(), SendError> {
        self.changes.lock().unwrap().push(change.clone());
        Ok(())
    }

    async fn describe_groups(&self, _groups: &[Jid]) {}

    async fn set_activity(&self, _: &Jid, _: Activity) -> Result<(), SendError> {
        Ok(())
    }

    async fn verify(&self) {}

    async fn log_out(&self) {
        let _ = self.signals.send(Signal::Ended(Ending::Unlinked(Cause::UnlinkedHere))).await;
    }

    async fn close(&self) {
        let _ = self.signals.send(Signal::Ended(Ending::Closed)).await;
    }
}
