//! What the parts of one open session share: how it is going, and how it ended.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use portaria_domain::{Account, Cause, TenantId};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use wacore::types::events::Event;
use wacore_binary::Jid as WireJid;
use whatsapp_rust::Client;

use super::fresh_keys::FreshKeys;
use crate::{Ending, Signal, StoredYet};

/// How long the library may take to say why a link failed, once its connection is over.
pub(super) const REASON_DEADLINE: Duration = Duration::from_secs(2);

/// How long the library (0.7.0) shows QR codes of one connection before it ends it: one of a minute, five of 20 seconds.
const CODES_LAST_FOR: Duration = Duration::from_secs(160);

/// Something that happened, on its way to becoming a signal. In the order in which the library told it.
pub(super) enum Note {
    /// A signal as it stands.
    Signal(Signal),
    /// An event that needs a look-up, the inbox or a decoder first.
    Event(Arc<Event>),
    /// Messages of a chat were read on another device of the account.
    ReadElsewhere { chat: WireJid, ids: Vec<String> },
    /// Another device of the account blocked somebody, or let them through again.
    BlocklistChanged,
    /// A question: whether everything that was noted before is looked at.
    HeardOut(oneshot::Sender<()>),
    /// The session is over.
    Ended(Ending),
}

/// What a link with a passkey takes of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PasskeyWord {
    /// The authenticator's assertion.
    Assertion,
    /// That both ends show the same code.
    SameCode,
}

/// One open session, from its opening to its end.
pub(super) struct Lifecycle {
    pub(super) tenant: TenantId,
    /// Everything of this session that runs by itself.
    pub(super) tasks: TaskTracker,
    /// Cancelled when the session is over.
    pub(super) over: CancellationToken,
    /// The other end is held by the session's [`super::relay::Relay`].
    notes: mpsc::Sender<Note>,
    /// Taken away at the end, so that a handle that outlives the session keeps no memory and no file.
    client: Mutex<Option<Arc<Client>>>,
    verdict: Mutex<Verdict>,
    /// Cancelled when it is certain how the session ends.
    decided: CancellationToken,
    /// Who waits for WhatsApp's word on a message, by its id. The word is the error code, if it was refused.
    acks: Mutex<HashMap<String, oneshot::Sender<Option<u16>>>>,
    /// Keys that are not on disk yet.
    pub(super) fresh_keys: FreshKeys,
    /// Whether the account is to be shown as online just now.
    pub(super) wished_online: AtomicBool,
    qr_ran_out: AtomicBool,
    /// What somebody is to say of the account's passkey.
    passkey: Mutex<Option<PasskeyWord>>,
    /// When the first QR code came.
    codes_since: OnceLock<Instant>,
    /// From the phone's approval until the new device is ready.
    pairing: AtomicBool,
    login: Mutex<Login>,
}

/// How far the session came on its way in.
#[derive(Default)]
struct Login {
    /// Whether the signals say that the phone approved.
    paired: bool,
    /// Whether WhatsApp accepted a login.
    accepted: bool,
    /// Whether the signals say so.
    told: bool,
}

#[derive(Default)]
struct Verdict {
    /// What certainly ended the session: the first word stands.
    certain: Option<Ending>,
    /// What it was, if nothing certain is heard.
    likely: Option<Ending>,
}

impl Lifecycle {
    /// Starts a lifecycle; what it notes comes out of the other end of `notes`.
    pub(super) fn new(tenant: TenantId, tasks: TaskTracker, notes: mpsc::Sender<Note>) -> Arc<Self> {
        Arc::new(Self {
            tenant,
            tasks,
            over: CancellationToken::new(),
            notes,
            client: Mutex::default(),
            verdict: Mutex::default(),
            decided: CancellationToken::new(),
            acks: Mutex::default(),
            fresh_keys: FreshKeys::default(),
            wished_online: AtomicBool::new(false),
            qr_ran_out: AtomicBool::new(false),
            passkey: Mutex::default(),
            codes_since: OnceLock::new(),
            pairing: AtomicBool::new(false),
            login: Mutex::default(),
        })
    }

    /// The library's client, while the session is open.
    pub(super) fn client(&self) -> Option<Arc<Client>> {
        lock(&self.client).clone()
    }

    pub(super) fn begin(&self, client: Arc<Client>) {
        *lock(&self.client) = Some(client);
    }

    /// Passes on what happened. Never waits, for the library calls it from its read loop.
    ///
    /// Nothing is dropped in silence: a session whose notes nobody takes ends, and WhatsApp brings
    /// what was not acknowledged to the next one.
    pub(super) fn note(&self, note: Note) {
        if let Err(mpsc::error::TrySendError::Full(_)) = self.notes.try_send(note) {
            tracing::error!(tenant.id = %self.tenant, "the session's signals pile up and nobody takes them; it ends");
            self.end(Ending::Lost(Cause::InternalError));
        }
    }

    /// Waits until everything is stored that was noted so far. False: the session ended before, perhaps because something
    /// could not be stored.
    pub(super) async fn stored(&self) -> bool {
        let question = StoredYet::default();
        self.note(Note::Signal(Signal::Stored(question.clone())));
        tokio::select! {
            () = question.answered() => !self.decided.is_cancelled(),
            () = self.over.cancelled() => false,
        }
    }

    /// Waits until everything is looked at that was noted so far: some of it needs the client for that, and was
    /// acknowledged to WhatsApp.
    pub(super) async fn hear_out(&self) {
        let (reply, heard) = oneshot::channel();
        if self.notes.send(Note::HeardOut(reply)).await.is_ok() {
            let _ = heard.await; // nobody listens any more
        }
    }

    /// Passes on the last word, however long it takes.
    pub(super) async fn note_last(&self, ending: Ending) {
        let _ = self.notes.send(Note::Ended(ending)).await; // nobody listens any more: then nobody misses it
    }

    /// Fixes how the session ends, unless that is fixed already.
    pub(super) fn decide(&self, ending: Ending) {
        lock(&self.verdict).certain.get_or_insert(ending);
        self.decided.cancel();
    }

    /// Waits until it is certain how the session ends.
    pub(super) async fn decided(&self) {
        self.decided.cancelled().await;
    }

    /// Remembers how the session ends if nothing certain is heard; the last guess stands.
    pub(super) fn suspect(&self, ending: Ending) {
        lock(&self.verdict).likely = Some(ending);
    }

    /// How the session ends.
    pub(super) fn verdict(&self) -> Ending {
        let verdict = lock(&self.verdict);
        verdict.certain.or(verdict.likely).unwrap_or(Ending::Lost(Cause::ConnectionLost))
    }

    /// Fixes how the session ends, and ends it.
    pub(super) fn end(&self, ending: Ending) {
        self.decide(ending);
        if let Some(client) = self.client() {
            // The library calls from its read loop, which the goodbye has to wait for.
            self.tasks.spawn(async move { client.disconnect().await });
        }
    }

    /// Ends the session while the phone links it, unless a better reason comes within moments or the device is ready.
    pub(super) fn end_unless_explained(self: &Arc<Self>, ending: Ending) {
        let lifecycle = Arc::clone(self);
        self.tasks.spawn(async move {
            let explained = tokio::time::timeout(REASON_DEADLINE, lifecycle.decided()).await;
            if explained.is_err() && lifecycle.is_pairing() {
                lifecycle.end(ending);
            }
        });
    }

    /// The phone approved the link: WhatsApp closes the connection and wants the new device to log in at once.
    ///
    /// The library reports the approval after it has answered it, so the end of this connection, and even the
    /// next login, can overtake the report; and it marks whatever connection is up by then as ending. Until
    /// the device is ready, the library may therefore connect again by itself.
    pub(super) fn approved(&self) {
        self.pairing.store(true, Ordering::Release);
        self.reconnect_inside(true);
    }

    /// The library reports the approval.
    pub(super) fn paired(&self, account: Account) {
        let mut login = lock(&self.login);
        self.note(Note::Signal(Signal::Paired(account)));
        login.paired = true;
        self.tell_login(&mut login);
    }

    /// WhatsApp accepted the login.
    pub(super) fn logged_in(&self) {
        let mut login = lock(&self.login);
        login.accepted = true;
        self.tell_login(&mut login);
    }

    /// Says once that the login went through, and never before the approval that it rests on.
    fn tell_login(&self, login: &mut Login) {
        if login.accepted && !login.told && (login.paired || !self.is_pairing()) {
            login.told = true;
            self.note(Note::Signal(Signal::LoggedIn));
        }
    }

    /// The device is ready: the next end of the connection is the session's.
    pub(super) fn arrived(&self) {
        self.pairing.store(false, Ordering::Release);
        self.reconnect_inside(false);
    }

    /// Whether the phone approved the link and the new device is not ready yet.
    pub(super) fn is_pairing(&self) -> bool {
        self.pairing.load(Ordering::Acquire)
    }

    /// Whether the end of a connection is followed by another inside this session; apart from pairing,
    /// that is the business of the rooms above.
    pub(super) fn reconnect_inside(&self, allowed: bool) {
        if let Some(client) = self.client() {
            client.enable_auto_reconnect.store(allowed, Ordering::SeqCst);
        }
    }

    /// Waits from now on for WhatsApp's word on a message.
    pub(super) fn expect_ack(&self, id: &str) -> oneshot::Receiver<Option<u16>> {
        let (sender, receiver) = oneshot::channel();
        lock(&self.acks).insert(id.to_owned(), sender);
        receiver
    }

    /// Nobody waits for this word any more.
    pub(super) fn forget_ack(&self, id: &str) {
        lock(&self.acks).remove(id);
    }

    /// WhatsApp took a message, or refused it with a code.
    pub(super) fn acked(&self, id: &str, code: Option<u16>) {
        if let Some(waiting) = lock(&self.acks).remove(id) {
            let _ = waiting.send(code); // it has stopped waiting
        }
    }

    /// Somebody is to say this of the account's passkey.
    pub(super) fn want(&self, word: PasskeyWord) {
        *lock(&self.passkey) = Some(word);
    }

    /// Whether somebody was to say this, and had not yet.
    pub(super) fn was_wanted(&self, word: PasskeyWord) -> bool {
        lock(&self.passkey).take_if(|wanted| *wanted == word).is_some()
    }

    /// A QR code comes, perhaps the first.
    pub(super) fn codes_come(&self) {
        self.codes_since.get_or_init(Instant::now);
    }

    /// How much longer the connection lasts on which a device is linked.
    pub(super) fn codes_last_for(&self) -> Duration {
        CODES_LAST_FOR.saturating_sub(self.codes_since.get().map_or(Duration::ZERO, Instant::elapsed))
    }

    /// No QR code will come any more, and a phone code may still be on somebody's screen.
    pub(super) fn set_qr_ran_out(&self) {
        self.qr_ran_out.store(true, Ordering::Release);
    }

    pub(super) fn qr_ran_out(&self) -> bool {
        self.qr_ran_out.load(Ordering::Acquire)
    }

    /// The session is over: whoever waits for an answer hears that none comes.
    pub(super) fn finish(&self) {
        self.over.cancel();
        lock(&self.acks).clear();
        lock(&self.client).take();
    }
}

/// No guard of this room is held across anything that can panic.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use portaria_domain::{Address, UnixMs};

    fn lifecycle() -> (Arc<Lifecycle>, mpsc::Receiver<Note>) {
        let (notes, taken) = mpsc::channel(1);
        (Lifecycle::new(TenantId::from_parts(UnixMs(1), [0; 10]), TaskTracker::new(), notes), taken)
    }

    #[test]
    fn the_first_certain_word_on_the_end_stands() {
        let (lifecycle, _notes) = lifecycle();
        assert_eq!(lifecycle.verdict(), Ending::Lost(Cause::ConnectionLost), "an end without a word");
        lifecycle.suspect(Ending::Lost(Cause::ServerUnreachable));
        assert_eq!(lifecycle.verdict(), Ending::Lost(Cause::ServerUnreachable));
        lifecycle.decide(Ending::Replaced);
        lifecycle.decide(Ending::Banned);
        lifecycle.suspect(Ending::Lost(Cause::CertificateRejected));
        assert_eq!(lifecycle.verdict(), Ending::Replaced);
    }

    #[test]
    fn a_login_that_overtakes_the_approval_waits_for_it() {
        let (notes, mut taken) = mpsc::channel(8);
        let lifecycle = Lifecycle::new(TenantId::from_parts(UnixMs(1), [0; 10]), TaskTracker::new(), notes);
        let pn = "5511900000001@s.whatsapp.net".parse().unwrap(); // invented number
        let account = Account { address: Address::one(pn), push_name: String::new() };
        lifecycle.approved();
        lifecycle.logged_in();
        lifecycle.paired(account);
        lifecycle.logged_in();
        let mut next = || taken.try_recv().ok();
        assert!(matches!(next(), Some(Note::Signal(Signal::Paired(_)))));
        assert!(matches!(next(), Some(Note::Signal(Signal::LoggedIn))));
        assert!(next().is_none(), "a login is told once");
    }

    #[test]
    fn notes_that_nobody_takes_end_the_session() {
        let (lifecycle, _notes) = lifecycle();
        lifecycle.note(Note::Signal(Signal::LoggedIn));
        lifecycle.note(Note::Signal(Signal::LoggedIn));
        assert_eq!(lifecycle.verdict(), Ending::Lost(Cause::InternalError));
    }

    #[tokio::test]
    async fn who_waits_for_an_answer_hears_that_none_comes() {
        let (lifecycle, _notes) = lifecycle();
        let waiting = lifecycle.expect_ack("A");
        lifecycle.finish();
        assert!(waiting.await.is_err(), "the session is over");
    }
}
