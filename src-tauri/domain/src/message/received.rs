//! What WhatsApp delivers.

use crate::{Address, ChatKind, Content, Context, Mark, MessageId, MessageKey, Raw, UnixMs};

/// One thing that WhatsApp delivered. It may come again after a crash, and marks may come before their messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivered {
    /// A message of its own.
    Message(Box<Received>),
    /// A fact about another message.
    Mark(Box<Mark>),
}

/// A message from WhatsApp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// Which one it is.
    pub key: MessageKey,
    /// What kind of conversation it is in.
    pub chat_kind: ChatKind,
    /// What the writer calls themselves; may be empty.
    pub push_name: String,
    /// When it was written; `None` where WhatsApp does not say.
    pub at: Option<UnixMs>,
    /// What it says.
    pub content: Content,
    /// What else belongs to it.
    pub context: Context,
    /// The protobuf as it came; `None` for what never was one, such as a message that could not be decrypted.
    pub raw: Option<Raw>,
}

impl Received {
    /// Its id.
    pub const fn id(&self) -> &MessageId {
        &self.key.id
    }

    /// Its conversation.
    pub const fn chat(&self) -> &Address {
        &self.key.chat
    }
}
