//! `GET` and `POST /api/whatsapp/{tenantId}/quick-replies`, `POST` and `DELETE …/quick-replies/{quickReplyId}`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use portaria_domain::{QuickReply, QuickReplyId, deceives, is_blank};
use portaria_storage::{ReplyIs, SavedReply};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{Read, Send, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::QuickReplyShape;

/// The longest shortcut, in characters.
const LONGEST_SHORTCUT: usize = 40;
/// The longest text, in characters.
const LONGEST_TEXT: usize = 4_096;

/// A quick reply.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuickReplyBody {
    /// What is typed behind `/` to find it: 1 to 40 characters, no spaces. No two differ by accents and case alone.
    shortcut: String,
    /// What it says: 1 to 4,096 characters.
    text: String,
}

impl Form for QuickReplyBody {
    type Value = (String, String);

    fn read(self) -> Result<(String, String), Vec<FieldError>> {
        let shortcut = self.shortcut.trim().trim_start_matches('/').to_owned();
        let mut errors = Vec::new();
        let is_word = !is_blank(&shortcut) && !deceives(&shortcut) && !shortcut.contains(char::is_whitespace);
        if !is_word || shortcut.chars().count() > LONGEST_SHORTCUT {
            errors.push(FieldError::new("shortcut", "invalid", "1 to 40 characters without spaces."));
        }
        errors.extend(super::draft::checked_text("text", &self.text, LONGEST_TEXT));
        if errors.is_empty() { Ok((shortcut, self.text)) } else { Err(errors) }
    }
}

/// Lists the texts that the tenant keeps ready to answer with, by their shortcuts.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/quick-replies", operation_id = "tenant_list_quick_replies", tag = "tenant",
    params(("tenantId" = String, Path)),
    responses((status = 200, body = Vec<QuickReplyShape>), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn list_quick_replies(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
) -> Result<Json<Vec<QuickReplyShape>>, Problem> {
    let replies = ctx.chats(&app).await?.quick_replies().await?;
    Ok(Json(replies.into_iter().map(Into::into).collect()))
}

/// Keeps a text ready to answer with. A tenant has at most 500.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/quick-replies", operation_id = "tenant_make_quick_reply", tag = "tenant",
    params(("tenantId" = String, Path)), request_body = QuickReplyBody,
    responses((status = 201, body = QuickReplyShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn make_quick_reply(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    Input((shortcut, text)): Input<QuickReplyBody>,
) -> Result<(StatusCode, Json<QuickReplyShape>), Problem> {
    let id = QuickReplyId::from_parts(app.clock.now(), rand::random());
    let reply = save(&ctx, &app, QuickReply { id, shortcut, text }, ReplyIs::New).await?;
    Ok((StatusCode::CREATED, Json(reply)))
}

/// Lets a quick reply say something else.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/quick-replies/{quickReplyId}", operation_id = "tenant_change_quick_reply", tag = "tenant",
    params(("tenantId" = String, Path), ("quickReplyId" = String, Path)), request_body = QuickReplyBody,
    responses((status = 200, body = QuickReplyShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn change_quick_reply(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
    Input((shortcut, text)): Input<QuickReplyBody>,
) -> Result<Json<QuickReplyShape>, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    Ok(Json(save(&ctx, &app, QuickReply { id, shortcut, text }, ReplyIs::Replaced).await?))
}

/// Takes a quick reply away.
#[utoipa::path(
    delete, path = "/api/whatsapp/{tenantId}/quick-replies/{quickReplyId}", operation_id = "tenant_remove_quick_reply", tag = "tenant",
    params(("tenantId" = String, Path), ("quickReplyId" = String, Path)),
    responses((status = 204, description = "It is gone."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn remove_quick_reply(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    app.host.remove_quick_reply(ctx.tenant(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn save(
    ctx: &TenantCtx<Send>,
    app: &AppState,
    reply: QuickReply,
    is: ReplyIs,
) -> Result<QuickReplyShape, Problem> {
    let taken = |code, detail| Problem::invalid(vec![FieldError::new("shortcut", code, detail)]);
    match app.host.save_quick_reply(ctx.tenant(), reply.clone(), is).await? {
        SavedReply::Saved(_) => Ok(reply.into()),
        SavedReply::ShortcutTaken => Err(taken("taken", "Another quick reply has this shortcut.")),
        SavedReply::TooMany => Err(taken("too_many", "Take one away first: there are 500.")),
        SavedReply::Unknown => Err(Problem::not_found()),
    }
}
