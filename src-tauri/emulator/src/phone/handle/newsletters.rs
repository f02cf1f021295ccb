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

    /// Newsletters that this account writes or follows.
    pub fn newsletters(&self) -> Vec<NewsletterView> {
        self.net.look(|world| {
            let mine = world.newsletters.all().filter(|newsletter| newsletter.readers().contains(&self.number));
            mine.map(NewsletterView::of).collect()
        })
    }

    /// The newsletter that a link leads to, given as code or whole.
    pub fn newsletter_by_link(&self, link: &str) -> Result<NewsletterView> {
        self.net.look(|world| Ok(NewsletterView::of(world.newsletters.find(&newsletters::by_link(world, link)?)?)))
    }

    /// Gives a newsletter of this owner another name or description; what is absent stays.
    pub async fn change_newsletter(
        &self,
        newsletter: &str,
        name: Option<&str>,
        description: Option<&str>,
    ) -> Result<NewsletterView> {
        let id = id_of(newsletter);
        self.net.act(|world| {
            newsletters::change(world, &self.number, &id, name, description)?;
            Ok(NewsletterView::of(world.newsletters.find(&id)?))
        })
    }

    /// Deletes a newsletter of this owner for everybody.
    pub async fn delete_newsletter(&self, newsletter: &str) -> Result<()> {
        self.net.act(|world| {
            newsletters::delete(world, &self.number, &id_of(newsletter))?;
            Ok(())
        })
    }

    /// Lets a newsletter that is followed make no sound, or lets it again.
    pub async fn mute_newsletter(&self, newsletter: &str, on: bool) -> Result<()> {
        self.net.act(|world| Ok(newsletters::mute(world, &self.number, &id_of(newsletter), on)?))
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
