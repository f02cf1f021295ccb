//! The phone writes: to every device of the addressee, and a copy to its own companions.

use std::collections::BTreeSet;

use rand::RngExt as _;
use wacore::messages::wrap_device_sent;
use wacore::proto_helpers::MessageExt as _;
use wacore::send::{media_type_from_message, stanza_type_from_message};
use wacore::types::message::EditAttribute;
use waproto::codec::message_to_vec;
use waproto::whatsapp::Message;

use super::airplane::must_be_reachable;
use super::content::base_mut;
use super::disappearance::disappears_after_s;
use super::heard::Heard;
use super::lines::write_down;
use super::posts_sent::{self as posts, Post};
use super::sealing::{describe, seal};
use super::{Content, Kind};
use crate::config::Addressing;
use crate::error::{EmulatorError, Result};
use crate::messages::ReceiptState;
use crate::messages::receipts::{advance, tell_own_devices};
use crate::messages::{Envelope, deliver};
use crate::network::{ChatId, DeviceAddress, Number};
use crate::newsletters::{self, NewsletterRefusal, Words};
use crate::posts::receipts::by_lid;
use crate::posts::{members_devices, status_readers};
use crate::world::World;

/// What a sender may fix beforehand.
#[derive(Default)]
pub(crate) struct SendOptions {
    /// The message's id; a fresh one otherwise.
    pub(crate) id: Option<String>,
    /// Nothing is added to it: no secret for votes and edits, no time after which it disappears.
    pub(crate) as_it_is: bool,
}

/// Writes `message` into a chat and returns its id. Everything that a phone sends goes through here.
pub(crate) fn send_message(
    world: &mut World,
    from: &Number,
    to: &ChatId,
    message: &Message,
    options: SendOptions,
) -> Result<String> {
    must_be_reachable(world, from)?;
    let devices = readers(world, from, to)?;
    let id = options.id.unwrap_or_else(|| format!("3A{}", hex::encode_upper(world.rng.random::<[u8; 9]>())));
    let at_ms = world.now_ms();
    let as_lid = if to.is_shared() { by_lid(world, to) } else { world.addressing == Addressing::Lid };
    let message = &if options.as_it_is { message.clone() } else { complete(world, from, to, message)? };
    let heard = Heard { chat: to, sender: from, id: &id, at_ms, as_lid, message };
    if write_down(world, from, &heard, 0).is_none() {
        world.account_mut(from)?.handset.remember_aside(&id, to, at_ms, message);
    }
    world.ledger.sent(&DeviceAddress::phone(from), to, &id, at_ms);
    if let ChatId::Newsletter(newsletter) = to {
        let words = Words {
            id: id.clone(),
            kind: stanza_type_from_message(message).to_owned(),
            mediatype: media_type_from_message(message).unwrap_or_default().to_owned(),
            body: message_to_vec(message),
            ..Words::default()
        };
        newsletters::publish(world, &DeviceAddress::phone(from), newsletter, &words)?;
        return Ok(id);
    }
    if to.is_shared() {
        posts::send(world, from, &Post { chat: to, id: &id, message, at_ms }, &devices);
        return Ok(id);
    }
    for device in devices {
        send_copy(world, from, to, &device, &id, message, at_ms);
    }
    Ok(id)
}

/// Writes `text` to another account and returns the message's id.
pub(crate) fn send_text(world: &mut World, from: &Number, to: &ChatId, text: &str) -> Result<String> {
    let message = Message { conversation: Some(text.to_owned()), ..Default::default() };
    send_message(world, from, to, &message, SendOptions::default())
}

/// Adds what a phone adds by itself: the secret for later votes and edits, and the time after which the chat's
/// messages disappear.
fn complete(world: &mut World, from: &Number, to: &ChatId, message: &Message) -> Result<Message> {
    let mut message = message.clone();
    if Content::of(&message).kind == Kind::Silent {
        return Ok(message);
    }
    let secret = &mut message.message_context_info.get_or_insert_default().message_secret;
    if secret.is_none() {
        *secret = Some(world.rng.random::<[u8; 32]>().to_vec());
    }
    let after_s = disappears_after_s(world, world.account(from)?, to);
    let base = base_mut(&mut message);
    if after_s > 0 && base.get_ephemeral_expiration().is_none() {
        base.set_ephemeral_expiration(after_s);
    }
    Ok(message)
}

/// Every device that gets a copy of its own: those of the chat's readers, and the writer's companions.
fn readers(world: &World, from: &Number, to: &ChatId) -> Result<Vec<DeviceAddress>> {
    let others = match to {
        ChatId::Person(number) => world.account(number)?.devices(),
        ChatId::Group(id) => {
            let group = world.groups.find(id)?;
            group.may_write(from)?;
            members_devices(world, group)
        }
        ChatId::Status => {
            let known = world.account(from)?.handset.address_book.keys().cloned();
            status_readers(world, from, known)
        }
        ChatId::Newsletter(newsletter) => {
            if world.newsletters.find(newsletter)?.owner != *from {
                return Err(NewsletterRefusal::OwnerOnly.into());
            }
            Vec::new()
        }
    };
    let own = world.account(from)?.devices();
    let writer = DeviceAddress::phone(from);
    let devices: BTreeSet<_> = others.into_iter().chain(own).filter(|device| *device != writer).collect();
    Ok(devices.into_iter().collect())
}

/// One device's copy, encrypted for it alone.
pub(super) fn send_copy(
    world: &mut World,
    from: &Number,
    to: &ChatId,
    device: &DeviceAddress,
    id: &str,
    message: &Message,
    at_ms: u64,
) {
    let as_lid = world.addressing == Addressing::Lid;
    let own = match world.chat_jid(to, as_lid) {
        Some(chat) if device.number == *from => Some(wrap_device_sent(message.clone(), chat.to_string())),
        _ => None,
    };
    let Some(enc) = seal(world, from, device, own.as_ref().unwrap_or(message)) else { return };
    let edit = EditAttribute::infer_from_message(message);
    let phone = DeviceAddress::phone(from);
    let envelope = Envelope {
        from: &phone,
        chat: to,
        id,
        kind: stanza_type_from_message(message).to_owned(),
        edit: edit.as_ref().map(|edit| edit.to_string_val().to_owned()).unwrap_or_default(),
        at_ms,
        as_lid,
        peer: false,
        enc: describe(enc, message, edit.as_ref()),
        shared: &[],
    };
    deliver(world, device, &envelope);
}

/// The phone's owner opens the chat: the writers see it read, own companions drop their unread mark.
pub(crate) fn read_chat(world: &mut World, reader: &Number, with: &ChatId) -> Result<()> {
    must_be_reachable(world, reader)?;
    if let ChatId::Person(number) = with {
        world.account(number)?;
    }
    let chat = world.account_mut(reader)?.handset.chat_mut(with);
    chat.unread = 0;
    let unread = chat.messages.iter_mut().filter(|message| !message.from_me && message.receipt < ReceiptState::Read);
    let read: Vec<(Number, String)> = unread
        .map(|message| {
            message.receipt = ReceiptState::Read;
            (message.sender.as_str().into(), message.id.clone())
        })
        .collect();
    let (phone, now_ms) = (DeviceAddress::phone(reader), world.now_ms());
    for (sender, id) in read {
        if with.is_shared() {
            crate::posts::receipts::read(world, with, &phone, &sender, &id, true);
            continue;
        }
        world.ledger.copy(&sender, &id, &phone, |copy| copy.read_at_ms = Some(now_ms));
        tell_own_devices(world, &phone, &sender, &id);
        if crate::privacy::read_ticks(world, reader, &sender) {
            advance(world, &sender, reader, &id, ReceiptState::Read);
        }
    }
    crate::app_state::opened(world, reader, with);
    Ok(())
}

/// The phone's owner plays a recording of somebody else, or opens what opens once.
pub(crate) fn play(world: &mut World, owner: &Number, chat: &ChatId, id: &str) -> Result<()> {
    must_be_reachable(world, owner)?;
    let line = world.account(owner)?.handset.line(chat, id)?;
    if line.from_me {
        return Err(EmulatorError::Unfit("be played: one's own is not"));
    }
    let (sender, phone) = (Number::from(line.sender.as_str()), DeviceAddress::phone(owner));
    if chat.is_shared() {
        crate::posts::receipts::play(world, chat, &phone, &sender, id, true);
    } else {
        crate::messages::receipts::play(world, &phone, &sender, id, true);
    }
    Ok(())
}
