//! Ends sockets whose credential ran out by itself, or was ended by another process.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::room;
use crate::app::App;
use crate::auth::Proof;

/// How often it goes round.
const ROUND: Duration = Duration::from_secs(30);
/// How often it looks whose moment has come: a second after it nobody hears anything any more.
const LOOK: Duration = Duration::from_millis(500);

/// Closes sockets at the moment that was said for their credential, until `stopping`.
pub(crate) async fn end_on_time(app: Arc<App>, stopping: CancellationToken) {
    loop {
        tokio::select! {
            () = stopping.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
        for socket in app.sockets.to(room::ENDING).sockets() {
            let ends_at = socket.extensions.get::<Proof>().and_then(|proof| proof.ends_at());
            if ends_at.is_some_and(|at| at <= app.now()) {
                super::close(&app, socket);
            }
        }
    }
}

/// Goes round until `stopping`; also forgets callers and logins whose time is over.
pub(crate) async fn patrol(app: Arc<App>, stopping: CancellationToken) {
    loop {
        tokio::select! {
            () = stopping.cancelled() => return,
            () = tokio::time::sleep(ROUND) => {}
        }
        for socket in app.sockets.sockets() {
            let Some(proof) = socket.extensions.get::<Proof>() else { continue };
            // A store that cannot answer just now is no reason to cut everybody off.
            if !proof.still_stands(&app).await.unwrap_or(true) {
                super::close(&app, socket);
            }
        }
        app.rates.sweep();
        app.socket_tickets.forget_expired(app.now());
        app.uploads.sweep(app.now());
        app.lookers.sweep(app.now());
        if let Err(error) = app.stores.purge_expired_logins(app.now()).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "logins whose time is over could not be removed");
        }
    }
}
