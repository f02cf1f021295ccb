//! `GET` and `POST /api/whatsapp/{tenantId}/blocked`.

use axum::Json;
use axum::extract::State;
use portaria_domain::{Address, Jid};
use serde::Deserialize;
use utoipa::ToSchema;

use super::destination::person;
use crate::app::AppState;
use crate::auth::{Read, Send, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::BlockedShape;

/// Whom to block, or to let through again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct BlockParty {
    /// A number in any writing, or either address of a person.
    #[schema(max_length = 100)]
    party: String,
    /// Whether they are blocked, or no longer.
    is_blocked: bool,
}

impl Form for BlockParty {
    type Value = (Jid, bool);

    fn read(self) -> Result<(Jid, bool), Vec<FieldError>> {
        let jid = person(&self.party).ok_or_else(|| {
            vec![FieldError::new("party", "invalid", "A number with its country code, or the address of a person.")]
        })?;
        Ok((jid, self.is_blocked))
    }
}

/// Lists whom the account blocks.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/blocked", operation_id = "tenant_list_blocked", tag = "tenant",
    params(("tenantId" = String, Path)),
    responses((status = 200, body = Vec<BlockedShape>), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn list_blocked(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
) -> Result<Json<Vec<BlockedShape>>, Problem> {
    let blocked = ctx.chats(&app).await?.blocked_parties().await?;
    Ok(Json(blocked.into_iter().map(Into::into).collect()))
}

/// Blocks a person, or lets them through again: at WhatsApp as soon as there is a connection. Gives the list as it is then.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/blocked", operation_id = "tenant_block_party", tag = "tenant",
    params(("tenantId" = String, Path)), request_body = BlockParty,
    responses((status = 200, body = Vec<BlockedShape>), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn block_party(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    Input((jid, is_blocked)): Input<BlockParty>,
) -> Result<Json<Vec<BlockedShape>>, Problem> {
    app.host.block_party(ctx.tenant(), Address::one(jid), is_blocked).await?;
    let blocked = ctx.chats(&app).await?.blocked_parties().await?;
    Ok(Json(blocked.into_iter().map(Into::into).collect()))
}
