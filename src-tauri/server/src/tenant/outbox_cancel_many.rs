//! `POST /api/whatsapp/{tenantId}/outbox/cancel`.

use std::collections::HashSet;

use axum::Json;
use axum::extract::State;
use portaria_storage::ToCancel;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::auth::{Send, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::CancelledShape;

/// How many ids one request may name.
const MOST_IDS: usize = 1_000;

/// What is to be cancelled: exactly one of the three.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct CancelSends {
    /// These, by the ids that sending them answered: 1 to 1,000. Also what failed. Unknown ones are passed over.
    #[schema(min_items = 1, max_items = 1_000)]
    ids: Option<Vec<String>>,
    /// Everything that waits in this chat, also for later.
    chat_id: Option<String>,
    /// `true`: everything that waits, also for later.
    all: Option<bool>,
}

impl Form for CancelSends {
    type Value = ToCancel;

    fn read(self) -> Result<ToCancel, Vec<FieldError>> {
        match (self.ids, self.chat_id, self.all) {
            (Some(ids), None, None) if (1..=MOST_IDS).contains(&ids.len()) => {
                Ok(ToCancel::Ids(ids.into_iter().collect::<HashSet<_>>()))
            }
            (Some(_), None, None) => Err(vec![FieldError::new("ids", "invalid", format!("Name 1 to {MOST_IDS} ids."))]),
            (None, Some(chat), None) => match chat.parse() {
                Ok(chat) => Ok(ToCancel::Chat(chat)),
                Err(_) => Err(vec![FieldError::new("chatId", "invalid", "Not a chat's id.")]),
            },
            (None, None, Some(true)) => Ok(ToCancel::All),
            _ => Err(vec![FieldError::new("ids", "missing", "Say exactly one of ids, chatId, or all: true.")]),
        }
    }
}

/// Takes much out of the outbox at once, where it has not left, and says how many. Doing it again is harmless.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/outbox/cancel", operation_id = "tenant_cancel_sends", tag = "tenant",
    params(("tenantId" = String, Path)), request_body = CancelSends,
    responses((status = 200, body = CancelledShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn cancel_sends(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    Input(what): Input<CancelSends>,
) -> Result<Json<CancelledShape>, Problem> {
    Ok(Json(app.host.cancel_sends(ctx.tenant(), what).await?.into()))
}
