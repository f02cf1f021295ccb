//! Knows which tenants have webhooks, and has what is due sent for each.

use std::collections::HashMap;
use std::sync::Arc;

use portaria_domain::TenantId;
use portaria_sessions::{Notice, NoticeBody};
use tokio::sync::Notify;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use super::sender;
use crate::app::App;

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
            () = app.webhooks.changes() => {
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
