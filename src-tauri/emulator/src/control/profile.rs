//! What an account shows of itself.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

use super::answers::Asked;
use super::phones::{Done, Named};
use crate::profile::BusinessProfile;
use crate::running::Net;

pub(super) fn routes() -> Router<Arc<Net>> {
    Router::new()
        .route("/phones/{number}/about", get(about).post(set_about))
        .route("/phones/{number}/business", get(business).put(set_business).delete(end_business))
}

#[derive(Serialize, Deserialize)]
struct AboutText {
    text: String,
}

async fn about(Named(phone): Named) -> Json<AboutText> {
    Json(AboutText { text: phone.about() })
}

async fn set_about(Named(phone): Named, Asked(asked): Asked<AboutText>) -> Done {
    phone.set_about(&asked.text)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn business(Named(phone): Named) -> Json<Option<BusinessProfile>> {
    Json(phone.business())
}

async fn set_business(Named(phone): Named, Asked(asked): Asked<BusinessProfile>) -> Done {
    phone.set_business(Some(asked))?;
    Ok(StatusCode::NO_CONTENT)
}

async fn end_business(Named(phone): Named) -> Done {
    phone.set_business(None)?;
    Ok(StatusCode::NO_CONTENT)
}
