//! One device's copy of a post.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use crate::messages::Envelope;
use crate::network::stanza::{attr, bytes, free_text, seconds};
use crate::network::{ChatId, DeviceAddress};
use crate::world::World;

/// Brings a post to a device, with its writer's key where the device needs it.
pub(crate) fn deliver(world: &mut World, to: &DeviceAddress, envelope: &Envelope<'_>, key: Option<&Node>) {
    for enc in key.into_iter().chain([&envelope.enc]) {
        let (kind, ciphertext) = (attr(enc, "type"), bytes(enc));
        world.ledger.ciphertext(envelope.from, to, envelope.id, (&kind, &ciphertext), envelope.at_ms);
    }
    world.ledger.copy(&envelope.from.number, envelope.id, to, |_| {});
    if to.is_phone() {
        return (world.phones.post)(world, &to.number, envelope, key);
    }
    if let Some(stanza) = stanza(world, envelope, key) {
        world.ledger.copy(&envelope.from.number, envelope.id, to, |copy| {
            copy.queued_at_ms.get_or_insert(envelope.at_ms);
        });
        world.deliver(to, "message", envelope.id, stanza);
    }
}

fn stanza(world: &World, envelope: &Envelope<'_>, key: Option<&Node>) -> Option<Node> {
    let sender = world.accounts.get(&envelope.from.number)?;
    let mut message = NodeBuilder::new("message")
        .attr("from", world.chat_jid(envelope.chat, envelope.as_lid)?)
        .attr("participant", sender.jid(envelope.from.device, envelope.as_lid))
        .attr(if envelope.as_lid { "participant_pn" } else { "participant_lid" }, sender.jid(0, !envelope.as_lid))
        .attr("id", envelope.id)
        .attr("t", seconds(envelope.at_ms))
        .attr("type", envelope.kind.as_str())
        .attr("notify", free_text(&sender.name));
    if matches!(envelope.chat, ChatId::Group(_)) {
        message = message.attr("addressing_mode", if envelope.as_lid { "lid" } else { "pn" });
    }
    if !envelope.edit.is_empty() {
        message = message.attr("edit", envelope.edit.as_str());
    }
    let first_contact = [Some(&envelope.enc), key].into_iter().flatten().any(|enc| attr(enc, "type") == "pkmsg");
    let shared = envelope.shared.iter().filter(|child| first_contact || child.tag != "device-identity");
    let content = key.into_iter().chain([&envelope.enc]).chain(shared).cloned();
    Some(message.children(content).build())
}
