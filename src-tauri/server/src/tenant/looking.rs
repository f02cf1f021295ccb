//! `GET` and `POST /api/whatsapp/{tenantId}/looking`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use portaria_domain::{ChatId, TenantId};
use portaria_storage::ChatStore;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::{App, AppState};
use crate::auth::{By, Read, Send, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::LookerShape;
use crate::socket;

/// Whether somebody looks at the panel.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Looking {
    /// Whether they do.
    is_looking: bool,
    /// The chat that is open; none when it is not said.
    chat_id: Option<String>,
}

impl Form for Looking {
    type Value = (bool, Option<ChatId>);

    fn read(self) -> Result<(bool, Option<ChatId>), Vec<FieldError>> {
        let chat = self.chat_id.map(|id| id.parse().map_err(|_| vec![unknown()])).transpose()?;
        Ok((self.is_looking, chat.filter(|_| self.is_looking)))
    }
}

/// Says that somebody looks at the panel just now and at which chat, which counts for a minute, or no longer. The tenant's
/// other browsers and programs are shown it. The account is shown as online meanwhile, where that is chosen (`preferences`).
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/looking", operation_id = "tenant_set_looking", tag = "tenant", params(("tenantId" = String, Path)),
    request_body = Looking,
    responses((status = 204, description = "It is noted."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn set_looking(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    Input((is_looking, chat)): Input<Looking>,
) -> Result<StatusCode, Problem> {
    let chats = ctx.chats(&app).await?;
    if let Some(chat) = chat
        && chats.chat(chat).await?.is_none()
    {
        return Err(Problem::invalid(vec![unknown()]));
    }
    let (tenant, by) = (ctx.tenant(), &ctx.proof().by);
    app.host.note_looking(tenant, by.name(), is_looking);
    if app.lookers.look(tenant, &by.name(), chat, app.now()) {
        tell(&app, tenant, by, &chats).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Lists who of the tenant looks at which chat just now, others than who asks.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/looking", operation_id = "tenant_list_lookers", tag = "tenant", params(("tenantId" = String, Path)),
    responses((status = 200, body = Vec<LookerShape>), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn list_lookers(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
) -> Result<Json<Vec<LookerShape>>, Problem> {
    let (chats, own) = (ctx.chats(&app).await?, ctx.proof().by.name());
    let mut shown = Vec::new();
    for looker in app.lookers.all(ctx.tenant(), app.now()) {
        if looker.who != own {
            shown.push(named(looker.who, Some(looker.chat), looker.is_typing, &chats).await?);
        }
    }
    Ok(Json(shown))
}

/// Tells others what somebody looks at now.
pub(super) async fn tell(app: &App, tenant: TenantId, by: &By, chats: &ChatStore) -> Result<(), Problem> {
    let look = app.lookers.of(tenant, &by.name(), app.now());
    let is_typing = look.as_ref().is_some_and(|look| look.is_typing);
    let shown = named(by.name(), look.map(|look| look.chat), is_typing, chats).await?;
    socket::show_looking(app, tenant, by, &shown).await;
    Ok(())
}

async fn named(who: String, chat: Option<ChatId>, is_typing: bool, chats: &ChatStore) -> Result<LookerShape, Problem> {
    let attendant = chats.attendant_by_credential(who.clone()).await?;
    let (attendant_id, attendant_name) = attendant.map(|attendant| (attendant.id.to_string(), attendant.name)).unzip();
    Ok(LookerShape { who, attendant_id, attendant_name, chat_id: chat.map(|chat| chat.to_string()), is_typing })
}

fn unknown() -> FieldError {
    FieldError::new("chatId", "invalid", "This is no chat's id.")
}
