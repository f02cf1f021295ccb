//! The phone's chat log.

use serde::{Deserialize, Serialize};

use super::Handset;
use crate::messages::receipts::ReceiptState;
use crate::network::Number;

/// One line of a chat, as the phone's owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PhoneMessage {
    /// The message's id, chosen by the device that wrote it.
    pub id: String,
    /// Whether this account wrote it, on the phone or on a companion.
    pub from_me: bool,
    /// The text.
    pub text: String,
    /// When the server took it, in milliseconds since the epoch.
    pub at_ms: u64,
    /// How often it arrived here and could be decrypted, before doubles are dropped; 0 for what this phone wrote itself.
    pub deliveries: u32,
    /// How far it has come; for messages of others, as far as this phone has told them.
    pub receipt: ReceiptState,
    #[serde(skip)]
    pub(crate) as_lid: bool,
}

/// A conversation with one number.
#[derive(Default)]
pub(crate) struct Chat {
    pub(crate) messages: Vec<PhoneMessage>,
    pub(crate) unread: u32,
    pub(crate) typing: bool,
}

impl Handset {
    pub(crate) fn chat_mut(&mut self, with: &Number) -> &mut Chat {
        self.chats.entry(Number::clone(with)).or_default()
    }

    pub(crate) fn message_mut(&mut self, with: &Number, id: &str) -> Option<&mut PhoneMessage> {
        self.chats.get_mut(with)?.messages.iter_mut().rev().find(|message| message.id == id)
    }

    /// The text and chat of something that this account wrote.
    pub(crate) fn written(&self, id: &str) -> Option<(Number, &PhoneMessage)> {
        self.chats.iter().find_map(|(with, chat)| {
            let message = chat.messages.iter().rev().find(|message| message.from_me && message.id == id)?;
            Some((Number::clone(with), message))
        })
    }
}
