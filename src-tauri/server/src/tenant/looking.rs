//! `POST /api/whatsapp/{tenantId}/looking`.

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{Send, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};

/// Whether somebody looks at the panel.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Looking {
    /// Whether they do.
    is_looking: bool,
}

impl Form for Looking {
    type Value = bool;

    fn read(self) -> Result<bool, Vec<FieldError>> {
        Ok(self.is_looking)
    }
}

/// Says that somebody looks at the panel just now, which counts for a minute, or no longer. The account is shown as
/// online meanwhile, where that is chosen (`preferences`); otherwise nothing comes of it.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/looking", operation_id = "tenant_set_looking", tag = "tenant", params(("tenantId" = String, Path)),
    request_body = Looking,
    responses((status = 204, description = "It is noted."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn set_looking(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    Input(is_looking): Input<Looking>,
) -> Result<StatusCode, Problem> {
    app.host.note_looking(ctx.tenant(), ctx.proof().by.name(), is_looking);
    Ok(StatusCode::NO_CONTENT)
}
