//! `GET /api/saas/tenants/{tenantId}`.

use axum::Json;
use axum::extract::State;

use super::Subject;
use crate::app::AppState;
use crate::problem::ProblemBody;
use crate::shapes::TenantShape;

/// Shows one tenant.
#[utoipa::path(
    get, path = "/api/saas/tenants/{tenantId}", operation_id = "admin_show_tenant", tag = "admin", params(("tenantId" = String, Path)),
    responses((status = 200, body = TenantShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["read"]))
)]
pub(crate) async fn show_tenant(Subject(tenant): Subject, State(app): State<AppState>) -> Json<TenantShape> {
    Json(app.tenant_shape(tenant))
}
