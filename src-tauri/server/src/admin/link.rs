//! `GET /api/saas/tenants/{tenantId}/link`.

use axum::Json;
use axum::extract::State;
use portaria_domain::{Link, TenantId};

use super::SecretSubject;
use crate::app::{App, AppState};
use crate::problem::{Problem, ProblemBody};
use crate::shapes::LinkShape;

/// Shows a tenant's link with its secret.
#[utoipa::path(
    get, path = "/api/saas/tenants/{tenantId}/link", operation_id = "admin_show_link", tag = "admin", params(("tenantId" = String, Path)),
    responses((status = 200, body = LinkShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["read", "secrets"]))
)]
pub(crate) async fn show_link(
    SecretSubject { tenant, provider }: SecretSubject,
    State(app): State<AppState>,
) -> Result<Json<LinkShape>, Problem> {
    let link = link_of(&app, tenant.id).await?;
    Ok(Json(provider.show_link(&app, &link).await?))
}

/// The link that every tenant has from its creation on.
pub(super) async fn link_of(app: &App, tenant: TenantId) -> Result<Link, Problem> {
    app.stores.link_of(tenant).await?.ok_or_else(Problem::not_found)
}
