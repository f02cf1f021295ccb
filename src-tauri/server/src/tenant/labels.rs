//! `GET` and `POST /api/whatsapp/{tenantId}/labels`, `POST` and `DELETE …/labels/{labelId}`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use portaria_domain::{Label, deceives, is_blank};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{Read, Send, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::LabelShape;

/// The longest name of a label, in characters.
const LONGEST_NAME: usize = 100;
/// How many colours WhatsApp has.
const COLORS: u32 = 20;

/// What a label is called, and its colour.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LabelBody {
    /// 1 to 100 characters.
    name: String,
    /// Its place among WhatsApp's colours, 0 to 19.
    color: u32,
}

impl Form for LabelBody {
    type Value = (String, u32);

    fn read(self) -> Result<(String, u32), Vec<FieldError>> {
        let name = self.name.trim().to_owned();
        let mut errors = Vec::new();
        if is_blank(&name) || name.chars().count() > LONGEST_NAME || deceives(&name) {
            errors.push(FieldError::new("name", "invalid", "1 to 100 characters."));
        }
        if self.color >= COLORS {
            errors.push(FieldError::new("color", "invalid", "0 to 19."));
        }
        if errors.is_empty() { Ok((name, self.color)) } else { Err(errors) }
    }
}

/// Lists the labels of the account.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/labels", operation_id = "tenant_list_labels", tag = "tenant",
    params(("tenantId" = String, Path)),
    responses((status = 200, body = Vec<LabelShape>), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn list_labels(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
) -> Result<Json<Vec<LabelShape>>, Problem> {
    let labels = ctx.chats(&app).await?.labels().await?;
    Ok(Json(labels.into_iter().map(Into::into).collect()))
}

/// Makes a label, here and on the phone: there as soon as there is a connection.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/labels", operation_id = "tenant_make_label", tag = "tenant",
    params(("tenantId" = String, Path)), request_body = LabelBody,
    responses((status = 201, body = LabelShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn make_label(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    Input((name, color)): Input<LabelBody>,
) -> Result<(StatusCode, Json<LabelShape>), Problem> {
    let label = app.host.make_label(ctx.tenant(), name, color).await?;
    Ok((StatusCode::CREATED, Json(label.into())))
}

/// Gives a label another name or colour.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/labels/{labelId}", operation_id = "tenant_change_label", tag = "tenant",
    params(("tenantId" = String, Path), ("labelId" = String, Path)), request_body = LabelBody,
    responses((status = 200, body = LabelShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn change_label(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
    Input((name, color)): Input<LabelBody>,
) -> Result<Json<LabelShape>, Problem> {
    let label = Label { id, name, color };
    app.host.change_label(ctx.tenant(), label.clone()).await?;
    Ok(Json(label.into()))
}

/// Takes a label away, from its chats too.
#[utoipa::path(
    delete, path = "/api/whatsapp/{tenantId}/labels/{labelId}", operation_id = "tenant_remove_label", tag = "tenant",
    params(("tenantId" = String, Path), ("labelId" = String, Path)),
    responses((status = 204, description = "It is gone."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn remove_label(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    app.host.remove_label(ctx.tenant(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
