//! A ciphertext arrives at the phone.

use wacore::messages::{decode_plaintext, unwrap_device_sent};
use wacore_binary::Jid;
use wacore_libsignal::protocol::SignalProtocolError;
use waproto::whatsapp::Message;

use super::PhoneMessage;
use crate::messages::Envelope;
use crate::messages::receipts::{ReceiptState, advance};
use crate::network::stanza::{attr, bytes};
use crate::network::{Number, World};

/// WhatsApp's padding of plaintexts.
const PADDING_VERSION: u8 = 2;

/// Decrypts, logs, tells the sender that it arrived, and lets a scripted owner react.
pub(crate) fn take(world: &mut World, number: &Number, envelope: &Envelope<'_>) {
    let sender = &envelope.from.number;
    let here = crate::network::DeviceAddress::phone(number);
    let Some(account) = world.accounts.get_mut(number) else { return };
    let signal = &mut account.handset.signal;
    let opened = signal.open(envelope.from, &attr(&envelope.enc, "type"), &bytes(&envelope.enc), &mut world.rng);
    if let Err(SignalProtocolError::DuplicatedMessage(..)) = opened {
        // The very ciphertext came twice: it is counted, and not shown again.
        world.ledger.copy(sender, envelope.id, &here, |copy| copy.deliveries += 1);
        if let Some(known) = account.handset.message_mut(sender, envelope.id) {
            known.deliveries += 1;
        }
        return;
    }
    let message = opened.ok().and_then(|plain| decode_plaintext(&plain, PADDING_VERSION).ok());
    let Some(message) = message else {
        tracing::debug!(message.id = envelope.id, "A phone could not decrypt a message");
        return super::retry::ask_again(world, number, envelope);
    };
    if envelope.peer {
        return super::introduction::hear_peer(world, envelope.from, &message);
    }
    world.ledger.copy(sender, envelope.id, &here, |copy| copy.deliveries += 1);
    let from_me = sender == number;
    let with = if from_me {
        written_to(world, &message).unwrap_or_else(|| Number::clone(envelope.chat))
    } else {
        Number::clone(sender)
    };
    let Some(text) = text_of(unwrap_device_sent(message)) else { return };
    let first = log(world, number, &with, envelope, &text, from_me);
    if !from_me {
        advance(world, sender, number, envelope.id, ReceiptState::Delivered);
        if first {
            crate::contacts::react(world, number, sender, &text);
        }
    }
}

/// Writes the line, or counts one more arrival of a line already there.
fn log(world: &mut World, number: &Number, with: &Number, envelope: &Envelope<'_>, text: &str, from_me: bool) -> bool {
    let Some(account) = world.accounts.get_mut(number) else { return false };
    if let Some(known) = account.handset.message_mut(with, envelope.id) {
        known.deliveries += 1;
        return false;
    }
    let chat = account.handset.chat_mut(with);
    chat.typing = false;
    chat.unread += u32::from(!from_me);
    chat.messages.push(PhoneMessage {
        id: envelope.id.to_owned(),
        from_me,
        text: text.to_owned(),
        at_ms: envelope.at_ms,
        deliveries: 1,
        receipt: if from_me { ReceiptState::Sent } else { ReceiptState::Delivered },
        as_lid: envelope.as_lid,
    });
    true
}

/// The chat that an own companion wrote in.
fn written_to(world: &World, message: &Message) -> Option<Number> {
    let jid: Jid = message.device_sent_message.as_option()?.destination_jid.as_deref()?.parse().ok()?;
    world.number_of(&jid)
}

fn text_of(message: Message) -> Option<String> {
    let extended = message.extended_text_message.into_option().and_then(|extended| extended.text);
    message.conversation.filter(|text| !text.is_empty()).or(extended)
}
