//! A newsletter as a phone shows it.

use std::collections::BTreeMap;

use serde::Serialize;
use wacore::proto_helpers::MessageExt as _;
use waproto::codec::message_decode;

use super::newsletter::Newsletter;

/// A newsletter and what was written in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewsletterView {
    /// Its address, `…@newsletter`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The text below the name.
    pub description: String,
    /// The number of who made it.
    pub owner: String,
    /// The code of the link that leads to it.
    pub invite: String,
    /// Numbers of those who follow it.
    pub followers: Vec<String>,
    /// What was written, oldest first.
    pub posts: Vec<NewsletterPost>,
}

/// Something written in a newsletter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewsletterPost {
    /// The message's id, as its writer chose it.
    pub id: String,
    /// The number that the server gave it.
    pub server_id: u64,
    /// Its text; empty when it was taken back.
    pub text: String,
    /// How often each reaction was given.
    pub reactions: BTreeMap<String, usize>,
    /// How many people saw it.
    pub views: usize,
}

impl NewsletterView {
    pub(crate) fn of(newsletter: &Newsletter) -> Self {
        let posts = newsletter.posts.iter().map(|post| NewsletterPost {
            id: post.id.clone(),
            server_id: post.server_id,
            text: message_decode(&post.body.0)
                .ok()
                .and_then(|message| message.text_content().map(str::to_owned))
                .unwrap_or_default(),
            reactions: post.counts().into_iter().map(|(code, count)| (code.to_owned(), count)).collect(),
            views: post.seen_by.len(),
        });
        Self {
            id: newsletter.jid().to_string(),
            name: newsletter.name.clone(),
            description: newsletter.description.clone(),
            owner: newsletter.owner.to_string(),
            invite: newsletter.invite.clone(),
            followers: newsletter.followers.keys().map(ToString::to_string).collect(),
            posts: posts.collect(),
        }
    }
}
