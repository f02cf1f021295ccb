//! `/control/phones/{number}/picture`: the picture beside the owner's name.

use axum::Json;
use axum::body::Bytes;
use axum::extract::Query;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answers::{Refused, refusal};
use super::phones::Named;

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    preview: bool,
}

pub(super) async fn show(Named(phone): Named, Query(wanted): Query<Wanted>) -> Response {
    match phone.picture(wanted.preview) {
        Some(picture) => ([(header::CONTENT_TYPE, "image/jpeg")], picture).into_response(),
        None => refusal(StatusCode::NOT_FOUND, "the account has no picture"),
    }
}

/// The body is a PNG or a JPEG.
pub(super) async fn set(Named(phone): Named, picture: Bytes) -> Result<Json<Value>, Refused> {
    Ok(Json(json!({ "id": phone.set_picture(&picture).await? })))
}

pub(super) async fn remove(Named(phone): Named) -> StatusCode {
    phone.remove_picture().await;
    StatusCode::NO_CONTENT
}
