//! `GET /api/whatsapp/{tenantId}/statistics`.

use axum::Json;
use axum::extract::State;

use super::range::Range;
use crate::app::AppState;
use crate::auth::{Read, TenantCtx};
use crate::input::Params;
use crate::problem::{Problem, ProblemBody};
use crate::shapes::StatisticsShape;

/// Gives the figures of a span of time, and of the one as long before. They belong to the account that is paired.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/statistics", operation_id = "tenant_statistics", tag = "tenant",
    params(("tenantId" = String, Path), Range),
    responses((status = 200, body = StatisticsShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn show_statistics(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    Params(range): Params<Range>,
) -> Result<Json<StatisticsShape>, Problem> {
    let now = app.now();
    let hours = range.hours(now)?;
    let figures = app.host.figures(ctx.tenant(), hours).await?;
    Ok(Json(StatisticsShape::new(hours, figures, now)))
}
