//! Receipts of companions for posts: delivered, read, and "please send it again".

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::receipts::{advance, by_lid, play, read};
use crate::messages::ReceiptState;
use crate::messages::queue::forget;
use crate::network::stanza::{attr, children, jid_attr, seconds};
use crate::network::{ChatId, DeviceAddress};
use crate::world::World;

/// A companion's receipt for posts in `chat`; `participant` names their writer.
pub(crate) fn hear(world: &mut World, from: &DeviceAddress, node: &Node, chat: &ChatId, ids: &[String]) {
    let Some(writer) = jid_attr(node, "participant") else { return };
    let Some(number) = world.number_of(&writer) else { return };
    let (kind, now_ms) = (attr(node, "type"), world.now_ms());
    for id in ids {
        // Asking again does not acknowledge: clients follow it up with an `<ack>`.
        let first = kind != "retry" && forget(world, from, "message", id, None, Some(&number));
        match kind.as_str() {
            "" | "inactive" | "sender" => {
                // A status is acknowledged twice by some clients.
                if !first && *chat != ChatId::Status {
                    world.ledger.stray_acks += 1;
                }
                world.ledger.copy(&number, id, from, |copy| {
                    copy.deliveries += 1;
                    copy.acknowledged_at_ms.get_or_insert(now_ms);
                });
                if kind.is_empty() {
                    advance(world, chat, &number, &from.number, id, ReceiptState::Delivered);
                }
            }
            "read" | "read-self" => read(world, chat, from, &number, id, kind == "read"),
            "played" | "played-self" => play(world, chat, from, &number, id, kind == "played"),
            "retry" => ask_again(world, chat, from, &DeviceAddress::new(&number, writer.device), id, node),
            _ => {}
        }
    }
}

/// A device could not decrypt: exactly the device that wrote is asked again.
fn ask_again(world: &mut World, chat: &ChatId, from: &DeviceAddress, writer: &DeviceAddress, id: &str, node: &Node) {
    world.ledger.copy(&writer.number, id, from, |copy| copy.undecryptable += 1);
    if writer.is_phone() {
        return crate::phone::send_again(world, &writer.number, from, id, node);
    }
    let as_lid = by_lid(world, chat);
    let (Some(account), Some(to)) = (world.accounts.get(&from.number), world.chat_jid(chat, as_lid)) else { return };
    let request = NodeBuilder::new("receipt")
        .attr("from", to)
        .attr("participant", account.jid(from.device, as_lid))
        .attr("id", id)
        .attr("type", "retry")
        .attr("t", seconds(world.now_ms()))
        .children(children(node).iter().cloned());
    world.deliver(writer, "receipt", id, request.build());
}
