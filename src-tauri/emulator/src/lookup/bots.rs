//! `bot`: whom WhatsApp lets one talk to that is nobody. Here there is none.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use crate::network::stanza::result;

/// The list of bots, in its second version.
pub(crate) fn list(request: &Node) -> Node {
    let section = NodeBuilder::new("section").attr("type", "all").attr("name", "All").build();
    result(request, [NodeBuilder::new("bot").attr("v", "2").children([section]).build()])
}
