//! Ends sockets whose credential ran out by itself, or was ended by another process.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::auth::Proof;

/// How often it goes round.
const ROUND: Duration = Duration::from_secs(30);

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
