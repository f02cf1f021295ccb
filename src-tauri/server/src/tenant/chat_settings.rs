//! `POST /api/whatsapp/{tenantId}/chats/{chatId}/settings`.

use axum::Json;
use axum::extract::State;
use portaria_domain::{ChatChange, UnixMs};
use serde::Deserialize;
use utoipa::ToSchema;

use super::InChat;
use crate::app::AppState;
use crate::auth::{Send, TenantCtx};
use crate::input::{Form, Input, moment};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::ChatShape;

/// After how many seconds messages may disappear: never, a day, a week, 90 days.
const TIMERS_S: [u32; 4] = [0, 86_400, 604_800, 7_776_000];

/// What is to be otherwise about a chat; what is left out stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct ChatSettings {
    /// Whether it is put away.
    is_archived: Option<bool>,
    /// Whether it stands at the top.
    is_pinned: Option<bool>,
    /// Whether it makes no sound.
    is_muted: Option<bool>,
    /// Until when it makes no sound, RFC 3339; for ever when it is not said.
    #[schema(format = DateTime)]
    muted_until: Option<String>,
    /// Whether it is marked as unread by hand. To read it there is `…/read`.
    is_marked_unread: Option<bool>,
    /// After how many seconds its messages disappear, for both sides: 0 (never), 86,400, 604,800 or 7,776,000.
    disappears_after_s: Option<u32>,
}

/// Settings whose fields were checked.
pub(crate) struct WantedSettings {
    is_archived: Option<bool>,
    is_pinned: Option<bool>,
    muted: Option<ChatChange>,
    is_marked_unread: Option<bool>,
    disappears_after_s: Option<u32>,
}

impl Form for ChatSettings {
    type Value = WantedSettings;

    fn read(self) -> Result<WantedSettings, Vec<FieldError>> {
        let Self { is_archived, is_pinned, is_muted, muted_until, is_marked_unread, disappears_after_s } = self;
        let mut errors = Vec::new();
        let until = match muted_until.as_deref().map(moment) {
            None => UnixMs::FOREVER,
            Some(Some(until)) if is_muted == Some(true) => until,
            Some(Some(_)) => {
                errors.push(FieldError::new("mutedUntil", "invalid", "Only with isMuted: true."));
                UnixMs::FOREVER
            }
            Some(None) => {
                errors.push(FieldError::new("mutedUntil", "invalid", "Not an RFC 3339 moment."));
                UnixMs::FOREVER
            }
        };
        if disappears_after_s.is_some_and(|after_s| !TIMERS_S.contains(&after_s)) {
            errors.push(FieldError::new("disappearsAfterS", "invalid", "0, 86400, 604800 or 7776000 seconds."));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let muted = is_muted.map(|is_muted| ChatChange::Muted(is_muted.then_some(until)));
        Ok(WantedSettings { is_archived, is_pinned, muted, is_marked_unread, disappears_after_s })
    }
}

impl WantedSettings {
    /// As the changes that they are; being read is none of them, for the writers hear of that.
    fn changes(&self, now: UnixMs) -> impl Iterator<Item = ChatChange> {
        let marked = self.is_marked_unread.filter(|is_unread| *is_unread).map(ChatChange::MarkedUnread);
        let timer = self.disappears_after_s.map(|after_s| ChatChange::Disappearing((after_s > 0).then_some(after_s)));
        let pinned = self.is_pinned.map(|is_pinned| ChatChange::Pinned(is_pinned.then_some(now)));
        let archived = self.is_archived.map(ChatChange::Archived);
        [archived, pinned, self.muted.clone(), marked, timer].into_iter().flatten()
    }
}

/// Puts a chat away, to the top, and so on, here and on the phone: there as soon as there is a connection.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/chats/{chatId}/settings", operation_id = "tenant_set_chat_settings", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)), request_body = ChatSettings,
    responses((status = 200, body = ChatShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn set_chat_settings(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    InChat(chat): InChat,
    Input(wanted): Input<ChatSettings>,
) -> Result<Json<ChatShape>, Problem> {
    for change in wanted.changes(app.clock.now()) {
        app.host.change_chat(ctx.tenant(), chat, change).await?;
    }
    if wanted.is_marked_unread == Some(false) {
        app.host.mark_chat_read(ctx.tenant(), chat).await?;
    }
    let chat = ctx.chats(&app).await?.chat(chat).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(chat.into()))
}
