//! Live events by Socket.IO.
//!
//! A socket is opened by a one-time ticket; the server puts it into its rooms, clients name none.
//! What a client sends is ignored: no event of theirs exists. Who misses something asks the API
//! by number, so nothing here is the only copy of anything.

mod admit;
mod forward;
mod patrol;
pub(crate) mod room;

use std::time::Duration;

use serde::Serialize;
use socketioxide::extract::SocketRef;
use socketioxide::layer::SocketIoLayer;
use socketioxide::{ParserConfig, SocketError, SocketIo, TransportType};
use utoipa::ToSchema;

use crate::app::App;
use crate::auth::Proof;
use crate::problem::Problem;

pub(crate) use admit::admit;
pub(crate) use forward::{forward, show_access, show_looking, show_settings};
pub(crate) use patrol::{end_on_time, patrol};

/// How long a ticket waits for its socket.
pub(crate) const TICKET_LIFETIME_MS: i64 = 60_000;
/// The largest message a client may send; none is needed beyond the ticket.
const LARGEST_MESSAGE: usize = 4 * 1024;
/// How many messages may wait for a slow client.
const WAITING_MESSAGES: usize = 512;
/// How often a client that takes nothing is told again that its socket is closed.
const GOODBYE_EVERY: Duration = Duration::from_millis(100);

/// A ticket for one socket.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SocketTicket {
    /// Goes into the `auth` of the connection: `{ ticket }`. It opens one socket.
    ticket: String,
    /// Until when, in UTC milliseconds.
    expires_at_ms: i64,
}

/// Makes the layer that serves `/socket.io`, and the handle on its sockets.
pub(crate) fn build() -> (SocketIoLayer, SocketIo) {
    // No event of ours has attachments, so nothing is collected for one.
    let parser = ParserConfig::common().max_incoming_binaries(0).max_incoming_binary_buf_size(0);
    SocketIo::builder()
        .with_parser(parser)
        .transports([TransportType::Websocket])
        .max_payload(LARGEST_MESSAGE as u64)
        .ws_max_message_size(LARGEST_MESSAGE)
        .ws_max_frame_size(LARGEST_MESSAGE)
        .max_buffer_size(WAITING_MESSAGES)
        .connect_timeout(Duration::from_secs(10))
        .build_layer()
}

/// Issues a ticket for whoever proved who they are.
pub(crate) fn issue_ticket(app: &App, proof: &Proof) -> Result<SocketTicket, Problem> {
    let (now, expires_at) = (app.now(), app.now() + TICKET_LIFETIME_MS);
    let take = || app.pools.socket_tickets.take(proof.holder(), 1);
    let share = take().or_else(|| {
        app.socket_tickets.forget_expired(now);
        take()
    });
    let ticket = share.and_then(|share| app.socket_tickets.issue((proof.clone(), share), now));
    let ticket = ticket.ok_or_else(|| Problem::rate_limited(60))?;
    Ok(SocketTicket { ticket, expires_at_ms: expires_at.0 })
}

/// Closes every socket of a room.
pub(crate) fn end(app: &App, room: String) {
    for socket in app.sockets.to(room).sockets() {
        close(app, socket);
    }
}

/// Closes a socket. It hears of nothing any more, also where its client is so slow that it can't be told yet.
fn close(app: &App, socket: SocketRef) {
    socket.leave_all();
    let id = socket.id;
    if let Err(SocketError::InternalChannelFull) = socket.disconnect() {
        let (sockets, stopping) = (app.sockets.clone(), app.stopping.clone());
        app.tasks.spawn(stopping.run_until_cancelled_owned(async move {
            while let Some(Err(SocketError::InternalChannelFull)) = sockets.get_socket(id).map(SocketRef::disconnect) {
                tokio::time::sleep(GOODBYE_EVERY).await;
            }
        }));
    }
}
