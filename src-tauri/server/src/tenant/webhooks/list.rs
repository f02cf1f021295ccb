//! `GET` and `POST /api/whatsapp/{tenantId}/webhooks`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use portaria_storage::{NewWebhook, SavedWebhook};

use super::form::{GivenWebhook, WebhookBody};
use crate::app::AppState;
use crate::auth::{Control, ControlAndRead, TenantCtx};
use crate::input::Input;
use crate::problem::{Code, Problem, ProblemBody};
use crate::shapes::{WebhookOverviewShape, WebhookWithSecret};
use crate::webhooks::new_secret;

/// Lists the tenant's webhooks, the oldest first.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/webhooks", operation_id = "tenant_list_webhooks", tag = "tenant",
    params(("tenantId" = String, Path)),
    responses((status = 200, body = Vec<WebhookOverviewShape>), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control"]))
)]
pub(crate) async fn list_webhooks(
    ctx: TenantCtx<Control>,
    State(app): State<AppState>,
) -> Result<Json<Vec<WebhookOverviewShape>>, Problem> {
    let webhooks = ctx.chats(&app).await?.webhook_overviews().await?;
    Ok(Json(webhooks.into_iter().map(Into::into).collect()))
}

/// Makes a webhook: from now on events are sent there, signed as Standard Webhooks has it, with the secret that is shown
/// this once. A tenant has at most 10.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/webhooks", operation_id = "tenant_make_webhook", tag = "tenant",
    params(("tenantId" = String, Path)), request_body = WebhookBody,
    responses((status = 201, body = WebhookWithSecret), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control", "read"]))
)]
pub(crate) async fn make_webhook(
    ctx: TenantCtx<ControlAndRead>,
    State(app): State<AppState>,
    Input(given): Input<WebhookBody>,
) -> Result<(StatusCode, Json<WebhookWithSecret>), Problem> {
    let GivenWebhook { url, events, headers, inline_media_bytes } = given;
    let new = NewWebhook { url, events, headers, inline_media_bytes, secret: new_secret() };
    match app.stores.add_webhook(ctx.tenant(), new, app.now()).await? {
        SavedWebhook::Saved(webhook) => {
            app.webhooks.look_again(ctx.tenant());
            app.audit(&ctx.proof().by.name(), "webhook.created", Some(ctx.tenant())).await;
            Ok((StatusCode::CREATED, Json((*webhook).into())))
        }
        SavedWebhook::TooMany => Err(Problem::new(Code::TooManyWebhooks, "Take one away first: there are 10.")),
    }
}
