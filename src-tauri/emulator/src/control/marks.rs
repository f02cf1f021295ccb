//! What the owner does with chats and messages as such.

use std::sync::Arc;

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::{delete, post};
use serde::Deserialize;

use super::answers::Asked;
use super::phones::{Done, Named};
use super::shapes::Switch;
use crate::running::Net;

pub(super) fn routes() -> Router<Arc<Net>> {
    Router::new()
        .route("/phones/{number}/chats/{with}/archive", post(archive))
        .route("/phones/{number}/chats/{with}/pin", post(pin))
        .route("/phones/{number}/chats/{with}/mute", post(mute))
        .route("/phones/{number}/chats/{with}/unread", post(unread))
        .route("/phones/{number}/chats/{with}/clear", post(clear))
        .route("/phones/{number}/chats/{with}/delete", post(delete_chat))
        .route("/phones/{number}/chats/{with}/for-me/{id}", delete(delete_message))
}

type In = Path<(String, String)>;

async fn archive(Named(phone): Named, Path((_, with)): In, Asked(asked): Asked<Switch>) -> Done {
    phone.archive_chat(&with, asked.on)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn pin(Named(phone): Named, Path((_, with)): In, Asked(asked): Asked<Switch>) -> Done {
    phone.pin_chat(&with, asked.on)?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Muting {
    /// -1 is for ever; the chat sounds again without it.
    until_ms: Option<i64>,
}

async fn mute(Named(phone): Named, Path((_, with)): In, Asked(asked): Asked<Muting>) -> Done {
    phone.mute_chat(&with, asked.until_ms)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn unread(Named(phone): Named, Path((_, with)): In, Asked(asked): Asked<Switch>) -> Done {
    phone.mark_chat_unread(&with, asked.on)?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Clearing {
    #[serde(default)]
    starred_too: bool,
}

async fn clear(Named(phone): Named, Path((_, with)): In, Asked(asked): Asked<Clearing>) -> Done {
    phone.clear_chat(&with, asked.starred_too)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn delete_chat(Named(phone): Named, Path((_, with)): In) -> Done {
    phone.delete_chat(&with)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn delete_message(Named(phone): Named, Path((_, with, id)): Path<(String, String, String)>) -> Done {
    phone.delete_message_for_me(&with, &id)?;
    Ok(StatusCode::NO_CONTENT)
}
