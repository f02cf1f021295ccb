//! `GET` and `POST /api/saas/tenants/{tenantId}/deletion-policy`.

use axum::Json;
use axum::extract::State;
use portaria_domain::TenantId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Subject;
use crate::app::AppState;
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};

/// Whether a tenant keeps what others delete for everyone.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct DeletionPolicyBody {
    /// Whether what such a message said stays readable for the tenant, as the message's `kept`.
    keeps_deleted: bool,
}

impl Form for DeletionPolicyBody {
    type Value = bool;

    fn read(self) -> Result<bool, Vec<FieldError>> {
        Ok(self.keeps_deleted)
    }
}

/// Shows whether a tenant keeps what others delete for everyone.
#[utoipa::path(
    get, path = "/api/saas/tenants/{tenantId}/deletion-policy", operation_id = "admin_show_deletion_policy", tag = "admin", params(("tenantId" = String, Path)),
    responses((status = 200, body = DeletionPolicyBody), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["read"]))
)]
pub(crate) async fn show_deletion_policy(
    Subject(tenant): Subject,
    State(app): State<AppState>,
) -> Result<Json<DeletionPolicyBody>, Problem> {
    shown(&app, tenant.id).await
}

/// Says whether a tenant keeps what others delete for everyone from now on. What was kept is erased when it is not.
#[utoipa::path(
    post, path = "/api/saas/tenants/{tenantId}/deletion-policy", operation_id = "admin_set_deletion_policy", tag = "admin", params(("tenantId" = String, Path)),
    request_body = DeletionPolicyBody,
    responses((status = 200, body = DeletionPolicyBody), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["control"]))
)]
pub(crate) async fn set_deletion_policy(
    Subject(tenant): Subject,
    State(app): State<AppState>,
    Input(is_kept): Input<DeletionPolicyBody>,
) -> Result<Json<DeletionPolicyBody>, Problem> {
    app.host.keep_deleted(tenant.id, is_kept).await?;
    app.audit("provider", "deletion_policy.set", Some(tenant.id)).await;
    shown(&app, tenant.id).await
}

async fn shown(app: &AppState, tenant: TenantId) -> Result<Json<DeletionPolicyBody>, Problem> {
    Ok(Json(DeletionPolicyBody { keeps_deleted: app.stores.chats(tenant).await?.keeps_deleted().await? }))
}
