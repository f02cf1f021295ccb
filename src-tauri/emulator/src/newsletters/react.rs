//! Reactions and views: counted by the server, told to whoever looks on.

use super::NewsletterRefusal;
use super::live;
use crate::network::{NewsletterId, Number};
use crate::world::World;

/// Gives a post a reaction; an empty one takes it back.
pub(crate) fn react(
    world: &mut World,
    number: &Number,
    id: &NewsletterId,
    post: u64,
    code: &str,
) -> Result<(), NewsletterRefusal> {
    let reactions = &mut world.newsletters.find_mut(id)?.post_mut(post)?.reactions;
    if code.is_empty() {
        reactions.remove(number);
    } else {
        reactions.insert(Number::clone(number), code.to_owned());
    }
    live::tell(world, id, &[post]);
    Ok(())
}

/// Somebody saw posts; each person counts once.
pub(crate) fn views(world: &mut World, number: &Number, id: &NewsletterId, posts: &[u64]) {
    let Ok(newsletter) = world.newsletters.find_mut(id) else { return };
    let mut seen = Vec::new();
    for post in posts {
        if newsletter.post_mut(*post).is_ok_and(|post| post.seen_by.insert(Number::clone(number))) {
            seen.push(*post);
        }
    }
    live::tell(world, id, &seen);
}
