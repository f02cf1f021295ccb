//! Counts each request by its route, and how it was answered.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;

use crate::app::AppState;
use crate::metrics::Answered;
use crate::problem;

/// What requests for sockets are called: a library has their route.
const SOCKETS: &str = "/socket.io";
/// What has no route.
const NO_ROUTE: &str = "none";

/// Notes by which route a request was answered. To be laid around routes, behind which the route is known.
pub(crate) async fn note_route(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    if let Some(route) = route {
        response.extensions_mut().insert(route);
    }
    response
}

/// Counts it.
pub(crate) async fn measure(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let (method, began) = (word(request.method()), Instant::now());
    let is_socket = request.uri().path().starts_with("/socket.io/");
    let response = next.run(request).await;
    let route = response.extensions().get::<MatchedPath>().map(|route| route.as_str().to_owned());
    let answered = Answered {
        method,
        route: route.unwrap_or_else(|| if is_socket { SOCKETS } else { NO_ROUTE }.to_owned()),
        status: response.status().as_u16(),
        problem: response.extensions().get::<problem::Answered>().map(|problem| problem.0.clone()),
        took: began.elapsed(),
    };
    app.metrics.requests.count(answered);
    response
}

/// Anybody may invent methods, and each would be a row of its own.
fn word(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
