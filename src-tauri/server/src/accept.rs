//! The accept loop: takes connections, bounds them, and lets them finish when the server stops.
//!
//! `axum::serve` has neither a deadline for headers nor a cap on connections; this has both.
//! Deliberately absent: TLS (a proxy or tunnel brings it) and HTTP/2, which browsers speak over TLS only.

mod stall;

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::{Arc, Mutex};
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

use crate::config::Limits;
use crate::layers::Peer;
use stall::StallGuard;

/// How long requests under way may take when the server stops.
const GRACE: Duration = Duration::from_secs(5);
/// How long to rest when the system has no more file handles.
const BREATH: Duration = Duration::from_millis(100);

/// Serves until `stopping`; the requests under way then finish in tasks of `tracker`, within [`GRACE`].
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    tracker: TaskTracker,
    stopping: CancellationToken,
) {
    let seats = Seats::new(&limits);
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
        let Some(seat) = seats.take(remote.ip()) else {
            tracing::debug!("a connection was turned away: too many are open");
            continue;
        };
        let Ok(local) = stream.local_addr() else { continue };
        let connection = talk(stream, Peer { remote, local }, router.clone(), limits.clone(), stopping.clone());
        tracker.spawn(async move {
            if let Err(error) = connection.await {
                tracing::trace!(%error, "a connection ended badly");
            }
            drop(seat);
        });
    }
}

/// Serves one connection, and brings it to its end when the server stops.
async fn talk(
    stream: TcpStream,
    peer: Peer,
    router: Router,
    limits: Limits,
    stopping: CancellationToken,
) -> hyper::Result<()> {
    // Answers are small and should not wait to be filled up.
    let _ = stream.set_nodelay(true);
    let stream = StallGuard::new(stream, Duration::from_millis(limits.write_timeout_ms));
    let service = service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(peer);
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
        () = stopping.cancelled() => connection.as_mut().graceful_shutdown(),
    }
    tokio::time::timeout(GRACE, connection).await.unwrap_or(Ok(()))
}

/// Places for connections: so many in all, and so many of one address.
struct Seats {
    taken: Arc<Mutex<Taken>>,
    in_all: usize,
    of_one_address: usize,
}

#[derive(Default)]
struct Taken {
    in_all: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// One place, given back when dropped.
struct Seat {
    taken: Arc<Mutex<Taken>>,
    address: IpAddr,
}

impl Seats {
    fn new(limits: &Limits) -> Self {
        Self { taken: Arc::default(), in_all: limits.connections, of_one_address: limits.connections_per_address }
    }

    fn take(&self, address: IpAddr) -> Option<Seat> {
        let address = address.to_canonical();
        let mut taken = self.taken.lock().expect("nothing panics while holding the lock");
        let of_address = taken.by_address.get(&address).copied().unwrap_or(0);
        let crowded = of_address >= self.of_one_address && !address.is_loopback();
        if taken.in_all >= self.in_all || crowded {
            return None;
        }
        taken.in_all += 1;
        taken.by_address.insert(address, of_address + 1);
        Some(Seat { taken: Arc::clone(&self.taken), address })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().expect("nothing panics while holding the lock");
        taken.in_all -= 1;
        if let Some(count) = taken.by_address.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                taken.by_address.remove(&self.address);
            }
        }
    }
}

/// Opens the port.
pub(crate) async fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    TcpListener::bind(address).await
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn places_are_bounded_and_given_back() {
        let seats = Seats::new(&Limits { connections: 3, connections_per_address: 1, ..Limits::default() });
        let (one, other): (IpAddr, IpAddr) = ("198.51.100.1".parse().unwrap(), "198.51.100.2".parse().unwrap());
        let first = seats.take(one).unwrap();
        assert!(seats.take(one).is_none(), "the address has its place");
        let loopback: Vec<_> = (0..2).map(|_| seats.take("127.0.0.1".parse().unwrap()).unwrap()).collect();
        assert!(seats.take(other).is_none(), "the house is full");
        drop((first, loopback));
        assert!(seats.take(one).is_some() && seats.take(other).is_some());
        assert!(seats.taken.lock().unwrap().by_address.is_empty(), "nobody is remembered who has gone");
    }
}
