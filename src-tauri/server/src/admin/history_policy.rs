//! `GET` and `POST /api/saas/tenants/{tenantId}/history-policy`.

use axum::Json;
use axum::extract::State;
use portaria_domain::{HistoryPolicy, TenantId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Subject;
use crate::app::AppState;
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};

/// The longest past that somebody may ask for: ten years, in days. WhatsApp is hardly older.
const MOST_DAYS: u32 = 3_650;

/// How much of the past is kept that a phone hands over when it is paired.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct HistoryPolicyBody {
    /// Messages of so many days, 1 to 3,650, and none that are older; null keeps all that the phone hands over.
    // Whoever forgets it does not mean all of it.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required, minimum = 1, maximum = 3650)]
    days: Option<u32>,
}

impl Form for HistoryPolicyBody {
    type Value = HistoryPolicy;

    fn read(self) -> Result<HistoryPolicy, Vec<FieldError>> {
        match self.days {
            Some(days) if !(1..=MOST_DAYS).contains(&days) => {
                Err(vec![FieldError::new("days", "invalid", "1 to 3,650 days, or null for all of it.")])
            }
            days => Ok(HistoryPolicy { days }),
        }
    }
}

/// Shows how much of a tenant's past is kept.
#[utoipa::path(
    get, path = "/api/saas/tenants/{tenantId}/history-policy", operation_id = "admin_show_history_policy", tag = "admin", params(("tenantId" = String, Path)),
    responses((status = 200, body = HistoryPolicyBody), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["read"]))
)]
pub(crate) async fn show_history_policy(
    Subject(tenant): Subject,
    State(app): State<AppState>,
) -> Result<Json<HistoryPolicyBody>, Problem> {
    shown(&app, tenant.id).await
}

/// Says how much of a tenant's past is kept from now on. What is here stays; the phone is asked for so much when it is
/// paired next.
#[utoipa::path(
    post, path = "/api/saas/tenants/{tenantId}/history-policy", operation_id = "admin_set_history_policy", tag = "admin", params(("tenantId" = String, Path)),
    request_body = HistoryPolicyBody,
    responses((status = 200, body = HistoryPolicyBody), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("adminCookie" = []), ("providerKey" = ["control"]))
)]
pub(crate) async fn set_history_policy(
    Subject(tenant): Subject,
    State(app): State<AppState>,
    Input(policy): Input<HistoryPolicyBody>,
) -> Result<Json<HistoryPolicyBody>, Problem> {
    app.stores.chats(tenant.id).await?.set_history_policy(policy).await?;
    app.audit("provider", "history_policy.set", Some(tenant.id)).await;
    shown(&app, tenant.id).await
}

async fn shown(app: &AppState, tenant: TenantId) -> Result<Json<HistoryPolicyBody>, Problem> {
    let HistoryPolicy { days } = app.stores.chats(tenant).await?.history_policy().await?;
    Ok(Json(HistoryPolicyBody { days }))
}
