//! A ciphertext arrives at the phone.

use wacore::messages::{decode_plaintext, unwrap_device_sent};
use wacore_binary::Jid;
use wacore_libsignal::protocol::SignalProtocolError;
use waproto::whatsapp::Message;

use super::heard::Heard;
use super::lines::write_down;
use crate::messages::Envelope;
use crate::messages::ReceiptState;
use crate::messages::receipts::advance;
use crate::network::stanza::{attr, bytes};
use crate::network::{ChatId, DeviceAddress, Number};
use crate::posts;
use crate::world::World;

/// WhatsApp's padding of plaintexts.
const PADDING_VERSION: u8 = 2;

/// Decrypts, logs, tells the sender that it arrived, and lets a scripted owner react.
pub(crate) fn take(world: &mut World, number: &Number, envelope: &Envelope<'_>) {
    if super::airplane::misses(world, number, envelope) {
        return;
    }
    let Some(account) = world.accounts.get_mut(number) else { return };
    let signal = &mut account.handset.signal;
    let opened = signal.open(envelope.from, &attr(&envelope.enc, "type"), &bytes(&envelope.enc), &mut world.rng);
    settle(world, number, envelope, opened);
}

/// What became of a ciphertext: a message, the same once more, or nothing that could be read.
pub(super) fn settle(
    world: &mut World,
    number: &Number,
    envelope: &Envelope<'_>,
    opened: Result<Vec<u8>, SignalProtocolError>,
) {
    let sender = &envelope.from.number;
    let here = DeviceAddress::phone(number);
    if let Err(SignalProtocolError::DuplicatedMessage(..)) = opened {
        // The very ciphertext came twice: it is counted, and not shown again.
        world.ledger.copy(sender, envelope.id, &here, |copy| copy.deliveries += 1);
        let chat = envelope.chat.seen_by(number, sender);
        let account = world.accounts.get_mut(number);
        if let Some(known) = account.and_then(|account| account.handset.message_mut(&chat, envelope.id)) {
            known.deliveries += 1;
        }
        return;
    }
    let message = opened.ok().and_then(|plain| plaintext(&plain));
    let Some(message) = message else {
        tracing::debug!(message.id = envelope.id, "A phone could not decrypt a message");
        return super::asking::ask_again(world, number, envelope);
    };
    if envelope.peer {
        return super::introduction::hear_peer(world, envelope.from, envelope.id, &message);
    }
    hear(world, number, envelope, message);
}

/// A message without its padding.
pub(super) fn plaintext(padded: &[u8]) -> Option<Message> {
    decode_plaintext(padded, PADDING_VERSION).ok()
}

/// A message that could be read: the server's word of where it belongs, or the writing companion's own.
pub(super) fn hear(world: &mut World, number: &Number, envelope: &Envelope<'_>, message: Message) {
    let sender = &envelope.from.number;
    world.ledger.copy(sender, envelope.id, &DeviceAddress::phone(number), |copy| copy.deliveries += 1);
    let told = if sender == number { written_to(world, &message) } else { None };
    let chat = told.unwrap_or_else(|| envelope.chat.seen_by(number, sender));
    let message = unwrap_device_sent(message);
    let heard = Heard {
        chat: &chat,
        sender,
        id: envelope.id,
        at_ms: envelope.at_ms,
        as_lid: envelope.as_lid,
        message: &message,
    };
    let line = write_down(world, number, &heard, 1);
    if sender != number {
        if chat.is_shared() {
            posts::receipts::advance(world, &chat, sender, number, envelope.id, ReceiptState::Delivered);
        } else {
            advance(world, sender, number, envelope.id, ReceiptState::Delivered);
        }
        if let Some(line) = line
            && line.new
        {
            crate::app_state::stirred(world, number, &chat);
            crate::contacts::react(world, number, &chat, &line.text);
        }
    }
}

/// The chat that an own companion wrote in.
fn written_to(world: &World, message: &Message) -> Option<ChatId> {
    let jid: Jid = message.device_sent_message.as_option()?.destination_jid.as_deref()?.parse().ok()?;
    world.chat_of(&jid)
}
