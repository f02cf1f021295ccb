//! `w:qr`: the link by which an account shares itself (`wa.me/qr/…`), and what such a link leads to.

use rand::RngExt as _;
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use crate::network::DeviceAddress;
use crate::network::stanza::{attr, refusal, result};
use crate::world::World;

/// A companion asks for its own account's link, wants a new one, or follows somebody's.
pub(crate) fn hear(world: &mut World, from: &DeviceAddress, request: &Node, set: bool) -> Node {
    let Some(asked) = request.get_optional_child("qr") else { return refusal(request, 400, "bad-request") };
    if !set {
        return follow(world, request, &attr(asked, "code"));
    }
    let anew = match (attr(asked, "type").as_str(), attr(asked, "action").as_str()) {
        ("contact", "get") => false,
        ("contact", "revoke") => true,
        _ => return refusal(request, 400, "bad-request"),
    };
    let Some(account) = world.accounts.get_mut(&from.number) else { return refusal(request, 401, "not-authorized") };
    let link = &mut account.profile.contact_link;
    if anew || link.is_empty() {
        *link = hex::encode_upper(world.rng.random::<[u8; 7]>());
    }
    result(request, [NodeBuilder::new("qr").attr("code", link.as_str()).attr("type", "contact").build()])
}

fn follow(world: &World, request: &Node, code: &str) -> Node {
    let mut accounts = world.accounts.values().filter(|_| !code.is_empty());
    let Some(found) = accounts.find(|account| account.profile.contact_link == code) else {
        return refusal(request, 404, "item-not-found");
    };
    let led_to = NodeBuilder::new("qr").attr("type", "contact").attr("jid", found.pn(0));
    result(request, [led_to.attr("notify", found.name.as_str()).build()])
}
