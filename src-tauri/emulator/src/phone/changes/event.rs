//! An answer to an event, readable only for those who have the event.

use wacore::event::{decrypt_event_response_with_secret, encrypt_event_response_with_secret};
use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::event_response_message::EventResponseType;
use waproto::whatsapp::message::{EncEventResponseMessage, EventResponseMessage};

use super::secret::{opened, secret_of};
use super::{key_of, target};
use crate::error::{EmulatorError, Result};
use crate::network::{ChatId, Number, World};
use crate::phone::lines::Heard;
use crate::phone::{Attendance, Kind, SendOptions, send_message};

/// Tells whether the phone's owner comes to an event.
pub(crate) fn answer(
    world: &mut World,
    owner: &Number,
    chat: &ChatId,
    id: &str,
    attendance: Attendance,
) -> Result<String> {
    let unfit = EmulatorError::Unfit("be answered: it is not an event");
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
        timestamp_ms: Some(world.sender_timestamp_ms()),
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

pub(super) fn apply(world: &mut World, owner: &Number, heard: &Heard<'_>, sealed: &EncEventResponseMessage) {
    let key = &sealed.event_creation_message_key;
    let response = opened(world, owner, heard, key, |secret, id, creator, responder| {
        let payload = sealed.enc_payload.as_deref().unwrap_or_default();
        let iv = sealed.enc_iv.as_deref().unwrap_or_default();
        decrypt_event_response_with_secret(payload, iv, secret, id, creator, responder).ok()
    });
    let attendance = match response.and_then(|response| response.response) {
        Some(EventResponseType::GOING) => Attendance::Going,
        Some(EventResponseType::NOT_GOING) => Attendance::NotGoing,
        Some(EventResponseType::MAYBE) => Attendance::Maybe,
        _ => return,
    };
    let Some(line) = target(world, owner, heard, key) else { return };
    if let Kind::Event { answers, .. } = &mut line.content.kind {
        answers.insert(heard.sender.to_string(), attendance);
        line.content.replies.insert(heard.sender.to_string(), heard.as_reply());
    }
}
