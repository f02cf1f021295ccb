//! `<messages>`: what was written so far, in pages; `<message_updates>`: how it stands.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::NewsletterRefusal;
use super::newsletter::{Newsletter, Post};
use super::publish::plaintext;
use crate::network::Number;
use crate::network::stanza::{attr, seconds};
use crate::world::World;

/// More than this many come in pages.
const MOST_AT_ONCE: usize = 300;

/// The newest posts, or the newest before the one that is named; oldest first.
pub(super) fn messages(world: &World, asking: &Number, id: &str, asked: &Node) -> Result<Node, NewsletterRefusal> {
    let newsletter = world.newsletters.find(id)?;
    let posts = page(newsletter, asked).map(|post| {
        let mut node = NodeBuilder::new("message")
            .attr("id", post.id.as_str())
            .attr("server_id", post.server_id)
            .attr("t", seconds(post.at_ms))
            .attr("type", post.kind.as_str());
        if newsletter.owner == *asking {
            node = node.attr("is_sender", "true");
        }
        node.children([plaintext(post)].into_iter().chain(counts(post))).build()
    });
    Ok(list(newsletter, world.now_ms(), posts))
}

/// Reactions and views of the same posts.
pub(super) fn updates(world: &World, id: &str, asked: &Node) -> Result<Node, NewsletterRefusal> {
    let newsletter = world.newsletters.find(id)?;
    let messages = list(newsletter, world.now_ms(), page(newsletter, asked).map(counted));
    Ok(NodeBuilder::new("message_updates").children([messages]).build())
}

/// A post by number, with what is counted of it.
pub(super) fn counted(post: &Post) -> Node {
    NodeBuilder::new("message").attr("server_id", post.server_id).children(counts(post)).build()
}

fn page<'a>(newsletter: &'a Newsletter, asked: &Node) -> impl Iterator<Item = &'a Post> {
    let number = |key: &str| attr(asked, key).parse::<u64>().ok();
    let count = number("count").and_then(|count| usize::try_from(count).ok()).unwrap_or(MOST_AT_ONCE).min(MOST_AT_ONCE);
    let (before, after) = (number("before").unwrap_or(u64::MAX), number("after").unwrap_or_default());
    let fitting: Vec<&Post> =
        newsletter.posts.iter().filter(|post| post.server_id < before && post.server_id > after).collect();
    let skipped = if after > 0 { 0 } else { fitting.len().saturating_sub(count) };
    fitting.into_iter().skip(skipped).take(count)
}

fn list(newsletter: &Newsletter, now_ms: u64, posts: impl Iterator<Item = Node>) -> Node {
    NodeBuilder::new("messages").attr("jid", newsletter.jid()).attr("t", seconds(now_ms)).children(posts).build()
}

fn counts(post: &Post) -> Vec<Node> {
    let mut nodes = vec![NodeBuilder::new("views_count").attr("count", post.seen_by.len()).build()];
    if !post.reactions.is_empty() {
        let reactions = post
            .counts()
            .into_iter()
            .map(|(code, count)| NodeBuilder::new("reaction").attr("code", code).attr("count", count).build());
        nodes.push(NodeBuilder::new("reactions").children(reactions).build());
    }
    nodes
}
