//! What the owner sets on the phone and companions learn through app state.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::{delete, get, post, put};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

use super::answers::Asked;
use super::phones::{Done, Named};
use super::shapes::Switch;
use crate::app_state::{CollectionState, Label, QuickReply};
use crate::running::Net;

pub(super) fn routes() -> Router<Arc<Net>> {
    Router::new()
        .route("/phones/{number}/contacts", get(contacts).post(save_contact))
        .route("/phones/{number}/contacts/{contact}", delete(forget_contact))
        .route("/phones/{number}/labels", get(labels))
        .route("/phones/{number}/labels/{id}", put(save_label).delete(delete_label))
        .route("/phones/{number}/labels/{id}/chats/{with}", put(label_chat).delete(unlabel_chat))
        .route("/phones/{number}/quick-replies", get(quick_replies))
        .route("/phones/{number}/quick-replies/{id}", put(save_quick_reply).delete(delete_quick_reply))
        .route("/phones/{number}/name", post(set_name))
        .route("/phones/{number}/locale", post(set_locale))
        .route("/phones/{number}/unarchive-chats", post(set_unarchive_chats))
        .route("/phones/{number}/app-state", get(app_state))
        .route("/phones/{number}/app-state/rotate-key", post(rotate_key))
}

#[derive(Serialize, Deserialize)]
struct Contact {
    number: String,
    name: String,
}

async fn contacts(Named(phone): Named) -> Json<Vec<Contact>> {
    Json(phone.contacts().into_iter().map(|(number, name)| Contact { number, name }).collect())
}

async fn save_contact(Named(phone): Named, Asked(asked): Asked<Contact>) -> Done {
    phone.save_contact(&asked.number, &asked.name)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn forget_contact(Named(phone): Named, Path((_, contact)): Path<(String, String)>) -> Done {
    phone.forget_contact(&contact)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn labels(Named(phone): Named) -> Json<Vec<Label>> {
    Json(phone.labels())
}

#[derive(Deserialize)]
struct LabelEdit {
    name: String,
    #[serde(default)]
    color: i32,
}

async fn save_label(
    Named(phone): Named,
    Path((_, id)): Path<(String, String)>,
    Asked(asked): Asked<LabelEdit>,
) -> Done {
    phone.save_label(&id, &asked.name, asked.color)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn delete_label(Named(phone): Named, Path((_, id)): Path<(String, String)>) -> Done {
    phone.delete_label(&id)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn label_chat(Named(phone): Named, Path((_, id, with)): Path<(String, String, String)>) -> Done {
    phone.label_chat(&id, &with, true)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn unlabel_chat(Named(phone): Named, Path((_, id, with)): Path<(String, String, String)>) -> Done {
    phone.label_chat(&id, &with, false)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn quick_replies(Named(phone): Named) -> Json<Vec<QuickReply>> {
    Json(phone.quick_replies())
}

#[derive(Deserialize)]
struct QuickReplyEdit {
    shortcut: String,
    text: String,
}

async fn save_quick_reply(
    Named(phone): Named,
    Path((_, id)): Path<(String, String)>,
    Asked(asked): Asked<QuickReplyEdit>,
) -> Done {
    phone.save_quick_reply(&QuickReply { id, shortcut: asked.shortcut, text: asked.text })?;
    Ok(StatusCode::NO_CONTENT)
}

async fn delete_quick_reply(Named(phone): Named, Path((_, id)): Path<(String, String)>) -> Done {
    phone.delete_quick_reply(&id)?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct Naming {
    name: String,
}

async fn set_name(Named(phone): Named, Asked(asked): Asked<Naming>) -> Done {
    phone.set_name(&asked.name)?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct Speaking {
    locale: String,
}

async fn set_locale(Named(phone): Named, Asked(asked): Asked<Speaking>) -> Done {
    phone.set_locale(&asked.locale)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn set_unarchive_chats(Named(phone): Named, Asked(asked): Asked<Switch>) -> Done {
    phone.set_unarchive_chats(asked.on)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn app_state(Named(phone): Named) -> Json<Vec<CollectionState>> {
    Json(phone.app_state())
}

#[derive(Deserialize)]
struct Rotation {
    /// Companions are not told and must ask.
    #[serde(default)]
    silently: bool,
}

async fn rotate_key(Named(phone): Named, Asked(asked): Asked<Rotation>) -> StatusCode {
    phone.rotate_app_state_key(!asked.silently);
    StatusCode::NO_CONTENT
}
