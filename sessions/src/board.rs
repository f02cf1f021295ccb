//! What is known of every session right now, in memory.
//!
//! Statuses change here and nowhere else; readers get copies. Stores are written by whoever
//! changed something, after the change.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use portaria_domain::{
    Account, Cause, Clock, Desired, Event, EventBody, Fact, SessionState, SessionStatus, TenantId, UnixMs,
};
use portaria_storage::Placement;
use tokio::sync::broadcast;
use tokio_util::task::TaskTracker;

use crate::in_order::{InOrder, PATIENCE};
use crate::notice::{Notice, NoticeBody, Passkey, Qr};

/// How many notices a slow reader may lag behind before it must read the events instead.
const NOTICES_KEPT: usize = 4_096;

/// One tenant on the board.
#[derive(Debug)]
struct Slot {
    status: SessionState,
    /// `None`: what is wanted does not read, and nothing is guessed.
    desired: Option<Desired>,
    account: Option<Account>,
    /// Scanned, and does not have the expected number.
    unexpected_account: Option<Account>,
    qr: Option<Qr>,
    passkey: Option<Passkey>,
    activity: Activity,
    events: InOrder,
}

/// When a tenant's newest message came or left.
#[derive(Clone, Copy, Debug, Default)]
struct Activity {
    at: Option<UnixMs>,
    /// Whether the store does not know it yet.
    is_news: bool,
}

impl Activity {
    fn note(&mut self, at: UnixMs) {
        if self.at < Some(at) {
            *self = Self { at: Some(at), is_news: true };
        }
    }
}

/// How a fact moved a status.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Change {
    pub(crate) status: SessionState,
    /// Whether it says something lasting: another word or cause, and more than that an attempt began.
    pub(crate) is_news: bool,
}

/// The board.
pub(crate) struct Board {
    clock: Arc<dyn Clock>,
    tracker: TaskTracker,
    inner: Arc<Inner>,
}

struct Inner {
    slots: Mutex<HashMap<TenantId, Slot>>,
    notices: broadcast::Sender<Notice>,
}

impl Inner {
    fn slots(&self) -> MutexGuard<'_, HashMap<TenantId, Slot>> {
        self.slots.lock().expect("nothing panics while holding the board")
    }

    fn announce(&self, tenant: TenantId, body: NoticeBody) {
        let _ = self.notices.send(Notice { tenant, body });
    }

    /// Tells of events that waited for one before them.
    fn wait_no_longer(&self, tenant: TenantId) {
        let mut slots = self.slots();
        let Some(slot) = slots.get_mut(&tenant) else { return };
        for event in slot.events.give_up() {
            self.announce(tenant, NoticeBody::Event(event));
        }
    }
}

impl Board {
    pub(crate) fn new(clock: Arc<dyn Clock>, tracker: TaskTracker) -> Self {
        let inner = Inner { slots: Mutex::default(), notices: broadcast::Sender::new(NOTICES_KEPT) };
        Self { clock, tracker, inner: Arc::new(inner) }
    }

    fn slots(&self) -> MutexGuard<'_, HashMap<TenantId, Slot>> {
        self.inner.slots()
    }

    /// Puts a tenant on the board, with the last status that was stored.
    pub(crate) fn admit(&self, placement: Placement) {
        let now = self.clock.now();
        let Placement { tenant, desired, account, unexpected_account, last_status, last_activity } = placement;
        // A status that was live when the process died is not true any more.
        let status = match last_status {
            Some(status) if status.status.is_live() => status.after(Fact::Stopped, now),
            Some(status) => status,
            None => SessionState::new(now),
        };
        // A kill may have come before the status was stored.
        let is_asked = unexpected_account.is_some() && desired != Desired::Pause;
        let status = if is_asked { status.after(Fact::UnexpectedNumber, now) } else { status };
        let activity = Activity { at: last_activity, is_news: false };
        let events = InOrder::default();
        self.slots().insert(
            tenant,
            Slot {
                status,
                desired: Some(desired),
                account,
                unexpected_account,
                qr: None,
                passkey: None,
                activity,
                events,
            },
        );
    }

    /// Puts a tenant on the board whose row does not read: failed, until the provider says what is wanted.
    pub(crate) fn admit_unreadable(&self, tenant: TenantId) {
        let now = self.clock.now();
        let status = SessionState::new(now).after(Fact::Broke(Cause::StoreDamaged), now);
        let (activity, events) = (Activity::default(), InOrder::default());
        self.slots().insert(
            tenant,
            Slot {
                status,
                desired: None,
                account: None,
                unexpected_account: None,
                qr: None,
                passkey: None,
                activity,
                events,
            },
        );
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Notice> {
        self.inner.notices.subscribe()
    }

    /// Tells everybody who listens; nobody listening is fine.
    pub(crate) fn announce(&self, tenant: TenantId, body: NoticeBody) {
        self.inner.announce(tenant, body);
    }

    /// Tells of stored events, in the order of their numbers.
    pub(crate) fn publish(&self, tenant: TenantId, events: impl IntoIterator<Item = Event>) {
        let mut slots = self.slots();
        let Some(slot) = slots.get_mut(&tenant) else { return };
        let waited = slot.events.is_waiting();
        for event in slot.events.take(events) {
            if matches!(event.body, EventBody::MessageReceived { .. } | EventBody::MessageCreated { .. }) {
                slot.activity.note(event.at);
            }
            self.announce(tenant, NoticeBody::Event(event));
        }
        if slot.events.is_waiting() && !waited {
            let inner = Arc::clone(&self.inner);
            self.tracker.spawn(async move {
                tokio::time::sleep(PATIENCE).await;
                inner.wait_no_longer(tenant);
            });
        }
    }

    /// Moves a session's status on; `None` when the fact changes nothing.
    pub(crate) fn apply(&self, tenant: TenantId, fact: Fact) -> Option<Change> {
        let now = self.clock.now();
        let (before, status, code_is_gone, passkey_is_gone) = {
            let mut slots = self.slots();
            let slot = slots.get_mut(&tenant)?;
            let before = slot.status;
            let after = before.after(fact, now);
            if after == before {
                return None;
            }
            slot.status = after;
            let code_is_stale = after.status != SessionStatus::Pairing;
            let qr_is_gone = code_is_stale && slot.qr.take().is_some();
            (before, after, qr_is_gone, !after.awaits_passkey() && slot.passkey.take().is_some())
        };
        self.announce(tenant, NoticeBody::Status(status));
        if code_is_gone {
            self.announce(tenant, NoticeBody::Qr(None));
        }
        if passkey_is_gone {
            self.announce(tenant, NoticeBody::Passkey(None));
        }
        let moved = (before.status, before.cause) != (status.status, status.cause);
        Some(Change { status, is_news: moved && status.status != SessionStatus::Starting })
    }

    pub(crate) fn show_qr(&self, tenant: TenantId, qr: Qr) {
        if let Some(slot) = self.slots().get_mut(&tenant) {
            slot.qr = Some(qr.clone());
        }
        self.announce(tenant, NoticeBody::Qr(Some(qr)));
    }

    pub(crate) fn ask_passkey(&self, tenant: TenantId, passkey: Passkey) {
        if let Some(slot) = self.slots().get_mut(&tenant) {
            slot.passkey = Some(passkey.clone());
        }
        self.announce(tenant, NoticeBody::Passkey(Some(passkey)));
    }

    pub(crate) fn set_account(&self, tenant: TenantId, account: Option<Account>) {
        if let Some(slot) = self.slots().get_mut(&tenant) {
            slot.account = account;
            slot.unexpected_account = None;
        }
        self.announce(tenant, NoticeBody::TenantChanged);
    }

    pub(crate) fn set_unexpected_account(&self, tenant: TenantId, account: Account) {
        if let Some(slot) = self.slots().get_mut(&tenant) {
            slot.unexpected_account = Some(account);
        }
        self.announce(tenant, NoticeBody::TenantChanged);
    }

    pub(crate) fn set_desired(&self, tenant: TenantId, desired: Desired) {
        if let Some(slot) = self.slots().get_mut(&tenant) {
            slot.desired = Some(desired);
        }
    }

    pub(crate) fn status(&self, tenant: TenantId) -> Option<SessionState> {
        self.slots().get(&tenant).map(|slot| slot.status)
    }

    /// What is wanted of a tenant's session; `None` also where that does not read.
    pub(crate) fn desired(&self, tenant: TenantId) -> Option<Desired> {
        self.slots().get(&tenant)?.desired
    }

    pub(crate) fn account(&self, tenant: TenantId) -> Option<Account> {
        self.slots().get(&tenant)?.account.clone()
    }

    /// The account that scanned and does not have the expected number, until somebody says whether it is right.
    pub(crate) fn unexpected_account(&self, tenant: TenantId) -> Option<Account> {
        self.slots().get(&tenant)?.unexpected_account.clone()
    }

    pub(crate) fn qr(&self, tenant: TenantId) -> Option<Qr> {
        self.slots().get(&tenant)?.qr.clone()
    }

    pub(crate) fn passkey(&self, tenant: TenantId) -> Option<Passkey> {
        self.slots().get(&tenant)?.passkey.clone()
    }

    pub(crate) fn statuses(&self) -> HashMap<TenantId, SessionState> {
        self.slots().iter().map(|(id, slot)| (*id, slot.status)).collect()
    }

    /// When each tenant's newest message came or left, where there was one.
    pub(crate) fn last_activities(&self) -> HashMap<TenantId, UnixMs> {
        self.slots().iter().filter_map(|(id, slot)| Some((*id, slot.activity.at?))).collect()
    }

    pub(crate) fn last_activity(&self, tenant: TenantId) -> Option<UnixMs> {
        self.slots().get(&tenant)?.activity.at
    }

    /// A tenant's newest message came or left at this moment, or later.
    pub(crate) fn note_activity(&self, tenant: TenantId, at: UnixMs) {
        if let Some(slot) = self.slots().get_mut(&tenant) {
            slot.activity.note(at);
        }
    }

    /// What the store does not know yet of when the newest messages came or left.
    pub(crate) fn new_activities(&self) -> Vec<(TenantId, UnixMs)> {
        let mut slots = self.slots();
        let new = |(id, slot): (&TenantId, &mut Slot)| {
            let is_news = std::mem::take(&mut slot.activity.is_news);
            slot.activity.at.filter(|_| is_news).map(|at| (*id, at))
        };
        slots.iter_mut().filter_map(new).collect()
    }

    /// Linked tenants that ought to run.
    pub(crate) fn wanted(&self) -> Vec<TenantId> {
        let runs = |slot: &Slot| slot.desired == Some(Desired::Run) && slot.account.is_some();
        let mut wanted: Vec<TenantId> = self.slots().iter().filter(|(_, slot)| runs(slot)).map(|(id, _)| *id).collect();
        wanted.sort_unstable();
        wanted
    }
}
