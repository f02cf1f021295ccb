//! The phone's newsletters. One is named by its address (`…@newsletter`) or the user part of it; writing in one is
//! [`Phone::send_text`] to its address.

use super::Phone;
use crate::error::Result;
use crate::network::NewsletterId;
use crate::newsletters::{self, NewsletterView};

#[expect(clippy::unused_async, reason = "what a person does at a phone is awaited, whether or not it waits today")]
impl Phone {
    /// Makes a newsletter that this owner writes.
    pub async fn create_newsletter(&self, name: &str, description: &str) -> Result<NewsletterView> {
        self.net.act(|world| {
            let id = newsletters::create(world, &self.number, name.to_owned(), description.to_owned())?;
            Ok(NewsletterView::of(world.newsletters.find(&id)?))
        })
    }

    /// Follows a newsletter.
    pub async fn follow_newsletter(&self, newsletter: &str) -> Result<()> {
        self.net.act(|world| Ok(newsletters::follow(world, &self.number, &id_of(newsletter))?))
    }

    /// Follows it no more.
    pub async fn unfollow_newsletter(&self, newsletter: &str) -> Result<()> {
        self.net.act(|world| Ok(newsletters::unfollow(world, &self.number, &id_of(newsletter))?))
    }

    /// A newsletter, whether followed or not: it is open to all.
    pub fn newsletter(&self, newsletter: &str) -> Result<NewsletterView> {
        self.net.look(|world| Ok(NewsletterView::of(world.newsletters.find(&id_of(newsletter))?)))
    }

    /// Reacts to the post with this number; an empty reaction takes it back.
    pub async fn react_to_post(&self, newsletter: &str, post: u64, reaction: &str) -> Result<()> {
        self.net.act(|world| Ok(newsletters::react(world, &self.number, &id_of(newsletter), post, reaction)?))
    }

    /// Sees posts by their numbers; each person counts once.
    pub async fn see_posts(&self, newsletter: &str, posts: &[u64]) {
        self.net.act(|world| newsletters::views(world, &self.number, &id_of(newsletter), posts));
    }
}

fn id_of(newsletter: &str) -> NewsletterId {
    newsletter.split('@').next().unwrap_or(newsletter).into()
}
