//! The offline queue: everything stays until it is acknowledged, and comes again with the next login.

use std::collections::VecDeque;

use wacore_binary::Node;

use crate::network::stanza::{attr, jid_attr};
use crate::network::{DeviceAddress, Number, Waiting};
use crate::world::World;

/// Drops one stanza from a device's queue. Ids are their writers' choice: of several with this one goes what `writer`
/// wrote and is of this `kind`, where a client says so.
pub(crate) fn forget(
    world: &mut World,
    address: &DeviceAddress,
    class: &str,
    id: &str,
    kind: Option<&str>,
    writer: Option<&Number>,
) -> bool {
    let Some(companion) = world.companion(address) else { return false };
    let named = companion.queue.iter().enumerate().filter(|(_, waiting)| waiting.class == class && waiting.id == id);
    let unlike = |waiting: &Waiting| {
        let other_writer = writer.is_some() && writer_of(world, &waiting.node).as_ref() != writer;
        let other_kind = kind.is_some_and(|kind| attr(&waiting.node, "type") != kind);
        (other_writer, other_kind)
    };
    let Some((place, _)) = named.min_by_key(|(_, waiting)| unlike(waiting)) else { return false };
    let Some(companion) = world.companion_mut(address) else { return false };
    companion.queue.remove(place);
    if companion.queue.is_empty() {
        // An idle device is to hold no memory of its longest queue.
        companion.queue = VecDeque::new();
    }
    true
}

fn writer_of(world: &World, stanza: &Node) -> Option<Number> {
    let jid = jid_attr(stanza, "participant").or_else(|| jid_attr(stanza, "from"))?;
    world.number_of(&jid)
}
