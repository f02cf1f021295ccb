//! Delivered, read, played: how a message moves forward, and who is told.

use wacore_binary::builder::NodeBuilder;

use super::receipt_state::ReceiptState;
use crate::network::stanza::seconds;
use crate::network::{ChatId, DeviceAddress, Number};
use crate::world::World;

/// A person read on a companion: the phone and the other companions learn it, and the writer if it may know.
pub(super) fn read(world: &mut World, reader: &DeviceAddress, sender: &Number, id: &str, tell_sender: bool) {
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
        chat.read_up_to(id);
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
