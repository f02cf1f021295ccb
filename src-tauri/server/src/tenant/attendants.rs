//! `GET` and `POST /api/whatsapp/{tenantId}/attendants`, `POST …/attendants/own`, `POST` and `DELETE
//! …/attendants/{attendantId}`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use portaria_domain::{Attendant, AttendantId, deceives, is_blank};
use portaria_storage::SavedAttendant;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{Read, Send, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::AttendantShape;

/// The longest name, in characters.
const LONGEST_NAME: usize = 40;

/// What somebody is called.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AttendantBody {
    /// 1 to 40 characters. No two differ by accents and case alone.
    name: String,
}

impl Form for AttendantBody {
    type Value = String;

    fn read(self) -> Result<String, Vec<FieldError>> {
        let name = self.name.trim().to_owned();
        if is_blank(&name) || name.chars().count() > LONGEST_NAME || deceives(&name) {
            return Err(vec![FieldError::new("name", "invalid", "1 to 40 characters.")]);
        }
        Ok(name)
    }
}

/// Who answers for the tenant.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AttendantList {
    /// Everybody, by their names.
    attendants: Vec<AttendantShape>,
    /// Who answers by the login or key that asks; null where that was not said.
    #[schema(required)]
    own_id: Option<String>,
}

/// Lists the people of the tenant who answer, and says who of them answers by this login or key.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/attendants", operation_id = "tenant_list_attendants", tag = "tenant",
    params(("tenantId" = String, Path)),
    responses((status = 200, body = AttendantList), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn list_attendants(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
) -> Result<Json<AttendantList>, Problem> {
    let chats = ctx.chats(&app).await?;
    let own = chats.attendant_by_credential(ctx.proof().by.name()).await?;
    let attendants = chats.attendants().await?.into_iter().map(Into::into).collect();
    Ok(Json(AttendantList { attendants, own_id: own.map(|own| own.id.to_string()) }))
}

/// Adds somebody who answers. A tenant has at most 50.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/attendants", operation_id = "tenant_add_attendant", tag = "tenant",
    params(("tenantId" = String, Path)), request_body = AttendantBody,
    responses((status = 201, body = AttendantShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn add_attendant(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    Input(name): Input<AttendantBody>,
) -> Result<(StatusCode, Json<AttendantShape>), Problem> {
    let saved = app.host.add_attendant(ctx.tenant(), new(&app, name)).await?;
    Ok((StatusCode::CREATED, Json(shape(saved)?)))
}

/// Says who answers by this login or key: whoever has that name already, or somebody new.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/attendants/own", operation_id = "tenant_name_attendant", tag = "tenant",
    params(("tenantId" = String, Path)), request_body = AttendantBody,
    responses((status = 200, body = AttendantShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn name_attendant(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    Input(name): Input<AttendantBody>,
) -> Result<Json<AttendantShape>, Problem> {
    let saved = app.host.name_credential(ctx.tenant(), ctx.proof().by.name(), new(&app, name)).await?;
    Ok(Json(shape(saved)?))
}

/// Gives an attendant another name, also where they wrote notes.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/attendants/{attendantId}", operation_id = "tenant_rename_attendant", tag = "tenant",
    params(("tenantId" = String, Path), ("attendantId" = String, Path)), request_body = AttendantBody,
    responses((status = 200, body = AttendantShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn rename_attendant(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
    Input(name): Input<AttendantBody>,
) -> Result<Json<AttendantShape>, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let saved = app.host.rename_attendant(ctx.tenant(), Attendant { id, name }).await?;
    Ok(Json(shape(saved)?))
}

/// Takes an attendant away. Their chats are nobody's then; their notes keep their name.
#[utoipa::path(
    delete, path = "/api/whatsapp/{tenantId}/attendants/{attendantId}", operation_id = "tenant_remove_attendant", tag = "tenant",
    params(("tenantId" = String, Path), ("attendantId" = String, Path)),
    responses((status = 204, description = "They are gone."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn remove_attendant(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    app.host.remove_attendant(ctx.tenant(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn new(app: &AppState, name: String) -> Attendant {
    Attendant { id: AttendantId::from_parts(app.clock.now(), rand::random()), name }
}

fn shape(saved: SavedAttendant) -> Result<AttendantShape, Problem> {
    let wrong = |code, detail| Problem::invalid(vec![FieldError::new("name", code, detail)]);
    match saved {
        SavedAttendant::Saved(attendant, _) => Ok(attendant.into()),
        SavedAttendant::NameTaken => Err(wrong("taken", "Another attendant has this name.")),
        SavedAttendant::TooMany => Err(wrong("too_many", "Take one away first: there are 50.")),
        SavedAttendant::Unknown => Err(Problem::not_found()),
    }
}
