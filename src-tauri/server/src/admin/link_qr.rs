//! `GET /api/saas/tenants/{tenantId}/link/qr`.

use axum::extract::State;
use axum::response::Response;

use super::{SecretSubject, link};
use crate::app::AppState;
use crate::picture;
use crate::problem::{Problem, ProblemBody};

/// Draws a tenant's link, for a phone's camera.
#[utoipa::path(
    get, path = "/api/saas/tenants/{tenantId}/link/qr", operation_id = "admin_link_qr", tag = "admin", params(("tenantId" = String, Path)),
    responses(
        (status = 200, content_type = "image/svg+xml", body = String),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("adminCookie" = []), ("providerKey" = ["read", "secrets"]))
)]
pub(crate) async fn link_qr(
    SecretSubject { tenant, provider }: SecretSubject,
    State(app): State<AppState>,
) -> Result<Response, Problem> {
    let link = link::link_of(&app, tenant.id).await?;
    picture::svg(&provider.show_link(&app, &link).await?.url).map_err(|error| Problem::internal(&error))
}
