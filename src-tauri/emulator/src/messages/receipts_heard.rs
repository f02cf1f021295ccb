//! Receipts of companions: delivered, read, and "please send it again".

use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Jid, Node};

use super::queue::forget;
use super::receipt_state::ReceiptState;
use super::receipts::{advance, play, read};
use crate::calls;
use crate::network::stanza::{ack, attr, children, jid_attr, seconds};
use crate::network::{ChatId, DeviceAddress};
use crate::world::World;

/// A companion's receipt: the server takes it, and passes on what concerns somebody else.
pub(crate) fn hear(world: &mut World, from: &DeviceAddress, node: &Node) {
    let now_ms = world.now_ms();
    world.send(from, ack("receipt", node, now_ms));
    if calls::hear_receipt(world, from, node) {
        return;
    }
    let kind = attr(node, "type");
    // Baileys leaves `to` out where it takes in what another device of its own account wrote.
    let own = (kind == "sender").then(|| Jid::pn(from.number.as_ref()));
    let Some(to) = jid_attr(node, "to").or(own) else { return };
    if let Some(ChatId::Newsletter(id)) = world.chat_of(&to) {
        return crate::newsletters::hear_receipt(world, from, node, &id);
    }
    if let Some(chat) = world.chat_of(&to).filter(ChatId::is_shared) {
        return crate::posts::receipts_heard::hear(world, from, node, &chat, &ids(node));
    }
    let Some(sender) = world.number_of(&to) else { return };
    if kind == "server-error" && sender == from.number {
        return crate::media::ask_again(world, from, node);
    }
    for id in ids(node) {
        // Asking again does not acknowledge: clients follow it up with an `<ack>`.
        let first = kind != "retry" && forget(world, from, "message", &id, None, Some(&sender));
        match kind.as_str() {
            "" | "inactive" | "sender" => {
                if !first {
                    world.ledger.stray_acks += 1;
                }
                world.ledger.copy(&sender, &id, from, |copy| {
                    copy.deliveries += 1;
                    copy.acknowledged_at_ms.get_or_insert(now_ms);
                });
                if kind.is_empty() {
                    advance(world, &sender, &from.number, &id, ReceiptState::Delivered);
                }
            }
            "read" | "read-self" => read(world, from, &sender, &id, kind == "read"),
            "hist_sync" => crate::history::acknowledge(world, from, &id),
            "played" | "played-self" => play(world, from, &sender, &id, kind == "played"),
            "retry" => ask_again(world, from, &DeviceAddress::new(&sender, to.device), &id, node),
            // peer_msg and whatever else is between the device and the server.
            _ => {}
        }
    }
}

/// The stanza's own id and those in its list.
fn ids(node: &Node) -> Vec<String> {
    let listed = node.get_optional_child("list").map(children).unwrap_or_default();
    listed.iter().map(|item| attr(item, "id")).chain([attr(node, "id")]).collect()
}

/// A device could not decrypt: exactly the device that sent is asked again.
fn ask_again(world: &mut World, from: &DeviceAddress, sender: &DeviceAddress, id: &str, node: &Node) {
    world.ledger.copy(&sender.number, id, from, |copy| copy.undecryptable += 1);
    if sender.is_phone() {
        crate::phone::send_again(world, &sender.number, from, id, node);
        return;
    }
    let Some(account) = world.accounts.get(&from.number) else { return };
    let as_lid = jid_attr(node, "to").is_some_and(|to| to.is_lid());
    let mut request =
        NodeBuilder::new("receipt").attr("from", account.jid(from.device, as_lid)).attr("id", id).attr("type", "retry");
    request = request.attr("t", seconds(world.now_ms()));
    if let Some(recipient) = jid_attr(node, "recipient") {
        request = request.attr("recipient", recipient);
    }
    world.deliver(sender, "receipt", id, request.children(children(node).iter().cloned()).build());
}
