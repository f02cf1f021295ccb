//! `POST /api/saas/tenants/{tenantId}/link/rotate`.

use axum::Json;
use axum::extract::State;

use super::SecretSubject;
use crate::app::AppState;
use crate::problem::{Problem, ProblemBody};
use crate::shapes::LinkShape;
use crate::socket;

/// Gives a tenant a new link. The old one, its logins and their sockets end at once.
#[utoipa::path(
    post, path = "/api/saas/tenants/{tenantId}/link/rotate", operation_id = "admin_rotate_link", tag = "admin", params(("tenantId" = String, Path)),
    responses((status = 200, body = LinkShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["control", "secrets"]))
)]
pub(crate) async fn rotate_link(
    SecretSubject { tenant, provider }: SecretSubject,
    State(app): State<AppState>,
) -> Result<Json<LinkShape>, Problem> {
    let link = app.stores.rotate_link(tenant.id, app.now()).await?;
    app.stores.delete_logins_of_tenant(tenant.id).await?;
    socket::end(&app, socket::room::link(tenant.id));
    app.audit("provider", "link.rotated", Some(tenant.id)).await;
    Ok(Json(provider.show_link(&app, &link).await?))
}
