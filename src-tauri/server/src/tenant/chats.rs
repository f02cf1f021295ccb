//! `GET /api/whatsapp/{tenantId}/chats`.

use axum::Json;
use axum::extract::State;
use portaria_domain::{AttendantId, Chat, ChatId, UnixMs};
use portaria_storage::{ChatQuery, ChatsShown};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::app::AppState;
use crate::auth::{Read, TenantCtx};
use crate::input::{Params, bad_cursor, page_size, search_words};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::ChatPage;
use crate::tenant::statistics::hours_named;

/// A part of the chats. Those that are put away are in `archived` alone.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ChatsShown)]
pub(crate) enum ChatsShownWord {
    /// All that are not put away.
    Main,
    /// Put away.
    Archived,
    /// With something that was not read, or marked so by hand.
    Unread,
    /// Of many people.
    Groups,
    /// In which somebody waits for an answer.
    Waiting,
    /// Kept at the top.
    Pinned,
}

impl From<ChatsShownWord> for ChatsShown {
    fn from(word: ChatsShownWord) -> Self {
        match word {
            ChatsShownWord::Main => Self::Main,
            ChatsShownWord::Archived => Self::Archived,
            ChatsShownWord::Unread => Self::Unread,
            ChatsShownWord::Groups => Self::Groups,
            ChatsShownWord::Waiting => Self::Waiting,
            ChatsShownWord::Pinned => Self::Pinned,
        }
    }
}

/// Which chats.
#[derive(Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(crate) struct ChatFilter {
    /// A part of the name or number.
    #[param(max_length = 100)]
    pub search: Option<String>,
    /// Which part of them; all of them, also those that are put away, when it is not said.
    #[param(inline)]
    pub show: Option<ChatsShownWord>,
    /// Only those with this label.
    #[param(max_length = 64)]
    pub label_id: Option<String>,
    /// Only those that this attendant sees to.
    #[param(max_length = 36)]
    pub assignee_id: Option<String>,
    /// With `activeTo`: only those with a message in the hours from this moment on, RFC 3339.
    pub active_from: Option<String>,
    /// With `activeFrom`: where these hours end, RFC 3339, at most 366 days later.
    pub active_to: Option<String>,
    /// With `newTo`: only people whose chat had its first message in the hours from this moment on, RFC 3339.
    pub new_from: Option<String>,
    /// With `newFrom`: where these hours end, RFC 3339, at most 366 days later.
    pub new_to: Option<String>,
    /// With `failedTo`: only those with an own message that did not leave, written in the hours from this moment on, RFC 3339.
    pub failed_from: Option<String>,
    /// With `failedFrom`: where these hours end, RFC 3339, at most 366 days later.
    pub failed_to: Option<String>,
    /// `nextCursor` of the page before.
    pub cursor: Option<String>,
    /// How many, 1 to 200; 50 when it is not said.
    pub limit: Option<u32>,
}

/// Lists the chats, the most recently active first.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/chats", operation_id = "tenant_list_chats", tag = "tenant", params(("tenantId" = String, Path), ChatFilter),
    responses((status = 200, body = ChatPage), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn list_chats(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    Params(filter): Params<ChatFilter>,
) -> Result<Json<ChatPage>, Problem> {
    let limit = page_size(filter.limit, 50, 200)?;
    let search = search_words(filter.search)?;
    let show = filter.show.map(Into::into).unwrap_or_default();
    let label = filter.label_id.map(label).transpose()?;
    let assignee = filter.assignee_id.as_deref().map(attendant).transpose()?;
    let active_in =
        hours_named(("activeFrom", filter.active_from.as_deref()), ("activeTo", filter.active_to.as_deref()))?;
    let new_in = hours_named(("newFrom", filter.new_from.as_deref()), ("newTo", filter.new_to.as_deref()))?;
    let failed_in =
        hours_named(("failedFrom", filter.failed_from.as_deref()), ("failedTo", filter.failed_to.as_deref()))?;
    let before = filter.cursor.as_deref().map(|text| read_cursor(text).ok_or_else(bad_cursor)).transpose()?;
    let query = ChatQuery { search, show, label, assignee, active_in, new_in, failed_in, before, limit };
    let chats = ctx.chats(&app).await?.chats(query).await?;
    let is_full = chats.len() >= limit;
    let next_cursor = chats.last().filter(|_| is_full).map(write_cursor);
    Ok(Json(ChatPage { items: chats.into_iter().map(Into::into).collect(), next_cursor }))
}

fn label(id: String) -> Result<String, Problem> {
    if (1..=64).contains(&id.len()) {
        Ok(id)
    } else {
        Err(Problem::invalid(vec![FieldError::new("labelId", "invalid", "This is no label's id.")]))
    }
}

fn attendant(id: &str) -> Result<AttendantId, Problem> {
    let wrong = || Problem::invalid(vec![FieldError::new("assigneeId", "invalid", "This is no attendant's id.")]);
    id.parse().map_err(|_| wrong())
}

fn write_cursor(chat: &Chat) -> String {
    format!("{}.{}", chat.last_activity_at, chat.id)
}

fn read_cursor(text: &str) -> Option<(UnixMs, ChatId)> {
    let (at, id) = text.split_once('.')?;
    Some((UnixMs(at.parse().ok()?), id.parse().ok()?))
}
