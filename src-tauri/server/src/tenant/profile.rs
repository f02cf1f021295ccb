//! `GET /api/whatsapp/{tenantId}/chats/{chatId}/profile` and `…/picture`, and the same of the account itself below
//! `/profile`.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use portaria_sessions::Whose;
use portaria_storage::KnownProfile;
use serde::Serialize;
use utoipa::ToSchema;

use super::InChat;
use crate::app::AppState;
use crate::auth::{Read, TenantCtx};
use crate::problem::{Problem, ProblemBody};
use crate::serving;

/// What somebody shows of themselves beside their names.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Profile {
    /// What they say about themselves; empty where they say nothing, or not to this account.
    about: String,
    /// Whether WhatsApp vouches for them.
    is_verified: bool,
    /// WhatsApp's id of their picture, another one for another picture; null where there is none to be seen.
    #[schema(required)]
    picture_id: Option<String>,
}

impl From<KnownProfile> for Profile {
    fn from(known: KnownProfile) -> Self {
        let KnownProfile { about, is_verified, picture, .. } = known;
        Self { about, is_verified, picture_id: picture }
    }
}

/// Shows what the other side of a chat says about itself. Asks WhatsApp, where that is longer ago than a day; without a
/// connection it shows what is known.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/chats/{chatId}/profile", operation_id = "tenant_show_profile", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)),
    responses((status = 200, body = Profile), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn show_profile(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    InChat(chat): InChat,
) -> Result<Json<Profile>, Problem> {
    Ok(Json(app.host.profile(ctx.tenant(), Whose::Chat(chat)).await?.into()))
}

/// Shows the picture of a chat's other side, or of a group; fetches it from WhatsApp where it is not here yet. `404`:
/// there is none to be seen.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/chats/{chatId}/picture", operation_id = "tenant_show_picture", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)),
    responses((status = 200, description = "A JPEG, as a rule.", content_type = "image/jpeg"), (status = 304, description = "It is the one that the caller has."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn show_picture(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    InChat(chat): InChat,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    Ok(serving::answer(&headers, app.host.picture(ctx.tenant(), Whose::Chat(chat)).await?, false))
}

/// Shows what the account says about itself.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/profile", operation_id = "tenant_show_own_profile", tag = "tenant", params(("tenantId" = String, Path)),
    responses((status = 200, body = Profile), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn show_own_profile(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
) -> Result<Json<Profile>, Problem> {
    Ok(Json(app.host.profile(ctx.tenant(), Whose::Own).await?.into()))
}

/// Shows the account's own picture.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/profile/picture", operation_id = "tenant_show_own_picture", tag = "tenant", params(("tenantId" = String, Path)),
    responses((status = 200, description = "A JPEG, as a rule.", content_type = "image/jpeg"), (status = 304, description = "It is the one that the caller has."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn show_own_picture(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    Ok(serving::answer(&headers, app.host.picture(ctx.tenant(), Whose::Own).await?, false))
}
