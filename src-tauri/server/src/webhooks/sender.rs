//! Sends what is due for one tenant's webhooks.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use portaria_domain::{DeliveryId, Event, LONGEST_WEBHOOK_WAIT_MS, TenantId, UnixMs, WebhookId, WebhookState};
use portaria_storage::{ChatStore, DeliveryToTry, DueDelivery, Planned, StorageError, TriedDelivery};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use super::attempt::{self, Tried};
use super::body;
use crate::app::App;

/// How many deliveries of one webhook are under way together.
const AT_ONCE: usize = 5;
/// How many of one that fails: until one succeeds, more would only take places.
const AT_ONCE_WHILE_FAILING: usize = 1;
/// A receiver that took longer for the last delivery is a slow one, in milliseconds.
const SLOW_MS: u32 = 2_000;
/// The longest and the shortest time between two looks while something waits: a machine may sleep, and its clock be set.
const LONGEST_WAIT: Duration = Duration::from_mins(1);
const SHORTEST_WAIT: Duration = Duration::from_secs(1);
/// How long after the store has failed, or a task broke off, it is looked at again.
pub(super) const REST: Duration = Duration::from_secs(15);
/// How long what is under way may take when the server stops. What is cut off is sent again at the next start.
const ENDING: Duration = Duration::from_secs(3);

/// Deliveries that are under way: each with its webhook, and its lane when it left. Two chats may prove to be one meanwhile.
type UnderWay = HashMap<DeliveryId, (WebhookId, String)>;

/// What a look at the store found.
struct Found {
    /// The webhooks that there are.
    webhooks: HashSet<WebhookId>,
    /// What is to be sent now, and whether its webhook fails.
    due: Vec<(WebhookId, DueDelivery, bool)>,
    /// When there is more to do.
    next: Option<UnixMs>,
}

/// Sends for a tenant until `stopping`, or until it has no webhook any more.
pub(super) async fn send(app: Arc<App>, tenant: TenantId, wake: Arc<Notify>, stopping: CancellationToken) {
    let mut tasks = FuturesUnordered::new();
    let mut under_way = UnderWay::new();
    let mut slow: HashMap<WebhookId, bool> = HashMap::new();
    let mut rests = false;
    let mut looked_at = None;
    loop {
        let wait = if std::mem::take(&mut rests) {
            Some(REST)
        } else {
            match look(&app, tenant, &under_way, &mut looked_at).await {
                Ok(Found { webhooks, .. }) if webhooks.is_empty() && tasks.is_empty() => return,
                Ok(Found { webhooks, due, next }) => {
                    slow.retain(|webhook, _| webhooks.contains(webhook));
                    for (webhook, DueDelivery { id, lane }, is_failing) in due {
                        let is_slow = slow.get(&webhook).copied().unwrap_or(is_failing);
                        // A task of its own: a receiver is listened to also while the store is looked at.
                        let task = app.tasks.spawn(deliver(Arc::clone(&app), tenant, webhook, id, is_slow));
                        let task = AbortOnDropHandle::new(task);
                        under_way.insert(id, (webhook, lane));
                        tasks.push(async move { (webhook, id, task.await) });
                    }
                    next.map(|next| until(next, app.now()))
                }
                Err(StorageError::UnknownTenant) => return,
                Err(error) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, tenant.id = %tenant, "webhooks have to wait");
                    Some(REST)
                }
            }
        };
        tokio::select! {
            () = stopping.cancelled() => break,
            () = wake.notified() => {}
            () = sleep(wait) => {}
            Some((webhook, id, done)) = tasks.next() => {
                under_way.remove(&id);
                match done {
                    Ok(Ok(is_slow)) => slow.extend(is_slow.map(|is_slow| (webhook, is_slow))),
                    Ok(Err(error)) => {
                        rests = true;
                        tracing::warn!(error = &error as &dyn std::error::Error, tenant.id = %tenant, "what a receiver answered was not kept: it is told again");
                    }
                    Err(error) => {
                        rests = true;
                        tracing::error!(error = &error as &dyn std::error::Error, tenant.id = %tenant, "a delivery ended by itself");
                    }
                }
            }
        }
    }
    let finish = async { while tasks.next().await.is_some() {} };
    if tokio::time::timeout(ENDING, finish).await.is_err() {
        tracing::debug!(tenant.id = %tenant, "deliveries were cut off and are sent again at the next start");
    }
}

async fn sleep(wait: Option<Duration>) {
    match wait {
        Some(wait) => tokio::time::sleep(wait).await,
        None => std::future::pending().await,
    }
}

fn until(next: UnixMs, now: UnixMs) -> Duration {
    let wait = Duration::from_millis(u64::try_from(next.since_ms(now)).unwrap_or(0));
    wait.clamp(SHORTEST_WAIT, LONGEST_WAIT)
}

/// What is to be sent now beside what is under way, and when there is more to do. `before` is when it was looked at last.
async fn look(
    app: &App,
    tenant: TenantId,
    under_way: &UnderWay,
    before: &mut Option<UnixMs>,
) -> Result<Found, StorageError> {
    let _look = app.webhooks.looks.acquire().await;
    let chats = app.stores.chats(tenant).await?;
    hasten(&chats, before, app.now()).await?;
    loop {
        let Planned { is_more, events } = chats.plan_deliveries(app.now()).await?;
        tell(app, tenant, events).await;
        if !is_more {
            break;
        }
    }
    let now = app.now();
    let (mut webhooks, mut full, mut found) = (HashSet::new(), HashSet::new(), Vec::new());
    let mut seen: HashSet<DeliveryId> = under_way.keys().copied().collect();
    for webhook in chats.webhooks().await? {
        webhooks.insert(webhook.id);
        let lanes: HashSet<&str> =
            under_way.values().filter(|(of, _)| *of == webhook.id).map(|(_, lane)| lane.as_str()).collect();
        let count = under_way.values().filter(|(of, _)| *of == webhook.id).count();
        let is_failing = webhook.failing_since.is_some();
        let most = if is_failing { AT_ONCE_WHILE_FAILING } else { AT_ONCE };
        if webhook.state != WebhookState::Active {
            continue;
        }
        if count >= most {
            full.insert(webhook.id);
            continue;
        }
        let due = chats.due_deliveries(webhook.id, webhook.events, now, AT_ONCE).await?;
        seen.extend(due.iter().map(|due| due.id));
        let free = due.into_iter().filter(|due| !under_way.contains_key(&due.id) && !lanes.contains(due.lane.as_str()));
        let free: Vec<_> = free.take(most - count).collect();
        if free.len() == most - count {
            full.insert(webhook.id);
        }
        found.extend(free.into_iter().map(|due| (webhook.id, due, is_failing)));
    }
    // What was seen and does not go now waits for one that is under way, and with the end of that is looked at again.
    Ok(Found { webhooks, due: found, next: chats.next_delivery(seen, full).await? })
}

/// Where the clock was set back since the last look, nothing waits for what it said before. At the first look nobody knows,
/// but nothing waits for longer than the longest wait.
async fn hasten(chats: &ChatStore, before: &mut Option<UnixMs>, now: UnixMs) -> Result<(), StorageError> {
    match *before {
        None => chats.hasten_deliveries(now, LONGEST_WEBHOOK_WAIT_MS).await?,
        Some(before) if now < before => chats.hasten_deliveries(now, 0).await?,
        Some(_) => {}
    }
    *before = Some(now);
    Ok(())
}

/// Tells that webhooks were disabled.
async fn tell(app: &App, tenant: TenantId, events: Vec<Event>) {
    if !events.is_empty() {
        tracing::info!(tenant.id = %tenant, webhooks = events.len(), "webhooks were disabled");
        app.audit("server", "webhook.disabled", Some(tenant)).await;
        app.host.tell(tenant, events);
    }
}

/// Tries a delivery once and keeps what came of it; tells whether its receiver is a slow one. `None`: by the time it had a
/// place, there was nothing to send.
async fn deliver(
    app: Arc<App>,
    tenant: TenantId,
    webhook: WebhookId,
    id: DeliveryId,
    is_slow: bool,
) -> Result<Option<bool>, StorageError> {
    let places = if is_slow { &app.webhooks.slow } else { &app.webhooks.quick };
    let _place = places.acquire().await;
    let due = app.stores.chats(tenant).await?.still_due(webhook, id, app.now()).await?;
    let Some(DeliveryToTry { webhook, tries, event }) = due else { return Ok(None) };
    let told = body::body(&app, tenant, &webhook, id, event).await;
    let body = serde_json::to_vec(&told).expect("it has only plain fields");
    drop(told);
    let Tried { attempt, retry_after_ms } =
        attempt::send(&app.webhooks.poster, &webhook, &id.to_string(), body, app.now()).await;
    let is_slow = attempt.failure.is_some() || attempt.took_ms > SLOW_MS;
    let now = app.now();
    let follows = attempt.what_follows(tries, retry_after_ms, now, rand::random());
    app.metrics.webhooks.tried(follows);
    let chats = app.stores.chats(tenant).await?;
    let tried = TriedDelivery { webhook: webhook.id, id, url: webhook.url, tries, attempt };
    tell(&app, tenant, chats.record_attempt(tried, follows, now).await?).await;
    Ok(Some(is_slow))
}
