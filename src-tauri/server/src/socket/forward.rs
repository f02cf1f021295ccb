//! From the sessions' notices to the rooms.

use std::sync::Arc;

use portaria_domain::{Activity, ChatId, MediaId, TenantId};
use portaria_sessions::{Direction, Notice, NoticeBody};
use serde::Serialize;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use super::room;
use crate::app::App;
use crate::auth::By;
use crate::shapes::{ActivityWord, EventShape, LookerShape, PasskeyShape, QrShape, SettingsShape};

/// What the other side of a chat does.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InChat {
    chat_id: ChatId,
    activity: ActivityWord,
    /// Whether they type: for who does not look at `activity`.
    typing: bool,
}

/// How far a file has come on its way from or to WhatsApp.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MediaProgress {
    media_id: MediaId,
    done_bytes: u64,
    total_bytes: u64,
    direction: &'static str,
}

/// Carries notices to the rooms until `stopping`.
pub(crate) async fn forward(app: Arc<App>, mut notices: Receiver<Notice>, stopping: CancellationToken) {
    loop {
        let notice = tokio::select! {
            () = stopping.cancelled() => return,
            notice = notices.recv() => notice,
        };
        match notice {
            Ok(notice) => {
                match &notice.body {
                    NoticeBody::Event(event) => app.metrics.events.told(event, app.now()),
                    NoticeBody::Status(status) => app.metrics.events.changed(status),
                    _ => {}
                }
                carry(&app, notice).await;
            }
            Err(RecvError::Lagged(missed)) => {
                // Nobody can say whose notices were lost. Clients that come back ask by number.
                app.metrics.events.missed(missed);
                app.note_accounts();
                tracing::warn!(missed, "notices came faster than sockets took them; sockets are opened anew");
                let _ = app.sockets.broadcast().disconnect().await;
            }
            Err(RecvError::Closed) => return,
        }
    }
}

async fn carry(app: &App, Notice { tenant, body }: Notice) {
    match body {
        NoticeBody::Event(event) => emit(app, room::tenant(tenant), "event", &EventShape::from(event)).await,
        NoticeBody::Qr(qr) => emit(app, room::tenant(tenant), "qr", &qr.map(QrShape::from)).await,
        NoticeBody::Passkey(passkey) => {
            emit(app, room::tenant(tenant), "passkey", &passkey.map(PasskeyShape::from)).await;
        }
        NoticeBody::Activity { chat, activity } => {
            let typing = activity == Activity::Typing;
            emit(app, room::tenant(tenant), "typing", &InChat { chat_id: chat, activity: activity.into(), typing })
                .await;
        }
        NoticeBody::MediaProgress { media, done_bytes, total_bytes, direction } => {
            let direction = match direction {
                Direction::Fetch => "fetch",
                Direction::Send => "send",
            };
            let progress = MediaProgress { media_id: media, done_bytes, total_bytes, direction };
            emit(app, room::tenant(tenant), "media.progress", &progress).await;
        }
        NoticeBody::Status(_) => show_provider(app, tenant).await,
        NoticeBody::TenantChanged => {
            let others = app.accounts.note(tenant, app.host.account(tenant).as_ref());
            for concerned in std::iter::once(tenant).chain(others) {
                emit(app, room::tenant(concerned), "account", &app.account_shape(concerned)).await;
                show_provider(app, concerned).await;
            }
        }
    }
}

/// Shows a tenant to the provider as it is now; reads nothing while nobody looks.
async fn show_provider(app: &App, tenant: TenantId) {
    if app.sockets.to(room::ADMIN).sockets().is_empty() {
        return;
    }
    match app.stores.tenant(tenant).await {
        Ok(Some(row)) => emit(app, room::ADMIN.to_owned(), "tenant", &app.tenant_shape(row)).await,
        Ok(None) => {}
        Err(error) => tracing::warn!(error = &error as &dyn std::error::Error, "a tenant could not be shown"),
    }
}

/// Shows the provider's browsers from where the server is reached.
pub(crate) async fn show_access(app: &App) {
    emit(app, room::PANEL.to_owned(), "access", &app.access_shape()).await;
}

/// Shows the provider's browsers what the provider said of itself.
pub(crate) async fn show_settings(app: &App, settings: &SettingsShape) {
    emit(app, room::PANEL.to_owned(), "settings", settings).await;
}

/// Shows a tenant's other browsers and programs what somebody looks at; not those of whom it is told.
pub(crate) async fn show_looking(app: &App, tenant: TenantId, by: &By, looking: &LookerShape) {
    let own = room::credential(by);
    if let Err(error) = app.sockets.to(room::tenant(tenant)).except(own).emit("looking", looking).await {
        tracing::debug!(%error, "a socket did not take what somebody looks at");
    }
}

async fn emit<T: Serialize>(app: &App, room: String, event: &'static str, data: &T) {
    if let Err(error) = app.sockets.to(room).emit(event, data).await {
        // A slow or leaving client: it sees the gap in the numbers, or comes back and asks.
        tracing::debug!(%error, event, "a socket did not take an event");
    }
}
