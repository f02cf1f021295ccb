//! A message taken back for everyone: an own one, or as an admin of its group anybody's.

use portaria_domain::{MessageKey, Server};
use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::ProtocolMessage;
use waproto::whatsapp::message::protocol_message::Type;

use super::key::key;
use crate::{Around, ComposeError};

pub(super) fn message(target: &MessageKey, around: Around<'_>) -> Result<Message, ComposeError> {
    let mut key = key(target, around.to);
    if target.from_me {
        // Who takes back what is their own does not name the writer.
        key.participant = None;
    } else if around.to.server() != Server::Group {
        return Err(ComposeError::UnfitTarget);
    }
    let change =
        ProtocolMessage { key: MessageField::some(key), r#type: Some(Type::REVOKE), ..ProtocolMessage::default() };
    Ok(Message { protocol_message: MessageField::some(change), ..Message::default() })
}
