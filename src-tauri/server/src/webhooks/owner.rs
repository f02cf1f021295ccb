//! Knows which tenants have webhooks, and has what is due sent for each.

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt as _, StreamExt as _};
use portaria_domain::TenantId;
use portaria_sessions::{Notice, NoticeBody};
use tokio::sync::Notify;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::sender::{self, REST};
use crate::app::App;

/// The tasks that send, one for each tenant with webhooks.
struct Senders {
    app: Arc<App>,
    stopping: CancellationToken,
    wakes: HashMap<TenantId, Arc<Notify>>,
    /// Each gives its tenant once it has ended, and whether that is to be looked at again.
    running: FuturesUnordered<BoxFuture<'static, (TenantId, bool)>>,
}

impl Senders {
    /// Has a tenant's webhooks looked at.
    fn look(&mut self, tenant: TenantId) {
        let wake = self.wakes.entry(tenant).or_insert_with(|| {
            let wake = Arc::new(Notify::new());
            let send = sender::send(Arc::clone(&self.app), tenant, Arc::clone(&wake), self.stopping.clone());
            let task = self.app.tasks.spawn(send);
            self.running.push(Box::pin(ending(task, tenant)));
            wake
        });
        wake.notify_one();
    }

    /// Forgets one that has ended; what it was told after its last look is for another one.
    fn ended(&mut self, tenant: TenantId, is_wanted: bool) {
        let was_told = self.wakes.remove(&tenant).is_some_and(|wake| wake.notified().now_or_never().is_some());
        if was_told || is_wanted {
            self.look(tenant);
        }
    }
}

/// Waits for the end of a task; one that broke off is replaced after a rest.
async fn ending(task: JoinHandle<()>, tenant: TenantId) -> (TenantId, bool) {
    let Err(error) = task.await else { return (tenant, false) };
    tracing::error!(error = &error as &dyn std::error::Error, tenant.id = %tenant, "who sends to webhooks broke off");
    tokio::time::sleep(REST).await;
    (tenant, true)
}

/// Sends until `stopping`: for the tenants that have webhooks, and for those that get some.
pub(crate) async fn deliver(
    app: Arc<App>,
    tenants: Vec<TenantId>,
    mut notices: Receiver<Notice>,
    stopping: CancellationToken,
) {
    let mut senders = Senders {
        app: Arc::clone(&app),
        stopping: stopping.clone(),
        wakes: HashMap::new(),
        running: FuturesUnordered::new(),
    };
    for tenant in tenants {
        senders.look(tenant);
    }
    loop {
        let notice = tokio::select! {
            () = stopping.cancelled() => return,
            () = app.webhooks.changes() => {
                for tenant in app.webhooks.take_changed() {
                    senders.look(tenant);
                }
                continue;
            }
            Some((tenant, is_wanted)) = senders.running.next() => {
                senders.ended(tenant, is_wanted);
                continue;
            }
            notice = notices.recv() => notice,
        };
        match notice {
            Ok(Notice { tenant, body: NoticeBody::Event(_) }) => {
                if let Some(wake) = senders.wakes.get(&tenant) {
                    wake.notify_one();
                }
            }
            Ok(_) => {}
            // Nobody can say whose notices were lost.
            Err(RecvError::Lagged(_)) => senders.wakes.values().for_each(|wake| wake.notify_one()),
            Err(RecvError::Closed) => return,
        }
    }
}
