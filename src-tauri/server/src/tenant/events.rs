//! `GET /api/whatsapp/{tenantId}/events`.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::AppState;
use crate::auth::{Read, TenantCtx};
use crate::input::{Params, page_size};
use crate::problem::{Problem, ProblemBody};
use crate::shapes::EventPage;

/// Which events.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct EventRange {
    /// The newest number that is known already; 0 when none is.
    after: Option<u64>,
    /// How many, 1 to 500; 100 when it is not said.
    limit: Option<u32>,
}

/// Lists what happened after a number, the oldest first. Who was away asks here and misses nothing.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/events", operation_id = "tenant_list_events", tag = "tenant", params(("tenantId" = String, Path), EventRange),
    responses((status = 200, body = EventPage), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn list_events(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    Params(range): Params<EventRange>,
) -> Result<Json<EventPage>, Problem> {
    let limit = page_size(range.limit, 100, 500)?;
    let chats = ctx.chats(&app).await?;
    // A number beyond what a store counts to has nothing after it.
    let after = range.after.unwrap_or(0).min(i64::MAX.unsigned_abs());
    let page = chats.events_after(after, limit).await?;
    let items = page.events.into_iter().map(Into::into).collect();
    Ok(Json(EventPage { items, resync: page.resync, last_number: page.last_number }))
}
