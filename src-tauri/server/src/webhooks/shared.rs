//! What all senders share, and the test button.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use portaria_domain::{Attempt, Clock, DeliveryId, TenantId, Webhook};
use tokio::sync::{Notify, Semaphore};

use super::attempt;
use crate::egress::Poster;
use crate::shapes::WebhookTest;

/// How many receivers that answer at once are told something together, all tenants.
const QUICK_PLACES: usize = 128;
/// How many others.
const SLOW_PLACES: usize = 128;
/// How many tenants' files are looked into together.
const LOOKS: usize = 8;
/// How long a test waits for a place: somebody looks at it.
const PATIENCE: Duration = Duration::from_secs(10);

/// What all senders share.
pub(crate) struct Webhooks {
    pub(super) poster: Poster,
    /// For receivers that took the last delivery, and quickly.
    pub(super) quick: Semaphore,
    /// For those that did not: however many they are, the others have places of their own.
    pub(super) slow: Semaphore,
    /// For who looks into a tenant's file.
    pub(super) looks: Semaphore,
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

    /// Ends once something was changed.
    pub(super) async fn changes(&self) {
        self.told.notified().await;
    }

    /// Whose webhooks were changed since this was asked last.
    pub(super) fn take_changed(&self) -> HashSet<TenantId> {
        std::mem::take(&mut self.changed.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Sends a test, once, whatever the webhook's state; nothing of it is kept. `None`: too much else is under way.
    pub(crate) async fn test(&self, tenant: TenantId, webhook: &Webhook, clock: &dyn Clock) -> Option<Attempt> {
        let _place = tokio::time::timeout(PATIENCE, self.slow.acquire()).await.ok()?;
        let now = clock.now();
        let id = DeliveryId::from_parts(now, rand::random());
        let body = serde_json::to_vec(&WebhookTest::new(id, tenant, now)).expect("it has only plain fields");
        Some(attempt::send(&self.poster, webhook, &id.to_string(), body, now).await.attempt)
    }
}
