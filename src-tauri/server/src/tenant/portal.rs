//! `GET /api/whatsapp/{tenantId}`.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{Read, TenantCtx};
use crate::problem::{Problem, ProblemBody};
use crate::shapes::{AccountShape, SessionShape};

/// What the portal shows first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Portal {
    /// The tenant.
    tenant_id: String,
    /// The name that the provider gave it.
    tenant_name: String,
    /// The provider's name.
    provider_name: String,
    /// The account that is linked.
    #[schema(required)]
    account: Option<AccountShape>,
    /// The number that the provider expects the tenant to link, digits only.
    #[schema(required)]
    expected_phone: Option<String>,
    /// The account that scanned and does not have the expected number, until somebody says whether it is right.
    #[schema(required)]
    unexpected_account: Option<AccountShape>,
    /// Where the session stands.
    session: SessionShape,
    /// The newest event there is: ask for what comes after it.
    last_event_number: u64,
}

/// What the portal shows first.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}", operation_id = "tenant_portal", tag = "tenant", params(("tenantId" = String, Path)),
    responses((status = 200, body = Portal), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn portal(ctx: TenantCtx<Read>, State(app): State<AppState>) -> Result<Json<Portal>, Problem> {
    let tenant = app.stores.tenant(ctx.tenant()).await?.ok_or_else(Problem::not_found)?;
    let last_event_number = ctx.chats(&app).await?.last_event_number().await?;
    Ok(Json(Portal {
        tenant_id: tenant.id.to_string(),
        tenant_name: tenant.name.to_string(),
        provider_name: app.settings.name().into(),
        account: app.account_shape(ctx.tenant()),
        expected_phone: tenant.phone,
        unexpected_account: tenant.unexpected_account.map(|account| AccountShape::new(account, false)),
        session: app.status(ctx.tenant()).into(),
        last_event_number,
    }))
}
