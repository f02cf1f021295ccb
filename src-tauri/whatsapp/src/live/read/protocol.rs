//! The protocol message: of its many types a chat shows but one, and two are marks.

use portaria_domain::{Content, Context, SystemLine};
use waproto::whatsapp::message::protocol_message::Type;

use super::wrapper::Opened;
use super::{Reading, marks};
use crate::Projected;

/// `None`: it is no protocol message.
pub(super) fn read(opened: &Opened<'_>) -> Option<Reading> {
    let protocol = opened.message.protocol_message.as_option()?;
    // The library leaves a type out that it does not know; 0 means that it was not written.
    let kind = protocol.r#type.unwrap_or(Type::REVOKE);
    Some(match kind {
        Type::EPHEMERAL_SETTING => {
            let after_s = protocol.ephemeral_expiration.unwrap_or_default();
            let content = Content::System(SystemLine::DisappearingTimer { after_s });
            Reading::Content(Box::new(Projected { content, context: Context::default() }))
        }
        Type::REVOKE | Type::MESSAGE_EDIT => match marks::of_protocol(protocol, kind) {
            Some(mark) => Reading::Mark(Box::new(mark)),
            None => Reading::Nothing,
        },
        _ => Reading::Nothing,
    })
}
