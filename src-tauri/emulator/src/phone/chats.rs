//! The phone's chat log.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use waproto::codec::{message_decode, message_to_vec};
use waproto::whatsapp::Message;

use super::content::{with_caption, without_file};
use super::{Active, ChatMarks, Content, Handset};
use crate::error::{EmulatorError, Result};
use crate::media::attached;
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
        let content = Content::sent(message, at_ms);
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

    /// The writer's other words take the place of the first; secret and marks stay.
    pub(super) fn rewrite(&mut self, message: &Message) {
        let mut message = message.clone();
        if self.content.file.is_some() && attached(&message).is_none() {
            // Only the words under a file change, and only they are told.
            let words = Content::of(&message).text(&message);
            message = with_caption(self.message(), words);
        }
        message.message_context_info = self.message().message_context_info;
        let content = Content::of(&message);
        self.text = content.text(&message);
        self.content.kind = content.kind;
        self.content.mentions = content.mentions;
        self.content.edited = true;
        self.body = message_to_vec(&message).into();
    }

    /// What may be opened once was opened: it stays in the chat, and its file does not.
    pub(crate) fn opened(&mut self) {
        if self.content.view_once && !self.content.opened {
            self.content.opened = true;
            self.body = message_to_vec(&without_file(self.message())).into();
        }
    }

    /// Nothing stays but that there was something.
    pub(super) fn revoke(&mut self) {
        self.text.clear();
        self.content = Content { revoked: true, ..Content::default() };
        self.body = Arc::default();
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
    /// Who types or records just now.
    pub(crate) active: Vec<Active>,
    pub(crate) disappearing: Disappearing,
    pub(crate) marks: ChatMarks,
}

/// Whether messages of a chat disappear.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) struct Disappearing {
    /// How long after they were sent, in seconds; 0 is never.
    pub(crate) after_s: u32,
    /// When this was set, in milliseconds since the epoch.
    pub(crate) set_at_ms: u64,
}

/// What the phone sent that is no line of a chat, kept for a while in case that a device asks for it again.
pub(crate) struct Aside {
    id: String,
    chat: ChatId,
    at_ms: u64,
    body: Arc<[u8]>,
}

/// Devices ask again within seconds.
const MOST_ASIDES: usize = 64;

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

    /// A line of a chat.
    pub(crate) fn line(&self, with: &ChatId, id: &str) -> Result<&PhoneMessage> {
        let chat = self.chats.get(with);
        let line = chat.and_then(|chat| chat.messages.iter().rev().find(|message| message.id == id));
        line.ok_or_else(|| EmulatorError::NoSuchMessage(id.to_owned()))
    }

    pub(super) fn remember_aside(&mut self, id: &str, chat: &ChatId, at_ms: u64, message: &Message) {
        if self.asides.len() == MOST_ASIDES {
            self.asides.pop_front();
        }
        let body = message_to_vec(message).into();
        self.asides.push_back(Aside { id: id.to_owned(), chat: chat.clone(), at_ms, body });
    }

    /// Something that this account wrote: its chat, the message, and when, in milliseconds since the epoch.
    pub(super) fn written(&self, id: &str) -> Option<(ChatId, Message, u64)> {
        let line = self.chats.iter().find_map(|(with, chat)| {
            let message = chat.messages.iter().rev().find(|message| message.from_me && message.id == id)?;
            Some((with.clone(), message.message(), message.at_ms))
        });
        line.or_else(|| {
            let aside = self.asides.iter().find(|aside| aside.id == id)?;
            let message = message_decode(&aside.body).expect("an aside keeps what was a message before");
            Some((aside.chat.clone(), message, aside.at_ms))
        })
    }
}
