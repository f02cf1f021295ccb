//! Hears of what arrives, for tenants whose browsers are told.

use std::sync::Arc;

use portaria_domain::{EventBody, TenantId};
use portaria_sessions::{Notice, NoticeBody};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use super::payload::News;
use super::{sender, told};
use crate::app::App;

/// Has browsers told until `stopping`. Never waits for a push service, or for the disk.
pub(crate) async fn tell(app: Arc<App>, mut notices: Receiver<Notice>, stopping: CancellationToken) {
    loop {
        let notice = tokio::select! {
            () = stopping.cancelled() => return,
            notice = notices.recv() => notice,
        };
        match notice {
            Ok(Notice { tenant, body: NoticeBody::Event(event) }) if app.push.waiting.has(tenant) => {
                hear(&app, tenant, &event.body, &stopping);
            }
            // What was missed is seen when the panel opens.
            Ok(_) | Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return,
        }
    }
}

fn hear(app: &Arc<App>, tenant: TenantId, event: &EventBody, stopping: &CancellationToken) {
    let (EventBody::MessageReceived { chat, .. }
    | EventBody::MessageCreated { chat, .. }
    | EventBody::MessageUpdated { chat, .. }
    | EventBody::ChatUpdated(chat)) = event
    else {
        return;
    };
    let now = app.now();
    match event {
        EventBody::MessageReceived { message, .. } if told::is_told(message, chat, now) => {
            for login in app.push.waiting.tell(tenant, &News::new(message, chat, now)) {
                app.tasks.spawn(sender::serve(Arc::clone(app), tenant, login, stopping.clone()));
            }
        }
        _ if told::is_read(chat) => app.push.waiting.read(tenant, chat.id),
        _ => {}
    }
}
