//! `POST` and `DELETE /api/whatsapp/{tenantId}/chats/{chatId}/picture`.

use axum::extract::State;
use axum::http::StatusCode;
use portaria_domain::MediaId;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{Send, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::tenant::InChat;

/// A picture of a group.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct GroupPicture {
    /// The id of an uploaded picture. Its middle is shown, as a square of at most 640 pixels.
    media_id: String,
}

impl Form for GroupPicture {
    type Value = MediaId;

    fn read(self) -> Result<MediaId, Vec<FieldError>> {
        self.media_id.parse().map_err(|_| vec![FieldError::new("mediaId", "invalid", "Not the id of a file.")])
    }
}

/// Gives a group another picture.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/chats/{chatId}/picture", operation_id = "tenant_set_group_picture", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)), request_body = GroupPicture,
    responses((status = 204, description = "WhatsApp took it."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn set_group_picture(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    InChat(chat): InChat,
    Input(picture): Input<GroupPicture>,
) -> Result<StatusCode, Problem> {
    app.host.set_group_picture(ctx.tenant(), chat, Some(picture)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a group's picture away.
#[utoipa::path(
    delete, path = "/api/whatsapp/{tenantId}/chats/{chatId}/picture", operation_id = "tenant_remove_group_picture", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)),
    responses((status = 204, description = "There is none any more."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn remove_group_picture(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    InChat(chat): InChat,
) -> Result<StatusCode, Problem> {
    app.host.set_group_picture(ctx.tenant(), chat, None).await?;
    Ok(StatusCode::NO_CONTENT)
}
