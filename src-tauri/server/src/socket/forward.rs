//! From the sessions' notices to the rooms.

use std::collections::BTreeSet;
use std::sync::Arc;

use portaria_domain::{Activity, ChatId, Event, MediaId, TenantId};
use portaria_sessions::{Direction, Notice, NoticeBody};
use portaria_storage::{KeyOwner, StorageError};
use serde::Serialize;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use super::room;
use crate::app::App;
use crate::auth::{By, Proof};
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
                app.metrics.events.missed(missed);
                app.note_accounts();
                tracing::warn!(missed, "notices came faster than they were passed on; everybody is told how it stands");
                catch_up(&app).await;
            }
            Err(RecvError::Closed) => return,
        }
    }
}

/// Nobody can say whose notices were lost: each tenant is told how it stands, and its clients see by the number of its
/// last event what they lack. The provider's come back and read anew.
async fn catch_up(app: &App) {
    let mut tenants = BTreeSet::new();
    for socket in app.sockets.sockets() {
        match socket.extensions.get::<Proof>().map(|proof| proof.owner) {
            Some(KeyOwner::Tenant(tenant)) => {
                tenants.insert(tenant);
            }
            Some(KeyOwner::Provider) => super::close(app, socket),
            None => {}
        }
    }
    for tenant in tenants {
        let room = || room::tenant(tenant);
        match last_event(app, tenant).await {
            Ok(Some(event)) => emit(app, room(), "event", &EventShape::from(event)),
            Ok(None) => {}
            Err(error) => {
                // They come back, and ask the same.
                tracing::warn!(tenant.id = %tenant, error = &error as &dyn std::error::Error, "the last event could not be read");
                super::end(app, room());
                continue;
            }
        }
        emit(app, room(), "qr", &app.host.qr(tenant).map(QrShape::from));
        emit(app, room(), "passkey", &app.host.passkey(tenant).map(PasskeyShape::from));
        emit(app, room(), "account", &app.account_shape(tenant));
    }
}

async fn last_event(app: &App, tenant: TenantId) -> Result<Option<Event>, StorageError> {
    let chats = app.stores.chats(tenant).await?;
    let last = chats.last_event_number().await?;
    Ok(chats.events_after(last.saturating_sub(1), 1).await?.events.pop())
}

async fn carry(app: &App, Notice { tenant, body }: Notice) {
    match body {
        NoticeBody::Event(event) => emit(app, room::tenant(tenant), "event", &EventShape::from(event)),
        NoticeBody::Qr(qr) => emit(app, room::tenant(tenant), "qr", &qr.map(QrShape::from)),
        NoticeBody::Passkey(passkey) => {
            emit(app, room::tenant(tenant), "passkey", &passkey.map(PasskeyShape::from));
        }
        NoticeBody::Activity { chat, activity } => {
            let typing = activity == Activity::Typing;
            emit(app, room::tenant(tenant), "typing", &InChat { chat_id: chat, activity: activity.into(), typing });
        }
        NoticeBody::MediaProgress { media, done_bytes, total_bytes, direction } => {
            let direction = match direction {
                Direction::Fetch => "fetch",
                Direction::Send => "send",
            };
            let progress = MediaProgress { media_id: media, done_bytes, total_bytes, direction };
            emit(app, room::tenant(tenant), "media.progress", &progress);
        }
        NoticeBody::Status(_) => show_provider(app, tenant).await,
        NoticeBody::TenantChanged => {
            let others = app.accounts.note(tenant, app.host.account(tenant).as_ref());
            for concerned in std::iter::once(tenant).chain(others) {
                emit(app, room::tenant(concerned), "account", &app.account_shape(concerned));
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
        Ok(Some(row)) => emit(app, room::ADMIN.to_owned(), "tenant", &app.tenant_shape(row)),
        Ok(None) => {}
        Err(error) => tracing::warn!(error = &error as &dyn std::error::Error, "a tenant could not be shown"),
    }
}

/// Shows the provider's browsers from where the server is reached.
pub(crate) fn show_access(app: &App) {
    emit(app, room::PANEL.to_owned(), "access", &app.access_shape());
}

/// Shows the provider's browsers what the provider said of itself.
pub(crate) fn show_settings(app: &App, settings: &SettingsShape) {
    emit(app, room::PANEL.to_owned(), "settings", settings);
}

/// Shows a tenant's other browsers and programs what somebody looks at; not those of whom it is told.
pub(crate) async fn show_looking(app: &App, tenant: TenantId, by: &By, looking: &LookerShape) {
    let own = room::credential(by);
    if let Err(error) = app.sockets.to(room::tenant(tenant)).except(own).emit("looking", looking).await {
        tracing::debug!(%error, "a socket did not take what somebody looks at");
    }
}

/// A client that is too slow for its news would see only with the next ones that it lacks some: its socket is closed, and
/// it comes back and asks.
fn emit<T: Serialize>(app: &App, room: String, event: &'static str, data: &T) {
    for socket in app.sockets.to(room).sockets() {
        if let Err(error) = socket.emit(event, data) {
            tracing::debug!(%error, event, "a socket did not take an event; it is closed");
            super::close(app, socket);
        }
    }
}
