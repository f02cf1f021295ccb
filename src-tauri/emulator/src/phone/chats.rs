//! The phone's chat log.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use waproto::codec::{message_decode, message_to_vec};
use waproto::whatsapp::Message;

use super::{Content, Handset};
use crate::messages::receipts::ReceiptState;
use crate::network::{ChatId, Number};

/// One line of a chat, as the phone's owner sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PhoneMessage {
    /// The message's id, chosen by the device that wrote it.
    pub id: String,
    /// Whether this account wrote it, on the phone or on a companion.
    pub from_me: bool,
    /// The number of who wrote it.
    pub sender: String,
    /// The text, or a picture's or file's caption; empty where there is neither.
    pub text: String,
    /// What it is, and what became of it.
    pub content: Content,
    /// When the server took it, in milliseconds since the epoch.
    pub at_ms: u64,
    /// How often it arrived here and could be decrypted, before doubles are dropped; 0 for what this phone wrote itself.
    pub deliveries: u32,
    /// How far it has come; for messages of others, as far as this phone has told them.
    pub receipt: ReceiptState,
    /// What was encrypted, encoded: a decoded message takes fifty times the room.
    #[serde(skip)]
    pub(crate) body: Arc<[u8]>,
    #[serde(skip)]
    pub(crate) as_lid: bool,
}

impl PhoneMessage {
    /// A line for `message` that nobody has delivered or read yet.
    pub(crate) fn new(id: &str, sender: &str, message: &Message, at_ms: u64) -> Self {
        let content = Content::of(message);
        Self {
            id: id.to_owned(),
            from_me: false,
            sender: sender.to_owned(),
            text: content.text(message),
            content,
            at_ms,
            deliveries: 0,
            receipt: ReceiptState::Sent,
            body: message_to_vec(message).into(),
            as_lid: false,
        }
    }

    /// The whole message as it was encrypted.
    pub fn message(&self) -> Message {
        message_decode(&self.body).expect("a line keeps what was a message before")
    }
}

/// A conversation.
#[derive(Default)]
pub(crate) struct Chat {
    pub(crate) messages: Vec<PhoneMessage>,
    pub(crate) unread: u32,
    pub(crate) typing: bool,
}

impl Handset {
    pub(crate) fn chat_mut(&mut self, with: &ChatId) -> &mut Chat {
        self.chats.entry(with.clone()).or_default()
    }

    pub(crate) fn has_chat_with(&self, number: &Number) -> bool {
        self.chats.contains_key(&ChatId::person(number))
    }

    pub(crate) fn message_mut(&mut self, with: &ChatId, id: &str) -> Option<&mut PhoneMessage> {
        self.chats.get_mut(with)?.messages.iter_mut().rev().find(|message| message.id == id)
    }

    /// Something that this account wrote, and its chat.
    pub(crate) fn written(&self, id: &str) -> Option<(ChatId, &PhoneMessage)> {
        self.chats.iter().find_map(|(with, chat)| {
            let message = chat.messages.iter().rev().find(|message| message.from_me && message.id == id)?;
            Some((with.clone(), message))
        })
    }
}
