//! A ciphertext that cannot be opened is asked for again, and one that a companion could not open is sent again.

use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;

use super::airplane::must_be_reachable;
use super::outbox::send_copy;
use super::posts::{self, Post};
use crate::error::Result;
use crate::keys::{read_retry, take_bundle};
use crate::messages::Envelope;
use crate::network::stanza::{attr, id3, seconds};
use crate::network::{ChatId, DeviceAddress, Number, World};

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

/// A companion could not read what the phone wrote: once more. A new session is begun with the keys that it sends along,
/// or, from the second time on, with those that it keeps on the server; the one before still opens what is under way.
pub(crate) fn send_again(world: &mut World, from: &Number, device: &DeviceAddress, id: &str, receipt: &Node) {
    if super::airplane::misses_retry(world, from, device, id, receipt) {
        return;
    }
    let Some((to, message, at_ms)) = world.accounts.get(from).and_then(|account| account.handset.written(id)) else {
        // What has no line in a chat was a chunk of history or the introduction's keys.
        if device.number == *from && !crate::history::send_again(world, device, id) {
            super::introduction::share_keys(world, device);
        }
        return;
    };
    let count = receipt.get_optional_child("retry").and_then(|retry| attr(retry, "count").parse().ok()).unwrap_or(1);
    let bundle = read_retry(receipt).or_else(|| if count > 1 { take_bundle(world, device) } else { None });
    if let (Some(bundle), Some(account)) = (bundle, world.accounts.get_mut(from)) {
        let _the_session_before_serves_otherwise = account.handset.signal.meet(device, &bundle, &mut world.rng);
    }
    if to.is_shared() {
        let post = Post { chat: &to, id, message: &message, at_ms };
        return posts::send_again(world, from, &post, device);
    }
    send_copy(world, from, &to, device, id, &message, at_ms);
}
