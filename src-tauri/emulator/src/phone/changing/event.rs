//! The owner answers an event.

use wacore::event::encrypt_event_response_with_secret;
use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::event_response_message::EventResponseType;
use waproto::whatsapp::message::{EncEventResponseMessage, EventResponseMessage};

use super::key::key_of;
use crate::error::{EmulatorError, Result};
use crate::network::{ChatId, Number};
use crate::phone::changes::secret::secret_of;
use crate::phone::outbox::{SendOptions, send_message};
use crate::phone::{Attendance, Kind};
use crate::world::World;

/// Tells whether the phone's owner comes to an event.
pub(crate) fn answer(
    world: &mut World,
    owner: &Number,
    chat: &ChatId,
    id: &str,
    attendance: Attendance,
) -> Result<String> {
    let unfit = EmulatorError::Unfit("be answered: it is not an event");
    let at_ms = world.sender_timestamp_ms();
    let line = world.account(owner)?.handset.line(chat, id)?;
    if !matches!(line.content.kind, Kind::Event { .. }) {
        return Err(unfit);
    }
    let as_lid = world.writes_by_lid(chat);
    let creator = world.account(&line.sender)?.jid(0, as_lid).to_string();
    let responder = world.account(owner)?.jid(0, as_lid).to_string();
    let response = EventResponseMessage {
        response: Some(match attendance {
            Attendance::Going => EventResponseType::GOING,
            Attendance::NotGoing => EventResponseType::NOT_GOING,
            Attendance::Maybe => EventResponseType::MAYBE,
        }),
        timestamp_ms: Some(at_ms),
        ..Default::default()
    };
    let message = line.message();
    let secret = secret_of(&message).ok_or(unfit)?;
    let (payload, iv) = encrypt_event_response_with_secret(&response, secret, id, &creator, &responder)
        .expect("a secret of the right length encrypts");
    let sealed = EncEventResponseMessage {
        event_creation_message_key: MessageField::some(key_of(world, owner, chat, id)?),
        enc_payload: Some(payload),
        enc_iv: Some(iv.to_vec()),
    };
    let message = Message { enc_event_response_message: MessageField::some(sealed), ..Default::default() };
    send_message(world, owner, chat, &message, SendOptions::default())
}
