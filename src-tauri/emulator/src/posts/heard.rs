//! A companion hands a post over.

use std::collections::BTreeMap;

use wacore_binary::Node;

use super::audience;
use super::delivery::deliver;
use crate::messages::Envelope;
use crate::network::stanza::{ack, attr, children, jid_attr};
use crate::network::{ChatId, DeviceAddress};
use crate::world::World;

/// A companion hands a post over.
pub(crate) fn hear(world: &mut World, from: &DeviceAddress, node: &Node, chat: &ChatId) {
    let now_ms = world.now_ms();
    let (id, mut taken) = (attr(node, "id"), ack("message", node, now_ms));
    let audience = match audience::of(world, from, node, chat) {
        Ok(audience) => audience,
        Err(code) => {
            taken.attrs.insert("error", code.to_string());
            return world.send(from, taken);
        }
    };
    if let Some(phash) = audience.phash.as_ref().filter(|_| audience.stale) {
        taken.attrs.insert("phash", phash.as_str());
    }
    world.send(from, taken);
    let Some(post) = node.get_optional_child("enc") else { return };
    world.ledger.sent(from, chat, &id, now_ms);
    world.told.begin(&from.number, &id);
    let keys = keys(world, node);
    let shared: Vec<Node> =
        children(node).iter().filter(|child| !matches!(child.tag.as_ref(), "participants" | "enc")).cloned().collect();
    let envelope = Envelope {
        from,
        chat,
        id: &id,
        kind: attr(node, "type"),
        edit: attr(node, "edit"),
        at_ms: now_ms,
        as_lid: audience.as_lid,
        peer: false,
        enc: post.clone(),
        shared: &shared,
    };
    for device in &audience.devices {
        deliver(world, device, &envelope, keys.get(device));
    }
}

/// The writer's key, encrypted for each device that lacks it.
fn keys(world: &World, node: &Node) -> BTreeMap<DeviceAddress, Node> {
    let listed = node.get_optional_child("participants").map(children).unwrap_or_default();
    let keys = listed.iter().filter_map(|entry| {
        let jid = jid_attr(entry, "jid")?;
        let device = DeviceAddress::new(&world.number_of(&jid)?, jid.device);
        Some((device, entry.get_optional_child("enc")?.clone()))
    });
    keys.collect()
}
