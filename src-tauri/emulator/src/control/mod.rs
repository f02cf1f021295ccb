//! The network's remote control over HTTP: what the Rust API can do, for browser tests and people.
//!
//! JSON in camelCase, times in milliseconds since the epoch, refusals as `{"code": "…", "detail": "…"}`, the code where the network refused. It answers loopback only,
//! to requests that name loopback as host: a page elsewhere cannot reach it through a name of its own.

mod answers;
mod calls;
mod devices;
mod faults;
mod files;
mod groups;
mod kinds;
mod ledger;
mod loopback;
mod marks;
mod media;
mod network;
mod newsletters;
mod owner;
mod pairing;
mod phones;
mod picture;
mod privacy;
mod profile;
mod raw;
mod settings;
mod shapes;
mod standing;

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::{delete, get, post};

pub(crate) use loopback::names_loopback;

use answers::refusal;

use crate::running::Net;

/// Everything under `/control`.
pub(crate) fn routes() -> Router<Arc<Net>> {
    Router::new()
        .route("/phones", get(phones::list).post(phones::create))
        .route("/phones/{number}", get(phones::show))
        .route("/phones/{number}/scan", post(phones::scan))
        .route("/phones/{number}/code", post(phones::code))
        .route("/phones/{number}/unlink", post(phones::unlink))
        .route("/phones/{number}/read", post(phones::read))
        .route("/phones/{number}/typing", post(phones::typing))
        .route("/phones/{number}/chats/{with}", get(phones::chat))
        .route("/phones/{number}/drop", post(phones::drop_connections))
        .route("/phones/{number}/silence", post(phones::silence))
        .route("/phones/{number}/stream-error", post(phones::stream_error))
        .route("/phones/{number}/refuse-login", post(phones::refuse_login))
        .route("/phones/{number}/history", post(phones::script_history))
        .route("/phones/{number}/picture", get(picture::show).put(picture::set).delete(picture::remove))
        .merge(groups::routes())
        .merge(kinds::routes())
        .merge(newsletters::routes())
        .merge(files::routes())
        .merge(owner::routes())
        .route("/people", post(network::invent_people))
        .route("/cut-everyone", post(network::cut_everyone))
        .route("/migrate-to-lid", post(network::migrate_to_lid))
        .route("/refuse-connections", post(network::refuse_connections))
        .route("/faults", get(faults::list).post(faults::inject).delete(faults::clear))
        .route("/faults/{id}", delete(faults::take_back))
        .route("/faults/log", get(faults::log))
        .route("/ledger", get(ledger::ledger))
        .route("/certificate", get(network::certificate))
        .route("/media", get(media::list))
        .route("/media/expire", post(media::expire))
        .route("/media/lose", post(media::lose))
        .route("/root", get(network::root))
        .merge(calls::routes())
        .merge(devices::routes())
        .merge(pairing::routes())
        .merge(standing::routes())
        .merge(marks::routes())
        .merge(privacy::routes())
        .merge(profile::routes())
        .merge(raw::routes())
        .merge(settings::routes())
        .fallback(no_such_path)
}

/// Lets only requests through that name loopback as host, and come from no page of another origin.
pub(crate) async fn only_from_here(request: Request, next: Next) -> Response {
    if names_loopback(request.headers(), &header::HOST, true)
        && names_loopback(request.headers(), &header::ORIGIN, false)
    {
        return next.run(request).await;
    }
    refusal(StatusCode::FORBIDDEN, "the emulator answers on loopback only")
}

async fn no_such_path() -> Response {
    refusal(StatusCode::NOT_FOUND, "the control API has no such path")
}
