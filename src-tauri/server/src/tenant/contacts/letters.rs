//! `GET /api/whatsapp/{tenantId}/contacts/letters`.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::AppState;
use crate::auth::{Read, TenantCtx};
use crate::input::{Params, search_words};
use crate::problem::{Problem, ProblemBody};
use crate::shapes::ContactIndex;

/// Of which people.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct LetterFilter {
    /// A part of a name or of the number, as of the list.
    #[param(max_length = 100)]
    search: Option<String>,
}

/// Tells which letters the list of people has, and where each begins in it.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/contacts/letters", operation_id = "tenant_contact_letters", tag = "tenant", params(("tenantId" = String, Path), LetterFilter),
    responses((status = 200, body = ContactIndex), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn contact_letters(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    Params(filter): Params<LetterFilter>,
) -> Result<Json<ContactIndex>, Problem> {
    let search = search_words(filter.search)?;
    let letters = ctx.chats(&app).await?.contact_letters(search.as_deref()).await?;
    Ok(Json(letters.into()))
}
