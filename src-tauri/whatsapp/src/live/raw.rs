//! Raws: a message encoded for good, and opened again.

use portaria_domain::{Raw, RawFormat};
use waproto::whatsapp::Message;

use super::read::unwrapped;

/// What a raw holds.
pub(super) struct Stored {
    /// The message as it came, in whatever it was wrapped.
    pub(super) message: Message,
    /// With what votes, answers and edits of it are sealed.
    pub(super) secret: Option<Vec<u8>>,
}

impl Stored {
    /// Opens a raw. `None`: it is damaged, or holds no message.
    pub(super) fn of(raw: &Raw) -> Option<Self> {
        let (message, kept) = match raw.format {
            RawFormat::Message => (waproto::codec::message_decode(&raw.bytes).ok()?, None),
            RawFormat::WebMessageInfo => {
                let mut info = waproto::codec::web_message_info_decode(&raw.bytes).ok()?;
                (info.message.take()?, info.message_secret.take())
            }
        };
        let secret = kept.or_else(|| secret_of(&message)).or_else(|| secret_of(unwrapped(&message)));
        Some(Self { message, secret })
    }

    /// The message itself.
    pub(super) fn base(&self) -> &Message {
        unwrapped(&self.message)
    }
}

/// A message of ours as it is kept and sent.
pub(super) fn encoded(message: &Message) -> Raw {
    Raw { format: RawFormat::Message, bytes: waproto::codec::message_to_vec(message) }
}

fn secret_of(message: &Message) -> Option<Vec<u8>> {
    message.message_context_info.as_option()?.message_secret.clone()
}
