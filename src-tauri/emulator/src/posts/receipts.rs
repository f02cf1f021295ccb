//! Delivered, read, played, of posts: the writer learns who.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use crate::messages::ReceiptState;
use crate::network::stanza::{attr, jid_attr, seconds};
use crate::network::{ChatId, DeviceAddress, Number};
use crate::world::World;

/// A companion acknowledged a post of its own account, for which there is no receipt.
pub(crate) fn acknowledged(world: &mut World, from: &DeviceAddress, node: &Node, id: &str) {
    let Some(to) = jid_attr(node, "to") else { return };
    let shared = world.chat_of(&to).is_some_and(|chat| chat.is_shared());
    let writer = jid_attr(node, "participant").and_then(|jid| world.number_of(&jid));
    if let Some(writer) = writer.filter(|writer| shared && *writer == from.number && attr(node, "error").is_empty()) {
        let now_ms = world.now_ms();
        world.ledger.copy(&writer, id, from, |copy| {
            copy.deliveries += 1;
            copy.acknowledged_at_ms.get_or_insert(now_ms);
        });
    }
}

/// A person read a post, on a phone or a companion.
pub(crate) fn read(
    world: &mut World,
    chat: &ChatId,
    reader: &DeviceAddress,
    writer: &Number,
    id: &str,
    tell_writer: bool,
) {
    let now_ms = world.now_ms();
    world.ledger.copy(writer, id, reader, |copy| {
        // Some clients say "read" and leave "delivered" out.
        copy.deliveries = copy.deliveries.max(1);
        copy.read_at_ms = Some(now_ms);
    });
    if let Some(list) = world.accounts.get_mut(&reader.number).and_then(|account| account.handset.chats.get_mut(chat)) {
        list.read_up_to(id);
    }
    tell_own_devices(world, chat, reader, writer, id, "read-self");
    if tell_writer {
        advance(world, chat, writer, &reader.number, id, ReceiptState::Read);
    }
}

/// A person played a recording of a post, or opened what opens once.
pub(crate) fn play(
    world: &mut World,
    chat: &ChatId,
    player: &DeviceAddress,
    writer: &Number,
    id: &str,
    tell_writer: bool,
) {
    let mine = world.accounts.get_mut(&player.number);
    if let Some(line) = mine.and_then(|account| account.handset.message_mut(chat, id)).filter(|line| !line.from_me) {
        line.receipt = ReceiptState::Played;
        line.opened();
    }
    tell_own_devices(world, chat, player, writer, id, "played-self");
    if tell_writer {
        advance(world, chat, writer, &player.number, id, ReceiptState::Played);
    }
}

fn tell_own_devices(
    world: &mut World,
    chat: &ChatId,
    reader: &DeviceAddress,
    writer: &Number,
    id: &str,
    what: &'static str,
) {
    let Some(receipt) = receipt(world, chat, writer, id) else { return };
    let receipt = receipt.attr("type", what).build();
    for device in world.companions_of(&reader.number) {
        if device != *reader {
            world.deliver(&device, "receipt", id, receipt.clone());
        }
    }
}

/// Moves a post forward for one reader and tells the writer's companions who it was.
pub(crate) fn advance(
    world: &mut World,
    chat: &ChatId,
    writer: &Number,
    reader: &Number,
    id: &str,
    state: ReceiptState,
) {
    if writer == reader || !world.told.advance(writer, id, reader, state) {
        return;
    }
    if let ChatId::Group(group) = chat
        && let Ok(group) = world.groups.find(group)
    {
        let all = world.told.with_all(writer, id, group.members.keys().filter(|member| *member != writer));
        let line = world.accounts.get_mut(writer).and_then(|account| account.handset.message_mut(chat, id));
        if let Some(line) = line.filter(|line| line.receipt < all) {
            line.receipt = all;
        }
    }
    let Some(mut receipt) = receipt(world, chat, reader, id) else { return };
    match state {
        ReceiptState::Read => receipt = receipt.attr("type", "read"),
        ReceiptState::Played => receipt = receipt.attr("type", "played"),
        ReceiptState::Sent | ReceiptState::Delivered => {}
    }
    let receipt = receipt.build();
    for device in world.companions_of(writer) {
        world.deliver(&device, "receipt", id, receipt.clone());
    }
}

/// A receipt in `chat` that names an account.
fn receipt(world: &World, chat: &ChatId, named: &Number, id: &str) -> Option<NodeBuilder> {
    let (as_lid, named) = (by_lid(world, chat), world.accounts.get(named)?);
    let receipt = NodeBuilder::new("receipt")
        .attr("from", world.chat_jid(chat, as_lid)?)
        .attr("participant", named.jid(0, as_lid))
        .attr(if as_lid { "participant_pn" } else { "participant_lid" }, named.jid(0, !as_lid))
        .attr("id", id)
        .attr("t", seconds(world.now_ms()));
    Some(receipt)
}

/// The form of address in which readers of this chat see each other.
pub(crate) fn by_lid(world: &World, chat: &ChatId) -> bool {
    match chat {
        ChatId::Group(id) => world.groups.find(id).is_ok_and(crate::groups::Group::by_lid),
        _ => true,
    }
}
