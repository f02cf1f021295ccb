//! An answer to an event, readable only for those who have the event.

use wacore::event::decrypt_event_response_with_secret;
use waproto::whatsapp::message::EncEventResponseMessage;
use waproto::whatsapp::message::event_response_message::EventResponseType;

use super::secret::opened;
use super::target::target;
use crate::network::Number;
use crate::phone::heard::Heard;
use crate::phone::{Attendance, Kind, Reply};
use crate::world::World;

pub(super) fn apply(world: &mut World, owner: &Number, heard: &Heard<'_>, sealed: &EncEventResponseMessage) {
    let key = &sealed.event_creation_message_key;
    let response = opened(world, owner, heard, key, |secret, id, creator, responder| {
        let payload = sealed.enc_payload.as_deref().unwrap_or_default();
        let iv = sealed.enc_iv.as_deref().unwrap_or_default();
        decrypt_event_response_with_secret(payload, iv, secret, id, creator, responder).ok()
    });
    let Some(response) = response else { return };
    let guests = response.extra_guest_count.and_then(|count| u32::try_from(count).ok()).unwrap_or_default();
    let attendance = match response.response {
        Some(EventResponseType::GOING) => Attendance::Going,
        Some(EventResponseType::NOT_GOING) => Attendance::NotGoing,
        Some(EventResponseType::MAYBE) => Attendance::Maybe,
        _ => return,
    };
    let Some(line) = target(world, owner, heard, key) else { return };
    if let Kind::Event { answers, .. } = &mut line.content.kind {
        answers.insert(heard.sender.to_string(), attendance);
        line.content.replies.insert(heard.sender.to_string(), Reply { guests, ..heard.as_reply() });
    }
}
