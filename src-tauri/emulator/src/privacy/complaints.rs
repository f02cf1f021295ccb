//! `spam`: a companion reports somebody. The report is taken and nothing follows from it.

use rand::RngExt as _;
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use crate::network::stanza::{refusal, result};
use crate::world::World;

/// Answers with the report's number.
pub(crate) fn take(world: &mut World, request: &Node) -> Node {
    if request.get_optional_child("spam_list").is_none() {
        return refusal(request, 400, "bad-request");
    }
    let number = world.rng.random_range(1_000_000_000_u64..10_000_000_000);
    result(request, [NodeBuilder::new("report_id").string_content(number.to_string()).build()])
}
