//! The one port, plain or TLS: WhatsApp's WebSocket on any path, media, the control API and the phone page on the rest.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};

use super::{socket, web_socket};
use crate::error::{EmulatorError, Result};
use crate::running::Net;

/// The type of a TLS record that opens a handshake.
const TLS_HANDSHAKE: u8 = 0x16;

/// Opens the port.
pub(crate) async fn bind(address: SocketAddr) -> Result<TcpListener> {
    if !address.ip().is_loopback() {
        return Err(EmulatorError::NotLoopback(address));
    }
    TcpListener::bind(address).await.map_err(|source| EmulatorError::Listen { address, source })
}

/// Accepts until the network stops.
pub(crate) async fn accept(net: Arc<Net>, listener: TcpListener) {
    let routes = Router::new()
        .nest("/control", crate::control::routes())
        .merge(crate::phone_page::routes())
        .layer(axum::middleware::from_fn(crate::control::only_from_here))
        .merge(crate::media::routes())
        .layer(axum::middleware::from_fn_with_state(Arc::clone(&net), whatsapp_first))
        .with_state(Arc::clone(&net));
    let stop = net.stopping();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, _)) = accepted else { continue };
        let _a_small_delay_at_worst = stream.set_nodelay(true);
        let (routes, stop, tls) = (routes.clone(), stop.clone(), net.tls().acceptor());
        net.spawn(async move {
            let connection = async {
                if !opens_tls(&stream).await {
                    return serve(stream, routes).await;
                }
                match tls.accept(stream).await {
                    Ok(stream) => serve(stream, routes).await,
                    Err(error) => tracing::debug!(%error, "A TLS handshake failed"),
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = connection => {}
            }
        });
    }
}

/// Whether the client's first byte is that of a TLS handshake record; nothing is taken from the stream.
async fn opens_tls(stream: &TcpStream) -> bool {
    let mut first = [0];
    matches!(stream.peek(&mut first).await, Ok(1)) && first[0] == TLS_HANDSHAKE
}

async fn serve(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, routes: Router) {
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(routes))
        .with_upgrades();
    if let Err(error) = connection.await {
        tracing::debug!(%error, "A connection ended early");
    }
}

/// Takes WebSocket upgrades on every path, and lets plain HTTP pass.
async fn whatsapp_first(State(net): State<Arc<Net>>, request: Request, others: Next) -> Response {
    if !request.headers().contains_key("upgrade") {
        return others.run(request).await;
    }
    if net.refuses_connections() {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    match web_socket::accept(request) {
        Ok((response, upgraded)) => {
            net.spawn(socket::serve(Arc::clone(&net), upgraded));
            response
        }
        Err(refusal) => (StatusCode::BAD_REQUEST, refusal.to_string()).into_response(),
    }
}
