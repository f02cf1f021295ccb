//! The accept loop: takes connections, bounds them, and lets them finish when the server stops.
//!
//! `axum::serve` has neither a deadline for headers nor a cap on connections; this has both.
//! Encrypted connections have the same bounds, and the deadline of a request's headers for their beginning as well.
//! Deliberately absent: HTTP/2.

mod bounded;
mod places;
mod stall;

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use portaria_reach::Tls;
use socket2::{Domain, Protocol, Socket, Type};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use crate::addresses::{Entry, Peer};
use crate::app::AppState;
use crate::config::Limits;
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
    /// longer, such as sockets, is closed where the server goes on without that port. Gives what ends as soon as the port
    /// is free for others.
    pub(crate) fn serve(&self, listener: TcpListener, stopping: CancellationToken) -> CancellationToken {
        self.serve_as(Way::Plain(self.routes.clone()), listener, stopping)
    }

    /// The same, with connections that begin encrypted.
    pub(crate) fn serve_encrypted(
        &self,
        tls: Tls,
        listener: TcpListener,
        stopping: CancellationToken,
    ) -> CancellationToken {
        self.serve_as(Way::Encrypted(tls, self.routes.clone()), listener, stopping)
    }

    /// The same, for what tunnels carry here.
    pub(crate) fn serve_tunnel(&self, listener: TcpListener, stopping: CancellationToken) -> CancellationToken {
        self.serve_as(Way::Tunnel(self.routes.clone()), listener, stopping)
    }

    /// The same, for other routes than those of the server.
    pub(crate) fn serve_only(
        &self,
        routes: Router,
        listener: TcpListener,
        stopping: CancellationToken,
    ) -> CancellationToken {
        self.serve_as(Way::Plain(routes), listener, stopping)
    }

    fn serve_as(&self, way: Way, listener: TcpListener, stopping: CancellationToken) -> CancellationToken {
        let is_free = CancellationToken::new();
        self.tracker.spawn(self.clone().accept(way, listener, stopping, is_free.clone()));
        is_free
    }

    async fn accept(self, way: Way, listener: TcpListener, stopping: CancellationToken, is_free: CancellationToken) {
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
            let limits = self.app.config.limits.clone();
            self.tracker.spawn(begin(stream, (remote, local), place, way.clone(), limits, stopping.clone()));
        }
        drop(listener);
        is_free.cancel();
        tokio::select! {
            () = self.ending.cancelled() => {}
            () = tokio::time::sleep(GRACE) => closing.cancel(),
        }
    }
}

/// How connections at a port begin, and what they come to.
#[derive(Clone)]
enum Way {
    Plain(Router),
    Encrypted(Tls, Router),
    Tunnel(Router),
}

impl Way {
    const fn entry(&self) -> Entry {
        match self {
            Self::Plain(_) => Entry::Main,
            Self::Encrypted(..) => Entry::Encrypted,
            Self::Tunnel(_) => Entry::Tunnel,
        }
    }
}

/// Serves one connection from its first byte to its end.
async fn begin(
    stream: TcpStream,
    (remote, local): (SocketAddr, SocketAddr),
    place: Arc<Place>,
    way: Way,
    limits: Limits,
    stopping: CancellationToken,
) {
    // Answers are small and should not wait to be filled up.
    let _ = stream.set_nodelay(true);
    let stream = StallGuard::new(stream, Duration::from_millis(limits.write_timeout_ms));
    // The stream keeps the place, also where a socket takes the stream over.
    let stream = Bounded::new(stream, Arc::clone(&place));
    let peer = Peer { remote, local, entry: way.entry() };
    let ended = match way {
        Way::Plain(router) | Way::Tunnel(router) => talk(stream, peer, place, router, limits, stopping).await,
        Way::Encrypted(tls, router) => {
            let deadline = Duration::from_millis(limits.header_timeout_ms);
            let greeting = tokio::select! {
                () = stopping.cancelled() => return,
                greeting = timeout(deadline, tls.accept(stream)) => greeting,
            };
            match greeting {
                Ok(Ok(Some(stream))) => talk(stream, peer, place, router, limits, stopping).await,
                Ok(Ok(None)) => return,
                Ok(Err(error)) => return tracing::trace!(%error, "a connection was not encrypted"),
                Err(_) => return tracing::trace!("a connection was not encrypted in time"),
            }
        }
    };
    if let Err(error) = ended {
        tracing::trace!(%error, "a connection ended badly");
    }
}

/// Serves a connection once it can carry requests, and brings it to its end when the server stops.
async fn talk<S: AsyncRead + AsyncWrite + Send + Unpin + 'static>(
    stream: S,
    peer: Peer,
    place: Arc<Place>,
    router: Router,
    limits: Limits,
    stopping: CancellationToken,
) -> hyper::Result<()> {
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
    timeout(GRACE, connection).await.unwrap_or(Ok(()))
}

/// Opens the port.
pub(crate) async fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    TcpListener::bind(address).await
}

/// Opens the port for everybody, by IPv4 and, where this machine has it, by IPv6.
pub(crate) fn listen_everywhere(port: u16) -> std::io::Result<Vec<TcpListener>> {
    let mut listeners = vec![listen_alone(Domain::IPV4, SocketAddr::from((Ipv4Addr::UNSPECIFIED, port)))?];
    match listen_alone(Domain::IPV6, SocketAddr::from((Ipv6Addr::UNSPECIFIED, port))) {
        Ok(listener) => listeners.push(listener),
        Err(error) => tracing::debug!(%error, port, "the port is not open by IPv6"),
    }
    Ok(listeners)
}

/// Each kind of address has a port of its own: systems differ in whether IPv6 brings IPv4 along.
fn listen_alone(domain: Domain, address: SocketAddr) -> std::io::Result<TcpListener> {
    const WAITING: i32 = 1024;
    let socket = Socket::new(domain, Type::STREAM, Some(Protocol::TCP))?;
    if domain == Domain::IPV6 {
        socket.set_only_v6(true)?;
    }
    // Elsewhere than on Windows this takes a port whose last connections are still being forgotten, and no other's.
    #[cfg(not(windows))]
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(WAITING)?;
    TcpListener::from_std(socket.into())
}
