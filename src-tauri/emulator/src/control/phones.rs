//! `/control/phones…`: one handler for each thing a phone's owner, or the network around it, can do.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use serde_json::Value;

use super::answers::{Asked, Refused};
use super::shapes::{Creation, Ending, PhoneShape, Reading, Refusing, Switch, Typed, Typing, Unlinking};
use crate::error::EmulatorError;
use crate::history::HistoryPlan;
use crate::network::Number;
use crate::phone::{LinkedDevice, Phone, PhoneMessage};
use crate::running::Net;

pub(super) type Answer<T> = Result<Json<T>, Refused>;
pub(super) type Done = Result<StatusCode, Refused>;

/// The phone that the path names.
pub(super) struct Named(pub(super) Phone);

impl FromRequestParts<Arc<Net>> for Named {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, net: &Arc<Net>) -> Result<Self, Refused> {
        let path = parts.uri.path();
        let number =
            path.split("/phones/").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default().to_owned();
        let number = net.look(|world| world.account(&number).map(|account| Number::clone(&account.number)))?;
        Ok(Self(Phone::new(Arc::clone(net), number)))
    }
}

pub(super) async fn list(State(net): State<Arc<Net>>) -> Json<Vec<PhoneShape>> {
    let mut shapes: Vec<_> = net.look(|world| {
        world
            .accounts
            .values()
            .map(|account| (Number::clone(&account.number), PhoneShape::of(world, account)))
            .collect()
    });
    shapes.sort_by(|(one, _), (other, _)| one.cmp(other));
    Json(shapes.into_iter().map(|(_, shape)| shape).collect())
}

pub(super) async fn create(
    State(net): State<Arc<Net>>,
    Asked(asked): Asked<Creation>,
) -> Result<(StatusCode, Json<PhoneShape>), Refused> {
    let shape = net.act(|world| {
        let number = world.open_account(asked.name, &asked.number)?;
        crate::contacts::cast(world, &number, asked.script, asked.per_minute);
        Ok::<_, EmulatorError>(PhoneShape::of(world, world.account(&number)?))
    })?;
    Ok((StatusCode::CREATED, Json(shape)))
}

pub(super) async fn show(State(net): State<Arc<Net>>, Named(phone): Named) -> Answer<PhoneShape> {
    Ok(Json(net.look(|world| world.account(phone.number()).map(|account| PhoneShape::of(world, account)))?))
}

/// A picture (`image/png`, `image/jpeg`) or `{"text": "…"}`.
pub(super) async fn scan(Named(phone): Named, headers: HeaderMap, body: Bytes) -> Answer<LinkedDevice> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.starts_with("image/") {
        return Ok(Json(phone.scan_picture(&body).await?));
    }
    let asked: Value = serde_json::from_slice(&body)
        .map_err(|_| EmulatorError::NotAQr("the request is neither a picture nor JSON".to_owned()))?;
    Ok(Json(phone.scan(asked["text"].as_str().unwrap_or_default()).await?))
}

pub(super) async fn code(Named(phone): Named, Asked(typed): Asked<Typed>) -> Answer<LinkedDevice> {
    Ok(Json(phone.enter_code(&typed.code).await?))
}

pub(super) async fn unlink(Named(phone): Named, Asked(asked): Asked<Unlinking>) -> Done {
    match asked.device {
        Some(device) => phone.unlink(device).await?,
        None => phone.unlink_all().await?,
    }
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn read(Named(phone): Named, Asked(asked): Asked<Reading>) -> Done {
    phone.read_chat(&asked.with).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn typing(Named(phone): Named, Asked(asked): Asked<Typing>) -> Done {
    if asked.recording {
        phone.recording(&asked.to, asked.on).await?;
    } else {
        phone.typing(&asked.to, asked.on).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn chat(Named(phone): Named, Path((_, with)): Path<(String, String)>) -> Json<Vec<PhoneMessage>> {
    Json(phone.messages_with(&with))
}

pub(super) async fn script_history(Named(phone): Named, Asked(plan): Asked<HistoryPlan>) -> Done {
    phone.script_history(plan)?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn drop_connections(Named(phone): Named) -> StatusCode {
    phone.drop_connections().await;
    StatusCode::NO_CONTENT
}

pub(super) async fn silence(Named(phone): Named, Asked(asked): Asked<Switch>) -> StatusCode {
    phone.silence(asked.on);
    StatusCode::NO_CONTENT
}

pub(super) async fn stream_error(Named(phone): Named, Asked(asked): Asked<Ending>) -> StatusCode {
    phone.stream_error(asked.kind).await;
    StatusCode::NO_CONTENT
}

pub(super) async fn refuse_login(Named(phone): Named, Asked(asked): Asked<Refusing>) -> StatusCode {
    match (asked.reason, asked.times) {
        (Some(reason), Some(times)) => phone.refuse_logins(reason, times),
        (reason, _) => phone.refuse_login(reason),
    }
    StatusCode::NO_CONTENT
}
