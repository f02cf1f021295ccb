//! Asks a server of this machine whether it can work, as load balancers do.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::body::{Body, Bytes};
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::client::conn::http1;
use hyper::{Request, Response, StatusCode, header};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use tokio::net::TcpStream;

use crate::config::ServerConfig;

/// How long it may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// More than this is no answer of ours, in bytes.
const ANSWER_BYTES: usize = 4 * 1024;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Probed {
    /// It can.
    Ready,
    /// It says that it cannot, and why.
    NotReady(String),
    /// Nobody answers, or somebody else does.
    Silent,
}

#[derive(Deserialize)]
struct Answer {
    ready: bool,
    reason: Option<String>,
}

/// Asks the server that was set up so.
pub async fn probe_own(config: &ServerConfig) -> Probed {
    let ip = match config.listen.ip() {
        ip if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        ip => ip,
    };
    probe(SocketAddr::new(ip, config.listen.port()), config.listen.port()).await
}

/// Asks whoever listens there, under the name that every server of ours answers to.
pub(crate) async fn probe(address: SocketAddr, port: u16) -> Probed {
    let asked = tokio::time::timeout(PATIENCE, ask(address, port)).await;
    match asked.ok().flatten() {
        Some((StatusCode::OK, Answer { ready: true, .. })) => Probed::Ready,
        Some((StatusCode::SERVICE_UNAVAILABLE, Answer { reason: Some(reason), .. })) => Probed::NotReady(reason),
        _ => Probed::Silent,
    }
}

async fn ask(address: SocketAddr, port: u16) -> Option<(StatusCode, Answer)> {
    let stream = TcpStream::connect(address).await.ok()?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.ok()?;
    let request = Request::get("/readyz").header(header::HOST, format!("localhost:{port}"));
    let asking = async {
        let answer: Response<hyper::body::Incoming> =
            sender.send_request(request.body(Empty::<Bytes>::new()).ok()?).await.ok()?;
        let (status, body) = (answer.status(), Body::new(answer.into_body()));
        let bytes = Limited::new(body, ANSWER_BYTES).collect().await.ok()?.to_bytes();
        Some((status, serde_json::from_slice(&bytes).ok()?))
    };
    let mut asking = std::pin::pin!(asking);
    tokio::select! {
        biased;
        answered = &mut asking => answered,
        _ = connection => asking.await,
    }
}
