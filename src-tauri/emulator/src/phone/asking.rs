//! A ciphertext that cannot be opened is asked for again.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::airplane::must_be_reachable;
use crate::error::Result;
use crate::messages::Envelope;
use crate::network::stanza::{id3, seconds};
use crate::network::{ChatId, DeviceAddress, Number};
use crate::world::World;

/// WhatsApp gives a message up after this many requests.
const MOST_REQUESTS: u32 = 5;

/// The phone asks exactly the device that sent, and hands it fresh keys to start anew with.
pub(super) fn ask_again(world: &mut World, number: &Number, envelope: &Envelope<'_>) {
    let here = DeviceAddress::phone(number);
    let mut count = 0;
    world.ledger.copy(&envelope.from.number, envelope.id, &here, |copy| {
        copy.undecryptable += 1;
        count = copy.undecryptable;
    });
    if envelope.from.is_phone() || !(1..=MOST_REQUESTS).contains(&count) {
        return;
    }
    let asked = Asked { chat: envelope.chat, id: envelope.id, count, as_lid: envelope.as_lid };
    if let Some(request) = request(world, number, &envelope.from.number, &asked) {
        world.deliver(envelope.from, "receipt", envelope.id, request);
    }
}

/// Asks every companion at the other end of a chat for a message that it may never have written. In a group, `of` is
/// whom to ask.
pub(crate) fn ask_for(world: &mut World, number: &Number, chat: &ChatId, of: &Number, id: &str) -> Result<()> {
    must_be_reachable(world, number)?;
    world.account(of)?;
    let asked = Asked { chat, id, count: 1, as_lid: world.writes_by_lid(chat) };
    if let Some(request) = request(world, number, of, &asked) {
        world.deliver_to_companions(of, "receipt", id, &request);
    }
    Ok(())
}

/// What is asked for.
struct Asked<'a> {
    chat: &'a ChatId,
    id: &'a str,
    count: u32,
    as_lid: bool,
}

fn request(world: &mut World, number: &Number, of: &Number, asked: &Asked<'_>) -> Option<Node> {
    let Asked { chat, id, count, as_lid } = *asked;
    let at_s = seconds(world.now_ms());
    let account = world.accounts.get_mut(number)?;
    let bundle = account.handset.signal.take_bundle();
    let retry = NodeBuilder::new("retry").attr("v", 1).attr("count", count).attr("id", id).attr("t", at_s).build();
    let registration = NodeBuilder::new("registration").bytes(bundle.registration.to_be_bytes()).build();
    let mut keys = vec![
        NodeBuilder::new("type").bytes([5]).build(),
        NodeBuilder::new("identity").bytes(bundle.identity).build(),
        bundle.signed.write(),
    ];
    if let Some((key_id, key)) = bundle.one_time {
        let parts = [NodeBuilder::new("id").bytes(id3(key_id)).build(), NodeBuilder::new("value").bytes(key).build()];
        keys.insert(2, NodeBuilder::new("key").children(parts).build());
    }
    let own = account.jid(0, as_lid);
    let mut request = NodeBuilder::new("receipt").attr("id", id).attr("type", "retry").attr("t", at_s);
    if chat.is_shared() {
        request = request.attr("from", world.chat_jid(chat, as_lid)?).attr("participant", own);
    } else {
        request = request.attr("from", own);
    }
    if of == number && !chat.is_shared() {
        request = request.attr("recipient", world.chat_jid(chat, as_lid)?);
    }
    Some(request.children([retry, registration, NodeBuilder::new("keys").children(keys).build()]).build())
}
