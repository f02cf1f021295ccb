//! `POST /api/whatsapp/{tenantId}/chats/{chatId}/participants`.

use axum::Json;
use axum::extract::State;
use portaria_domain::{Jid, MemberChange};
use serde::Deserialize;
use utoipa::ToSchema;

use super::people::people;
use crate::app::AppState;
use crate::auth::{Send, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::MemberOutcomeShape;
use crate::tenant::InChat;

/// What is to become of people in a group.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ParticipantsChange {
    /// `add`, `remove`, `promote` to admin, or `demote`.
    change: String,
    /// Who, by number or address: 1 to 50.
    #[schema(min_items = 1, max_items = 50)]
    participants: Vec<String>,
}

impl Form for ParticipantsChange {
    type Value = (MemberChange, Vec<Jid>);

    fn read(self) -> Result<(MemberChange, Vec<Jid>), Vec<FieldError>> {
        let change = match self.change.as_str() {
            "add" => MemberChange::Add,
            "remove" => MemberChange::Remove,
            "promote" => MemberChange::Promote,
            "demote" => MemberChange::Demote,
            _ => return Err(vec![FieldError::new("change", "invalid", "add, remove, promote or demote.")]),
        };
        Ok((change, people("participants", &self.participants)?))
    }
}

/// Changes who is in a group, or what they may do there, and says what became of each.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/chats/{chatId}/participants", operation_id = "tenant_change_participants", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)), request_body = ParticipantsChange,
    responses((status = 200, body = Vec<MemberOutcomeShape>), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn change_participants(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    InChat(chat): InChat,
    Input((change, people)): Input<ParticipantsChange>,
) -> Result<Json<Vec<MemberOutcomeShape>>, Problem> {
    let outcomes = app.host.change_members(ctx.tenant(), chat, change, people).await?;
    Ok(Json(outcomes.into_iter().map(Into::into).collect()))
}
