//! Newsletters (channels): what one writes in the open to whoever follows.
//!
//! Nothing is encrypted. A newsletter is made, followed and described over mex (`manage`), written to by `<message>`
//! with a `<plaintext>` (`publish`), and read back over the namespace `newsletter` (`ask`). The server counts
//! reactions and views and tells them to whoever looks on (`live`).

mod ask;
mod live;
mod manage;
mod metadata;
mod newsletter;
mod operation;
mod publish;
mod react;
mod refusal;
mod view;

use wacore_binary::{Jid, Node, Server};

pub(crate) use manage::{answer, by_link, change, create, delete, follow, mute, unfollow};
pub(crate) use newsletter::{Newsletter, Newsletters};
pub(crate) use publish::{Words, publish};
pub(crate) use react::{react, views};
pub use refusal::NewsletterRefusal;
pub use view::{NewsletterPost, NewsletterView};

use crate::network::stanza::{ack, attr, child_bytes, children, jid_attr, refusal, result};
use crate::network::{DeviceAddress, NewsletterId};
use crate::world::World;

/// Answers a request about what a newsletter holds.
pub(crate) fn hear(world: &mut World, from: &DeviceAddress, request: &Node, set: bool) -> Node {
    let Some(asked) = children(request).first() else { return refusal(request, 400, "bad-request") };
    let named = jid_attr(asked, "jid").or_else(|| jid_attr(request, "to"));
    let Some(id) = named.and_then(|jid| id_of(&jid)) else { return refusal(request, 400, "bad-request") };
    let answer = match (asked.tag.as_ref(), set) {
        ("messages", false) => ask::messages(world, &from.number, &id, asked),
        ("message_updates", false) => ask::updates(world, &id, asked),
        ("live_updates", true) => live::look_on(world, from, &id),
        _ => return refusal(request, 400, "bad-request"),
    };
    match answer {
        Ok(node) => result(request, [node]),
        Err(refused) => refusal(request, refused.code(), refused.text()),
    }
}

/// A companion writes into a newsletter, reacts in it, or takes something back.
pub(crate) fn hear_message(world: &mut World, from: &DeviceAddress, node: &Node, id: &NewsletterId) {
    let mut taken = ack("message", node, world.now_ms());
    let outcome = if let Some(reaction) = node.get_optional_child("reaction") {
        let post = attr(node, "server_id").parse().unwrap_or_default();
        react(world, &from.number, id, post, &attr(reaction, "code")).map(|()| post)
    } else {
        let words = Words {
            id: attr(node, "id"),
            kind: attr(node, "type"),
            mediatype: node.get_optional_child("plaintext").map(|open| attr(open, "mediatype")).unwrap_or_default(),
            edit: attr(node, "edit"),
            body: child_bytes(node, "plaintext"),
        };
        publish(world, from, id, &words)
    };
    match outcome {
        Ok(post) => taken.attrs.insert("server_id", post.to_string()),
        Err(refused) => taken.attrs.insert("error", refused.code().to_string()),
    }
    world.send(from, taken);
}

/// `<receipt type="view">`: posts that a follower saw.
pub(crate) fn hear_receipt(world: &mut World, from: &DeviceAddress, node: &Node, id: &NewsletterId) {
    let items = node.get_optional_child("list").map(children).unwrap_or_default();
    let posts: Vec<u64> = items.iter().filter_map(|item| attr(item, "server_id").parse().ok()).collect();
    views(world, &from.number, id, &posts);
}

fn id_of(jid: &Jid) -> Option<NewsletterId> {
    (jid.server == Server::Newsletter && !jid.user.is_empty()).then(|| jid.user.as_str().into())
}
