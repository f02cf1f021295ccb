//! Public keys of companions, kept compactly, and the bundles that start Signal sessions.

mod bundle;
mod one_time;

use wacore::prekeys::compute_key_bundle_digest;
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

pub(crate) use bundle::{Bundle, take_bundle};
pub(crate) use one_time::OneTimeKeys;

use crate::devices;
use crate::network::stanza::{attr, big_endian, bytes, child_bytes, children, id3, jid_attr, refusal, result};
use crate::network::{DeviceAddress, World};

/// What a device uploaded of itself.
#[derive(Clone)]
pub(crate) struct PublicKeys {
    pub(crate) registration: u32,
    pub(crate) identity: [u8; 32],
    pub(crate) signed: SignedKey,
    pub(crate) one_time: OneTimeKeys,
}

/// A signed prekey.
#[derive(Clone)]
pub(crate) struct SignedKey {
    pub(crate) id: u32,
    pub(crate) key: [u8; 32],
    pub(crate) signature: Vec<u8>,
}

impl SignedKey {
    fn read(node: &Node) -> Option<Self> {
        let key = child_bytes(node, "value").try_into().ok()?;
        Some(Self { id: big_endian(&child_bytes(node, "id")), key, signature: child_bytes(node, "signature") })
    }

    pub(crate) fn write(&self) -> Node {
        NodeBuilder::new("skey")
            .children([
                NodeBuilder::new("id").bytes(id3(self.id)).build(),
                NodeBuilder::new("value").bytes(self.key).build(),
                NodeBuilder::new("signature").bytes(self.signature.clone()).build(),
            ])
            .build()
    }
}

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

/// A key bundle as a retry receipt carries it.
pub(crate) fn read_retry(node: &Node) -> Option<Bundle> {
    let keys = node.get_optional_child("keys")?;
    let one_time = keys
        .get_optional_child("key")
        .and_then(|key| Some((big_endian(&child_bytes(key, "id")), child_bytes(key, "value").try_into().ok()?)));
    let identity = keys.get_optional_child("identity").map(bytes)?.try_into().ok()?;
    Some(Bundle {
        registration: big_endian(&child_bytes(node, "registration")),
        identity,
        signed: SignedKey::read(keys.get_optional_child("skey")?)?,
        one_time,
        device_identity: None,
    })
}
