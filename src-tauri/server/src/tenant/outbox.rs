//! `GET /api/whatsapp/{tenantId}/outbox`.

use axum::Json;
use axum::extract::State;
use portaria_domain::{MessageId, UnixMs};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::AppState;
use crate::auth::{Read, TenantCtx};
use crate::input::{Params, bad_cursor, page_size};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::OutboxPage;

/// Which part of the outbox.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(crate) struct OutboxRange {
    /// Only of this chat.
    chat_id: Option<String>,
    /// `nextCursor` of the page before.
    cursor: Option<String>,
    /// How many, 1 to 200; 50 when it is not said.
    limit: Option<u32>,
}

/// Lists what did not leave yet, the oldest first: what waits, what is for later, and what failed.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/outbox", operation_id = "tenant_list_outbox", tag = "tenant",
    params(("tenantId" = String, Path), OutboxRange),
    responses((status = 200, body = OutboxPage), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn list_outbox(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    Params(range): Params<OutboxRange>,
) -> Result<Json<OutboxPage>, Problem> {
    let limit = page_size(range.limit, 50, 200)?;
    let chat = range.chat_id.map(|id| id.parse().map_err(|_| bad_chat())).transpose()?;
    let after = range.cursor.map(|text| read_cursor(&text).ok_or_else(bad_cursor)).transpose()?;
    let mut items = ctx.chats(&app).await?.waiting(chat, after, limit + 1).await?;
    let has_more = items.len() > limit;
    items.truncate(limit);
    let next_cursor = items.last().filter(|_| has_more).map(|last| format!("{}.{}", last.queued_at, last.id));
    Ok(Json(OutboxPage { items: items.into_iter().map(Into::into).collect(), next_cursor }))
}

fn bad_chat() -> Problem {
    Problem::invalid(vec![FieldError::new("chatId", "invalid", "Not a chat's id.")])
}

/// The last of the page before: when it was accepted, and its id.
fn read_cursor(text: &str) -> Option<(UnixMs, MessageId)> {
    let (queued_at, id) = text.split_once('.')?;
    Some((UnixMs(queued_at.parse().ok()?), MessageId::parse(id).ok()?))
}
