//! Delivered, read, and "please send it again".

use serde::{Deserialize, Serialize};
use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Jid, Node};

use super::queue::forget;
use crate::calls;
use crate::network::stanza::{ack, attr, children, jid_attr, seconds};
use crate::network::{ChatId, DeviceAddress, Number, World};

/// How far a message has come, in the order in which ticks appear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReceiptState {
    /// The server has it.
    Sent,
    /// A device of the addressee has it.
    Delivered,
    /// The addressee read it.
    Read,
    /// The addressee played it, or opened what may be opened once.
    Played,
}

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
        return crate::posts::receipts::hear(world, from, node, &chat, &ids(node));
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

/// A person read on a companion: the phone and the other companions learn it, and the writer if it may know.
fn read(world: &mut World, reader: &DeviceAddress, sender: &Number, id: &str, tell_sender: bool) {
    let now_ms = world.now_ms();
    world.ledger.copy(sender, id, reader, |copy| {
        // Some clients say "read" and leave "delivered" out.
        copy.deliveries = copy.deliveries.max(1);
        copy.read_at_ms = Some(now_ms);
    });
    if let Some(chat) = world
        .accounts
        .get_mut(&reader.number)
        .and_then(|account| account.handset.chats.get_mut(&ChatId::person(sender)))
    {
        chat.unread = 0;
    }
    tell_own_devices(world, reader, sender, id);
    if tell_sender && crate::privacy::read_ticks(world, &reader.number, sender) {
        advance(world, sender, &reader.number, id, ReceiptState::Read);
    }
}

/// A person played a recording, or opened what opens once: like reading, and the writer sees that too if it may.
pub(crate) fn play(world: &mut World, player: &DeviceAddress, sender: &Number, id: &str, tell_sender: bool) {
    tell_own_devices_that(world, player, sender, id, "played-self");
    let mine = world.accounts.get_mut(&player.number);
    if let Some(line) = mine.and_then(|account| account.handset.message_mut(&ChatId::person(sender), id)) {
        line.receipt = ReceiptState::Played;
        line.opened();
    }
    if tell_sender {
        advance(world, sender, &player.number, id, ReceiptState::Played);
    }
}

/// Other devices of the reader take their unread mark away.
pub(crate) fn tell_own_devices(world: &mut World, reader: &DeviceAddress, sender: &Number, id: &str) {
    tell_own_devices_that(world, reader, sender, id, "read-self");
}

fn tell_own_devices_that(world: &mut World, reader: &DeviceAddress, sender: &Number, id: &str, what: &'static str) {
    let now_ms = world.now_ms();
    let (Some(account), Some(chat)) = (world.accounts.get(&reader.number), world.accounts.get(sender)) else { return };
    let receipt = NodeBuilder::new("receipt").attr("from", account.pn(0)).attr("recipient", chat.pn(0)).attr("id", id);
    let receipt = receipt.attr("type", what).attr("t", seconds(now_ms)).build();
    for device in world.companions_of(&reader.number) {
        if device != *reader {
            world.deliver(&device, "receipt", id, receipt.clone());
        }
    }
}

/// Moves a message of `sender` to `reader` forward and tells the sender's companions; a step back or a repeat is silent.
pub(crate) fn advance(world: &mut World, sender: &Number, reader: &Number, id: &str, state: ReceiptState) {
    let now_ms = world.now_ms();
    let as_lid = match world
        .accounts
        .get_mut(sender)
        .and_then(|account| account.handset.message_mut(&ChatId::person(reader), id))
    {
        Some(message) if message.receipt >= state => return,
        Some(message) => {
            message.receipt = state;
            message.as_lid
        }
        None => false,
    };
    let Some(reader) = world.accounts.get(reader) else { return };
    let mut receipt =
        NodeBuilder::new("receipt").attr("from", reader.jid(0, as_lid)).attr("id", id).attr("t", seconds(now_ms));
    match state {
        ReceiptState::Read => receipt = receipt.attr("type", "read"),
        ReceiptState::Played => receipt = receipt.attr("type", "played"),
        ReceiptState::Sent | ReceiptState::Delivered => {}
    }
    world.deliver_to_companions(sender, "receipt", id, &receipt.build());
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
