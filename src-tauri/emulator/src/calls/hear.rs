//! What companions say of calls.

use wacore_binary::{Jid, Node};

use super::acts::{Answer, Ending, Ring, answer, begin, end, leave};
use super::stanza;
use crate::error::{EmulatorError, Result};
use crate::network::DeviceAddress;
use crate::network::stanza::{ack, attr, children, jid_attr};
use crate::world::World;

/// Why the caller's side tells one of the callee's devices to stop ringing.
const ELSEWHERE: [&str; 2] = ["accepted_elsewhere", "rejected_elsewhere"];

/// What two devices tell each other of a call without changing how far it has come.
const BETWEEN_DEVICES: [&str; 6] = ["preaccept", "transport", "relaylatency", "mute_v2", "video", "enc_rekey"];

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
            begin(world, &id, from, Ring { to: &[&*to], group: None, video, offer: Some(action) })
        }
        "accept" => answer(world, &id, from, Answer { accept: true, words: Some(action) }),
        // A device that is busy speaks for itself alone; the others go on ringing.
        "reject" if attr(action, "reason") == "busy" => pass_on(world, &id, from, node, action),
        "reject" => answer(world, &id, from, Answer { accept: false, words: Some(action) }),
        // The caller's word to one device that another took the call: nothing ends by it.
        "terminate" if begun_here && ELSEWHERE.contains(&attr(action, "reason").as_str()) => {
            pass_on(world, &id, from, node, action)
        }
        "terminate" if begun_here => end(world, &id, Ending::HungUp),
        "terminate" => leave(world, &id, from),
        tag if BETWEEN_DEVICES.contains(&tag) => pass_on(world, &id, from, node, action),
        _ => Ok(()),
    };
}

/// Brings one device's word to the device that it names, if both have to do with the call.
fn pass_on(world: &mut World, id: &str, from: &DeviceAddress, node: &Node, action: &Node) -> Result<()> {
    let to = jid_attr(node, "to").and_then(|to| Some(DeviceAddress::new(&world.number_of(&to)?, to.device)));
    let Some(to) = to.filter(|to| !to.is_phone()) else { return Ok(()) };
    let call = world.calls.get(id).ok_or_else(|| EmulatorError::NoSuchCall(id.to_owned()))?;
    if call.concerns(&from.number) && call.concerns(&to.number) {
        stanza::send(world, from, &to, action.clone());
    }
    Ok(())
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
