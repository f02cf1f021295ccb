//! `usync`: who has WhatsApp, with which devices, under which privacy id, and what they show of themselves.

mod answer;
pub(crate) mod bots;
mod registered;

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use crate::network::DeviceAddress;
use crate::network::stanza::{attr, children, result};
use crate::world::World;

/// Answers every protocol that the query names, for every user in its list; mode and context change nothing of it.
pub(crate) fn usync(world: &mut World, from: &DeviceAddress, request: &Node) -> Node {
    let Some(query) = request.get_optional_child("usync") else { return result(request, []) };
    let protocols: Vec<String> = query
        .get_optional_child("query")
        .map(children)
        .unwrap_or_default()
        .iter()
        .map(|node| node.tag.to_string())
        .collect();
    let asked = query.get_optional_child("list").map(children).unwrap_or_default();
    let users: Vec<Node> = asked.iter().filter_map(|user| answer::answer(world, from, user, &protocols)).collect();
    let reply = NodeBuilder::new("usync")
        .attr("sid", attr(query, "sid"))
        .attr("mode", attr(query, "mode"))
        .attr("context", attr(query, "context"));
    result(
        request,
        [reply
            .children([NodeBuilder::new("result").build(), NodeBuilder::new("list").children(users).build()])
            .build()],
    )
}
