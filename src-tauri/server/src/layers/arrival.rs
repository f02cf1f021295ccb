//! Where a request came from, and by which name.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use portaria_reach::PublicUrl;

use super::caller::address_of_one;
use super::{Caller, visit};
use crate::addresses::{ClientAddress, Peer, Via};
use crate::app::AppState;
use crate::problem::Problem;

/// What is known of a request once its name was accepted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrival {
    /// The two ends.
    pub peer: Peer,
    /// By which kind of name it came.
    pub via: Via,
    /// Whom to count it for.
    pub caller: Caller,
    /// Whether the browser sees an encrypted connection.
    pub secure: bool,
}

/// Refuses every name that is not ours, on HTTP and on upgrades alike.
pub(crate) async fn refuse_foreign_names(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    let Some(peer) = request.extensions().get::<Peer>().copied() else {
        // Only the accept loop serves requests, and it adds the peer.
        return Problem::misdirected_host("The connection is unknown.").into_response();
    };
    let Some(via) = name_of(&request).and_then(|name| app.addresses.judge(name, peer)) else {
        return Problem::misdirected_host("This server answers only to its own names.").into_response();
    };
    let reached = app.addresses.reached();
    let secure = via == Via::Public && reached.public.as_ref().is_some_and(PublicUrl::is_https);
    let (remote, believed) = (peer.remote.ip(), reached.believed(peer.entry));
    let caller = Caller::of(remote, via, request.headers(), believed);
    let client = ClientAddress(address_of_one(caller, remote, request.headers(), believed));
    if let Some(base) = visit::base(&request, via, peer, caller, &reached) {
        app.access.note_visit(base, app.now());
    }
    request.extensions_mut().insert(client);
    request.extensions_mut().insert(Arrival { peer, via, caller, secure });
    let mut response = next.run(request).await;
    if secure {
        // Of this name alone: what else the provider has under its domain is not ours to bind.
        response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    response
}

/// The one name a request gives: in `Host`, and the same again in its address when that is absolute.
fn name_of(request: &Request) -> Option<&str> {
    let mut hosts = request.headers().get_all(header::HOST).into_iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return None };
    let host = host.to_str().ok()?;
    match request.uri().authority() {
        Some(authority) if authority.as_str() != host => None,
        _ => Some(host),
    }
}
