//! `GET /api/whatsapp/{tenantId}/contacts/{contactId}`.

use axum::Json;
use axum::extract::{Path, State};

use crate::app::AppState;
use crate::auth::{Read, TenantCtx};
use crate::problem::{Problem, ProblemBody};
use crate::shapes::ContactDetails;

/// Shows one person, and what was exchanged with them.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/contacts/{contactId}", operation_id = "tenant_show_contact", tag = "tenant",
    params(("tenantId" = String, Path), ("contactId" = String, Path)),
    responses((status = 200, body = ContactDetails), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn show_contact(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<ContactDetails>, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let (contact, exchanged) = ctx.chats(&app).await?.contact(id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(ContactDetails {
        contact: contact.into(),
        first_at_ms: exchanged.first_at.map(|at| at.0),
        last_at_ms: exchanged.last_at.map(|at| at.0),
        messages: exchanged.messages,
        media: exchanged.media,
    }))
}
