//! `POST /api/saas/tenants/{tenantId}/link/revoke`.

use axum::Json;
use axum::extract::State;

use super::SecretSubject;
use crate::app::AppState;
use crate::problem::{Problem, ProblemBody};
use crate::shapes::LinkShape;
use crate::socket;

/// Takes a tenant's link back, with its logins and their sockets, until it is rotated.
#[utoipa::path(
    post, path = "/api/saas/tenants/{tenantId}/link/revoke", operation_id = "admin_revoke_link", tag = "admin", params(("tenantId" = String, Path)),
    responses((status = 200, body = LinkShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["control", "secrets"]))
)]
pub(crate) async fn revoke_link(
    SecretSubject { tenant, provider }: SecretSubject,
    State(app): State<AppState>,
) -> Result<Json<LinkShape>, Problem> {
    let link = app.stores.revoke_link(tenant.id, app.now()).await?;
    app.stores.delete_logins_of_tenant(tenant.id).await?;
    socket::end(&app, socket::room::link(tenant.id));
    app.audit("provider", "link.revoked", Some(tenant.id)).await;
    Ok(Json(provider.show_link(&app, &link).await?))
}
