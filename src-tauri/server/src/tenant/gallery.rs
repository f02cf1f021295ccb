//! `GET /api/whatsapp/{tenantId}/chats/{chatId}/gallery`.

use axum::Json;
use axum::extract::State;
use portaria_storage::{GalleryPart, GalleryQuery};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::InChat;
use super::messages::{page_of, shape};
use crate::app::AppState;
use crate::auth::{Read, TenantCtx};
use crate::input::{Params, page_size};
use crate::problem::{Problem, ProblemBody};
use crate::shapes::MessagePage;

/// A part of a chat's gallery.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GalleryPart)]
pub(crate) enum GalleryPartWord {
    /// Pictures and films.
    #[default]
    Media,
    /// Documents.
    Documents,
    /// Texts and captions in which a web address (`http://` or `https://`) begins.
    Links,
}

impl From<GalleryPartWord> for GalleryPart {
    fn from(word: GalleryPartWord) -> Self {
        match word {
            GalleryPartWord::Media => Self::Media,
            GalleryPartWord::Documents => Self::Documents,
            GalleryPartWord::Links => Self::Links,
        }
    }
}

/// Which part of the gallery, and where.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct GalleryRange {
    /// Which part; `media` when it is not said.
    #[param(inline)]
    part: Option<GalleryPartWord>,
    /// `nextCursor` of a page: what is older than that page.
    cursor: Option<String>,
    /// `newerCursor` of a page: what is newer than that page, the nearest to it.
    newer: Option<String>,
    /// The id of a message of this part: the page around it, half of it older and half newer.
    around: Option<String>,
    /// How many, 1 to 200; 50 when it is not said.
    limit: Option<u32>,
}

/// Lists what a chat holds of pictures and films, of documents or of links, the newest first. What opens once, was deleted
/// or has disappeared is not among it.
#[utoipa::path(
    get, path = "/api/whatsapp/{tenantId}/chats/{chatId}/gallery", operation_id = "tenant_show_gallery", tag = "tenant",
    params(("tenantId" = String, Path), ("chatId" = String, Path), GalleryRange),
    responses((status = 200, body = MessagePage), (status = "default", body = ProblemBody, content_type = "application/problem+json")),
    security(("tenantCookie" = []), ("tenantKey" = ["read"]))
)]
pub(crate) async fn show_gallery(
    ctx: TenantCtx<Read>,
    State(app): State<AppState>,
    InChat(chat): InChat,
    Params(range): Params<GalleryRange>,
) -> Result<Json<MessagePage>, Problem> {
    let limit = page_size(range.limit, 50, 200)?;
    let of = page_of(range.cursor.as_deref(), range.newer.as_deref(), range.around.as_deref())?;
    let chats = ctx.chats(&app).await?;
    chats.chat(chat).await?.ok_or_else(Problem::not_found)?;
    let query = GalleryQuery { chat, part: range.part.unwrap_or_default().into(), of, limit };
    let page = chats.gallery(query, app.now()).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(shape(page)))
}
