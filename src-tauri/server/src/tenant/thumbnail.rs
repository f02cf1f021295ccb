//! `GET /api/whatsapp/{tenantId}/chats/{chatId}/messages/{messageId}/thumbnail`.

use std::io::Cursor;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use portaria_media::{inspect, may_be_shown};

use super::OfMessage;
use crate::app::AppState;
use crate::auth::{Read, TenantCtx};
use crate::problem::{Problem, ProblemBody};

/// Shows the small picture of a message: the one that it brings along, else one that was made of its file here.
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
    let about = inspect(&mut Cursor::new(picture.as_slice()), None).map_err(|error| Problem::internal(&error))?;
    let kind = Some(about.mime).filter(|mime| mime.starts_with("image/") && may_be_shown(mime));
    let kind = kind.ok_or_else(Problem::not_found)?;
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "private, max-age=300")];
    Ok((headers, picture).into_response())
}
