//! Who may open a socket.

use std::fmt;
use std::sync::{Arc, Weak};

use serde::Deserialize;
use socketioxide::extract::{Extension, SocketRef, TryData};
use socketioxide::handler::ConnectHandler;

use super::room;
use crate::accept::Place;
use crate::addresses::ClientAddress;
use crate::app::App;
use crate::auth::Proof;
use crate::shares::Share;

/// What the connection's `auth` holds.
#[derive(Deserialize)]
struct Auth {
    ticket: String,
}

/// Why a connection was refused; the client gets it as its `connect_error`.
#[derive(Debug)]
enum Refused {
    /// The ticket is none, was used, or its credential has ended.
    Ticket,
    /// The credential does not open from where the socket comes.
    Address,
    /// The credential or its tenant has as many sockets as it may.
    TooMany,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ticket => "ticket_invalid",
            Self::Address => "key_elsewhere",
            Self::TooMany => "too_many_sockets",
        })
    }
}

/// Held by an open socket: what it has of the pool of sockets.
struct Seat {
    _share: Share,
}

/// Opens the one namespace. Holds the app weakly: the app holds the sockets.
pub(crate) fn admit(app: &Arc<App>) {
    let (for_check, for_entry) = (Arc::downgrade(app), Arc::downgrade(app));
    let check = move |socket: SocketRef, auth: TryData<Auth>| check(for_check.clone(), socket, auth);
    let enter = move |socket: SocketRef, proof: Extension<Proof>| enter(for_entry.clone(), socket, proof);
    app.sockets.ns("/", enter.with(check));
}

/// Takes the ticket. Cookies, headers and what is asked for count for nothing here; from where it is asked does, for a key
/// that opens from some addresses alone.
async fn check(app: Weak<App>, socket: SocketRef, TryData(auth): TryData<Auth>) -> Result<(), Refused> {
    let app = app.upgrade().ok_or(Refused::Ticket)?;
    let auth = auth.map_err(|_| Refused::Ticket)?;
    let (proof, _) = app.socket_tickets.redeem(&auth.ticket, app.now()).ok_or(Refused::Ticket)?;
    if !proof.still_stands(&app).await.unwrap_or(false) {
        return Err(Refused::Ticket);
    }
    if !proof.admits(ClientAddress::of(&socket.req_parts().extensions)) {
        return Err(Refused::Address);
    }
    let share = app.pools.sockets.take(proof.holder(), 1).ok_or(Refused::TooMany)?;
    if let Some(place) = socket.req_parts().extensions.get::<Arc<Place>>() {
        place.prove(proof.holder());
    }
    socket.extensions.insert(Arc::new(Seat { _share: share }));
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
