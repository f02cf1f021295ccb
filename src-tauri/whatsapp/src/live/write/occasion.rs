//! An occasion. Answers to it are sealed with the secret that every message has.

use portaria_domain::Occasion;
use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::EventMessage;

use super::place;

pub(super) fn message(occasion: &Occasion) -> Message {
    let event = EventMessage {
        name: Some(occasion.name.clone()),
        description: occasion.description.clone(),
        location: occasion.place.as_ref().map(place::location).into(),
        start_time: occasion.starts_at_s,
        end_time: occasion.ends_at_s,
        join_link: occasion.join_link.clone(),
        is_canceled: Some(occasion.is_cancelled),
        extra_guests_allowed: Some(false),
        ..EventMessage::default()
    };
    Message { event_message: MessageField::some(event), ..Message::default() }
}
