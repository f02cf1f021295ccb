//! `GET /api/whatsapp/{tenantId}/earlier-accounts` and `POST …/earlier-accounts/{accountId}`.

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{Control, Read, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::EarlierAccountShape;

/// What is to become of the chats of a number that was linked before.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct EarlierChatsBody {
    /// `true`: they go on from the number that is linked now, for good. `false`: they are kept apart.
    continues: bool,
}

impl Form for EarlierChatsBody {
    type Value = bool;

    fn read(self) -> Result<bool, Vec<FieldError>> {
        Ok(self.continues)
    }
}

/// Lists the numbers that were linked before and have chats. Where another number is linked than before, one is `asked`
/// about; until somebody decides, its chats are kept apart.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/earlier-accounts", operation_id = "tenant_list_earlier_accounts", tag = "tenant", params(("tenantId" = String, Path)),
    responses((status = 200, body = Vec<EarlierAccountShape>), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn list_earlier_accounts(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
) -> Result<Json<Vec<EarlierAccountShape>>, Problem> {
    let accounts = ctx.chats(&app).await?.earlier_accounts().await?;
    Ok(Json(accounts.into_iter().map(Into::into).collect()))
}

/// Decides about the chats of a number that was linked before. Where they go on, each of its chats of two is the linked
/// number's from then on, or one with the chat that this number has with the same person; groups follow once this number is
/// in them. What was exchanged before stays as it is and can be quoted, but not edited, reacted to or deleted for everyone.
/// It goes on by itself, also after a restart, is told by `earlier_account.updated`, and can't be undone.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/earlier-accounts/{accountId}", operation_id = "tenant_decide_about_chats", tag = "tenant",
    params(("tenantId" = String, Path), ("accountId" = String, Path)),
    request_body = EarlierChatsBody,
    responses(
        (status = 200, body = EarlierAccountShape),
        (status = 409, description = "`not_paired`; `chats_continued`: they can't be kept apart any more.", body = ProblemBody, content_type = "application/problem+json"),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn decide_about_chats(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
    Path((_, id)): Path<(String, String)>,
    Input(continues): Input<EarlierChatsBody>,
) -> Result<Json<EarlierAccountShape>, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let account = app.host.decide_about_chats(ctx.tenant(), id, continues).await?;
    let deed = if continues { "chats.continued" } else { "chats.kept_apart" };
    app.audit(&ctx.proof().by.name(), deed, Some(ctx.tenant())).await;
    Ok(Json(account.into()))
}
