//! `/control/phones/{number}/groups…`: what a phone's owner can do with groups.

use std::sync::Arc;

use axum::Json;
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answers::{Asked, Refused};
use super::phones::{Answer, Done, Named};
use crate::groups::{GroupView, MemberChange, MemberOutcome};
use crate::phone::{GroupChange, GroupEntry, NewGroup};
use crate::running::Net;

/// A route for each thing.
pub(super) fn routes() -> Router<Arc<Net>> {
    Router::new()
        .route("/phones/{number}/groups", get(list).post(create))
        .route("/phones/{number}/groups/join", post(join))
        .route("/phones/{number}/groups/{group}", get(show).post(change))
        .route("/phones/{number}/groups/{group}/members", post(members))
        .route("/phones/{number}/groups/{group}/leave", post(leave))
        .route("/phones/{number}/groups/{group}/invite", post(invite))
        .route("/phones/{number}/groups/{group}/requests", get(requests).post(decide))
}

/// The number is read from the path by [`Named`].
type Group = Path<(String, String)>;

#[derive(Deserialize)]
struct Changing {
    change: MemberChange,
    numbers: Vec<String>,
}

#[derive(Deserialize)]
struct Inviting {
    #[serde(default)]
    reset: bool,
}

#[derive(Deserialize)]
struct Joining {
    /// An invite link or its code.
    link: String,
}

#[derive(Deserialize)]
struct Deciding {
    numbers: Vec<String>,
    approve: bool,
}

async fn list(Named(phone): Named) -> Json<Vec<GroupView>> {
    Json(phone.groups())
}

async fn create(Named(phone): Named, Asked(asked): Asked<NewGroup>) -> Result<(StatusCode, Json<GroupView>), Refused> {
    Ok((StatusCode::CREATED, Json(phone.create_group(asked).await?)))
}

async fn show(Named(phone): Named, Path((_, group)): Group) -> Answer<GroupView> {
    Ok(Json(phone.group(&group)?))
}

async fn change(Named(phone): Named, Path((_, group)): Group, Asked(asked): Asked<GroupChange>) -> Answer<GroupView> {
    phone.change_group(&group, asked).await?;
    Ok(Json(phone.group(&group)?))
}

async fn members(
    Named(phone): Named,
    Path((_, group)): Group,
    Asked(asked): Asked<Changing>,
) -> Answer<Vec<MemberOutcome>> {
    Ok(Json(phone.change_members(&group, asked.change, &asked.numbers)?))
}

async fn leave(Named(phone): Named, Path((_, group)): Group) -> Done {
    phone.leave_group(&group).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn invite(Named(phone): Named, Path((_, group)): Group, Asked(asked): Asked<Inviting>) -> Answer<Value> {
    let code = if asked.reset { phone.reset_group_invite(&group).await? } else { phone.group_invite(&group)? };
    Ok(Json(json!({ "code": code })))
}

async fn join(Named(phone): Named, Asked(asked): Asked<Joining>) -> Answer<GroupEntry> {
    Ok(Json(phone.join_group(&asked.link).await?))
}

async fn requests(Named(phone): Named, Path((_, group)): Group) -> Answer<Vec<String>> {
    Ok(Json(phone.group_requests(&group)?))
}

async fn decide(Named(phone): Named, Path((_, group)): Group, Asked(asked): Asked<Deciding>) -> Answer<Vec<String>> {
    Ok(Json(phone.decide(&group, &asked.numbers, asked.approve)?))
}
