//! One device's copy of a message, from the sender's words to the receiver's stanza.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::envelope::Envelope;
use crate::network::DeviceAddress;
use crate::network::stanza::{attr, bytes, free_text, seconds};
use crate::standing::tokens;
use crate::world::World;

/// Brings a copy to its device: the emulated phone takes it at once, a companion's is queued until acknowledged.
pub(crate) fn deliver(world: &mut World, to: &DeviceAddress, envelope: &Envelope<'_>) {
    let (kind, ciphertext) = (attr(&envelope.enc, "type"), bytes(&envelope.enc));
    world.ledger.ciphertext(envelope.from, to, envelope.id, (&kind, &ciphertext), envelope.at_ms);
    if is_blocked(world, to, envelope) {
        return;
    }
    if to.is_phone() {
        (world.phones.message)(world, &to.number, envelope);
        return;
    }
    if envelope.from.is_phone() && !envelope.peer && envelope.chat.as_person().is_some() {
        tokens::give_when_due(world, &envelope.from.number, &to.number);
    }
    if let Some(stanza) = stanza(world, to, envelope) {
        if !envelope.peer {
            world.ledger.copy(&envelope.from.number, envelope.id, to, |copy| {
                copy.queued_at_ms.get_or_insert(envelope.at_ms);
            });
        }
        world.deliver(to, "message", envelope.id, stanza);
    }
}

/// Who is blocked is not told so: the copy is taken and goes nowhere. In groups everybody hears everybody.
fn is_blocked(world: &mut World, to: &DeviceAddress, envelope: &Envelope<'_>) -> bool {
    let sender = &envelope.from.number;
    let blocked = envelope.chat.as_person() == Some(&to.number) && crate::privacy::blocks(world, &to.number, sender);
    if blocked {
        world.ledger.withheld(sender, envelope.id);
    }
    blocked
}

fn stanza(world: &World, to: &DeviceAddress, envelope: &Envelope<'_>) -> Option<Node> {
    let sender = world.accounts.get(&envelope.from.number)?;
    let mut message = NodeBuilder::new("message")
        .attr("from", sender.jid(envelope.from.device, envelope.as_lid))
        .attr("id", envelope.id)
        .attr("t", seconds(envelope.at_ms))
        .attr("type", envelope.kind.as_str());
    if envelope.peer {
        message = message.attr("category", "peer");
    } else if to.number == envelope.from.number {
        message = message.attr("recipient", world.chat_jid(envelope.chat, envelope.as_lid)?);
        let other_form = if envelope.as_lid { "peer_recipient_pn" } else { "peer_recipient_lid" };
        message = message.attr(other_form, world.chat_jid(envelope.chat, !envelope.as_lid)?);
    } else if envelope.as_lid {
        message = message.attr("sender_pn", sender.pn(0)).attr("addressing_mode", "lid");
    } else {
        message = message.attr("sender_lid", sender.lid(0));
    }
    if !envelope.peer {
        message = message.attr("notify", free_text(&sender.name));
    }
    if !envelope.edit.is_empty() {
        message = message.attr("edit", envelope.edit.as_str());
    }
    let first_contact = attr(&envelope.enc, "type") == "pkmsg";
    let shared = envelope.shared.iter().filter(|child| first_contact || child.tag != "device-identity").cloned();
    Some(message.children(std::iter::once(envelope.enc.clone()).chain(shared)).build())
}
