//! `GET /api/whatsapp/{tenantId}/chats/{chatId}/messages/{messageId}/thumbnail`.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};

use super::OfMessage;
use crate::app::AppState;
use crate::auth::{Read, TenantCtx};
use crate::problem::{Problem, ProblemBody};

/// The type of a picture that browsers show and that can hold no script.
fn sniff(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        _ => None,
    }
}

/// Shows the small picture that a message brings along.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/chats/{chatId}/messages/{messageId}/thumbnail", operation_id = "tenant_show_thumbnail", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path), ("messageId" = String, Path)),
    responses((status = 200, description = "A JPEG or PNG.", content_type = "image/jpeg"), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn thumbnail(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    OfMessage(chat, id): OfMessage,
) -> Result<Response, Problem> {
    let picture = app.host.thumbnail(ctx.tenant(), chat, &id).await?.ok_or_else(Problem::not_found)?;
    // What it is says the picture itself, and nothing else is shown.
    let kind = sniff(&picture).ok_or_else(Problem::not_found)?;
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "private, max-age=300")];
    Ok((headers, picture).into_response())
}
