//! `<picture type="preview|image" query="url"/>`: where the picture is.

use sha2::{Digest as _, Sha256};
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use crate::media::{MediaKind, serve_plain};
use crate::network::stanza::{attr, children, jid_attr, refusal, result};
use crate::network::{ChatId, Number};
use crate::world::World;

pub(super) fn hear(world: &mut World, reader: &Number, of: &ChatId, request: &Node) -> Node {
    let Some(asked) = request.get_optional_child("picture") else { return refusal(request, 400, "bad-request") };
    if let ChatId::Group(group) = of
        && let Err(refused) = world.groups.find(group).and_then(|group| group.for_members(reader))
    {
        return refused.answer(request);
    }
    let Some(picture) = world.pictures.of(of) else { return refusal(request, 404, "item-not-found") };
    if attr(asked, "id") == picture.id.to_string() {
        // The client has it already.
        return result(request, [NodeBuilder::new("picture").build()]);
    }
    match shown(world, of, attr(asked, "type") != "image") {
        Some(answer) => result(request, [answer.build()]),
        None => refusal(request, 500, "internal-server-error"),
    }
}

/// Answers a question for the pictures of several groups (`w:g2`): those that the reader may see and that exist.
pub(crate) fn several(world: &mut World, reader: &Number, asked: &Node) -> Node {
    let pictures: Vec<Node> = children(asked)
        .iter()
        .filter_map(|wanted| {
            let jid = jid_attr(wanted, "jid")?;
            let of = world.chat_of(&jid)?;
            let ChatId::Group(group) = &of else { return None };
            world.groups.find(group).and_then(|group| group.for_members(reader)).ok()?;
            Some(shown(world, &of, attr(wanted, "type") != "image")?.attr("jid", jid).build())
        })
        .collect();
    NodeBuilder::new("pictures").children(pictures).build()
}

/// Serves the picture and says where; `None` if there is none.
fn shown(world: &mut World, of: &ChatId, preview: bool) -> Option<NodeBuilder> {
    let picture = world.pictures.of(of)?;
    let (id, bytes) = (picture.id, if preview { &picture.preview } else { &picture.full }.clone());
    let hash = hex::encode(Sha256::digest(&bytes));
    let place = serve_plain(world, MediaKind::ProfilePicture, bytes)?;
    let picture = NodeBuilder::new("picture").attr("id", id).attr("type", if preview { "preview" } else { "image" });
    Some(picture.attr("url", place.url).attr("direct_path", place.direct_path).attr("hash", hash))
}
