//! Writing in a newsletter, changing what was written, and taking it back.

use std::collections::{BTreeMap, BTreeSet};

use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Jid, Node};
use waproto::codec::message_decode;

use super::NewsletterRefusal;
use super::newsletter::Post;
use crate::keeping::Base64;
use crate::network::stanza::seconds;
use crate::network::{ChatId, DeviceAddress, NewsletterId};
use crate::world::World;

/// What a writer says, in the open.
#[derive(Default)]
pub(crate) struct Words {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) mediatype: String,
    /// `3` changes what has this id, `8` takes it back.
    pub(crate) edit: String,
    /// The encoded message.
    pub(crate) body: Vec<u8>,
}

/// Publishes, and returns the number that the server gave the post.
pub(crate) fn publish(
    world: &mut World,
    from: &DeviceAddress,
    id: &NewsletterId,
    words: &Words,
) -> Result<u64, NewsletterRefusal> {
    let now_ms = world.now_ms();
    let newsletter = world.newsletters.find_mut(id)?;
    newsletter.for_owner(&from.number)?;
    let server_id = if words.edit.is_empty() {
        let server_id = newsletter.next_post();
        newsletter.posts.push(Post {
            server_id,
            id: words.id.clone(),
            at_ms: now_ms,
            kind: words.kind.clone(),
            mediatype: words.mediatype.clone(),
            body: Base64::of(&words.body),
            reactions: BTreeMap::new(),
            seen_by: BTreeSet::new(),
        });
        server_id
    } else {
        let known = newsletter.posts.iter_mut().find(|post| post.id == words.id);
        let post = known.ok_or(NewsletterRefusal::NoSuchPost)?;
        post.body = Base64::of(&words.body);
        post.server_id
    };
    spread(world, from, id, server_id, &words.edit);
    Ok(server_id)
}

/// Every reader's phone and companions get it, the writing device excepted.
fn spread(world: &mut World, from: &DeviceAddress, id: &NewsletterId, server_id: u64, edit: &str) {
    let Ok(newsletter) = world.newsletters.find(id) else { return };
    let Some(post) = newsletter.posts.iter().find(|post| post.server_id == server_id) else { return };
    let (jid, readers, post) = (newsletter.jid(), newsletter.readers(), post.clone());
    let chat = ChatId::Newsletter(NewsletterId::clone(id));
    for reader in readers {
        let stanza = stanza(&jid, &post, reader == from.number, edit);
        for device in world.companions_of(&reader) {
            if device != *from {
                world.deliver(&device, "message", &post.id, stanza.clone());
            }
        }
        let message = message_decode(&post.body.0).ok().filter(|_| !post.body.0.is_empty());
        if !edit.is_empty() {
            crate::phone::rewrite_open(world, &reader, &chat, &post.id, message.as_ref());
        } else if let Some(message) = message.filter(|_| DeviceAddress::phone(&reader) != *from) {
            crate::phone::take_open(world, &reader, &chat, &from.number, &post.id, &message);
        }
    }
}

fn stanza(newsletter: &Jid, post: &Post, own: bool, edit: &str) -> Node {
    let mut message = NodeBuilder::new("message")
        .attr("from", newsletter)
        .attr("id", post.id.as_str())
        .attr("server_id", post.server_id)
        .attr("t", seconds(post.at_ms))
        .attr("type", post.kind.as_str());
    if own {
        message = message.attr("is_sender", "true");
    }
    if !edit.is_empty() {
        message = message.attr("edit", edit);
    }
    message.children([plaintext(post)]).build()
}

/// What is written, as the wire carries it.
pub(super) fn plaintext(post: &Post) -> Node {
    let mut open = NodeBuilder::new("plaintext");
    if !post.mediatype.is_empty() {
        open = open.attr("mediatype", post.mediatype.as_str());
    }
    open.bytes(post.body.0.clone()).build()
}
