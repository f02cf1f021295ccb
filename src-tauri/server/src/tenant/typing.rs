//! `POST /api/whatsapp/{tenantId}/chats/{chatId}/typing`.

use axum::extract::State;
use axum::http::StatusCode;
use portaria_domain::Activity;
use serde::Deserialize;
use utoipa::ToSchema;

use super::InChat;
use crate::app::AppState;
use crate::auth::{Send, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::ActivityWord;

/// What somebody does here: exactly one of the two.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Typing {
    /// What they do.
    activity: Option<ActivityWord>,
    /// Whether somebody types, or no longer: the short form of `typing` and `paused`.
    typing: Option<bool>,
}

impl Form for Typing {
    type Value = Activity;

    fn read(self) -> Result<Activity, Vec<FieldError>> {
        match (self.activity, self.typing) {
            (Some(activity), None) => Ok(activity.into()),
            (None, Some(true)) => Ok(Activity::Typing),
            (None, Some(false)) => Ok(Activity::Paused),
            _ => Err(vec![FieldError::new("activity", "missing", "Say exactly one of activity and typing.")]),
        }
    }
}

/// Shows the other side that somebody types, records a voice message, or no longer; and the tenant's other browsers and
/// programs who does.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/chats/{chatId}/typing", operation_id = "tenant_set_typing", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)), request_body = Typing,
    responses((status = 204, description = "It is shown."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn set_typing(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    InChat(chat): InChat,
    Input(activity): Input<Typing>,
) -> Result<StatusCode, Problem> {
    let chats = ctx.chats(&app).await?;
    if chats.chat(chat).await?.is_none() {
        return Err(Problem::not_found());
    }
    let (tenant, by) = (ctx.tenant(), &ctx.proof().by);
    app.lookers.set_typing(tenant, &by.name(), chat, activity != Activity::Paused, app.now());
    super::looking::tell(&app, tenant, by, &chats).await?;
    app.host.set_activity(tenant, chat, activity).await?;
    Ok(StatusCode::NO_CONTENT)
}
