//! `POST /api/whatsapp/{tenantId}/groups`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use portaria_domain::{Jid, LONGEST_SUBJECT, deceives, is_blank};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::people::people;
use crate::app::AppState;
use crate::auth::{Send, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::{ChatShape, MemberOutcomeShape};

/// A group to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewGroup {
    /// Its name, 1 to 100 characters.
    subject: String,
    /// Who is to be in it beside this account, by number or address: 1 to 50. More can be added afterwards.
    #[schema(min_items = 1, max_items = 50)]
    participants: Vec<String>,
}

impl Form for NewGroup {
    type Value = (String, Vec<Jid>);

    fn read(self) -> Result<(String, Vec<Jid>), Vec<FieldError>> {
        let subject = subject("subject", &self.subject);
        match (subject, people("participants", &self.participants)) {
            (Ok(subject), Ok(people)) => Ok((subject, people)),
            (subject, people) => Err(subject.err().into_iter().chain(people.err().into_iter().flatten()).collect()),
        }
    }
}

/// A name of a group.
pub(super) fn subject(field: &str, text: &str) -> Result<String, FieldError> {
    let text = text.trim();
    if is_blank(text) || text.chars().count() > LONGEST_SUBJECT || deceives(text) {
        return Err(FieldError::new(field, "invalid", format!("1 to {LONGEST_SUBJECT} characters.")));
    }
    Ok(text.to_owned())
}

/// A group that was made.
#[derive(Serialize, ToSchema)]
pub(crate) struct GroupMade {
    /// Its chat.
    chat: ChatShape,
    /// What became of each person: who lets nobody add them is not in it.
    participants: Vec<MemberOutcomeShape>,
}

/// Makes a group. This account is its owner.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/groups", operation_id = "tenant_create_group", tag = "tenant",
    params(("tenantId" = String, Path)), request_body = NewGroup,
    responses((status = 201, body = GroupMade), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn create_group(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    Input((subject, people)): Input<NewGroup>,
) -> Result<(StatusCode, Json<GroupMade>), Problem> {
    let (chat, outcomes) = app.host.create_group(ctx.tenant(), &subject, people).await?;
    let participants = outcomes.into_iter().map(Into::into).collect();
    Ok((StatusCode::CREATED, Json(GroupMade { chat: chat.into(), participants })))
}
