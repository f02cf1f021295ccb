//! The phone's chat log.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use wacore::proto_helpers::MessageExt as _;
use waproto::codec::{message_decode, message_to_vec};
use waproto::whatsapp::{ContextInfo, Message};

use super::active::Active;
use super::content::{context, with_caption, without_file};
use super::{ChatMarks, Content};
use crate::media::attached;
use crate::messages::{Activity, ReceiptState};
use crate::network::ChatId;

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

    /// The writer's other words take the place of the first; secret and marks stay, and what it answers: an edit says
    /// again whom it mentions, and nothing else of its surroundings.
    pub(super) fn rewrite(&mut self, message: &Message) {
        let mut message = message.clone();
        if self.content.file.is_some() && attached(&message).is_none() {
            // Only the words under a file change, and only they are told.
            let words = Content::of(&message).text(&message);
            message = with_caption(self.message(), words);
        } else if let Some(around) = context(self.message().get_base_message()) {
            let told = context(message.get_base_message());
            let mentioned_jid = told.map(|told| told.mentioned_jid.clone()).unwrap_or_default();
            message.set_context_info(ContextInfo { mentioned_jid, ..around.clone() });
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

impl Chat {
    /// Whether somebody types.
    pub(crate) fn is_typing(&self) -> bool {
        self.active.iter().any(|active| active.what == Activity::Typing)
    }

    /// Whether somebody records.
    pub(crate) fn is_recording(&self) -> bool {
        self.active.iter().any(|active| active.what == Activity::Recording)
    }

    /// The message `id` was read, and with it whatever stands before it; what came later was not.
    pub(crate) fn read_up_to(&mut self, id: &str) {
        let Some(last) = self.messages.iter().position(|message| message.id == id) else { return };
        let is_unread = |message: &PhoneMessage| !message.from_me && message.receipt < ReceiptState::Read;
        for message in self.messages[..=last].iter_mut().filter(|message| is_unread(message)) {
            message.receipt = ReceiptState::Read;
        }
        let unread = self.messages[last + 1..].iter().filter(|message| is_unread(message)).count();
        self.unread = self.unread.min(u32::try_from(unread).unwrap_or(u32::MAX));
    }

    /// `who` does nothing any more.
    pub(super) fn still(&mut self, who: &str) {
        self.active.retain(|active| *active.who != *who);
    }
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
    pub(super) id: String,
    pub(super) chat: ChatId,
    pub(super) at_ms: u64,
    pub(super) body: Arc<[u8]>,
}
