//! `GET /api/whatsapp/{tenantId}/messages`.

use axum::Json;
use axum::extract::State;
use portaria_domain::{ChatId, Content, MessageId, UnixMs};
use portaria_storage::{ChatStore, FoundCursor, MessageSearch, Writer};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::{App, AppState};
use crate::auth::{Read, TenantCtx};
use crate::input::{Params, bad_cursor, moment, page_size, search_words};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::FoundPageShape;

/// Which messages. What is not said does not matter.
#[derive(Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(crate) struct MessageFilter {
    /// Words that are all in the message: each by its beginning, those in quotes as they stand there. Accents and case do
    /// not matter.
    #[param(max_length = 100)]
    pub search: Option<String>,
    /// Who wrote it: `me`, `others`, or somebody's address (`5511900000001@s.whatsapp.net`, `…@lid`).
    pub writer: Option<String>,
    /// The chat. Without it, all chats of the account that is paired.
    pub chat_id: Option<String>,
    /// Not before this moment, RFC 3339.
    pub since: Option<String>,
    /// Before this moment, RFC 3339.
    pub until: Option<String>,
    /// One kind or several with commas between them: `text`, `image`, `video`, `document`, …; `link` is what holds a link.
    pub kind: Option<String>,
    /// `nextCursor` of the page before.
    pub cursor: Option<String>,
    /// How many, 1 to 100; 30 when it is not said.
    pub limit: Option<u32>,
}

/// Looks for messages in all chats, the newest first.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/messages", operation_id = "tenant_search_messages", tag = "tenant",
    params(("tenantId" = String, Path), MessageFilter),
    responses((status = 200, body = FoundPageShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn search_messages(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    Params(filter): Params<MessageFilter>,
) -> Result<Json<FoundPageShape>, Problem> {
    let query = MessageSearch {
        limit: page_size(filter.limit, 30, 100)?,
        words: search_words(filter.search)?,
        writer: filter.writer.as_deref().map(writer).transpose()?,
        chat: filter.chat_id.as_deref().map(chat).transpose()?,
        since: filter.since.as_deref().map(|text| moment_of("since", text)).transpose()?,
        until: filter.until.as_deref().map(|text| moment_of("until", text)).transpose()?,
        kinds: filter.kind.as_deref().map(kinds).transpose()?.unwrap_or_default(),
        before: filter.cursor.as_deref().map(|text| read_cursor(text).ok_or_else(bad_cursor)).transpose()?,
    };
    let chats = ctx.chats(&app).await?;
    let indexed_percent = catch_up(&app, &chats).await?;
    let page = chats.search_messages(query).await?;
    Ok(Json(FoundPageShape {
        items: page.found.into_iter().map(Into::into).collect(),
        chats: page.chats.into_iter().map(Into::into).collect(),
        next_cursor: page.next.as_ref().map(write_cursor),
        indexed_percent,
    }))
}

/// Enters what came since the last search; much of it in the background, while the answer says so.
async fn catch_up(app: &App, chats: &ChatStore) -> Result<u8, Problem> {
    let percent = chats.index_some().await?;
    if percent < 100 {
        let (chats, stopping) = (chats.clone(), app.stopping.clone());
        app.tasks.spawn(stopping.run_until_cancelled_owned(async move {
            if let Err(error) = chats.index_all().await {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "messages could not be entered for the search; the next one goes on"
                );
            }
        }));
    }
    Ok(percent)
}

fn writer(text: &str) -> Result<Writer, Problem> {
    match text {
        "me" => Ok(Writer::Me),
        "others" => Ok(Writer::Others),
        text => text
            .parse()
            .map(Writer::Party)
            .map_err(|_| wrong("writer", "Say me, others, or an address such as 5511900000001@s.whatsapp.net.")),
    }
}

fn chat(text: &str) -> Result<ChatId, Problem> {
    text.parse().map_err(|_| wrong("chatId", "This is no chat's id."))
}

fn moment_of(field: &'static str, text: &str) -> Result<UnixMs, Problem> {
    moment(text).ok_or_else(|| wrong(field, "Say a moment such as 2026-12-24T18:00:00Z."))
}

fn kinds(text: &str) -> Result<Vec<String>, Problem> {
    let kinds: Vec<String> = text.split(',').map(str::to_owned).collect();
    let is_known = |kind: &String| kind == "link" || Content::KINDS.contains(&kind.as_str());
    if kinds.len() <= Content::KINDS.len() && kinds.iter().all(is_known) {
        Ok(kinds)
    } else {
        Err(wrong("kind", "Say kinds of messages such as image,video, or link."))
    }
}

fn wrong(field: &'static str, detail: &'static str) -> Problem {
    Problem::invalid(vec![FieldError::new(field, "invalid", detail)])
}

fn write_cursor(cursor: &FoundCursor) -> String {
    format!("{}.{}.{}", cursor.place, cursor.chat, cursor.id)
}

fn read_cursor(text: &str) -> Option<FoundCursor> {
    let (place, rest) = text.split_once('.')?;
    let (chat, id) = rest.split_once('.')?;
    let place = UnixMs(place.parse().ok()?);
    Some(FoundCursor { place, chat: chat.parse().ok()?, id: MessageId::parse(id).ok()? })
}
