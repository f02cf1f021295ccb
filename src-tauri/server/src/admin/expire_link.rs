//! `POST /api/saas/tenants/{tenantId}/link/expire`.

use axum::Json;
use axum::extract::State;
use portaria_domain::{LinkState, UnixMs};
use serde::Deserialize;
use utoipa::ToSchema;

use super::SecretSubject;
use crate::app::AppState;
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::LinkShape;
use crate::socket;

/// When a link ends.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct LinkEnd {
    /// The moment, in UTC milliseconds; at once when it lies behind, never when it is absent or `null`.
    expires_at_ms: Option<i64>,
}

impl Form for LinkEnd {
    type Value = Option<UnixMs>;

    fn read(self) -> Result<Self::Value, Vec<FieldError>> {
        Ok(self.expires_at_ms.map(UnixMs))
    }
}

/// Says when a tenant's link ends by itself. Its logins end with it; a rotation afterwards gives a link that opens.
#[utoipa::path(
    post, path = "/api/saas/tenants/{tenantId}/link/expire", operation_id = "admin_expire_link", tag = "admin", params(("tenantId" = String, Path)),
    request_body = LinkEnd,
    responses((status = 200, body = LinkShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["control", "secrets"]))
)]
pub(crate) async fn expire_link(
    SecretSubject { tenant, provider }: SecretSubject,
    State(app): State<AppState>,
    Input(end): Input<LinkEnd>,
) -> Result<Json<LinkShape>, Problem> {
    let link = app.stores.set_link_expiry(tenant.id, end).await?;
    if link.state(app.now()) != LinkState::Active {
        socket::end(&app, socket::room::link(tenant.id));
    }
    app.audit("provider", "link.expiry_set", Some(tenant.id)).await;
    Ok(Json(provider.show_link(&app, &link).await?))
}
