//! The accept loop: takes connections, bounds them, and lets them finish when the server stops.
//!
//! `axum::serve` has neither a deadline for headers nor a cap on connections; this has both.
//! Deliberately absent: TLS (a proxy or tunnel brings it) and HTTP/2, which browsers speak over TLS only.

mod bounded;
mod places;
mod stall;

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use crate::app::AppState;
use crate::config::Limits;
use crate::layers::Peer;
use bounded::Bounded;
use stall::StallGuard;

pub(crate) use places::{Place, Places};

/// How long requests under way may take when the server stops.
const GRACE: Duration = Duration::from_secs(4);
/// How long to rest when the system has no more file handles.
const BREATH: Duration = Duration::from_millis(100);

/// Takes connections for the routes, at any number of ports; the bounds hold over all of them.
#[derive(Clone)]
pub(crate) struct Acceptor {
    app: AppState,
    routes: Router,
    tracker: TaskTracker,
    ending: CancellationToken,
}

impl Acceptor {
    /// Tasks run in `tracker`; the whole server ends with `ending`.
    pub(crate) fn new(app: AppState, routes: Router, tracker: TaskTracker, ending: CancellationToken) -> Self {
        Self { app, routes, tracker, ending }
    }

    /// Takes connections at a port until `stopping`. The requests under way then finish within [`GRACE`]; what is open
    /// longer, such as sockets, is closed where the server goes on without that port.
    pub(crate) fn serve(&self, listener: TcpListener, stopping: CancellationToken) {
        self.tracker.spawn(self.clone().accept(listener, stopping));
    }

    async fn accept(self, listener: TcpListener, stopping: CancellationToken) {
        let closing = CancellationToken::new();
        loop {
            let accepted = tokio::select! {
                () = stopping.cancelled() => break,
                accepted = listener.accept() => accepted,
            };
            let (stream, remote) = match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(BREATH).await;
                    continue;
                }
            };
            let brings_many = self.app.addresses.brings_many(remote.ip());
            let Some(place) = self.app.places.take(remote.ip(), brings_many, &closing) else {
                tracing::debug!("a connection was turned away: too many are open");
                continue;
            };
            let Ok(local) = stream.local_addr() else { continue };
            let (routes, limits) = (self.routes.clone(), self.app.config.limits.clone());
            let connection = talk(stream, Peer { remote, local }, place, routes, limits, stopping.clone());
            self.tracker.spawn(async move {
                if let Err(error) = connection.await {
                    tracing::trace!(%error, "a connection ended badly");
                }
            });
        }
        drop(listener);
        tokio::select! {
            () = self.ending.cancelled() => {}
            () = tokio::time::sleep(GRACE) => closing.cancel(),
        }
    }
}

/// Serves one connection, and brings it to its end when the server stops.
async fn talk(
    stream: TcpStream,
    peer: Peer,
    place: Arc<Place>,
    router: Router,
    limits: Limits,
    stopping: CancellationToken,
) -> hyper::Result<()> {
    // Answers are small and should not wait to be filled up.
    let _ = stream.set_nodelay(true);
    let stream = StallGuard::new(stream, Duration::from_millis(limits.write_timeout_ms));
    // The stream keeps the place, also where a socket takes the stream over.
    let stream = Bounded::new(stream, Arc::clone(&place));
    let leave = place.leave().clone();
    let service = service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(peer);
        request.extensions_mut().insert(Arc::clone(&place));
        router.clone().oneshot(request.map(Body::new))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_millis(limits.header_timeout_ms))
        .max_buf_size(limits.header_bytes.max(8192))
        .max_headers(limits.header_fields)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    tokio::select! {
        done = connection.as_mut() => return done,
        () = leave.cancelled() => return Ok(()),
        () = stopping.cancelled() => connection.as_mut().graceful_shutdown(),
    }
    tokio::time::timeout(GRACE, connection).await.unwrap_or(Ok(()))
}

/// Opens the port.
pub(crate) async fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    TcpListener::bind(address).await
}
