//! `GET /api/whatsapp/{tenantId}/chats/{chatId}/messages`.

use axum::Json;
use axum::extract::State;
use portaria_domain::{MessageId, UnixMs};
use portaria_storage::{MessageCursor, PageOf};
use serde::Deserialize;
use utoipa::IntoParams;

use super::InChat;
use crate::app::AppState;
use crate::auth::{Read, TenantCtx};
use crate::input::{Params, bad_cursor, page_size};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::MessagePage;

/// Which messages.
#[derive(Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct MessageRange {
    /// `nextCursor` of a page: what is older than that page.
    pub cursor: Option<String>,
    /// `newerCursor` of a page: what is newer than that page, the nearest to it.
    pub newer: Option<String>,
    /// A message's id: the page around it, half of it older and half newer.
    pub around: Option<String>,
    /// How many, 1 to 200; 50 when it is not said.
    pub limit: Option<u32>,
}

/// Lists a chat's messages, the newest first: the last ones, what follows a cursor in either direction, or what stands
/// around one message.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/chats/{chatId}/messages", operation_id = "tenant_list_messages", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path), MessageRange),
    responses((status = 200, body = MessagePage), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn list_messages(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    InChat(chat): InChat,
    Params(range): Params<MessageRange>,
) -> Result<Json<MessagePage>, Problem> {
    let limit = page_size(range.limit, 50, 200)?;
    let of = page_of(range.cursor.as_deref(), range.newer.as_deref(), range.around.as_deref())?;
    let chats = ctx.chats(&app).await?;
    chats.chat(chat).await?.ok_or_else(Problem::not_found)?;
    let page = chats.messages_at(chat, of, limit).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(shape(page)))
}

/// Where a page of messages lies: at one place, whichever parameter says it.
pub(super) fn page_of(cursor: Option<&str>, newer: Option<&str>, around: Option<&str>) -> Result<PageOf, Problem> {
    let before = cursor.map(|text| read_cursor(text).ok_or_else(bad_cursor)).transpose()?;
    let after = newer.map(|text| read_cursor(text).ok_or_else(bad_newer)).transpose()?;
    let around = around.map(|text| MessageId::parse(text).map_err(|_| no_message())).transpose()?;
    match (before, after, around) {
        (None, None, None) => Ok(PageOf::Newest),
        (Some(cursor), None, None) => Ok(PageOf::Before(cursor)),
        (None, Some(cursor), None) => Ok(PageOf::After(cursor)),
        (None, None, Some(id)) => Ok(PageOf::Around(id)),
        _ => Err(several_places()),
    }
}

pub(super) fn shape(page: portaria_storage::MessagePage) -> MessagePage {
    let items = page.messages.into_iter().map(Into::into).collect();
    let [next_cursor, newer_cursor] = [page.next, page.newer].map(|cursor| cursor.as_ref().map(write_cursor));
    MessagePage { items, next_cursor, newer_cursor }
}

fn bad_newer() -> Problem {
    Problem::invalid(vec![FieldError::new("newer", "invalid", "Pass newerCursor of a page, unchanged.")])
}

fn no_message() -> Problem {
    Problem::invalid(vec![FieldError::new("around", "invalid", "This is no message's id.")])
}

fn several_places() -> Problem {
    let detail = "Say one of cursor, newer and around.";
    Problem::invalid(vec![FieldError::new("cursor", "invalid", detail)])
}

fn write_cursor(cursor: &MessageCursor) -> String {
    format!("{}.{}", cursor.place, cursor.id)
}

fn read_cursor(text: &str) -> Option<MessageCursor> {
    let (place, id) = text.split_once('.')?;
    Some(MessageCursor { place: UnixMs(place.parse().ok()?), id: MessageId::parse(id).ok()? })
}
