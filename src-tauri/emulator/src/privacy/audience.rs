//! Who is shown a status: what a companion asks before it posts one.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use crate::network::stanza::result;

/// Everybody in the address book, as the network's phones do it; the two lists that WhatsApp keeps beside it are empty.
pub(crate) fn of_statuses(request: &Node) -> Node {
    let list = |kind: &'static str| NodeBuilder::new("list").attr("type", kind);
    let lists =
        [list("contacts").attr("default", "true").build(), list("whitelist").build(), list("blacklist").build()];
    result(request, [NodeBuilder::new("privacy").children(lists).build()])
}
