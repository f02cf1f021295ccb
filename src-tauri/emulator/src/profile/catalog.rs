//! `w:biz:catalog` and orders: every shop of this network has empty shelves.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use crate::network::stanza::{refusal, result};

/// Shows the empty shelves; nothing can be put on them.
pub(crate) fn hear(request: &Node, set: bool) -> Node {
    let shelf = ["product_catalog", "collections"].into_iter().find(|tag| request.get_optional_child(tag).is_some());
    match shelf {
        Some(shelf) if !set => result(request, [NodeBuilder::new(shelf).build()]),
        _ => refusal(request, 501, "feature-not-implemented"),
    }
}

/// No order has ever been placed.
pub(crate) fn order(request: &Node) -> Node {
    refusal(request, 404, "item-not-found")
}
