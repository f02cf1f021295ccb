//! `GET` and `POST /api/whatsapp/{tenantId}/chats/{chatId}/join-requests`.

use axum::Json;
use axum::extract::State;
use portaria_domain::{Jid, JoinRequest};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::people::people;
use crate::app::AppState;
use crate::auth::{Send, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::{MemberOutcomeShape, PartyShape};
use crate::tenant::InChat;

/// Somebody asks to be let into a group.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = JoinRequest)]
pub(crate) struct JoinRequestShape {
    /// Who.
    by: PartyShape,
    /// Since when, in UTC milliseconds; null where WhatsApp does not say it.
    #[schema(required)]
    at_ms: Option<i64>,
}

impl From<JoinRequest> for JoinRequestShape {
    fn from(JoinRequest { by, at }: JoinRequest) -> Self {
        Self { by: by.into(), at_ms: at.map(|at| at.0) }
    }
}

/// Who is let in, or turned away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct JoinDecision {
    /// Whether they are let in.
    approve: bool,
    /// Who, by number or address: 1 to 50.
    #[schema(min_items = 1, max_items = 50)]
    participants: Vec<String>,
}

impl Form for JoinDecision {
    type Value = (bool, Vec<Jid>);

    fn read(self) -> Result<(bool, Vec<Jid>), Vec<FieldError>> {
        Ok((self.approve, people("participants", &self.participants)?))
    }
}

/// Lists who asks to be let into a group, the first first. Only its admins are told.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/chats/{chatId}/join-requests", operation_id = "tenant_list_join_requests", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)),
    responses((status = 200, body = Vec<JoinRequestShape>), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn list_join_requests(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    InChat(chat): InChat,
) -> Result<Json<Vec<JoinRequestShape>>, Problem> {
    let requests = app.host.join_requests(ctx.tenant(), chat).await?;
    Ok(Json(requests.into_iter().map(Into::into).collect()))
}

/// Lets those in who asked, or turns them away, and says what became of each.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/chats/{chatId}/join-requests", operation_id = "tenant_decide_join_requests", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)), request_body = JoinDecision,
    responses((status = 200, body = Vec<MemberOutcomeShape>), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn decide_join_requests(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    InChat(chat): InChat,
    Input((approves, people)): Input<JoinDecision>,
) -> Result<Json<Vec<MemberOutcomeShape>>, Problem> {
    let outcomes = app.host.decide_join_requests(ctx.tenant(), chat, people, approves).await?;
    Ok(Json(outcomes.into_iter().map(Into::into).collect()))
}
