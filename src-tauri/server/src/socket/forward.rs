//! From the sessions' notices to the rooms.

use std::collections::BTreeSet;
use std::sync::Arc;

use portaria_domain::{Event, TenantId};
use portaria_sessions::{Notice, NoticeBody};
use portaria_storage::{KeyOwner, StorageError};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use super::room;
use crate::app::App;
use crate::auth::{By, Proof};
use crate::shapes::{
    Data, InChat, LiveEventShape, LookerShape, MediaProgress, ProviderEventShape, Said, SettingsShape,
};

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
            Ok(Some(event)) => emit(app, room(), &LiveEventShape::Event(event.into())),
            Ok(None) => {}
            Err(error) => {
                // They come back, and ask the same.
                tracing::warn!(tenant.id = %tenant, error = &error as &dyn std::error::Error, "the last event could not be read");
                super::end(app, room());
                continue;
            }
        }
        emit(app, room(), &LiveEventShape::Qr(app.host.qr(tenant).map(Into::into)));
        emit(app, room(), &LiveEventShape::Passkey(app.host.passkey(tenant).map(Into::into)));
        emit(app, room(), &LiveEventShape::Account(app.account_shape(tenant)));
    }
}

async fn last_event(app: &App, tenant: TenantId) -> Result<Option<Event>, StorageError> {
    let chats = app.stores.chats(tenant).await?;
    let last = chats.last_event_number().await?;
    Ok(chats.events_after(last.saturating_sub(1), 1).await?.events.pop())
}

async fn carry(app: &App, Notice { tenant, body }: Notice) {
    match body {
        NoticeBody::Event(event) => emit(app, room::tenant(tenant), &LiveEventShape::Event(event.into())),
        NoticeBody::Qr(qr) => emit(app, room::tenant(tenant), &LiveEventShape::Qr(qr.map(Into::into))),
        NoticeBody::Passkey(passkey) => {
            emit(app, room::tenant(tenant), &LiveEventShape::Passkey(passkey.map(Into::into)));
        }
        NoticeBody::Activity { chat, activity } => {
            emit(app, room::tenant(tenant), &LiveEventShape::Typing(InChat::new(chat, activity)));
        }
        NoticeBody::MediaProgress { media, done_bytes, total_bytes, direction } => {
            let media_id = media.to_string();
            let progress = MediaProgress { media_id, done_bytes, total_bytes, direction: direction.into() };
            emit(app, room::tenant(tenant), &LiveEventShape::MediaProgress(progress));
        }
        NoticeBody::Status(_) => show_provider(app, tenant).await,
        NoticeBody::TenantChanged => {
            let others = app.accounts.note(tenant, app.host.account(tenant).as_ref());
            for concerned in std::iter::once(tenant).chain(others) {
                emit(app, room::tenant(concerned), &LiveEventShape::Account(app.account_shape(concerned)));
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
        Ok(Some(row)) => {
            emit(app, room::ADMIN.to_owned(), &ProviderEventShape::Tenant(Box::new(app.tenant_shape(row))));
        }
        Ok(None) => {}
        Err(error) => tracing::warn!(error = &error as &dyn std::error::Error, "a tenant could not be shown"),
    }
}

/// Shows the provider's browsers from where the server is reached.
pub(crate) fn show_access(app: &App) {
    emit(app, room::PANEL.to_owned(), &ProviderEventShape::Access(Box::new(app.access_shape())));
}

/// Shows the provider's browsers what the provider said of itself.
pub(crate) fn show_settings(app: &App, settings: &SettingsShape) {
    emit(app, room::PANEL.to_owned(), &ProviderEventShape::Settings(settings.clone()));
}

/// Shows a tenant's other browsers and programs what somebody looks at; not those of whom it is told.
pub(crate) async fn show_looking(app: &App, tenant: TenantId, by: &By, looking: &LookerShape) {
    let own = room::credential(by);
    let said = LiveEventShape::Looking(looking.clone());
    if let Err(error) = app.sockets.to(room::tenant(tenant)).except(own).emit(said.event(), &Data(&said)).await {
        tracing::debug!(%error, "a socket did not take what somebody looks at");
    }
}

/// A client that is too slow for its news would see only with the next ones that it lacks some: its socket is closed, and
/// it comes back and asks.
fn emit<T: Said>(app: &App, room: String, said: &T) {
    let event = said.event();
    for socket in app.sockets.to(room).sockets() {
        if let Err(error) = socket.emit(event, &Data(said)) {
            tracing::debug!(%error, event, "a socket did not take an event; it is closed");
            super::close(app, socket);
        }
    }
}
