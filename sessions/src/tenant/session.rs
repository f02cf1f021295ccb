//! One session from its opening to its end.

mod pairing;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::FutureExt as _;
use portaria_domain::{Account, Cause, Desired, Event, Fact, PhoneNumber, Receipt, TenantId, UnixMs};
use portaria_storage::{ChatStore, StorageError};
use portaria_whatsapp::{Connection, Ending, OpenError, Opened, Opening, Signal};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;
use tracing::Instrument as _;

use super::answering::Answerer;
use super::checking::Checker;
use super::fetching::Fetcher;
use super::inbox::StoringInbox;
use super::number::{KnownNumber, Number};
use super::outbox::{Claims, Pump};
use super::projecting::reproject;
use super::showing::Shower;
use super::uploading::Uploader;
use crate::command::{CodeReply, Command, SessionAccess};
use crate::continuing;
use crate::gate::Pass;
use crate::notice::NoticeBody;
use crate::shared::Shared;

/// How often the clock is looked at for the end of a limit: a machine may sleep meanwhile.
const LOOK_AT_LIMIT_EVERY: Duration = Duration::from_mins(1);

/// How often a session that runs gives a sign of life, from which a later one knows up to when it did.
const ALIVE_EVERY: Duration = Duration::from_hours(1);

/// How many receipts are stored together.
const RECEIPTS_AT_ONCE: usize = 256;

/// How [`Session::run`] came to its end.
pub(crate) struct SessionEnd {
    pub(crate) ending: Ending,
    /// Whether the session had been in use.
    pub(crate) was_ready: bool,
}

/// An open session.
pub(crate) struct Session {
    shared: Arc<Shared>,
    tenant: TenantId,
    chats: ChatStore,
    opened: Opened,
    access: SessionAccess,
    /// Held until the login is through or has failed.
    pass: Option<Pass>,
    qr_attempt: u32,
    /// A phone-code request that waits for the connection to come up.
    code_wanted: Option<(PhoneNumber, CodeReply)>,
    pump: Option<AbortOnDropHandle<()>>,
    claims: Arc<Claims>,
    fetcher: Option<AbortOnDropHandle<()>>,
    checker: Option<AbortOnDropHandle<()>>,
    shower: Option<AbortOnDropHandle<()>>,
    was_ready: bool,
    /// Of a phone that does not have the expected one nothing is stored, and nothing is fetched: the library (0.7.0) says of
    /// a piece of the past that it arrived before it is stored, so the connection ends before any comes.
    number: KnownNumber,
    /// From when on WhatsApp lets the account begin chats again, while it does not.
    new_chats_from: Option<UnixMs>,
    /// The store refused a write: whatever the gateway says last, that was the reason.
    store_refused: bool,
    /// A signal that was taken while others were looked for, and is the next.
    read_ahead: Option<Signal>,
}

/// Why a session did not open.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotOpened {
    #[error("the tenant's store did not open")]
    Store(#[from] StorageError),
    #[error("the gateway did not open the session")]
    Gateway(#[from] OpenError),
    /// Pairing anew as if nothing had happened would hide the loss.
    #[error("the keys of a linked phone are gone")]
    KeysGone,
}

impl NotOpened {
    /// What screens say of it.
    pub(crate) fn cause(&self) -> Cause {
        match self {
            Self::Store(StorageError::Damaged { .. }) | Self::Gateway(OpenError::Damaged(_)) | Self::KeysGone => {
                Cause::StoreDamaged
            }
            Self::Store(StorageError::Unwritable { .. }) | Self::Gateway(OpenError::Unwritable(_)) => {
                Cause::StoreUnwritable
            }
            Self::Store(_) | Self::Gateway(OpenError::NotLoopback(_)) => Cause::InternalError,
        }
    }
}

impl Session {
    /// Checks the session's files, opens them and starts connecting.
    pub(crate) async fn open(
        shared: Arc<Shared>,
        tenant: TenantId,
        access: SessionAccess,
        pass: Pass,
    ) -> Result<Self, NotOpened> {
        let stores = &shared.stores;
        let chats = stores.chats(tenant).await?;
        let key = stores.tenant_key(tenant).await?;
        let folder = stores.tenant_folder(tenant);
        // A bad file would hold the library for half a minute: look first.
        portaria_storage::preflight(folder.join("whatsapp.db"), key.clone()).await?;
        let number = KnownNumber::new(Arc::clone(&shared), tenant);
        if access.undoes_link.load(Ordering::Acquire) && number.is(Number::Unexpected) {
            number.undo();
        }
        let is_linked = !number.is(Number::Unknown);
        if is_linked && !shared.gateway.has_keys(&folder).await {
            return Err(NotOpened::KeysGone);
        }
        // What went out as the last session ended may not have been readable, and the asking for it is lost.
        let again = chats.requeue_unconfirmed().await?;
        if again > 0 {
            tracing::info!(tenant.id = %tenant, messages = again, "sent shortly before the last session ended and not delivered: will be sent again");
        }
        if let Some(account) = shared.board.account(tenant) {
            let events = chats.use_account(&account.address, shared.clock.now()).await?;
            shared.board.publish(tenant, events);
            if chats.has_chats_to_continue().await? {
                continuing::begin(&shared, tenant);
            }
        }
        let inbox = StoringInbox {
            tenant,
            chats: chats.clone(),
            codec: shared.gateway.codec(),
            board: Arc::clone(&shared.board),
            clock: Arc::clone(&shared.clock),
            media_wanted: Arc::clone(&access.media_wanted),
            number: number.check(),
            outbox_waiting: Arc::clone(&access.outbox_waiting),
        };
        inbox.open_left_over().await?;
        shared.board.publish(tenant, chats.end_ringing_calls(shared.clock.now()).await?);
        if let Some(at) = chats.last_activity().await? {
            shared.board.note_activity(tenant, at);
        }
        access.lookers.set_shows(chats.preferences().await?.0.shows_online);
        make_anew(&shared, tenant, &chats);
        let history_days = chats.history_policy().await?.days;
        let opened = shared.gateway.open(Opening { tenant, folder, key, history_days }, Arc::new(inbox)).await?;
        Ok(Self {
            shared,
            tenant,
            chats,
            opened,
            access,
            pass: Some(pass),
            qr_attempt: 0,
            code_wanted: None,
            pump: None,
            claims: Arc::default(),
            fetcher: None,
            checker: None,
            shower: None,
            was_ready: false,
            number,
            new_chats_from: None,
            store_refused: false,
            read_ahead: None,
        })
    }

    /// Carries signals and commands until the session ends; `cancel` closes it softly.
    pub(crate) async fn run(
        mut self,
        commands: &mut mpsc::Receiver<Command>,
        cancel: &CancellationToken,
    ) -> SessionEnd {
        let store_refused = Arc::clone(&self.access.store_refused);
        // A refusal from before this opening is over: the store has been written since.
        let _ = store_refused.notified().now_or_never();
        let mut woken = self.shared.woken.subscribe();
        let mut closing = false;
        let mut alive = tokio::time::interval(ALIVE_EVERY);
        alive.reset();
        loop {
            let limited_for = self.limited_for();
            tokio::select! {
                biased;
                () = cancel.cancelled(), if !closing => {
                    closing = true;
                    self.close();
                }
                () = store_refused.notified(), if !closing => {
                    closing = true;
                    self.store_refused = true;
                    self.close();
                }
                signal = self.next_signal() => {
                    match signal {
                        Some(Signal::Ended(ending)) => return self.ended(ending).await,
                        Some(signal) => {
                            if let Err(error) = self.hear(signal).await {
                                tracing::error!(tenant.id = %self.tenant, error = &error as &dyn std::error::Error, "what the session said could not be stored");
                                if matches!(error, StorageError::Unwritable { .. }) {
                                    store_refused.notify_one();
                                }
                            }
                        }
                        // The gateway promises a last word; without one it was a defect of ours.
                        None => return self.ended(Ending::Lost(Cause::InternalError)).await,
                    }
                }
                Some(command) = commands.recv(), if !closing => self.obey(command),
                Ok(()) = woken.changed(), if self.was_ready && !closing => {
                    self.spawn(|connection| async move { connection.verify().await });
                }
                () = tokio::time::sleep(limited_for), if self.new_chats_from.is_some() => self.end_limit().await,
                _ = alive.tick(), if self.was_ready && !closing => self.say_alive().await,
            }
        }
    }

    /// How much longer WhatsApp lets the account begin no chats.
    fn limited_for(&self) -> Duration {
        let left_ms = self.new_chats_from.map_or(0, |until| until.since_ms(self.shared.clock.now()));
        Duration::from_millis(u64::try_from(left_ms).unwrap_or(0)).min(LOOK_AT_LIMIT_EVERY)
    }

    async fn say_alive(&self) {
        if let Err(error) = self.chats.keep_watching(self.shared.clock.now()).await {
            tracing::warn!(tenant.id = %self.tenant, error = &error as &dyn std::error::Error, "a sign of life could not be stored");
        }
    }

    /// The limit has no word for its end.
    async fn end_limit(&mut self) {
        if self.new_chats_from.is_some_and(|until| until <= self.shared.clock.now()) {
            self.new_chats_from = None;
            self.shared.tell(self.tenant, Fact::NewChatsFree).await;
        }
    }

    async fn ended(&mut self, ending: Ending) -> SessionEnd {
        self.go_quiet();
        if let Some(pump) = self.pump.take() {
            // Only then is it certain that it hands over nothing more.
            let _ = pump.await;
        }
        match self.claims.release(&self.chats, self.shared.clock.now()).await {
            Ok(events) => self.shared.board.publish(self.tenant, events),
            Err(error) => {
                tracing::debug!(tenant.id = %self.tenant, error = &error as &dyn std::error::Error, "what did not leave counts as if it may have");
            }
        }
        let ending = match ending {
            Ending::Closed if self.store_refused => Ending::Lost(Cause::StoreUnwritable),
            // Whatever ended it: it need not come back before somebody has answered.
            Ending::Lost(_) if self.number.is(Number::Unexpected) && !self.store_refused => Ending::Closed,
            ending => ending,
        };
        SessionEnd { ending, was_ready: self.was_ready }
    }

    fn close(&mut self) {
        self.number.give_up();
        self.go_quiet();
        self.spawn(|connection| async move { connection.close().await });
    }

    /// Runs something on the connection without holding up the signals.
    fn spawn<F>(&self, work: impl FnOnce(Arc<dyn Connection>) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.shared.tracker.spawn(work(Arc::clone(&self.opened.connection)).in_current_span());
    }

    fn obey(&mut self, command: Command) {
        match command {
            // It waits for the login, as far as that is not through.
            Command::LogOut if self.number.is_held() => {
                self.access.undoes_link.store(true, Ordering::Release);
                self.number.undo();
                if self.pass.is_none() {
                    self.log_out();
                }
            }
            Command::LogOut => self.log_out(),
            Command::AnswerPasskey(answer, reply) => self.spawn(|connection| async move {
                let _ = reply.send(connection.answer_passkey(answer).await); // the asker may have gone
            }),
            Command::ConfirmPasskey(reply) => self.spawn(|connection| async move {
                let _ = reply.send(connection.confirm_passkey().await); // the asker may have gone
            }),
            Command::PairByCode(phone, reply) if self.qr_attempt == 0 => self.code_wanted = Some((phone, reply)),
            Command::PairByCode(phone, reply) => self.ask_for_code(phone, reply),
        }
    }

    fn log_out(&mut self) {
        self.go_quiet();
        let number = self.number.clone();
        self.spawn(|connection| async move {
            connection.log_out().await;
            number.give_up();
        });
    }

    async fn hear(&mut self, signal: Signal) -> Result<(), StorageError> {
        if let Signal::Paired(account) | Signal::Ready(account) = &signal
            && let Err(error) = self.number.compare(account).await
        {
            // It opens again once the store is well.
            self.access.store_refused.notify_one();
            return Err(error);
        }
        if self.number.is_held() {
            self.hear_held(&signal);
            return Ok(());
        }
        match signal {
            // Codes go on coming, and link nothing any more.
            Signal::Qr { .. } if self.shared.board.passkey(self.tenant).is_some() => {}
            Signal::Qr { text, lives_for } => self.show(text, lives_for),
            Signal::Passkey { step, lives_for } => self.ask_passkey(step, lives_for).await,
            Signal::Paired(account) => {
                self.pass = None;
                self.chats.begin_history(self.shared.clock.now()).await?;
                self.learn(account).await?;
                self.shared.set_desired(self.tenant, Desired::Run).await?;
                self.shared.tell(self.tenant, Fact::Scanned).await;
            }
            Signal::LoggedIn => {
                self.pass = None;
                self.shared.tell(self.tenant, Fact::LoggedIn).await;
            }
            Signal::Ready(account) => {
                self.learn(account).await?;
                self.was_ready = true;
                self.shared.tell(self.tenant, Fact::Ready).await;
                if let Some(progress) = self.chats.history_progress().await? {
                    self.shared.tell(self.tenant, Fact::Progress(progress)).await;
                }
                self.go_live();
                self.describe_outdated().await?;
            }
            Signal::PushName(push_name) => {
                if let Some(account) = self.shared.board.account(self.tenant) {
                    self.learn(Account { push_name, ..account }).await?;
                }
            }
            Signal::Progress(percent) => {
                let progress = self.chats.set_history_percent(percent).await?;
                self.shared.tell(self.tenant, Fact::Progress(progress)).await;
            }
            Signal::Activity { chat, activity } => {
                if let Some(chat) = self.chats.chat_by_address(&chat).await? {
                    self.shared.board.announce(self.tenant, NoticeBody::Activity { chat: chat.id, activity });
                }
            }
            Signal::NewChatsLimited(until) => {
                self.new_chats_from = until;
                let fact = until.map_or(Fact::NewChatsFree, Fact::NewChatsLimited);
                self.shared.tell(self.tenant, fact).await;
            }
            Signal::Receipt(first) => {
                let receipts = self.receipts_after(first);
                let events = self.chats.apply_receipts(receipts, self.shared.clock.now()).await?;
                self.shared.board.publish(self.tenant, events);
            }
            Signal::Stored(question) if !self.store_refused => question.answer(),
            signal => {
                let events = self.store(signal).await?;
                self.shared.board.publish(self.tenant, events);
            }
        }
        Ok(())
    }

    /// Nothing of what a held session says is stored. It ends, unless it is there to undo the link.
    fn hear_held(&mut self, signal: &Signal) {
        let is_undoing = self.number.is(Number::Undoing);
        if matches!(signal, Signal::LoggedIn) {
            self.pass = None;
        }
        match signal {
            Signal::LoggedIn if is_undoing => self.log_out(),
            Signal::Paired(_) | Signal::LoggedIn | Signal::Ready(_) if !is_undoing => self.close(),
            // Without an answer nothing leaves, the log-out neither.
            Signal::Stored(question) if is_undoing => question.answer(),
            _ => {}
        }
    }

    /// A receipt and those that are here already behind it: those of a group come together.
    fn receipts_after(&mut self, first: Receipt) -> Vec<Receipt> {
        let mut receipts = vec![first];
        while receipts.len() < RECEIPTS_AT_ONCE && self.read_ahead.is_none() {
            match self.opened.signals.try_recv() {
                Ok(Signal::Receipt(next)) => receipts.push(next),
                Ok(other) => self.read_ahead = Some(other),
                Err(_) => break,
            }
        }
        receipts
    }

    async fn next_signal(&mut self) -> Option<Signal> {
        match self.read_ahead.take() {
            Some(signal) => Some(signal),
            None => self.opened.signals.recv().await,
        }
    }

    /// Asks for groups of which an earlier session heard that something changed, and no more.
    async fn describe_outdated(&self) -> Result<(), StorageError> {
        let groups = self.chats.outdated_groups().await?;
        self.spawn(|connection| async move { connection.describe_groups(&groups).await });
        Ok(())
    }

    /// Stores what a signal says of chats and people.
    async fn store(&self, signal: Signal) -> Result<Vec<Event>, StorageError> {
        let (chats, now) = (&self.chats, self.shared.clock.now());
        match signal {
            Signal::ReadElsewhere { chat, ids } => chats.mark_read_elsewhere(&chat, &ids, now).await,
            Signal::Name { party, name, from_address_book } => {
                chats.set_name(&party, &name, from_address_book, now).await
            }
            Signal::NameRemoved(party) => chats.remove_book_name(&party, now).await,
            Signal::UserName { party, name } => chats.set_user_name(&party, &name, now).await,
            Signal::Picture { party, picture } => chats.set_picture(&party, picture, now).await,
            Signal::About { party, about } => chats.set_about(&party, about, now).await,
            Signal::Business { party, name, is_verified } => chats.set_business(&party, name, is_verified, now).await,
            Signal::Chat { chat, change } => chats.change_chat(&chat, change, now).await,
            Signal::Blocked(parties) => chats.set_blocked(parties, now).await,
            Signal::Label(label) => chats.set_label(label, now).await,
            Signal::LabelRemoved(id) => chats.remove_label(id, now).await,
            Signal::LabelOnChat { label, chat, is_on } => chats.label_chat(label, chat, is_on, now).await,
            Signal::Group(info) => chats.set_group(*info, now).await,
            Signal::GroupLeft(chat) => chats.leave_group(&chat, now).await,
            Signal::GroupChanged(chat) => chats.outdate_group(&chat).await.map(|()| Vec::new()),
            // These are the session's own, and nothing of them stands in the store.
            Signal::Qr { .. }
            | Signal::Passkey { .. }
            | Signal::Paired(_)
            | Signal::LoggedIn
            | Signal::Ready(_)
            | Signal::PushName(_)
            | Signal::Progress(_)
            | Signal::Receipt(_)
            | Signal::Activity { .. }
            | Signal::NewChatsLimited(_)
            | Signal::Stored(_)
            | Signal::Ended(_) => Ok(Vec::new()),
        }
    }

    /// Remembers the account, if there is anything new about it.
    async fn learn(&self, mut account: Account) -> Result<(), StorageError> {
        let events = self.chats.use_account(&account.address, self.shared.clock.now()).await?;
        self.shared.board.publish(self.tenant, events);
        let known = self.shared.board.account(self.tenant);
        // WhatsApp tells the name late; what an earlier login learnt stays until then.
        if let (true, Some(known)) = (account.push_name.is_empty(), &known) {
            account.push_name.clone_from(&known.push_name);
        }
        if known.as_ref() != Some(&account) {
            self.shared.stores.set_account(self.tenant, Some(&account)).await?;
            self.shared.board.set_account(self.tenant, Some(account));
        }
        Ok(())
    }

    /// Nothing leaves any more.
    fn go_quiet(&mut self) {
        self.access.connection.clear();
        if let Some(pump) = &self.pump {
            pump.abort();
        }
        self.fetcher = None;
        self.checker = None;
        self.shower = None;
    }

    /// The session can send: entry points find the connection, and the outbox empties.
    fn go_live(&mut self) {
        self.access.connection.fill(Arc::clone(&self.opened.connection));
        let pump = Pump {
            tenant: self.tenant,
            chats: self.chats.clone(),
            codec: self.shared.gateway.codec(),
            connection: Arc::clone(&self.opened.connection),
            uploader: Uploader::new(
                self.tenant,
                self.chats.clone(),
                Arc::clone(&self.opened.connection),
                Arc::clone(&self.shared.board),
                Arc::clone(&self.shared.clock),
                Arc::clone(&self.access.outbox_waiting),
            ),
            answerer: Answerer {
                tenant: self.tenant,
                chats: self.chats.clone(),
                codec: self.shared.gateway.codec(),
                board: Arc::clone(&self.shared.board),
                clock: Arc::clone(&self.shared.clock),
            },
            board: Arc::clone(&self.shared.board),
            clock: Arc::clone(&self.shared.clock),
            waiting: Arc::clone(&self.access.outbox_waiting),
            store_refused: Arc::clone(&self.access.store_refused),
            claims: Arc::clone(&self.claims),
            look_every: self.shared.config.look_at_clock_every,
        };
        self.pump = Some(AbortOnDropHandle::new(self.shared.tracker.spawn(pump.run().in_current_span())));
        let fetcher = Fetcher {
            tenant: self.tenant,
            chats: self.chats.clone(),
            connection: Arc::clone(&self.opened.connection),
            board: Arc::clone(&self.shared.board),
            clock: Arc::clone(&self.shared.clock),
            workers: Arc::clone(&self.shared.workers),
            wanted: Arc::clone(&self.access.media_wanted),
        };
        self.fetcher =
            Some(AbortOnDropHandle::new(self.shared.tracker.spawn(Arc::new(fetcher).run().in_current_span())));
        let checker = Checker {
            tenant: self.tenant,
            chats: self.chats.clone(),
            connection: Arc::clone(&self.opened.connection),
            board: Arc::clone(&self.shared.board),
            clock: Arc::clone(&self.shared.clock),
            wanted: Arc::clone(&self.access.numbers_waiting),
            outbox_waiting: Arc::clone(&self.access.outbox_waiting),
        };
        self.checker = Some(AbortOnDropHandle::new(self.shared.tracker.spawn(checker.run().in_current_span())));
        let shower = Shower {
            tenant: self.tenant,
            connection: Arc::clone(&self.opened.connection),
            clock: Arc::clone(&self.shared.clock),
            lookers: self.access.lookers.clone(),
        };
        self.shower = Some(AbortOnDropHandle::new(self.shared.tracker.spawn(shower.run().in_current_span())));
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.go_quiet();
    }
}

/// Makes what an older version stored anew, beside the running session.
fn make_anew(shared: &Arc<Shared>, tenant: TenantId, chats: &ChatStore) {
    let (shared, chats, stopping) = (Arc::clone(shared), chats.clone(), shared.stopping.clone());
    shared.clone().tracker.spawn(stopping.run_until_cancelled_owned(async move {
        let codec = shared.gateway.codec();
        let publish = |_, events| shared.board.publish(tenant, events);
        match reproject(&chats, codec.as_ref(), shared.clock.as_ref(), publish).await {
            Ok(0) => {}
            Ok(messages) => tracing::info!(tenant.id = %tenant, messages, "messages of an older version were made anew"),
            Err(error) => {
                tracing::warn!(tenant.id = %tenant, error = &error as &dyn std::error::Error, "messages of an older version were not made anew; the next start goes on");
            }
        }
        if let Err(error) = chats.index_all().await {
            tracing::warn!(tenant.id = %tenant, error = &error as &dyn std::error::Error, "messages were not entered for the search; the next search goes on");
        }
    }));
}
