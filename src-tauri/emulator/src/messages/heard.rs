//! A companion hands a message over.

use wacore_binary::{Jid, Node};

use super::delivery::deliver;
use super::envelope::Envelope;
use crate::network::stanza::{ack, attr, children, jid_attr};
use crate::network::{ChatId, DeviceAddress};
use crate::standing;
use crate::world::World;

/// What a sender attaches for the server alone, or for one device each.
const FOR_THE_SERVER: [&str; 4] = ["participants", "enc", "tctoken", "cstoken"];

/// A companion hands a message over: acknowledge, then deliver each device's copy.
pub(crate) fn hear(world: &mut World, from: &DeviceAddress, node: &Node) {
    if let Some(ChatId::Newsletter(id)) = jid_attr(node, "to").and_then(|to| world.chat_of(&to)) {
        return crate::newsletters::hear_message(world, from, node, &id);
    }
    let many = jid_attr(node, "to").and_then(|to| world.chat_of(&to)).filter(ChatId::is_shared);
    if let Some(chat) = many {
        return crate::posts::hear(world, from, node, &chat);
    }
    let now_ms = world.now_ms();
    let peer = attr(node, "category") == "peer";
    let person = jid_attr(node, "to").and_then(|to| world.number_of(&to)).filter(|_| !peer);
    if let Some(error) = person.and_then(|to| standing::verdict(world, from, &to, node)) {
        let mut refusal = ack("message", node, now_ms);
        refusal.attrs.insert("error", error.to_string());
        return world.send(from, refusal);
    }
    world.send(from, ack("message", node, now_ms));
    let (Some(to), id) = (jid_attr(node, "to"), attr(node, "id")) else { return };
    let Some(chat) = world.chat_of(&to) else { return };
    if !peer {
        world.ledger.sent(from, &chat, &id, now_ms);
    }
    let copies = copies(node, &to);
    let shared: Vec<Node> =
        children(node).iter().filter(|child| !FOR_THE_SERVER.contains(&child.tag.as_ref())).cloned().collect();
    for (target, enc) in copies {
        let Some(number) = world.number_of(&target) else { continue };
        let envelope = Envelope {
            from,
            chat: &chat,
            id: &id,
            kind: attr(node, "type"),
            edit: attr(node, "edit"),
            at_ms: now_ms,
            as_lid: target.is_lid(),
            peer,
            enc,
            shared: &shared,
        };
        deliver(world, &DeviceAddress::new(&number, target.device), &envelope);
    }
}

/// Each device's ciphertext; a bare one is for exactly the device in `to`.
fn copies(node: &Node, to: &Jid) -> Vec<(Jid, Node)> {
    let bare = node.get_optional_child("enc").map(|enc| (to.clone(), enc.clone()));
    let listed = node.get_optional_child("participants").map(children).unwrap_or_default();
    let listed = listed.iter().filter_map(|participant| {
        Some((jid_attr(participant, "jid")?, participant.get_optional_child("enc")?.clone()))
    });
    bare.into_iter().chain(listed).collect()
}
