//! `POST /api/whatsapp/{tenantId}/pair-code`.

use axum::Json;
use axum::extract::State;
use portaria_domain::PhoneNumber;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{Control, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};

/// Which phone will be linked.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PairByCode {
    /// The phone's own number with its country code, in any writing.
    #[schema(max_length = 100)]
    phone: String,
}

impl Form for PairByCode {
    type Value = PhoneNumber;

    fn read(self) -> Result<PhoneNumber, Vec<FieldError>> {
        self.phone.parse().map_err(|error: portaria_domain::InvalidPhone| {
            vec![FieldError::new("phone", "invalid", error.to_string())]
        })
    }
}

/// A code to type on the phone.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PairCode {
    /// Eight letters and digits.
    code: String,
    /// Until when WhatsApp accepts it, in UTC milliseconds.
    expires_at_ms: i64,
}

/// Asks WhatsApp for a code to type on the phone instead of scanning.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/pair-code", operation_id = "tenant_pair_code", tag = "tenant", params(("tenantId" = String, Path)),
    request_body = PairByCode,
    responses((status = 200, body = PairCode), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn pair_code(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
    Input(phone): Input<PairByCode>,
) -> Result<Json<PairCode>, Problem> {
    app.rates.pair_code(ctx.tenant())?;
    let shown = app.host.pair_by_code(ctx.tenant(), &phone).await?;
    Ok(Json(PairCode { code: shown.code, expires_at_ms: shown.expires_at.0 }))
}
