//! Who may open a socket.

use std::fmt;
use std::sync::{Arc, Weak};

use serde::Deserialize;
use socketioxide::extract::{Extension, SocketRef, TryData};
use socketioxide::handler::ConnectHandler;

use super::room;
use crate::app::App;
use crate::auth::Proof;

/// What the connection's `auth` holds.
#[derive(Deserialize)]
struct Auth {
    ticket: String,
}

/// Why a connection was refused; the client gets it as its `connect_error`.
#[derive(Debug)]
struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ticket_invalid")
    }
}

/// Opens the one namespace. Holds the app weakly: the app holds the sockets.
pub(crate) fn admit(app: &Arc<App>) {
    let (for_check, for_entry) = (Arc::downgrade(app), Arc::downgrade(app));
    let check = move |socket: SocketRef, auth: TryData<Auth>| check(for_check.clone(), socket, auth);
    let enter = move |socket: SocketRef, proof: Extension<Proof>| enter(for_entry.clone(), socket, proof);
    app.sockets.ns("/", enter.with(check));
}

/// Takes the ticket. Cookies, headers and the address count for nothing here.
async fn check(app: Weak<App>, socket: SocketRef, TryData(auth): TryData<Auth>) -> Result<(), Refused> {
    let app = app.upgrade().ok_or(Refused)?;
    let auth = auth.map_err(|_| Refused)?;
    let proof = app.socket_tickets.redeem(&auth.ticket, app.now()).ok_or(Refused)?;
    if !proof.still_stands(&app).await.unwrap_or(false) {
        return Err(Refused);
    }
    socket.extensions.insert(proof);
    Ok(())
}

/// Puts the socket into its rooms, and only then looks again: whoever ends the credential first
/// writes that down and then empties the room, so that one of the two finds the other.
async fn enter(app: Weak<App>, socket: SocketRef, Extension(proof): Extension<Proof>) {
    socket.join(room::of(&proof));
    let stands = match app.upgrade() {
        Some(app) => proof.still_stands(&app).await.unwrap_or(false),
        None => false,
    };
    if !stands {
        let _ = socket.disconnect();
    }
}
