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
    /// What.
    change: ParticipantsDeed,
    /// Who, by number or address: 1 to 50.
    #[schema(min_items = 1, max_items = 50)]
    participants: Vec<String>,
}

/// What is done to people in a group.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ParticipantsDeed {
    /// They come in.
    Add,
    /// They go.
    Remove,
    /// They become admins.
    Promote,
    /// They are admins no longer.
    Demote,
}

impl From<ParticipantsDeed> for MemberChange {
    fn from(deed: ParticipantsDeed) -> Self {
        match deed {
            ParticipantsDeed::Add => Self::Add,
            ParticipantsDeed::Remove => Self::Remove,
            ParticipantsDeed::Promote => Self::Promote,
            ParticipantsDeed::Demote => Self::Demote,
        }
    }
}

impl Form for ParticipantsChange {
    type Value = (MemberChange, Vec<Jid>);

    fn read(self) -> Result<(MemberChange, Vec<Jid>), Vec<FieldError>> {
        Ok((self.change.into(), people("participants", &self.participants)?))
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
