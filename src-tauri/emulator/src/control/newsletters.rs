//! `/control/phones/{number}/newsletters…`: what a phone's owner can do with newsletters. Writing in one is `/send` to its
//! address.

use std::sync::Arc;

use axum::Json;
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Deserialize;

use super::answers::{Asked, Refused};
use super::phones::{Answer, Done, Named};
use super::shapes::Switch;
use crate::newsletters::NewsletterView;
use crate::running::Net;

/// A route for each thing.
pub(super) fn routes() -> Router<Arc<Net>> {
    Router::new()
        .route("/phones/{number}/newsletters", get(list).post(create))
        .route("/phones/{number}/newsletters/find", post(find))
        .route("/phones/{number}/newsletters/{newsletter}", get(show).post(change).delete(remove))
        .route("/phones/{number}/newsletters/{newsletter}/follow", post(follow))
        .route("/phones/{number}/newsletters/{newsletter}/mute", post(mute))
        .route("/phones/{number}/newsletters/{newsletter}/react", post(react))
        .route("/phones/{number}/newsletters/{newsletter}/see", post(see))
}

/// The number is read from the path by [`Named`].
type Which = Path<(String, String)>;

#[derive(Deserialize)]
struct Making {
    name: String,
    #[serde(default)]
    description: String,
}

#[derive(Deserialize)]
struct Finding {
    /// Its link or the code of it.
    link: String,
}

#[derive(Deserialize)]
struct Changing {
    name: Option<String>,
    description: Option<String>,
}

#[derive(Deserialize)]
struct Reacting {
    /// The number that the server gave the post.
    post: u64,
    /// Empty takes the sign away.
    sign: String,
}

#[derive(Deserialize)]
struct Seeing {
    posts: Vec<u64>,
}

async fn list(Named(phone): Named) -> Json<Vec<NewsletterView>> {
    Json(phone.newsletters())
}

async fn create(
    Named(phone): Named,
    Asked(asked): Asked<Making>,
) -> Result<(StatusCode, Json<NewsletterView>), Refused> {
    let made = phone.create_newsletter(&asked.name, &asked.description).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

async fn find(Named(phone): Named, Asked(asked): Asked<Finding>) -> Answer<NewsletterView> {
    Ok(Json(phone.newsletter_by_link(&asked.link)?))
}

async fn show(Named(phone): Named, Path((_, which)): Which) -> Answer<NewsletterView> {
    Ok(Json(phone.newsletter(&which)?))
}

async fn change(Named(phone): Named, Path((_, which)): Which, Asked(asked): Asked<Changing>) -> Answer<NewsletterView> {
    Ok(Json(phone.change_newsletter(&which, asked.name.as_deref(), asked.description.as_deref()).await?))
}

async fn remove(Named(phone): Named, Path((_, which)): Which) -> Done {
    phone.delete_newsletter(&which).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn follow(Named(phone): Named, Path((_, which)): Which, Asked(asked): Asked<Switch>) -> Done {
    if asked.on {
        phone.follow_newsletter(&which).await?;
    } else {
        phone.unfollow_newsletter(&which).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

async fn mute(Named(phone): Named, Path((_, which)): Which, Asked(asked): Asked<Switch>) -> Done {
    phone.mute_newsletter(&which, asked.on).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn react(Named(phone): Named, Path((_, which)): Which, Asked(asked): Asked<Reacting>) -> Done {
    phone.react_to_post(&which, asked.post, &asked.sign).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn see(Named(phone): Named, Path((_, which)): Which, Asked(asked): Asked<Seeing>) -> Done {
    phone.see_posts(&which, &asked.posts).await;
    Ok(StatusCode::NO_CONTENT)
}
