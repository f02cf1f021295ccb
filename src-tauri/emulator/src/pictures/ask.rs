//! `<picture type="preview|image" query="url"/>`: where the picture is.

use sha2::{Digest as _, Sha256};
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::Portrayed;
use crate::media::{MediaKind, serve_plain};
use crate::network::World;
use crate::network::stanza::{attr, refusal, result};

pub(super) fn hear(world: &mut World, portrayed: &Portrayed, request: &Node) -> Node {
    let Some(asked) = request.get_optional_child("picture") else { return refusal(request, 400, "bad-request") };
    let Some(picture) = world.pictures.of(portrayed) else { return refusal(request, 404, "item-not-found") };
    if attr(asked, "id") == picture.id.to_string() {
        // The client has it already.
        return result(request, [NodeBuilder::new("picture").build()]);
    }
    let preview = attr(asked, "type") != "image";
    let (id, bytes) = (picture.id, if preview { &picture.preview } else { &picture.full }.clone());
    let hash = hex::encode(Sha256::digest(&bytes));
    let Some(place) = serve_plain(world, MediaKind::ProfilePicture, bytes) else {
        return refusal(request, 500, "internal-server-error");
    };
    let answer = NodeBuilder::new("picture")
        .attr("id", id)
        .attr("type", if preview { "preview" } else { "image" })
        .attr("url", place.url)
        .attr("direct_path", place.direct_path);
    result(request, [answer.attr("hash", hash).build()])
}
