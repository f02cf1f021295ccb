//! Sends what is due for one tenant's webhooks.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use portaria_domain::{Event, TenantId, UnixMs, Webhook, WebhookId, WebhookState};
use portaria_storage::{DueDelivery, Planned, StorageError};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::attempt::{self, Tried};
use crate::app::App;
use crate::shapes::WebhookEvent;

/// How many deliveries of one webhook are under way together.
const AT_ONCE: usize = 5;
/// How many of one that fails: until one succeeds, more would only take places.
const AT_ONCE_WHILE_FAILING: usize = 1;
/// A receiver that took longer for the last delivery is a slow one, in milliseconds.
const SLOW_MS: u32 = 2_000;
/// The longest and the shortest time between two looks while something waits: a machine may sleep, and its clock be set.
const LONGEST_WAIT: Duration = Duration::from_mins(1);
const SHORTEST_WAIT: Duration = Duration::from_secs(1);
/// How long after the store has failed it is looked at again.
const REST: Duration = Duration::from_secs(15);
/// How long what is under way may take when the server stops. What is cut off is sent again at the next start.
const ENDING: Duration = Duration::from_secs(3);

/// In which lane a delivery is under way, of which webhook.
type Lane = (WebhookId, String);

/// What is left of a delivery that was under way.
struct Done {
    lane: Lane,
    is_slow: bool,
    /// Whether what came of it could be kept.
    is_kept: bool,
}

/// Sends for a tenant until `stopping`, or until there is no such tenant any more.
pub(super) async fn send(app: Arc<App>, tenant: TenantId, wake: Arc<Notify>, stopping: CancellationToken) {
    let mut under_way: FuturesUnordered<BoxFuture<'static, Done>> = FuturesUnordered::new();
    let mut busy: HashSet<Lane> = HashSet::new();
    let mut slow: HashMap<WebhookId, bool> = HashMap::new();
    let mut rests = false;
    loop {
        let wait = if std::mem::take(&mut rests) {
            Some(REST)
        } else {
            match look(&app, tenant, &busy).await {
                Ok((due, next)) => {
                    for (webhook, delivery) in due {
                        busy.insert((webhook.id, delivery.lane.clone()));
                        let is_slow = slow.get(&webhook.id).copied().unwrap_or(webhook.failing_since.is_some());
                        under_way.push(Box::pin(deliver(Arc::clone(&app), tenant, webhook, delivery, is_slow)));
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
            Some(done) = under_way.next() => {
                rests = !done.is_kept;
                slow.insert(done.lane.0, done.is_slow);
                busy.remove(&done.lane);
            }
        }
    }
    let finish = async { while under_way.next().await.is_some() {} };
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

/// What is to be sent now beside what is under way, and when there is more to do.
async fn look(
    app: &App,
    tenant: TenantId,
    busy: &HashSet<Lane>,
) -> Result<(Vec<(Webhook, DueDelivery)>, Option<UnixMs>), StorageError> {
    let _look = app.webhooks.looks.acquire().await;
    let chats = app.stores.chats(tenant).await?;
    loop {
        let Planned { is_more, events } = chats.plan_deliveries(app.now()).await?;
        tell(app, tenant, events).await;
        if !is_more {
            break;
        }
    }
    let now = app.now();
    let mut found = Vec::new();
    for webhook in chats.webhooks().await? {
        let under_way = busy.iter().filter(|(id, _)| *id == webhook.id).count();
        let most = if webhook.failing_since.is_some() { AT_ONCE_WHILE_FAILING } else { AT_ONCE };
        if webhook.state != WebhookState::Active || under_way >= most {
            continue;
        }
        let due = chats.due_deliveries(webhook.id, webhook.events.clone(), now, AT_ONCE).await?;
        let free = due.into_iter().filter(|due| !busy.contains(&(webhook.id, due.lane.clone())));
        found.extend(free.take(most - under_way).map(|due| (webhook.clone(), due)));
    }
    Ok((found, chats.next_delivery().await?))
}

/// Tells that webhooks were disabled.
async fn tell(app: &App, tenant: TenantId, events: Vec<Event>) {
    if !events.is_empty() {
        tracing::info!(tenant.id = %tenant, webhooks = events.len(), "webhooks were disabled");
        app.audit("server", "webhook.disabled", Some(tenant)).await;
        app.host.tell(tenant, events);
    }
}

/// Tries a delivery once and keeps what came of it.
async fn deliver(app: Arc<App>, tenant: TenantId, webhook: Webhook, due: DueDelivery, is_slow: bool) -> Done {
    let places = if is_slow { &app.webhooks.slow } else { &app.webhooks.quick };
    let _place = places.acquire().await;
    let DueDelivery { id, lane, attempts, event } = due;
    let lane = (webhook.id, lane);
    let body = serde_json::to_vec(&WebhookEvent::new(id, tenant, event)).expect("it has only plain fields");
    let Tried { attempt, retry_after_ms } =
        attempt::send(&app.webhooks.poster, &webhook, &id.to_string(), body, app.now()).await;
    let is_slow = attempt.failure.is_some() || attempt.took_ms > SLOW_MS;
    let now = app.now();
    let follows = attempt.what_follows(attempts + 1, retry_after_ms, now, rand::random());
    let kept = async { app.stores.chats(tenant).await?.record_attempt(webhook.id, id, attempt, follows, now).await };
    let is_kept = match kept.await {
        Ok(events) => {
            tell(&app, tenant, events).await;
            true
        }
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, tenant.id = %tenant, "what a receiver answered was not kept: it is told again");
            false
        }
    };
    Done { lane, is_slow, is_kept }
}
