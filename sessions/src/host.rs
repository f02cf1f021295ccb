//! The doors of this room.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use portaria_domain::{
    Account, Address, Cause, ChatId, Clock, Desired, Fact, Jid, Message, PhoneNumber, Status, Tenant, TenantId, UnixMs,
};
use portaria_storage::{ChatStore, OutgoingMessage, StorageError, Stores};
use portaria_whatsapp::{Gateway, PairCodeRefusal};
use tokio::sync::{broadcast, oneshot};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::board::Board;
use crate::gate::Gate;
use crate::inbox::publish;
use crate::notice::{Notice, NoticeBody, Qr};
use crate::reconcile::Fleet;
use crate::session::Command;

/// How long a session may take to unlink before it is wiped without WhatsApp's answer.
const LOG_OUT_DEADLINE: Duration = Duration::from_secs(15);

/// How the host paces itself.
#[derive(Clone, Debug)]
pub struct HostConfig {
    /// Connects per second, all tenants together.
    pub connects_per_second: u32,
    /// Connects that may come at once before the rate holds.
    pub connect_burst: u32,
    /// Logins under way at a time.
    pub logins_in_flight: usize,
    /// The first wait after a connection broke.
    pub first_retry: Duration,
    /// The longest wait between two attempts.
    pub longest_retry: Duration,
    /// How long sessions may take to end before they are cut off.
    pub shutdown_deadline: Duration,
}

impl Default for HostConfig {
    fn default() -> Self {
        Self {
            connects_per_second: 25,
            connect_burst: 25,
            logins_in_flight: 50,
            first_retry: Duration::from_secs(1),
            longest_retry: Duration::from_mins(5),
            shutdown_deadline: Duration::from_secs(10),
        }
    }
}

/// What a door answers when it cannot do what was asked. Nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// There is no such tenant.
    #[error("no such tenant")]
    UnknownTenant,
    /// No phone is linked.
    #[error("no phone is linked yet")]
    NotLinked,
    /// A phone is linked already.
    #[error("a phone is linked already")]
    AlreadyLinked,
    /// The provider paused the tenant.
    #[error("the provider paused this session")]
    Paused,
    /// The session is not connected just now.
    #[error("not connected to WhatsApp just now")]
    NotConnected,
    /// WhatsApp gives no code for this number.
    #[error("WhatsApp gave no pairing code: {0}")]
    PairingRefused(PairCodeRefusal),
    /// There is no such chat.
    #[error("no such chat")]
    UnknownChat,
    /// The number has no WhatsApp.
    #[error("the number has no WhatsApp")]
    NotOnWhatsapp,
    /// The idempotency key was used for another message.
    #[error("the idempotency key was used for another message")]
    IdempotencyConflict,
    /// The store failed.
    #[error("the store failed")]
    Storage(#[source] StorageError),
}

impl From<StorageError> for HostError {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::IdempotencyConflict => Self::IdempotencyConflict,
            error => Self::Storage(error),
        }
    }
}

/// A code to type on the phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeShown {
    /// Eight letters and digits. A secret of the pairing: never logged.
    pub code: String,
    /// Until when WhatsApp accepts it.
    pub expires_at: UnixMs,
}

/// Where a message goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// To a number, as a person writes it.
    Phone(PhoneNumber),
    /// To a WhatsApp address.
    Jid(Jid),
    /// Into a chat that exists.
    Chat(ChatId),
}

/// A text to send.
#[derive(Clone, Debug)]
pub struct SendText {
    /// Where it goes.
    pub to: Destination,
    /// What it says.
    pub text: String,
    /// The same key sends once, however often it is asked.
    pub idempotency_key: Option<String>,
}

/// A text that is on disk and on its way.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The message, as it is stored.
    pub message: Message,
    /// Whether it was there before, under the same idempotency key.
    pub duplicate: bool,
}

/// What all parts of the host hold.
pub(crate) struct Shared {
    pub(crate) config: HostConfig,
    pub(crate) stores: Stores,
    pub(crate) gateway: Arc<dyn Gateway>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) board: Arc<Board>,
    pub(crate) gate: Gate,
    pub(crate) fleet: Fleet,
    /// Every task of this room, so that shutdown can wait for them.
    pub(crate) tracker: TaskTracker,
    /// Cancelled once, when the host goes down.
    pub(crate) stopping: CancellationToken,
}

impl Shared {
    /// Moves a status on, tells everybody, and stores it where it says something lasting.
    pub(crate) async fn tell(&self, tenant: TenantId, fact: Fact) {
        let Some(change) = self.board.apply(tenant, fact) else { return };
        let status = change.status;
        if !change.is_news {
            return;
        }
        tracing::info!(tenant.id = %tenant, session.status = status.status.as_str(), session.cause = ?status.cause, "session status changed");
        if let Err(error) = self.record(tenant, &status).await {
            tracing::error!(tenant.id = %tenant, error = &error as &dyn std::error::Error, "a status could not be stored");
        }
    }

    /// Stores a status: as an event of the tenant, and as the word that the panel shows after a restart.
    async fn record(&self, tenant: TenantId, status: &Status) -> Result<(), StorageError> {
        self.stores.set_last_status(tenant, status).await?;
        let event = self.stores.chats(tenant).await?.record_status(status, self.clock.now()).await?;
        publish(&self.board, tenant, [event]);
        Ok(())
    }

    pub(crate) async fn set_desired(&self, tenant: TenantId, desired: Desired) -> Result<(), StorageError> {
        if self.board.desired(tenant) != Some(desired) {
            self.stores.set_desired(tenant, desired).await?;
            self.board.set_desired(tenant, desired);
        }
        Ok(())
    }

    /// Wipes an unlinked phone: its keys, its account, and what was still to be sent in its name.
    pub(crate) async fn forget_phone(&self, tenant: TenantId) -> Result<(), StorageError> {
        if let Err(error) = self.gateway.forget(&self.stores.tenant_folder(tenant)).await {
            tracing::error!(tenant.id = %tenant, %error, "the keys of an unlinked phone could not be removed");
        }
        self.stores.set_account(tenant, None).await?;
        self.board.set_account(tenant, None);
        let events = self.stores.chats(tenant).await?.fail_pending(self.clock.now()).await?;
        publish(&self.board, tenant, events);
        Ok(())
    }
}

/// Hosts every tenant's session. Cheap to clone.
#[derive(Clone)]
pub struct Host(Arc<Shared>);

impl Host {
    /// Reads the tenants and brings up every linked one that is wanted; returns before they are connected.
    pub async fn start(
        config: HostConfig,
        stores: Stores,
        gateway: Arc<dyn Gateway>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StorageError> {
        let board = Arc::new(Board::new(Arc::clone(&clock)));
        let statuses = stores.statuses().await?;
        for tenant in stores.all_tenants().await? {
            board.admit(&tenant, statuses.get(&tenant.id).copied());
        }
        let gate = Gate::new(config.connects_per_second, config.connect_burst, config.logins_in_flight);
        let shared = Arc::new(Shared {
            config,
            stores,
            gateway,
            clock,
            board,
            gate,
            fleet: Fleet::default(),
            tracker: TaskTracker::new(),
            stopping: CancellationToken::new(),
        });
        shared.tracker.spawn(Arc::clone(&shared).reconcile_forever());
        Ok(Self(shared))
    }

    /// Makes the host know a tenant that was just created, and tells everybody.
    pub fn adopt(&self, tenant: &Tenant) {
        self.0.board.admit(tenant, None);
        self.0.board.announce(tenant.id, NoticeBody::TenantChanged);
    }

    /// Where a session stands; `None` when there is no such tenant.
    pub fn status(&self, tenant: TenantId) -> Option<Status> {
        self.0.board.status(tenant)
    }

    /// Where every session stands.
    pub fn statuses(&self) -> HashMap<TenantId, Status> {
        self.0.board.statuses()
    }

    /// The linked account, where there is one.
    pub fn account(&self, tenant: TenantId) -> Option<Account> {
        self.0.board.account(tenant)
    }

    /// The QR code to show, where there is one.
    pub fn qr(&self, tenant: TenantId) -> Option<Qr> {
        self.0.board.qr(tenant)
    }

    /// What happens from now on, of every tenant. Who lags too far behind misses notices, never events.
    pub fn notices(&self) -> broadcast::Receiver<Notice> {
        self.0.board.subscribe()
    }

    /// The tenant's wish: connect, with a QR code when no phone is linked. Refused while the provider pauses.
    pub async fn pair(&self, tenant: TenantId) -> Result<Status, HostError> {
        self.refuse_paused(tenant)?;
        self.bring_up(tenant).await
    }

    /// A code to type on the phone instead of the QR code; begins pairing when it has not begun.
    pub async fn pair_by_code(&self, tenant: TenantId, phone: &PhoneNumber) -> Result<CodeShown, HostError> {
        self.refuse_paused(tenant)?;
        if self.0.board.account(tenant).is_some() {
            return Err(HostError::AlreadyLinked);
        }
        let running = self.0.ensure(tenant, Cause::Requested).await;
        let (reply, answer) = oneshot::channel();
        let command = Command::PairByCode(phone.clone(), reply);
        running.commands.send(command).await.map_err(|_| HostError::NotConnected)?;
        answer.await.map_err(|_| HostError::NotConnected)?
    }

    /// The provider's wish: connect, also out of a pause.
    pub async fn start_session(&self, tenant: TenantId) -> Result<Status, HostError> {
        self.bring_up(tenant).await
    }

    /// Rests until somebody starts it. Refused while the provider pauses: a stop would lift the pause.
    pub async fn stop_session(&self, tenant: TenantId) -> Result<Status, HostError> {
        self.refuse_paused(tenant)?;
        self.bring_down(tenant, Desired::Stop, Fact::Stopped).await
    }

    /// Rests until the provider starts it.
    pub async fn pause_session(&self, tenant: TenantId) -> Result<Status, HostError> {
        self.bring_down(tenant, Desired::Pause, Fact::Paused).await
    }

    /// Unlinks the phone and wipes its keys; chats stay. Works without a connection, too: the phone
    /// then keeps a dead entry in its list of devices.
    pub async fn log_out(&self, tenant: TenantId) -> Result<Status, HostError> {
        self.refuse_paused(tenant)?;
        if self.0.board.account(tenant).is_none() {
            return Err(HostError::NotLinked);
        }
        if let Some(running) = self.0.fleet.running(tenant) {
            let asked = running.commands.send(Command::LogOut).await;
            if asked.is_ok() {
                let _ = tokio::time::timeout(LOG_OUT_DEADLINE, running.done.cancelled()).await;
            }
        }
        if self.0.board.account(tenant).is_some() {
            self.0.fleet.end(tenant).await;
            self.0.forget_phone(tenant).await?;
            self.0.tell(tenant, Fact::Unlinked(Cause::UnlinkedHere)).await;
        }
        self.known_status(tenant)
    }

    /// Stores a text for sending. `Ok` means that it is on disk and leaves under the id it has now.
    pub async fn send_text(&self, tenant: TenantId, send: SendText) -> Result<Sent, HostError> {
        let account = self.0.board.account(tenant).ok_or(HostError::NotLinked)?;
        let chats = self.0.stores.chats(tenant).await?;
        let to = self.address_of(tenant, &chats, send.to).await?;
        let outgoing = OutgoingMessage {
            id: portaria_domain::MessageId::outgoing(rand::random()),
            to,
            text: send.text,
            idempotency_key: send.idempotency_key,
            sender: account.address,
        };
        let enqueued = chats.enqueue(outgoing, self.0.clock.now()).await?;
        publish(&self.0.board, tenant, enqueued.event);
        if let Some(running) = self.0.fleet.running(tenant) {
            running.bell.notify_one();
        }
        Ok(Sent { message: enqueued.message, duplicate: enqueued.duplicate })
    }

    /// Marks a chat as read here and tells the senders, where there is a connection.
    pub async fn mark_chat_read(&self, tenant: TenantId, chat: ChatId) -> Result<(), HostError> {
        let chats = self.0.stores.chats(tenant).await?;
        let known = chats.chat(chat).await?.ok_or(HostError::UnknownChat)?;
        let (ids, events) = chats.mark_chat_read(chat, None, self.0.clock.now()).await?;
        publish(&self.0.board, tenant, events);
        let line = self.0.fleet.running(tenant).and_then(|running| running.line.get());
        if let (Some(connection), Some(jid), false) = (line, known.address.primary().cloned(), ids.is_empty()) {
            self.0.tracker.spawn(async move {
                if let Err(error) = connection.mark_read(&jid, &ids).await {
                    tracing::debug!(tenant.id = %tenant, %error, "read receipts were not sent");
                }
            });
        }
        Ok(())
    }

    /// Tells the other side that somebody is typing, or no longer. Nothing is kept.
    pub async fn set_typing(&self, tenant: TenantId, chat: ChatId, typing: bool) -> Result<(), HostError> {
        let chats = self.0.stores.chats(tenant).await?;
        let known = chats.chat(chat).await?.ok_or(HostError::UnknownChat)?;
        let running = self.0.fleet.running(tenant).ok_or(HostError::NotConnected)?;
        let connection = running.line.get().ok_or(HostError::NotConnected)?;
        let jid = known.address.primary().cloned().ok_or(HostError::UnknownChat)?;
        connection.set_typing(&jid, typing).await.map_err(|_| HostError::NotConnected)
    }

    /// Ends every session: softly first, and after the deadline whatever is left.
    pub async fn shutdown(&self) {
        self.0.stopping.cancel();
        self.0.tracker.close();
        if tokio::time::timeout(self.0.config.shutdown_deadline, self.0.tracker.wait()).await.is_err() {
            tracing::warn!(tasks = self.0.tracker.len(), "some sessions did not end in time and are cut off");
        }
    }

    fn known_status(&self, tenant: TenantId) -> Result<Status, HostError> {
        self.0.board.status(tenant).ok_or(HostError::UnknownTenant)
    }

    fn refuse_paused(&self, tenant: TenantId) -> Result<(), HostError> {
        match self.0.board.desired(tenant).ok_or(HostError::UnknownTenant)? {
            Desired::Pause => Err(HostError::Paused),
            Desired::Run | Desired::Stop => Ok(()),
        }
    }

    async fn bring_up(&self, tenant: TenantId) -> Result<Status, HostError> {
        self.known_status(tenant)?;
        self.0.set_desired(tenant, Desired::Run).await?;
        let running = self.0.ensure(tenant, Cause::Requested).await;
        running.retry.notify_waiters();
        self.known_status(tenant)
    }

    async fn bring_down(&self, tenant: TenantId, desired: Desired, fact: Fact) -> Result<Status, HostError> {
        self.known_status(tenant)?;
        self.0.set_desired(tenant, desired).await?;
        self.0.fleet.end(tenant).await;
        self.0.tell(tenant, fact).await;
        self.known_status(tenant)
    }

    /// The address to send to. Numbers of known chats are taken as they are; for others WhatsApp is asked.
    async fn address_of(&self, tenant: TenantId, chats: &ChatStore, to: Destination) -> Result<Address, HostError> {
        match to {
            Destination::Chat(id) => Ok(chats.chat(id).await?.ok_or(HostError::UnknownChat)?.address),
            Destination::Jid(jid) => Ok(Address::one(jid)),
            Destination::Phone(phone) => {
                let typed = Address::one(phone.to_jid());
                if let Some(chat) = chats.chat_by_address(&typed).await? {
                    return Ok(chat.address);
                }
                match self.0.fleet.running(tenant).and_then(|running| running.line.get()) {
                    Some(connection) => match connection.resolve(&phone).await {
                        Ok(Some(address)) => Ok(address),
                        Ok(None) => Err(HostError::NotOnWhatsapp),
                        Err(_) => Ok(typed),
                    },
                    // It waits in the outbox; WhatsApp says then whether the number exists.
                    None => Ok(typed),
                }
            }
        }
    }
}
