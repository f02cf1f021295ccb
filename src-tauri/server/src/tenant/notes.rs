//! `GET` and `POST /api/whatsapp/{tenantId}/chats/{chatId}/notes`, `POST` and `DELETE …/notes/{noteId}`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use portaria_domain::NoteId;
use portaria_storage::SavedNote;
use serde::Deserialize;
use utoipa::ToSchema;

use super::InChat;
use crate::app::AppState;
use crate::auth::{Read, Send, TenantCtx};
use crate::input::{Form, Input};
use crate::problem::{FieldError, Problem, ProblemBody};
use crate::shapes::NoteShape;

/// The longest note, in characters.
const LONGEST: usize = 4_000;

/// A note.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoteBody {
    /// What it says: 1 to 4,000 characters.
    text: String,
}

impl Form for NoteBody {
    type Value = String;

    fn read(self) -> Result<String, Vec<FieldError>> {
        let errors: Vec<_> = super::draft::checked_text("text", &self.text, LONGEST).into_iter().collect();
        if errors.is_empty() { Ok(self.text) } else { Err(errors) }
    }
}

/// Lists what the people of the tenant wrote down about a chat, the oldest first. WhatsApp is told of none of it.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/chats/{chatId}/notes", operation_id = "tenant_list_notes", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)),
    responses((status = 200, body = Vec<NoteShape>), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn list_notes(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    InChat(chat): InChat,
) -> Result<Json<Vec<NoteShape>>, Problem> {
    let notes = ctx.chats(&app).await?.notes(chat).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(notes.into_iter().map(Into::into).collect()))
}

/// Writes a note on a chat, in the name of who answers by this login or key (`…/attendants/own`). A chat has at most 200.
/// Notes go with what they are about: when the chat is emptied or deleted, or the person erased.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/chats/{chatId}/notes", operation_id = "tenant_write_note", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path)), request_body = NoteBody,
    responses((status = 201, body = NoteShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn write_note(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    InChat(chat): InChat,
    Input(text): Input<NoteBody>,
) -> Result<(StatusCode, Json<NoteShape>), Problem> {
    let id = NoteId::from_parts(app.clock.now(), rand::random());
    let saved = app.host.add_note(ctx.tenant(), id, chat, text, ctx.proof().by.name()).await?;
    Ok((StatusCode::CREATED, Json(shape(saved)?)))
}

/// Lets a note say something else. Anybody of the tenant may; it says who did.
#[utoipa::path(
    post, path = "/api/whatsapp/{tenantId}/chats/{chatId}/notes/{noteId}", operation_id = "tenant_change_note", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path), ("noteId" = String, Path)), request_body = NoteBody,
    responses((status = 200, body = NoteShape), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn change_note(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    InChat(chat): InChat,
    Path((_, _, id)): Path<(String, String, String)>,
    Input(text): Input<NoteBody>,
) -> Result<Json<NoteShape>, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let saved = app.host.change_note(ctx.tenant(), id, chat, text, ctx.proof().by.name()).await?;
    Ok(Json(shape(saved)?))
}

/// Deletes a note.
#[utoipa::path(
    delete, path = "/api/whatsapp/{tenantId}/chats/{chatId}/notes/{noteId}", operation_id = "tenant_delete_note", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path), ("noteId" = String, Path)),
    responses((status = 204, description = "It is gone."), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["send"]))
)]
pub(crate) async fn delete_note(
    ctx: TenantCtx<Send>,
    State(app): State<AppState>,
    InChat(chat): InChat,
    Path((_, _, id)): Path<(String, String, String)>,
) -> Result<StatusCode, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    app.host.remove_note(ctx.tenant(), id, chat).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn shape(saved: SavedNote) -> Result<NoteShape, Problem> {
    match saved {
        SavedNote::Saved(note, _) => Ok((*note).into()),
        SavedNote::TooMany => {
            Err(Problem::invalid(vec![FieldError::new("text", "too_many", "Delete one first: the chat has 200.")]))
        }
        SavedNote::Unknown => Err(Problem::not_found()),
    }
}
