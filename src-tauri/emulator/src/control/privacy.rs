//! Who may see and do what, and who is there.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

use super::answers::Asked;
use super::phones::{Done, Named};
use super::shapes::Switch;
use crate::privacy::{PrivacyCategory, PrivacyValue};
use crate::running::Net;

pub(super) fn routes() -> Router<Arc<Net>> {
    Router::new()
        .route("/phones/{number}/privacy", get(privacy).post(set_privacy))
        .route("/phones/{number}/blocked", get(blocked))
        .route("/phones/{number}/blocked/{other}", put(block).delete(unblock))
        .route("/phones/{number}/default-disappearing", post(set_default_disappearing))
        .route("/phones/{number}/presence", get(presence).post(set_presence))
}

async fn privacy(Named(phone): Named) -> Json<BTreeMap<PrivacyCategory, PrivacyValue>> {
    Json(phone.privacy().into_iter().collect())
}

#[derive(Deserialize)]
struct Setting {
    category: PrivacyCategory,
    value: PrivacyValue,
    /// Numbers that are left out; only with `contact_blacklist`.
    #[serde(default)]
    except: Vec<String>,
}

async fn set_privacy(Named(phone): Named, Asked(asked): Asked<Setting>) -> Done {
    if asked.value == PrivacyValue::ContactBlacklist {
        let except: Vec<&str> = asked.except.iter().map(String::as_str).collect();
        phone.set_privacy_except(asked.category, &except)?;
    } else {
        phone.set_privacy(asked.category, asked.value)?;
    }
    Ok(StatusCode::NO_CONTENT)
}

async fn blocked(Named(phone): Named) -> Json<Vec<String>> {
    Json(phone.blocked())
}

async fn block(Named(phone): Named, Path((_, other)): Path<(String, String)>) -> Done {
    phone.block(&other, true)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn unblock(Named(phone): Named, Path((_, other)): Path<(String, String)>) -> Done {
    phone.block(&other, false)?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Lasting {
    duration_s: u32,
}

async fn set_default_disappearing(Named(phone): Named, Asked(asked): Asked<Lasting>) -> StatusCode {
    phone.set_default_disappearing(asked.duration_s);
    StatusCode::NO_CONTENT
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Presence {
    available: bool,
    last_seen_ms: Option<u64>,
}

async fn presence(Named(phone): Named) -> Json<Presence> {
    Json(Presence { available: phone.is_available(), last_seen_ms: phone.last_seen_ms() })
}

async fn set_presence(Named(phone): Named, Asked(asked): Asked<Switch>) -> StatusCode {
    phone.set_available(asked.on);
    StatusCode::NO_CONTENT
}
