//! `POST /api/whatsapp/{tenantId}/chats/{chatId}/group`.

use axum::extract::State;
use axum::http::StatusCode;
use portaria_domain::{GroupChange, LONGEST_DESCRIPTION};
use serde::Deserialize;
use utoipa::ToSchema;

use super::create::subject;
use crate::app::AppState;
use crate::auth::{Send, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::tenant::InChat;

/// What is to be otherwise about a group; what is left out stays as it is. After how long its messages disappear is a
/// setting of the chat.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct GroupSettings {
    /// Its name, 1 to 100 characters.
    subject: Option<String>,
    /// Its description, at most 2,048 characters; empty takes it away.
    description: Option<String>,
    /// Whether only admins write in it.
    is_announcement: Option<bool>,
    /// Whether only admins change its name, picture and description.
    is_locked: Option<bool>,
    /// Whether only admins add members.
    only_admins_add: Option<bool>,
    /// Whether an admin has to let new members in.
    needs_approval: Option<bool>,
}

impl Form for GroupSettings {
    type Value = Vec<GroupChange>;

    fn read(self) -> Result<Vec<GroupChange>, Vec<FieldError>> {
        let Self { subject: name, description, is_announcement, is_locked, only_admins_add, needs_approval } = self;
        let mut errors = Vec::new();
        let name = name.map(|text| subject("subject", &text)).transpose();
        let name = name.unwrap_or_else(|error| {
            errors.push(error);
            None
        });
        let description = description.map(|text| text.trim().to_owned());
        if description.as_ref().is_some_and(|text| text.chars().count() > LONGEST_DESCRIPTION) {
            let detail = format!("At most {LONGEST_DESCRIPTION} characters.");
            errors.push(FieldError::new("description", "too_long", detail));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let description = description.map(|text| Some(text).filter(|text| !text.is_empty()));
        let changes = [
            name.map(GroupChange::Subject),
            description.map(GroupChange::Description),
            is_announcement.map(GroupChange::Announcement),
            is_locked.map(GroupChange::Locked),
            only_admins_add.map(GroupChange::OnlyAdminsAdd),
            needs_approval.map(GroupChange::NeedsApproval),
        ];
        Ok(changes.into_iter().flatten().collect())
    }
}

/// Changes a group, in the order of the fields. What was done before one of them is refused stays. The chat's event
/// tells how the group is then.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/chats/{chatId}/group", operation_id = "tenant_change_group", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)), request_body = GroupSettings,
    responses((status = 204, description = "WhatsApp took it."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn change_group(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    InChat(chat): InChat,
    Input(changes): Input<GroupSettings>,
) -> Result<StatusCode, Problem> {
    app.host.change_group(ctx.tenant(), chat, changes).await?;
    Ok(StatusCode::NO_CONTENT)
}
