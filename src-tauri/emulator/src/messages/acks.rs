//! `<ack>`: a device has taken what was kept for it.

use wacore_binary::Node;

use super::queue::forget;
use crate::network::DeviceAddress;
use crate::network::stanza::{attr, jid_attr};
use crate::world::World;

/// `<ack>` ends receipts and notifications, and messages that the client gave up on.
pub(crate) fn hear(world: &mut World, from: &DeviceAddress, node: &Node) {
    let (class, id, kind) = (attr(node, "class"), attr(node, "id"), attr(node, "type"));
    let writer = jid_attr(node, "participant").or_else(|| jid_attr(node, "to")).and_then(|jid| world.number_of(&jid));
    if !forget(world, from, &class, &id, Some(&kind), writer.as_ref()) {
        world.ledger.stray_acks += 1;
    } else if class == "message" {
        crate::posts::receipts::acknowledged(world, from, node, &id);
    }
}
