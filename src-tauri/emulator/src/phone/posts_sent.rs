//! The phone writes to many at once: in groups, and as status.

use std::collections::BTreeSet;

use wacore::messages::MessageUtils;
use wacore::send::stanza_type_from_message;
use wacore::types::message::EditAttribute;
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;
use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::SenderKeyDistributionMessage;

use super::sealing::{describe, seal};
use crate::messages::Envelope;
use crate::network::{ChatId, DeviceAddress, Number};
use crate::posts;
use crate::posts::receipts::by_lid;
use crate::world::World;

/// A line to be sent to many.
pub(super) struct Post<'a> {
    pub(super) chat: &'a ChatId,
    pub(super) id: &'a str,
    pub(super) message: &'a Message,
    pub(super) at_ms: u64,
}

/// A post as it goes out: encrypted once for all.
struct Sealed {
    enc: Node,
    /// Brings the key to one who lacks it.
    carrier: Message,
    lacking: Vec<DeviceAddress>,
}

/// Encrypts once for all. Who left the chat makes the key a new one.
fn seal_for_all(world: &mut World, from: &Number, post: &Post<'_>, readers: &[DeviceAddress]) -> Option<Sealed> {
    let phone = DeviceAddress::phone(from);
    let signal = &mut world.accounts.get_mut(from)?.handset.signal;
    let (key, lacking) = signal.share_key(post.chat, &phone, readers, &mut world.rng).ok()?;
    let plain = MessageUtils::encode_and_pad(post.message);
    let sealed = signal.seal_post(post.chat, &phone, &plain, &mut world.rng).ok()?;
    let enc = NodeBuilder::new("enc").attr("v", "2").attr("type", "skmsg").bytes(sealed).build();
    Some(Sealed { enc, carrier: key_message(post.chat, key), lacking })
}

/// Hands every reader the post, and the key to those who lack it.
pub(super) fn send(world: &mut World, from: &Number, post: &Post<'_>, readers: &[DeviceAddress]) {
    world.told.begin(from, post.id);
    let Some(sealed) = seal_for_all(world, from, post, readers) else { return };
    let phone = DeviceAddress::phone(from);
    let envelope = envelope(world, &phone, post, sealed.enc);
    let lacking: BTreeSet<DeviceAddress> = sealed.lacking.into_iter().collect();
    for device in readers {
        let key = lacking.contains(device).then(|| seal(world, from, device, &sealed.carrier)).flatten();
        posts::deliver(world, device, &envelope, key.as_ref());
    }
}

/// A device could not read a post: once more, for it alone.
pub(super) fn send_again(world: &mut World, from: &Number, post: &Post<'_>, device: &DeviceAddress) {
    if let Some(account) = world.accounts.get_mut(from) {
        account.handset.signal.forget_holder(post.chat, device);
    }
    if *post.chat == ChatId::Status {
        return send_anew(world, from, post, device);
    }
    let Some(enc) = seal(world, from, device, post.message) else { return };
    let phone = DeviceAddress::phone(from);
    let envelope = envelope(world, &phone, post, enc);
    posts::deliver(world, device, &envelope, None);
}

/// A status goes out again as it went out at first, with the key.
fn send_anew(world: &mut World, from: &Number, post: &Post<'_>, device: &DeviceAddress) {
    let Some(account) = world.accounts.get(from) else { return };
    let mut readers = account.handset.signal.holders(post.chat);
    readers.insert(device.clone());
    let readers: Vec<DeviceAddress> = readers.into_iter().collect();
    let Some(sealed) = seal_for_all(world, from, post, &readers) else { return };
    let key = seal(world, from, device, &sealed.carrier);
    let phone = DeviceAddress::phone(from);
    let envelope = envelope(world, &phone, post, sealed.enc);
    posts::deliver(world, device, &envelope, key.as_ref());
}

fn envelope<'a>(world: &World, phone: &'a DeviceAddress, post: &Post<'a>, enc: Node) -> Envelope<'a> {
    let edit = EditAttribute::infer_from_message(post.message);
    Envelope {
        from: phone,
        chat: post.chat,
        id: post.id,
        kind: stanza_type_from_message(post.message).to_owned(),
        edit: edit.as_ref().map(|edit| edit.to_string_val().to_owned()).unwrap_or_default(),
        at_ms: post.at_ms,
        as_lid: by_lid(world, post.chat),
        peer: false,
        enc: describe(enc, post.message, edit.as_ref()),
        shared: &[],
    }
}

fn key_message(chat: &ChatId, key: Vec<u8>) -> Message {
    Message {
        sender_key_distribution_message: MessageField::some(SenderKeyDistributionMessage {
            group_id: Some(chat.to_string()),
            axolotl_sender_key_distribution_message: Some(key),
        }),
        ..Default::default()
    }
}
