//! Sends events to tenants' webhooks.
//!
//! What is to be sent, and what came of it, stands in the tenants' files (`storage/chats/webhooks`); the schedule is the
//! domain's. Here is who sends: one task that knows which tenants have webhooks, and for each of these another one. None
//! of them knows anything that a restart would lose.

mod attempt;
mod sender;
mod signing;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use portaria_domain::{Attempt, DeliveryId, TenantId, UnixMs, Webhook};
use portaria_sessions::{Notice, NoticeBody};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Notify, Semaphore};
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::egress::Poster;
use crate::shapes::WebhookTest;

pub(crate) use signing::new_secret;

/// How many receivers that answer at once are told something together, all tenants.
const QUICK_PLACES: usize = 128;
/// How many others.
const SLOW_PLACES: usize = 128;
/// How many tenants' files are looked into together.
const LOOKS: usize = 8;

/// What all senders share.
pub(crate) struct Webhooks {
    poster: Poster,
    /// For receivers that took the last delivery, and quickly.
    quick: Semaphore,
    /// For those that did not: however many they are, the others have places of their own.
    slow: Semaphore,
    looks: Semaphore,
    /// Tenants whose webhooks were changed; the owner of the senders takes them out.
    changed: Mutex<HashSet<TenantId>>,
    told: Notify,
}

impl Webhooks {
    pub(crate) fn new() -> Self {
        Self {
            poster: Poster::new(),
            quick: Semaphore::new(QUICK_PLACES),
            slow: Semaphore::new(SLOW_PLACES),
            looks: Semaphore::new(LOOKS),
            changed: Mutex::default(),
            told: Notify::new(),
        }
    }

    /// Has a tenant's webhooks looked at: one is new, or something of them was changed.
    pub(crate) fn look_again(&self, tenant: TenantId) {
        self.changed.lock().unwrap_or_else(PoisonError::into_inner).insert(tenant);
        self.told.notify_one();
    }

    fn take_changed(&self) -> HashSet<TenantId> {
        std::mem::take(&mut self.changed.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Sends a test, once, whatever the webhook's state; nothing of it is kept.
    pub(crate) async fn test(&self, tenant: TenantId, webhook: &Webhook, now: UnixMs) -> Attempt {
        let _place = self.slow.acquire().await;
        let id = DeliveryId::from_parts(now, rand::random());
        let body = serde_json::to_vec(&WebhookTest::new(id, tenant, now)).expect("it has only plain fields");
        attempt::send(&self.poster, webhook, &id.to_string(), body, now).await.attempt
    }
}

/// Sends until `stopping`: for the tenants that have webhooks, and for those that get some.
pub(crate) async fn deliver(
    app: Arc<App>,
    tenants: Vec<TenantId>,
    mut notices: Receiver<Notice>,
    stopping: CancellationToken,
) {
    let mut senders: HashMap<TenantId, Arc<Notify>> = HashMap::new();
    let begin = |tenant| {
        let wake = Arc::new(Notify::new());
        app.tasks.spawn(sender::send(Arc::clone(&app), tenant, Arc::clone(&wake), stopping.clone()));
        wake
    };
    for tenant in tenants {
        senders.entry(tenant).or_insert_with(|| begin(tenant));
    }
    loop {
        let notice = tokio::select! {
            () = stopping.cancelled() => return,
            () = app.webhooks.told.notified() => {
                for tenant in app.webhooks.take_changed() {
                    senders.entry(tenant).or_insert_with(|| begin(tenant)).notify_one();
                }
                continue;
            }
            notice = notices.recv() => notice,
        };
        match notice {
            Ok(Notice { tenant, body: NoticeBody::Event(_) }) => {
                if let Some(wake) = senders.get(&tenant) {
                    wake.notify_one();
                }
            }
            Ok(_) => {}
            // Nobody can say whose notices were lost.
            Err(RecvError::Lagged(_)) => senders.values().for_each(|wake| wake.notify_one()),
            Err(RecvError::Closed) => return,
        }
    }
}
