//! Edge routing: after each login the server hands the device a token, which it shows before the handshake of its next
//! connection, so that the edge knows where to send it.

use rand::RngExt as _;
use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Node, SERVER_JID};

use crate::network::DeviceAddress;
use crate::world::World;

/// Compares what a device showed with what it was given, and gives it the next token.
pub(crate) fn route(world: &mut World, address: &DeviceAddress, shown: Option<&[u8]>) {
    let token: [u8; 12] = world.rng.random();
    let Some(companion) = world.companion_mut(address) else { return };
    let routing = &mut companion.upkeep.routing;
    routing.shown = shown.is_some() && shown == routing.token.as_ref().map(<[u8; 12]>::as_slice);
    routing.token = Some(token);
    let info = NodeBuilder::new("routing_info").bytes(token).build();
    world.send(address, from_server(NodeBuilder::new("edge_routing").children([info]).build()));
}

/// A word of the server that no answer follows.
pub(crate) fn from_server(child: Node) -> Node {
    NodeBuilder::new("ib").attr("from", SERVER_JID).children([child]).build()
}
