//! What a phone's owner is about to send, in the words in which chats are read.

use serde::Deserialize;
use wacore::proto_helpers::{MessageExt as _, build_quote_context};
use waproto::whatsapp::{ContextInfo, Message};

use super::attachment::Prepared;
use super::kind::Kind;
use super::wrapped::{without_file, wrap};
use crate::error::{EmulatorError, Result};
use crate::media::MediaReference;
use crate::network::{ChatId, Number, World};

/// A message to write: `{"kind": "poll", "text": "Qual?", "options": […]}`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// The kind of message, with its own fields.
    #[serde(flatten)]
    pub kind: Kind,
    /// Its words.
    #[serde(default)]
    pub text: String,
    /// The id of the message in the same chat that it answers.
    #[serde(default)]
    pub quoted: Option<String>,
    /// Numbers that the text mentions, there written as `@number`.
    #[serde(default)]
    pub mentions: Vec<String>,
    /// Marked as coming from another chat.
    #[serde(default)]
    pub forwarded: bool,
}

impl Draft {
    /// A plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Words of a kind.
    pub fn of(kind: Kind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), ..Self::default() }
    }

    /// The same as an answer to `id`.
    #[must_use]
    pub fn quoting(self, id: impl Into<String>) -> Self {
        Self { quoted: Some(id.into()), ..self }
    }

    /// The message that `owner` would send into `chat`.
    pub(crate) fn message(&self, world: &World, owner: &Number, chat: &ChatId) -> Result<Message> {
        let unfit = || EmulatorError::Unfit("be written in words alone");
        let mut message = self.kind.message(&self.text).ok_or_else(unfit)?;
        let context = self.context(world, owner, chat)?;
        if context != ContextInfo::default() {
            message.set_context_info(context);
        }
        Ok(message)
    }

    /// The message that `owner` would send into `chat` with a file, which lies at `place`.
    pub(crate) fn message_with(
        &self,
        file: &Prepared,
        place: &MediaReference,
        world: &World,
        owner: &Number,
        chat: &ChatId,
    ) -> Result<Message> {
        if !self.text.is_empty() && matches!(self.kind, Kind::Audio { .. } | Kind::Sticker) {
            return Err(EmulatorError::Unfit("have words: recordings and stickers come without"));
        }
        let unfit = || EmulatorError::Unfit("have a file: it is made of words alone");
        let mut message = file.message(&self.kind, &self.text, place).ok_or_else(unfit)?;
        let context = self.context(world, owner, chat)?;
        if context != ContextInfo::default() {
            message.set_context_info(context);
        }
        Ok(wrap(message, &self.kind, file.view_once))
    }

    pub(crate) fn context(&self, world: &World, owner: &Number, chat: &ChatId) -> Result<ContextInfo> {
        let as_lid = world.writes_by_lid(chat);
        let mut context = match &self.quoted {
            None => ContextInfo::default(),
            Some(id) => {
                let line = world.account(owner)?.handset.line(chat, id)?;
                let writer = world.account(&line.sender)?.jid(0, as_lid).to_string();
                let quoted = line.message();
                build_quote_context(id, writer, &if line.content.view_once { without_file(quoted) } else { quoted })
            }
        };
        for number in &self.mentions {
            context.mentioned_jid.push(world.account(number)?.jid(0, as_lid).to_string());
        }
        if self.forwarded {
            context.is_forwarded = Some(true);
            context.forwarding_score = Some(1);
        }
        Ok(context)
    }
}
