//! What a phone's owner is about to send, in the words in which chats are read.

use serde::{Deserialize, Serialize};
use wacore::proto_helpers::{MessageExt as _, build_quote_context};
use waproto::buffa::MessageField;
use waproto::whatsapp::context_info::ExternalAdReplyInfo;
use waproto::whatsapp::context_info::external_ad_reply_info::MediaType;
use waproto::whatsapp::message_association::AssociationType;
use waproto::whatsapp::{ContextInfo, Message, MessageAssociation, MessageKey};

use super::attachment::Prepared;
use super::kind::Kind;
use super::wrapped::{without_file, wrap};
use crate::error::{EmulatorError, Result};
use crate::media::MediaReference;
use crate::network::{ChatId, Number};
use crate::world::World;

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
    /// The advertisement that led the writer here; its text may be empty then.
    #[serde(default)]
    pub advertisement: Option<Advertisement>,
}

/// An advertisement that a click leads from into a chat.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Advertisement {
    /// Its headline.
    pub title: String,
    /// What it says below.
    pub body: String,
    /// Where it stands.
    pub source_url: String,
    /// The network's name of the click.
    pub click_id: String,
}

impl Advertisement {
    fn reply(&self) -> ExternalAdReplyInfo {
        ExternalAdReplyInfo {
            title: Some(self.title.clone()),
            body: Some(self.body.clone()),
            media_type: Some(MediaType::IMAGE),
            source_type: Some("ad".to_owned()),
            source_url: Some(self.source_url.clone()),
            ctwa_clid: Some(self.click_id.clone()),
            show_ad_attribution: Some(true),
            ..ExternalAdReplyInfo::default()
        }
    }

    pub(super) fn of(context: &ContextInfo) -> Option<Self> {
        let reply = context.external_ad_reply.as_option()?;
        Some(Self {
            title: reply.title.clone().unwrap_or_default(),
            body: reply.body.clone().unwrap_or_default(),
            source_url: reply.source_url.clone().unwrap_or_default(),
            click_id: reply.ctwa_clid.clone().unwrap_or_default(),
        })
    }
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
        if self.advertisement.is_some()
            && let Some(extended) = message.extended_text_message.as_option_mut()
        {
            extended.text = extended.text.take().filter(|text| !text.is_empty());
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
        let mut message = wrap(message, &self.kind, file.view_once);
        if let Some(album) = &file.album {
            let envelope = MessageKey {
                remote_jid: world.chat_jid(chat, world.writes_by_lid(chat)).map(|jid| jid.to_string()),
                from_me: Some(true),
                id: Some(album.clone()),
                ..MessageKey::default()
            };
            let association = MessageAssociation {
                association_type: Some(AssociationType::MEDIA_ALBUM),
                parent_message_key: MessageField::some(envelope),
                ..MessageAssociation::default()
            };
            message.message_context_info.get_or_insert_default().message_association = MessageField::some(association);
        }
        Ok(message)
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
        if let Some(advertisement) = &self.advertisement {
            context.external_ad_reply = MessageField::some(advertisement.reply());
        }
        if self.forwarded {
            context.is_forwarded = Some(true);
            context.forwarding_score = Some(1);
        }
        Ok(context)
    }
}
