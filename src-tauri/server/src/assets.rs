//! The pages, embedded in the program.

use axum::extract::{Path, Request};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use portaria_domain::PublicId;
use rust_embed::{EmbeddedFile, RustEmbed};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::input::Params;
use crate::layers::{PAGE_POLICY, WORKER_POLICY};
use crate::problem::Problem;

#[derive(RustEmbed)]
#[folder = "../../ui/dist"]
#[allow_missing = true]
struct Ui;

const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><title>Portaria</title><p>The interface is not built yet: \
    run <code>npm ci && npm run build</code> in <code>ui/</code>, then build the server again.</p></html>";

/// The provider's panel.
pub(crate) async fn panel(headers: HeaderMap) -> Response {
    page("index.html", &headers)
}

/// The tenant's portal: the same bytes for every link, known or not, so that it tells nothing.
/// Nothing is read, started or written for it; the loaded page proves the link by itself.
pub(crate) async fn portal(headers: HeaderMap) -> Response {
    let mut response = page("portal.html", &headers);
    response.headers_mut().insert("x-robots-tag", HeaderValue::from_static("noindex, nofollow, noarchive"));
    response
}

/// The script that opens the portals of this origin without a network. It stands beside them: a script may serve only
/// what lies below its own address.
pub(crate) async fn offline_worker(headers: HeaderMap) -> Response {
    const NAME: &str = "offline-worker.js";
    let Some(script) = Ui::get(NAME) else { return Problem::not_found().into_response() };
    let mut response = send(&script, NAME, "no-cache", &headers);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(WORKER_POLICY));
    response
}

/// What a portal is called once it is installed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Called {
    /// The tenant's name, from the page that knows it.
    name: String,
}

/// Describes a portal as an app. All of it stands in the request or is the same for every link, known or not, so that it
/// tells nothing: nothing is read for it.
pub(crate) async fn manifest(Path(public_id): Path<String>, Params(called): Params<Called>) -> Response {
    let built = text("portal.webmanifest").and_then(|built| serde_json::from_str::<Map<String, Value>>(&built).ok());
    let (Some(mut manifest), Ok(id)) = (built, public_id.parse::<PublicId>()) else {
        return Problem::not_found().into_response();
    };
    let place = format!("/client/{id}");
    for key in ["name", "short_name"] {
        manifest.insert(key.to_owned(), Value::from(called.name.as_str()));
    }
    for key in ["id", "start_url", "scope"] {
        manifest.insert(key.to_owned(), Value::from(place.as_str()));
    }
    let kind = [(header::CONTENT_TYPE, content_type("portal.webmanifest"))];
    (kind, Value::Object(manifest).to_string()).into_response()
}

/// A file that a page asks for, by a name that changes with its content.
pub(crate) async fn file(Path(path): Path<String>, headers: HeaderMap) -> Response {
    match Ui::get(&format!("assets/{path}")) {
        Some(file) => send(&file, &path, "public, max-age=31536000, immutable", &headers),
        None => Problem::not_found().into_response(),
    }
}

/// Any other address: a file beside the pages (the mark, a manifest), or a place inside the panel
/// that somebody has reloaded or kept as a bookmark.
pub(crate) async fn panel_or_file(request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Problem::not_found().into_response();
    }
    let path = request.uri().path().trim_start_matches('/');
    let is_page = path.to_ascii_lowercase().ends_with(".html");
    if let Some(file) = Ui::get(path).filter(|_| !is_page) {
        return send(&file, path, "no-cache", request.headers());
    }
    let wants_page = request
        .headers()
        .get(header::ACCEPT)
        .is_some_and(|accept| accept.to_str().is_ok_and(|accept| accept.contains("text/html")));
    if wants_page && !path.contains('.') {
        page("index.html", request.headers())
    } else {
        Problem::not_found().into_response()
    }
}

/// A text that was built with the pages; none where they are not built.
pub(crate) fn text(name: &str) -> Option<String> {
    Some(String::from_utf8_lossy(&Ui::get(name)?.data).into_owned())
}

fn page(name: &str, headers: &HeaderMap) -> Response {
    let mut response = match Ui::get(name) {
        Some(file) => send(&file, name, "no-cache", headers),
        None => (StatusCode::SERVICE_UNAVAILABLE, Html(NOT_BUILT)).into_response(),
    };
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(PAGE_POLICY));
    response
}

fn send(file: &EmbeddedFile, name: &str, caching: &'static str, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", hex_start(&file.metadata.sha256_hash()));
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let fixed = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, caching.to_owned())];
    if known.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)) {
        return (StatusCode::NOT_MODIFIED, fixed).into_response();
    }
    let kind = [(header::CONTENT_TYPE, content_type(name).to_owned())];
    (fixed, kind, file.data.clone().into_owned()).into_response()
}

/// Only kinds that the interface is made of; anything else is bytes.
fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn hex_start(hash: &[u8; 32]) -> String {
    use std::fmt::Write as _;
    hash[..16].iter().fold(String::with_capacity(32), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a String cannot fail");
        text
    })
}
