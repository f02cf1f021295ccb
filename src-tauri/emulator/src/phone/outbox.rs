//! The phone writes: to every device of the addressee, and a copy to its own companions.

use rand::RngExt as _;
use wacore::messages::{MessageUtils, wrap_device_sent};
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;
use waproto::whatsapp::Message;

use super::PhoneMessage;
use crate::config::Addressing;
use crate::error::Result;
use crate::keys::take_bundle;
use crate::messages::receipts::{ReceiptState, advance, tell_own_devices};
use crate::messages::{Envelope, deliver};
use crate::network::{DeviceAddress, Number, World};

/// Writes `text` to another account and returns the message's id.
pub(crate) fn send_text(world: &mut World, from: &Number, to: &str, text: &str) -> Result<String> {
    let to = Number::clone(&world.account(to)?.number);
    let id = format!("3A{}", hex::encode_upper(world.rng.random::<[u8; 9]>()));
    let (at_ms, as_lid) = (world.now_ms(), world.addressing == Addressing::Lid);
    let line = PhoneMessage {
        id: id.clone(),
        from_me: true,
        text: text.to_owned(),
        at_ms,
        deliveries: 0,
        receipt: ReceiptState::Sent,
        as_lid,
    };
    world.account_mut(from)?.handset.chat_mut(&to).messages.push(line);
    world.ledger.sent(&DeviceAddress::phone(from), &to, &id, at_ms);
    let others = world.account(from)?.devices().into_iter().filter(|device| !device.is_phone());
    let devices: Vec<_> = world.account(&to)?.devices().into_iter().chain(others).collect();
    for device in devices {
        send_copy(world, from, &to, &device, &id, text, at_ms);
    }
    Ok(id)
}

pub(super) fn send_copy(
    world: &mut World,
    from: &Number,
    to: &Number,
    device: &DeviceAddress,
    id: &str,
    text: &str,
    at_ms: u64,
) {
    let as_lid = world.addressing == Addressing::Lid;
    let mut message = Message { conversation: Some(text.to_owned()), ..Default::default() };
    if device.number == *from
        && let Some(chat) = world.accounts.get(to)
    {
        message = wrap_device_sent(message, chat.jid(0, as_lid).to_string());
    }
    let Some(enc) = seal(world, from, device, &message) else { return };
    let phone = DeviceAddress::phone(from);
    let envelope = Envelope {
        from: &phone,
        chat: to,
        id,
        kind: "text".to_owned(),
        edit: String::new(),
        at_ms,
        as_lid,
        peer: false,
        enc,
        shared: &[],
    };
    deliver(world, device, &envelope);
}

/// Encrypts for one device, meeting it first if need be; `None` if the device has no keys on the server.
pub(super) fn seal(world: &mut World, from: &Number, device: &DeviceAddress, message: &Message) -> Option<Node> {
    if !world.accounts.get(from)?.handset.signal.knows(device) {
        let bundle = take_bundle(world, device)?;
        world.accounts.get_mut(from)?.handset.signal.meet(device, &bundle, &mut world.rng).ok()?;
    }
    let (kind, bytes) =
        world.accounts.get_mut(from)?.handset.signal.seal(device, &MessageUtils::encode_and_pad(message)).ok()?;
    Some(NodeBuilder::new("enc").attr("v", "2").attr("type", kind).bytes(bytes).build())
}

/// The phone's owner opens the chat: the writer sees it read, own companions drop their unread mark.
pub(crate) fn read_chat(world: &mut World, reader: &Number, with: &str) -> Result<()> {
    let with = Number::clone(&world.account(with)?.number);
    let chat = world.account_mut(reader)?.handset.chat_mut(&with);
    chat.unread = 0;
    let unread = chat.messages.iter_mut().filter(|message| !message.from_me && message.receipt < ReceiptState::Read);
    let ids: Vec<String> = unread
        .map(|message| {
            message.receipt = ReceiptState::Read;
            message.id.clone()
        })
        .collect();
    let (phone, now_ms) = (DeviceAddress::phone(reader), world.now_ms());
    for id in ids {
        world.ledger.copy(&with, &id, &phone, |copy| copy.read_at_ms = Some(now_ms));
        tell_own_devices(world, &phone, &with, &id);
        advance(world, &with, reader, &id, ReceiptState::Read);
    }
    Ok(())
}
