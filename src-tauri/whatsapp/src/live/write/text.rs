//! Words. What goes with them turns the plain form into the extended one.

use waproto::whatsapp::Message;

pub(super) fn message(text: &str) -> Message {
    Message { conversation: Some(text.to_owned()), ..Message::default() }
}
