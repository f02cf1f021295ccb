//! Whether this account comes to an occasion, sealed with the occasion's secret.

use portaria_domain::{Attendance, Content, MarkKind, MessageKey};
use wacore::event::encrypt_event_response_with_secret;
use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::event_response_message::EventResponseType;
use waproto::whatsapp::message::{EncEventResponseMessage, EventResponseMessage};

use super::super::raw::Stored;
use super::super::read;
use super::key::{forms, key};
use crate::{Around, ComposeError, Projected};

pub(super) fn message(
    target: &MessageKey,
    stored: &Stored,
    attendance: Attendance,
    around: Around<'_>,
) -> Result<(Message, MarkKind), ComposeError> {
    let Some(Projected { content: Content::Occasion(_), .. }) = read::project(&stored.message) else {
        return Err(ComposeError::UnfitTarget);
    };
    let secret = stored.secret.as_deref().ok_or(ComposeError::NoTarget)?;
    let writer = if target.from_me { around.own } else { &target.sender };
    let (writer, own) = forms(writer, around.own, around.to).ok_or(ComposeError::NoTarget)?;
    let response = match attendance {
        Attendance::Going => EventResponseType::GOING,
        Attendance::NotGoing => EventResponseType::NOT_GOING,
        Attendance::Maybe => EventResponseType::MAYBE,
    };
    let answer =
        EventResponseMessage { response: Some(response), timestamp_ms: Some(around.now.0), ..Default::default() };
    let id = target.id.as_str();
    let sealed = encrypt_event_response_with_secret(&answer, secret, id, &writer.to_string(), &own.to_string());
    let (payload, iv) = sealed.map_err(|_| ComposeError::NoTarget)?;
    let sealed = EncEventResponseMessage {
        event_creation_message_key: MessageField::some(key(target, around.to)),
        enc_payload: Some(payload),
        enc_iv: Some(iv.to_vec()),
    };
    let message = Message { enc_event_response_message: MessageField::some(sealed), ..Message::default() };
    Ok((message, MarkKind::Answer { attendance, guests: 0 }))
}
