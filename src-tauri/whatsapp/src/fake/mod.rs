//! A gateway that stays in the process: a test holds its strings.
//!
//! Each opening becomes a [`FakeSession`], on which the test plays WhatsApp: it signals, delivers
//! messages, and sees what was sent. Nothing happens that the test did not ask for, except that
//! [`Connection::close`], [`Connection::log_out`] and a batch that is not stored end the session as they do on the
//! real network.

mod codec;
mod files;
mod group_admin;

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use portaria_domain::{
    AccountChange, Activity, Address, Cause, ChatKind, Content, Context, Delivered, HistoryPart, Jid, Mark, MessageId,
    MessageKey, PhoneNumber, Privacy, PrivacyChange, Profile, Raw, Received, Server, TenantId, UnixMs,
};
use tokio::sync::{Mutex as AsyncMutex, mpsc, watch};

pub use codec::FakeCodec;
use files::FakeFiles;

use crate::{
    Codec, Connection, Ending, FetchError, Gateway, Inbox, InboxClosed, MediaSink, MediaSource, OpenError, Opened,
    Opening, Outgoing, PairCode, PairCodeError, PairCodeRefusal, PasskeyAnswer, PasskeyError, ProfileChange, SendError,
    Signal, UploadError,
};

/// How many signals may wait for the session under test.
const WAITING_SIGNALS: usize = 64;

/// What WhatsApp says to a message.
type Answer = dyn Fn(&Outgoing) -> Result<(), SendError> + Send + Sync;

/// What WhatsApp says to a change.
type AnswerChange = dyn Fn(&AccountChange) -> Result<(), SendError> + Send + Sync;

/// The gateway; clones are the same one.
#[derive(Clone)]
pub struct FakeGateway(Arc<Shared>);

struct Shared {
    /// Read by [`FakeGateway::opened`].
    openings: mpsc::UnboundedSender<FakeSession>,
    opened: AsyncMutex<mpsc::UnboundedReceiver<FakeSession>>,
    refusals: Mutex<VecDeque<OpenError>>,
    forgotten: Mutex<Vec<PathBuf>>,
    keys_lost: Mutex<bool>,
}

impl Default for FakeGateway {
    fn default() -> Self {
        let (openings, opened) = mpsc::unbounded_channel();
        let opened = AsyncMutex::new(opened);
        Self(Arc::new(Shared {
            openings,
            opened,
            refusals: Mutex::default(),
            forgotten: Mutex::default(),
            keys_lost: Mutex::default(),
        }))
    }
}

impl FakeGateway {
    /// Waits for the next session that is opened; each is given out once, in order.
    pub async fn opened(&self) -> FakeSession {
        self.0.opened.lock().await.recv().await.expect("the sender lives as long as the gateway")
    }

    /// Lets the next opening fail. Called twice, the next two fail.
    pub fn refuse_opening(&self, error: OpenError) {
        lock(&self.0.refusals).push_back(error);
    }

    /// Loses every session's keys, as a disk does.
    pub fn lose_keys(&self) {
        *lock(&self.0.keys_lost) = true;
    }

    /// The folders whose keys were removed, oldest first.
    pub fn forgotten(&self) -> Vec<PathBuf> {
        lock(&self.0.forgotten).clone()
    }
}

#[async_trait]
impl Gateway for FakeGateway {
    async fn open(&self, opening: Opening, inbox: Arc<dyn Inbox>) -> Result<Opened, OpenError> {
        if let Some(error) = lock(&self.0.refusals).pop_front() {
            return Err(error);
        }
        let (sender, signals) = mpsc::channel(WAITING_SIGNALS);
        let session = FakeSession(Arc::new(Strings {
            tenant: opening.tenant,
            signals: sender,
            inbox,
            done: watch::Sender::new(Done::default()),
            answer: Mutex::new(Arc::new(|_| Ok(()))),
            silent: watch::Sender::new(false),
            changes: Mutex::new(Arc::new(|_| Ok(()))),
            pair_code: Mutex::new(None),
            numbers: Mutex::default(),
            files: FakeFiles::default(),
        }));
        let _ = self.0.openings.send(session.clone()); // this gateway holds the receiver
        Ok(Opened { connection: Arc::new(session), signals })
    }

    async fn has_keys(&self, _folder: &Path) -> bool {
        !*lock(&self.0.keys_lost)
    }

    async fn forget(&self, folder: &Path) -> std::io::Result<()> {
        lock(&self.0.forgotten).push(folder.to_owned());
        Ok(())
    }

    fn codec(&self) -> Arc<dyn Codec> {
        Arc::new(FakeCodec)
    }
}

/// What a session has done so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Messages it gave to WhatsApp, which may not have said anything of them yet, oldest first.
    pub given: Vec<MessageId>,
    /// Messages it sent and WhatsApp took, oldest first.
    pub sent: Vec<Outgoing>,
    /// Messages it marked as read, with their chats and, in chats of many, their writers.
    pub read: Vec<(Jid, Option<Jid>, Vec<MessageId>)>,
    /// Files that it uploaded and WhatsApp took, oldest first.
    pub uploaded: Vec<Vec<u8>>,
    /// What it was told of chats, labels and the like.
    pub changes: Vec<AccountChange>,
    /// What the account shows of itself, as it was changed.
    pub profile: Vec<ProfileChange>,
    /// How the account's settings are at WhatsApp.
    pub privacy: Privacy,
    /// How it was shown, as online or not, oldest first.
    pub online: Vec<bool>,
    /// Whom it showed what somebody does here.
    pub activities: Vec<(Jid, Activity)>,
    /// How often it was to find out whether it still carries anything.
    pub verified: usize,
    /// Whether it was to take the device off the account.
    pub logged_out: bool,
    /// Whether it was closed or logged out.
    pub ended: bool,
}

/// One open session, seen from WhatsApp's side; clones are the same one.
#[derive(Clone)]
pub struct FakeSession(Arc<Strings>);

struct Strings {
    tenant: TenantId,
    signals: mpsc::Sender<Signal>,
    inbox: Arc<dyn Inbox>,
    done: watch::Sender<Done>,
    answer: Mutex<Arc<Answer>>,
    silent: watch::Sender<bool>,
    changes: Mutex<Arc<AnswerChange>>,
    pair_code: Mutex<Option<PairCode>>,
    numbers: Mutex<Vec<(PhoneNumber, Address)>>,
    files: FakeFiles,
}

impl Done {
    /// The words of the messages that were sent, oldest first; what has none is left out.
    pub fn texts(&self) -> Vec<String> {
        self.sent.iter().filter_map(|sent| FakeCodec::text(&sent.raw)).collect()
    }
}

impl FakeSession {
    /// Whose session it is.
    pub fn tenant(&self) -> TenantId {
        self.0.tenant
    }

    /// Says something to the session. A session that has gone hears nothing.
    pub async fn signal(&self, signal: Signal) {
        let _ = self.0.signals.send(signal).await;
    }

    /// Delivers messages, as WhatsApp does: `Ok` is the acknowledgement. What is not stored ends the session,
    /// for only a new login brings it again.
    pub async fn deliver(&self, batch: Vec<Delivered>) -> Result<(), InboxClosed> {
        let stored = self.0.inbox.store(batch).await;
        if stored.is_err() {
            self.end(Ending::Lost(Cause::StoreUnwritable)).await;
        }
        stored
    }

    /// Delivers a text in the chat with one person, written by them.
    pub async fn deliver_text(&self, from: &Address, id: &str, text: &str, at: UnixMs) -> Result<(), InboxClosed> {
        let id = MessageId::parse(id).expect("the test names a message");
        let key = MessageKey { chat: from.clone(), id, from_me: false, sender: from.clone() };
        self.deliver_content(key, Content::plain(text), at).await
    }

    /// Delivers a message of any kind.
    pub async fn deliver_content(&self, key: MessageKey, content: Content, at: UnixMs) -> Result<(), InboxClosed> {
        let is_group = key.chat.primary().is_some_and(|chat| chat.server() == Server::Group);
        let received = Received {
            key,
            chat_kind: if is_group { ChatKind::Group } else { ChatKind::Direct },
            push_name: String::new(),
            at: Some(at),
            raw: Some(FakeCodec::message(content.clone(), Context::default())),
            content,
            context: Context::default(),
        };
        self.deliver(vec![Delivered::Message(Box::new(received))]).await
    }

    /// Delivers a mark.
    pub async fn deliver_mark(&self, mark: Mark) -> Result<(), InboxClosed> {
        self.deliver(vec![Delivered::Mark(Box::new(mark))]).await
    }

    /// Keeps the file of a message, for who fetches it; at first no message has one.
    pub fn give_file(&self, id: MessageId, file: Vec<u8>) {
        self.0.files.give(id, file);
    }

    /// Decides about each fetch from now on, by its message; at first all files come that there are. One that does not
    /// stops in the middle.
    pub fn answer_fetches(&self, answer: impl Fn(&MessageKey) -> Result<(), FetchError> + Send + Sync + 'static) {
        self.0.files.answer_fetches(Arc::new(answer));
    }

    /// Decides about each upload from now on, by its message; at first all are taken.
    pub fn answer_uploads(&self, answer: impl Fn(&Raw) -> Result<(), UploadError> + Send + Sync + 'static) {
        self.0.files.answer_uploads(Arc::new(answer));
    }

    /// Hands over a part of the phone's history.
    pub async fn deliver_history(&self, part: HistoryPart) -> Result<(), InboxClosed> {
        self.0.inbox.store_history(part).await
    }

    /// From now on this answers what it is told of chats, labels and the like.
    pub fn answer_changes(&self, answer: impl Fn(&AccountChange) -> Result<(), SendError> + Send + Sync + 'static) {
        *lock(&self.0.changes) = Arc::new(answer);
    }

    /// Decides about each message from now on; at first all are taken.
    pub fn answer_sends(&self, answer: impl Fn(&Outgoing) -> Result<(), SendError> + Send + Sync + 'static) {
        *lock(&self.0.answer) = Arc::new(answer);
    }

    /// Says nothing of the messages that are sent until this is taken back; at first WhatsApp answers at once.
    pub fn keep_silent(&self, is_silent: bool) {
        self.0.silent.send_replace(is_silent);
    }

    /// Gives this code to whoever asks for one; at first none is given.
    pub fn give_pair_code(&self, code: &str, lives_for: Duration) {
        *lock(&self.0.pair_code) = Some(PairCode { code: code.to_owned(), lives_for });
    }

    /// Puts a number on WhatsApp under an address; at first every number is, under its own.
    pub fn register(&self, number: PhoneNumber, address: Address) {
        lock(&self.0.numbers).push((number, address));
    }

    /// What the session has done so far.
    pub fn done(&self) -> Done {
        self.0.done.borrow().clone()
    }

    /// Waits until what the session has done satisfies `wanted`. Without a deadline of its own: the test has one.
    pub async fn until(&self, wanted: impl FnMut(&Done) -> bool) -> Done {
        let mut done = self.0.done.subscribe();
        let done = done.wait_for(wanted).await.expect("the sender lives as long as the session");
        done.clone()
    }

    async fn end(&self, ending: Ending) {
        self.0.done.send_modify(|done| done.ended = true);
        self.signal(Signal::Ended(ending)).await;
    }
}

#[async_trait]
impl Connection for FakeSession {
    async fn pair_by_code(&self, _phone: &PhoneNumber) -> Result<PairCode, PairCodeError> {
        lock(&self.0.pair_code).clone().ok_or(PairCodeError::Refused(PairCodeRefusal::Failed))
    }

    async fn answer_passkey(&self, _answer: PasskeyAnswer) -> Result<(), PasskeyError> {
        Err(PasskeyError::NotAsked)
    }

    async fn confirm_passkey(&self) -> Result<(), PasskeyError> {
        Err(PasskeyError::NotAsked)
    }

    async fn send(&self, message: &Outgoing) -> Result<(), SendError> {
        self.0.done.send_modify(|done| done.given.push(message.id.clone()));
        let mut silent = self.0.silent.subscribe();
        let spoken = silent.wait_for(|is_silent| !is_silent).await;
        spoken.map(drop).map_err(|_| SendError::CutOff)?;
        let answer = Arc::clone(&lock(&self.0.answer));
        answer(message)?;
        self.0.done.send_modify(|done| done.sent.push(message.clone()));
        Ok(())
    }

    async fn resolve(&self, phone: &PhoneNumber) -> Result<Option<Address>, SendError> {
        let numbers = lock(&self.0.numbers);
        if numbers.is_empty() {
            return Ok(Some(Address::one(phone.to_jid())));
        }
        Ok(numbers.iter().find(|(number, _)| number == phone).map(|(_, address)| address.clone()))
    }

    async fn mark_read(&self, chat: &Jid, sender: Option<&Jid>, ids: &[MessageId]) -> Result<(), SendError> {
        self.0.done.send_modify(|done| done.read.push((chat.clone(), sender.cloned(), ids.to_vec())));
        Ok(())
    }

    async fn fetch_media(&self, key: &MessageKey, _raw: &Raw, into: Box<dyn MediaSink>) -> Result<(), FetchError> {
        self.0.files.fetch(key, into)
    }

    async fn upload_media(&self, raw: &Raw, file: Arc<dyn MediaSource>) -> Result<Raw, UploadError> {
        let uploaded = FakeCodec::uploaded(raw).ok_or(UploadError::NoFile)?;
        let file = self.0.files.take(raw, &*file)?;
        self.0.done.send_modify(|done| done.uploaded.push(file));
        Ok(uploaded)
    }

    async fn profile(&self, _of: &Jid) -> Result<Profile, SendError> {
        Ok(Profile::default())
    }

    async fn set_profile(&self, change: &ProfileChange) -> Result<(), SendError> {
        self.0.done.send_modify(|done| done.profile.push(change.clone()));
        Ok(())
    }

    async fn privacy(&self) -> Result<Privacy, SendError> {
        Ok(self.0.done.borrow().privacy)
    }

    async fn set_privacy(&self, change: PrivacyChange) -> Result<(), SendError> {
        self.0.done.send_modify(|done| done.privacy = done.privacy.with(change));
        Ok(())
    }

    async fn set_online(&self, is_online: bool) -> Result<(), SendError> {
        self.0.done.send_modify(|done| done.online.push(is_online));
        Ok(())
    }

    async fn fetch_picture(&self, _of: &Jid, _into: Box<dyn MediaSink>) -> Result<Option<String>, FetchError> {
        Ok(None)
    }

    async fn tell_change(&self, change: &AccountChange) -> Result<(), SendError> {
        let answer = Arc::clone(&*lock(&self.0.changes));
        answer(change)?;
        self.0.done.send_modify(|done| done.changes.push(change.clone()));
        Ok(())
    }

    async fn describe_groups(&self, _groups: &[Jid]) {}

    async fn set_activity(&self, chat: &Jid, activity: Activity) -> Result<(), SendError> {
        self.0.done.send_modify(|done| done.activities.push((chat.clone(), activity)));
        Ok(())
    }

    async fn verify(&self) {
        self.0.done.send_modify(|done| done.verified += 1);
    }

    async fn log_out(&self) {
        self.0.done.send_modify(|done| done.logged_out = true);
        self.end(Ending::Unlinked(Cause::UnlinkedHere)).await;
    }

    async fn close(&self) {
        self.end(Ending::Closed).await;
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::HistoryQueue;
    use portaria_domain::{HistoryBlob, HistoryNotice, Secret, UnixMs};

    struct NoInbox;

    #[async_trait]
    impl HistoryQueue for NoInbox {
        async fn expect_history(&self, _notice: HistoryNotice) -> Result<(), InboxClosed> {
            Err(InboxClosed)
        }

        async fn history_came(&self, _notices: Vec<MessageId>) -> Result<(), InboxClosed> {
            Err(InboxClosed)
        }

        async fn missing_history(&self) -> Result<Vec<HistoryNotice>, InboxClosed> {
            Err(InboxClosed)
        }

        async fn history_asked(&self) -> Result<(), InboxClosed> {
            Err(InboxClosed)
        }

        async fn keep_history(&self, _blob: HistoryBlob) -> Result<(), InboxClosed> {
            Err(InboxClosed)
        }

        async fn next_history(&self) -> Result<Option<(i64, HistoryBlob)>, InboxClosed> {
            Err(InboxClosed)
        }

        async fn put_off_history(&self, _number: i64) -> Result<(), InboxClosed> {
            Err(InboxClosed)
        }

        async fn history_taken(&self, _number: i64) -> Result<(), InboxClosed> {
            Err(InboxClosed)
        }
    }

    #[async_trait]
    impl Inbox for NoInbox {
        async fn store(&self, _batch: Vec<Delivered>) -> Result<(), InboxClosed> {
            Err(InboxClosed)
        }

        async fn store_history(&self, _part: HistoryPart) -> Result<(), InboxClosed> {
            Err(InboxClosed)
        }

        async fn has(&self, _chat: &Address, _id: &MessageId) -> Result<bool, InboxClosed> {
            Err(InboxClosed)
        }
    }

    fn opening() -> Opening {
        let tenant = TenantId::from_parts(UnixMs(1), [0; 10]);
        Opening { tenant, folder: PathBuf::from("nowhere"), key: Secret::new([0; 32]), history_days: None }
    }

    #[tokio::test]
    async fn the_test_plays_whatsapp() {
        let gateway = FakeGateway::default();
        gateway.refuse_opening(OpenError::NotLoopback("elsewhere".to_owned()));
        assert!(gateway.open(opening(), Arc::new(NoInbox)).await.is_err(), "the opening that was to fail");

        let mut opened = gateway.open(opening(), Arc::new(NoInbox)).await.unwrap();
        let session = gateway.opened().await;
        session.signal(Signal::LoggedIn).await;
        assert_eq!(opened.signals.recv().await, Some(Signal::LoggedIn));

        let to: Jid = "5511900000002@s.whatsapp.net".parse().unwrap(); // invented number
        let message = |id: &str| Outgoing {
            id: MessageId::parse(id).unwrap(),
            to: to.clone(),
            raw: FakeCodec::message(Content::plain("oi"), Context::default()),
        };
        opened.connection.send(&message("A")).await.unwrap();
        session.answer_sends(|_| Err(SendError::Restricted));
        assert!(opened.connection.send(&message("B")).await.is_err());
        assert_eq!(session.until(|done| !done.sent.is_empty()).await.sent, [message("A")]);
        assert_eq!(session.done().texts(), ["oi"]);

        opened.connection.close().await;
        assert_eq!(opened.signals.recv().await, Some(Signal::Ended(Ending::Closed)));
        assert!(session.done().ended);
    }
}
