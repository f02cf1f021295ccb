//! What companions say of calls.

use wacore_binary::{Jid, Node};

use super::{Ending, answer, begin, end, leave};
use crate::network::stanza::{ack, attr, children, jid_attr};
use crate::network::{DeviceAddress, World};

/// A companion's `<call>`: acknowledged, and done if it makes sense.
pub(crate) fn hear(world: &mut World, from: &DeviceAddress, node: &Node) {
    let action = children(node).iter().find(|child| child.attrs.contains_key("call-id"));
    let mut taken = ack("call", node, world.now_ms());
    if let Some(action) = action {
        taken.attrs.insert("type", action.tag.to_string());
    }
    world.send(from, taken);
    let Some(action) = action else { return };
    let id = attr(action, "call-id");
    let begun_here = world.calls.get(&id).is_some_and(|call| call.caller == *from);
    let _what_makes_no_sense_is_ignored = match action.tag.as_ref() {
        "offer" if !world.calls.contains_key(&id) => {
            let to = jid_attr(node, "to").map(Jid::into_non_ad).and_then(|to| world.number_of(&to));
            let video = action.get_optional_child("video").is_some();
            let Some(to) = to.filter(|to| *to != from.number && !id.is_empty()) else { return };
            begin(world, &id, from, &[&*to], None, video)
        }
        "accept" => answer(world, &id, from, true),
        // A device that is busy speaks for itself alone; the others go on ringing.
        "reject" if attr(action, "reason") == "busy" => Ok(()),
        "reject" => answer(world, &id, from, false),
        "terminate" if begun_here => end(world, &id, Ending::HungUp),
        "terminate" => leave(world, &id, from),
        _ => Ok(()),
    };
}

/// A receipt that is about a call: the companion says that it rings. `false` for every other receipt.
pub(crate) fn hear_receipt(world: &mut World, from: &DeviceAddress, node: &Node) -> bool {
    let Some(about) = children(node).iter().find(|child| child.attrs.contains_key("call-id")) else { return false };
    let call = world.calls.get_mut(&attr(about, "call-id"));
    if let Some(side) = call.and_then(|call| call.sides.get_mut(&from.number))
        && about.tag == "offer"
        && !side.ringing_on.contains(&from.device)
    {
        side.ringing_on.push(from.device);
    }
    true
}
