//! `POST /api/whatsapp/{tenantId}/webhooks/{webhookId}/send-again` and `…/deliveries/{deliveryId}/send-again`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use portaria_domain::{UnixMs, WebhookId};
use portaria_storage::{SendAgain, WhichDeliveries};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::{App, AppState};
use crate::auth::{ControlAndRead, TenantCtx};
use crate::input::{Form, Input, moment};
use crate::problem::{Code, FieldError, Problem, ProblemBody};
use crate::shapes::SentAgainShape;

/// Which deliveries are sent again: those of a time, those that failed, or those of a time that failed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct SendAgainBody {
    /// From when on the events happened (RFC 3339). May be left out where only what failed is sent again.
    from: Option<String>,
    /// Until when (RFC 3339); until now when it is not said.
    to: Option<String>,
    /// `true`: only what failed. Else also what waits, what was delivered, and what the webhook never had.
    #[serde(default)]
    #[schema(required = false)]
    only_failed: bool,
    /// `true`: nothing is sent, and the answer says how many it would be.
    #[serde(default)]
    #[schema(required = false)]
    dry_run: bool,
}

impl Form for SendAgainBody {
    type Value = (WhichDeliveries, bool);

    fn read(self) -> Result<Self::Value, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut read = |field, text: Option<String>| {
            let at = text.as_deref().map(moment);
            if at == Some(None) {
                errors.push(FieldError::new(field, "invalid", "A moment such as 2026-12-24T18:00:00Z."));
            }
            at.flatten()
        };
        let (from, to) = (read("from", self.from.clone()), read("to", self.to).unwrap_or(UnixMs::FOREVER));
        if self.from.is_none() && !self.only_failed {
            errors.push(FieldError::new("from", "missing", "Say from when on, or onlyFailed: true."));
        }
        let from = from.unwrap_or(UnixMs(0));
        if errors.is_empty() && to < from {
            errors.push(FieldError::new("to", "invalid", "The end lies before the beginning."));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let which = if self.only_failed {
            WhichDeliveries::FailedBetween(from, to)
        } else {
            WhichDeliveries::Between(from, to)
        };
        Ok((which, self.dry_run))
    }
}

/// Sends deliveries again, in the order of their events, as far as events are kept and the webhook asks for them; or tells
/// how many that would be. What waits is among them: it does not wait for its next attempt, only for what is before it in
/// its chat.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/webhooks/{webhookId}/send-again", operation_id = "tenant_send_webhook_again", tag = "tenant",
    params(("tenantId" = String, Path), ("webhookId" = String, Path)), request_body = SendAgainBody,
    responses((status = 200, body = SentAgainShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control", "read"]))
)]
pub(crate) async fn send_many_again(
    ctx: TenantCtx<ControlAndRead>,
    State(app): State<AppState>,
    Path((_, webhook)): Path<(String, String)>,
    Input((which, only_count)): Input<SendAgainBody>,
) -> Result<Json<SentAgainShape>, Problem> {
    let webhook = webhook.parse().map_err(|_| Problem::not_found())?;
    let which = until(which, app.now());
    let count = again(&ctx, &app, webhook, which, only_count).await?;
    Ok(Json(SentAgainShape { count }))
}

/// Sends a delivery again, under its own id, whatever became of it, as if it were new: once nothing that is before it in
/// its chat waits. Refused where the webhook does not ask for such an event.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/webhooks/{webhookId}/deliveries/{deliveryId}/send-again", operation_id = "tenant_send_webhook_delivery_again", tag = "tenant",
    params(("tenantId" = String, Path), ("webhookId" = String, Path), ("deliveryId" = String, Path)),
    responses((status = 204, description = "It waits, as if it were new."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["control", "read"]))
)]
pub(crate) async fn send_one_again(
    ctx: TenantCtx<ControlAndRead>,
    State(app): State<AppState>,
    Path((_, webhook, id)): Path<(String, String, String)>,
) -> Result<StatusCode, Problem> {
    let webhook = webhook.parse().map_err(|_| Problem::not_found())?;
    let id = id.parse().map_err(|_| Problem::not_found())?;
    again(&ctx, &app, webhook, WhichDeliveries::One(id), false).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Not what happens while pieces of it are sent again.
fn until(which: WhichDeliveries, now: UnixMs) -> WhichDeliveries {
    match which {
        WhichDeliveries::Between(from, to) => WhichDeliveries::Between(from, to.min(now)),
        WhichDeliveries::FailedBetween(from, to) => WhichDeliveries::FailedBetween(from, to.min(now)),
        WhichDeliveries::One(id) => WhichDeliveries::One(id),
    }
}

async fn again(
    ctx: &TenantCtx<ControlAndRead>,
    app: &App,
    webhook: WebhookId,
    which: WhichDeliveries,
    only_count: bool,
) -> Result<u64, Problem> {
    let sent = ctx.chats(app).await?.send_deliveries_again(webhook, which, only_count, app.now()).await?;
    match sent {
        SendAgain::Counted(count) => {
            if !only_count {
                app.webhooks.look_again(ctx.tenant());
            }
            Ok(count)
        }
        SendAgain::NotTaken => {
            Err(Problem::new(Code::WebhookNotAsking, "The webhook does not ask for what this event tells by now."))
        }
        SendAgain::Disabled => Err(Problem::new(Code::WebhookDisabled, "Resume the webhook first.")),
        SendAgain::Unknown => Err(Problem::not_found()),
    }
}
