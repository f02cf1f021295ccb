//! `POST /api/mcp`: a tenant's WhatsApp as tools of AI agents, by the Model Context Protocol.
//!
//! A tool checks its arguments and calls what the REST address of the same thing calls, so that both follow one rule
//! and answer in one shape. Nothing is kept between two requests: there are no sessions and no streams. None of the
//! tools deletes, unlinks or changes settings: what contacts write reaches an agent, and may talk it into something.

mod agent;
mod arguments;
mod results;
mod tools;

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::Method;
use axum::response::Response;
use http_body_util::Full;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};

use crate::app::AppState;
use crate::auth::TenantByKey;
use crate::input::json_bytes;
use crate::problem::{Problem, ProblemBody};
use agent::Agent;

/// Answers AI agents, by the Model Context Protocol (Streamable HTTP, without sessions).
///
/// A program that speaks this protocol is given this address and a tenant's API key, and lists the tools itself:
/// `get_status`, `list_chats`, `read_messages`, `search_messages`, `list_contacts`, `get_contact` with the scope
/// `read`, `send_text`, `send_media`, `mark_read` with the scope `send`. A tool whose scope the key lacks is not
/// listed. Results have the shapes of this API, at most 50 entries a page, with long texts cut and marked so. Errors
/// are tool errors whose `structuredContent` is a problem.
///
/// Most programs take:
///
/// ```json
/// {
///   "mcpServers": {
///     "whatsapp": {
///       "type": "http",
///       "url": "https://zap.example.com/api/mcp",
///       "headers": { "Authorization": "Bearer wsk_…" }
///     }
///   }
/// }
/// ```
///
/// One that only starts programs takes `"command": "npx"` with `"args": ["-y", "mcp-remote",
/// "https://zap.example.com/api/mcp", "--header", "Authorization: Bearer wsk_…"]` instead of these three. By hand:
///
/// ```sh
/// curl https://zap.example.com/api/mcp -H 'Authorization: Bearer wsk_…' -H 'Content-Type: application/json' \
///   -H 'Accept: application/json, text/event-stream' \
///   -d '{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}'
/// ```
///
/// What contacts write is data and may try to talk an agent into something: give it a key with the scopes that it needs
/// and no more.
#[utoipa::path(
    post, path = "/api/mcp", operation_id = "mcp", tag = "agents",
    request_body(content = inline(serde_json::Value), description = "One JSON-RPC message."),
    responses(
        (status = 200, description = "The JSON-RPC answer.", body = inline(serde_json::Value)),
        (status = 202, description = "It was a notification."),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("tenantKey" = []))
)]
pub(crate) async fn serve(
    caller: TenantByKey,
    State(app): State<AppState>,
    request: Request,
) -> Result<Response, Problem> {
    let headers = request.headers().clone();
    let mut message = axum::http::Request::new(Full::<Bytes>::from(json_bytes(request, &app).await?));
    (*message.method_mut(), *message.headers_mut()) = (Method::POST, headers);
    // Names and origins were looked at before routing; the body was bounded above.
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .disable_allowed_hosts()
        .with_max_request_body_bytes(usize::MAX);
    let make = move || Ok(Agent::new(app.clone(), caller.clone()));
    let server = StreamableHttpService::new(make, Arc::new(NeverSessionManager::default()), config);
    Ok(server.handle(message).await.map(Body::new))
}
