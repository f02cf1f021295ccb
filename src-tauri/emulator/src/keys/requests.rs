//! What devices ask of keys: to bring their own, to take those of others, to compare.

use wacore::prekeys::compute_key_bundle_digest;
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::public::{PublicKeys, SignedKey};
use super::taking::take_bundle;
use crate::devices;
use crate::network::DeviceAddress;
use crate::network::stanza::{attr, big_endian, child_bytes, children, id3, jid_attr, refusal, result};
use crate::world::World;

/// A device replaces or adds keys.
pub(crate) fn upload(world: &mut World, from: &DeviceAddress, node: &Node) -> Node {
    let Some(companion) = world.companion_mut(from) else { return refusal(node, 401, "not-authorized") };
    let keys = &mut companion.keys;
    if let Some(rotated) =
        node.get_optional_child("rotate").unwrap_or(node).get_optional_child("skey").and_then(SignedKey::read)
    {
        keys.signed = rotated;
    }
    let mut brought = Vec::new();
    if let Some(list) = node.get_optional_child("list") {
        for key in children(list) {
            if let Ok(public) = child_bytes(key, "value").try_into() {
                brought.push((big_endian(&child_bytes(key, "id")), public));
            }
        }
    }
    // A client that saw no answer brings the same keys again.
    keys.one_time.bring(&brought);
    if !brought.is_empty() {
        devices::keys_arrived(world, from);
    }
    result(node, [])
}

/// Bundles of others, or the state of one's own keys.
pub(crate) fn ask(world: &mut World, from: &DeviceAddress, node: &Node) -> Node {
    if let Some(wanted) = node.get_optional_child("key") {
        return bundles(world, node, wanted);
    }
    let Some(companion) = world.companion(from) else { return refusal(node, 401, "not-authorized") };
    let keys = &companion.keys;
    if node.get_optional_child("count").is_some() {
        return result(node, [NodeBuilder::new("count").attr("value", keys.one_time.len()).build()]);
    }
    if keys.one_time.is_empty() {
        return refusal(node, 404, "item-not-found");
    }
    result(node, [digest(keys)])
}

fn bundles(world: &mut World, request: &Node, wanted: &Node) -> Node {
    let mut users = Vec::new();
    for user in children(wanted) {
        let Some(jid) = jid_attr(user, "jid") else { continue };
        let address = world.number_of(&jid).map(|number| DeviceAddress::new(&number, jid.device));
        let bundle = address.and_then(|address| take_bundle(world, &address));
        users.push(bundle.map_or_else(|| no_such_device(user), |bundle| bundle.write(&jid)));
    }
    result(request, [NodeBuilder::new("list").children(users).build()])
}

fn no_such_device(user: &Node) -> Node {
    let error = NodeBuilder::new("error").attr("code", 406).attr("text", "not-acceptable").build();
    NodeBuilder::new("user").attr("jid", attr(user, "jid")).children([error]).build()
}

/// What the server holds of a device's keys, for the device to compare.
fn digest(keys: &PublicKeys) -> Node {
    let one_time: Vec<_> = keys.one_time.iter().collect();
    let public: Vec<&[u8]> = one_time.iter().map(|(_, key)| &key[..]).collect();
    let hash = compute_key_bundle_digest(&keys.identity, &keys.signed.key, &keys.signed.signature, &public);
    let ids = one_time.iter().map(|(id, _)| NodeBuilder::new("id").bytes(id3(*id)).build());
    NodeBuilder::new("digest")
        .children([
            NodeBuilder::new("registration").bytes(keys.registration.to_be_bytes()).build(),
            NodeBuilder::new("type").bytes([5]).build(),
            NodeBuilder::new("identity").bytes(keys.identity).build(),
            keys.signed.write(),
            NodeBuilder::new("list").children(ids).build(),
            NodeBuilder::new("hash").bytes(hash).build(),
        ])
        .build()
}
