//! `<call>` as devices hear it.

use wacore::stanza::call::CAPABILITY_OFFER;
use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Jid, Node, NodeContent};

use crate::config::Addressing;
use crate::network::DeviceAddress;
use crate::network::stanza::{children, free_text, jid_attr, seconds};
use crate::world::World;

/// Rings every companion of a callee. The offer stays in its queue until it is acknowledged, so that a companion that
/// was away learns of a call it missed.
pub(super) fn ring(world: &mut World, id: &str, callee: &str, offer: Option<&Node>) {
    let Some(call) = world.calls.get(id) else { return };
    if let Some(offer) = offer {
        let from = call.caller.clone();
        for device in world.companions_of(callee) {
            if let Some(offer) = offer_for(world, &from, offer, &device) {
                send(world, &from, &device, offer);
            }
        }
        return;
    }
    let Some(account) = world.accounts.get(&call.caller.number) else { return };
    let mut offer = NodeBuilder::new("offer")
        .attr("call-id", id)
        .attr("call-creator", creator(world, &call.caller))
        .attr("caller_pn", account.pn(0))
        .attr("device_class", "2016");
    if let Some(group) = &call.group {
        offer = offer.attr("group-jid", Jid::group(group.as_str())).attr("joinable", "1");
    }
    let audio = |rate: u32| NodeBuilder::new("audio").attr("enc", "opus").attr("rate", rate).build();
    let mut media = vec![audio(16_000), audio(8_000)];
    if call.video {
        media.push(NodeBuilder::new("video").attr("enc", "vp8").attr("dec", "vp8").build());
    }
    media.push(NodeBuilder::new("net").attr("medium", 3).build());
    media.push(NodeBuilder::new("capability").attr("ver", 1).bytes(CAPABILITY_OFFER).build());
    media.push(NodeBuilder::new("encopt").attr("keygen", 2).build());
    let from = call.caller.clone();
    let offer = offer.children(media).build();
    for device in world.companions_of(callee) {
        send(world, &from, &device, offer.clone());
    }
}

/// A companion's offer as one device hears it: with the key that was encrypted for it, and none of the others'.
fn offer_for(world: &World, caller: &DeviceAddress, offer: &Node, device: &DeviceAddress) -> Option<Node> {
    let mut heard = offer.clone();
    heard.attrs.insert("caller_pn", world.accounts.get(&caller.number)?.pn(0));
    let is_for_it = |to: &&Node| {
        let jid = jid_attr(to, "jid");
        jid.is_some_and(|jid| {
            jid.device == device.device && world.number_of(&jid).is_some_and(|of| of == device.number)
        })
    };
    let content = children(offer).iter().filter(|child| child.tag != "privacy").filter_map(|child| {
        if child.tag != "destination" {
            return Some(child.clone());
        }
        children(child).iter().find(is_for_it)?.get_optional_child("enc").cloned()
    });
    heard.content = Some(NodeContent::Nodes(content.collect()));
    Some(heard)
}

/// Tells a callee's companions, all but one, that a call is over for them.
pub(super) fn terminate(world: &mut World, id: &str, callee: &str, reason: Option<&str>, except: Option<u16>) {
    let Some(call) = world.calls.get(id).filter(|call| call.is_heard_by(callee)) else { return };
    let mut over = NodeBuilder::new("terminate").attr("call-id", id).attr("call-creator", creator(world, &call.caller));
    if let Some(reason) = reason {
        over = over.attr("reason", reason);
    }
    let (from, over) = (call.caller.clone(), over.build());
    for device in world.companions_of(callee) {
        if Some(device.device) != except {
            send(world, &from, &device, over.clone());
        }
    }
}

/// Tells the device that called what a callee's device did. An emulated phone reads it off the call itself.
pub(super) fn tell_caller(
    world: &mut World,
    id: &str,
    caller: &DeviceAddress,
    by: &DeviceAddress,
    action: &'static str,
    words: Option<&Node>,
) {
    if !caller.is_phone() {
        let plain =
            || NodeBuilder::new(action).attr("call-id", id).attr("call-creator", creator(world, caller)).build();
        let said = words.cloned().unwrap_or_else(plain);
        send(world, by, caller, said);
    }
}

fn creator(world: &World, device: &DeviceAddress) -> Jid {
    let as_lid = world.addressing == Addressing::Lid;
    world.accounts.get(&device.number).map(|account| account.jid(device.device, as_lid)).unwrap_or_default()
}

/// One device's word of a call to another, which gets it when it comes back if it is away.
pub(super) fn send(world: &mut World, from: &DeviceAddress, to: &DeviceAddress, action: Node) {
    let (id, now_s) = (world.stanza_id(), seconds(world.now_ms()));
    let sender = creator(world, from);
    let Some(account) = world.accounts.get(&from.number) else { return };
    let call = NodeBuilder::new("call")
        .attr("from", sender)
        .attr("id", id.as_str())
        .attr("t", now_s)
        .attr("notify", free_text(&account.name))
        .attr("platform", "android")
        .attr("version", "2.25.37.76")
        .children([action])
        .build();
    world.deliver(to, "call", &id, call);
}
