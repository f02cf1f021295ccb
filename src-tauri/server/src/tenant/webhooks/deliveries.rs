//! `GET /api/whatsapp/{tenantId}/webhooks/{webhookId}/deliveries` and `…/deliveries/{deliveryId}`.

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::AppState;
use crate::auth::{Control, ControlAndRead, TenantCtx};
use crate::input::{Params, bad_cursor, page_size};
use crate::problem::{Problem, ProblemBody};
use crate::shapes::{DeliveryDetails, DeliveryPage, DeliveryStateWord};
use crate::webhooks;

/// Which deliveries.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct DeliveryRange {
    /// Only those that have come so far.
    state: Option<DeliveryStateWord>,
    /// `nextCursor` of the page before.
    cursor: Option<String>,
    /// How many, 1 to 200; 50 when it is not said.
    limit: Option<u32>,
}

/// Lists what was sent and what waits, the newest event first. Of events that are kept no longer nothing is listed.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/webhooks/{webhookId}/deliveries", operation_id = "tenant_list_webhook_deliveries", tag = "tenant",
    params(("tenantId" = String, Path), ("webhookId" = String, Path), DeliveryRange),
    responses((status = 200, body = DeliveryPage), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn list_deliveries(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
    Params(range): Params<DeliveryRange>,
) -> Result<Json<DeliveryPage>, Problem> {
    let limit = page_size(range.limit, 50, 200)?;
    let before = range.cursor.map(|text| text.parse().map_err(|_| bad_cursor())).transpose()?;
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let chats = ctx.chats(&app).await?;
    chats.webhook(id).await?.ok_or_else(Problem::not_found)?;
    let mut items = chats.deliveries(id, range.state.map(Into::into), before, limit + 1).await?;
    let has_more = items.len() > limit;
    items.truncate(limit);
    let next_cursor = items.last().filter(|_| has_more).map(|last| last.event_number.to_string());
    Ok(Json(DeliveryPage { items: items.into_iter().map(Into::into).collect(), next_cursor }))
}

/// Shows a delivery, what was answered, and the body as it would be sent now.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/webhooks/{webhookId}/deliveries/{deliveryId}", operation_id = "tenant_show_webhook_delivery", tag = "tenant",
    params(("tenantId" = String, Path), ("webhookId" = String, Path), ("deliveryId" = String, Path)),
    responses((status = 200, body = DeliveryDetails), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control", "read"]))
)]
pub(crate) async fn show_delivery(
    ctx: TenantCtx<ControlAndRead>,
    State(app): State<AppState>,
    Path((_, webhook, id)): Path<(String, String, String)>,
) -> Result<Json<DeliveryDetails>, Problem> {
    let webhook = webhook.parse().map_err(|_| Problem::not_found())?;
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let chats = ctx.chats(&app).await?;
    let mut webhook = chats.webhook(webhook).await?.ok_or_else(Problem::not_found)?;
    // A page asks every few seconds, and shows no file.
    webhook.inline_media_bytes = 0;
    let (delivery, event) = chats.delivery(webhook.id, id).await?.ok_or_else(Problem::not_found)?;
    let body = match event {
        Some(event) => Some(webhooks::body(&app, ctx.tenant(), &webhook, id, event).await),
        None => None,
    };
    let log = delivery.log.iter().cloned().map(Into::into).collect();
    Ok(Json(DeliveryDetails { delivery: delivery.into(), log, body }))
}
