//! `GET /api/whatsapp/{tenantId}/status`.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{Read, TenantCtx};
use crate::problem::ProblemBody;
use crate::shapes::{AccountShape, SessionShape};

/// Where the session stands, and for which account.
#[derive(Serialize, ToSchema)]
pub(crate) struct StatusWithAccount {
    /// Where the session stands.
    #[serde(flatten)]
    session: SessionShape,
    /// The account that is linked.
    #[schema(required)]
    account: Option<AccountShape>,
}

/// Tells where the session stands.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/status", operation_id = "tenant_status", tag = "tenant", params(("tenantId" = String, Path)),
    responses((status = 200, body = StatusWithAccount), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn status(ctx: TenantCtx<Read>, State(app): State<AppState>) -> Json<StatusWithAccount> {
    let account = app.account_shape(ctx.tenant());
    Json(StatusWithAccount { session: app.status(ctx.tenant()).into(), account })
}
