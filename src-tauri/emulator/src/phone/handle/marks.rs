//! What the owner does with chats and messages as such; every companion learns it through app state.

use super::Phone;
use crate::app_state::{Write, actions};
use crate::error::{EmulatorError, Result};
use crate::network::ChatId;
use crate::phone::{ChatMarks, PhoneMessage};
use crate::world::World;

impl Phone {
    /// Puts a chat into the archive, or takes it out.
    pub fn archive_chat(&self, with: impl Into<ChatId>, on: bool) -> Result<()> {
        self.write_chat(&with.into(), |world, chat| actions::chats::archived(world, &self.number, chat, on))
    }

    /// Pins a chat to the top of the list, or takes the pin away.
    pub fn pin_chat(&self, with: impl Into<ChatId>, on: bool) -> Result<()> {
        self.write_chat(&with.into(), |world, chat| actions::chats::pinned(world, chat, on))
    }

    /// Mutes a chat until a time in milliseconds since the epoch (-1 is for ever), or lets it sound again.
    pub fn mute_chat(&self, with: impl Into<ChatId>, until_ms: Option<i64>) -> Result<()> {
        self.write_chat(&with.into(), |world, chat| actions::chats::muted(world, chat, until_ms))
    }

    /// Marks a chat unread, or read, by hand; nobody else is told.
    pub fn mark_chat_unread(&self, with: impl Into<ChatId>, on: bool) -> Result<()> {
        self.write_chat(&with.into(), |world, chat| actions::chats::marked(world, &self.number, chat, !on))
    }

    /// Marks a message with a star, or takes it away.
    pub fn star_message(&self, with: impl Into<ChatId>, id: &str, on: bool) -> Result<()> {
        self.write_line(&with.into(), id, |world, chat, line| actions::messages::starred(world, chat, line, on))
    }

    /// Deletes a message for this account alone.
    pub fn delete_message_for_me(&self, with: impl Into<ChatId>, id: &str) -> Result<()> {
        self.write_line(&with.into(), id, actions::messages::deleted)
    }

    /// Empties a chat; starred messages stay unless they are to go too.
    pub fn clear_chat(&self, with: impl Into<ChatId>, starred_too: bool) -> Result<()> {
        self.write_chat(&with.into(), |world, chat| actions::clearing::cleared(world, &self.number, chat, starred_too))
    }

    /// Deletes a chat with everything in it.
    pub fn delete_chat(&self, with: impl Into<ChatId>) -> Result<()> {
        self.write_chat(&with.into(), |world, chat| actions::clearing::deleted(world, &self.number, chat))
    }

    /// The owner's marks of a chat.
    pub fn chat_marks(&self, with: impl Into<ChatId>) -> ChatMarks {
        self.ask(|account| account.handset.chats.get(&with.into()).map(|chat| chat.marks).unwrap_or_default())
    }

    /// How many messages of a chat its owner has not read.
    pub fn unread(&self, with: impl Into<ChatId>) -> u32 {
        self.ask(|account| account.handset.chats.get(&with.into()).map_or(0, |chat| chat.unread))
    }

    /// Whether the phone lists a chat.
    pub fn has_chat(&self, with: impl Into<ChatId>) -> bool {
        self.ask(|account| account.handset.chats.contains_key(&with.into()))
    }

    fn write_chat(&self, chat: &ChatId, write: impl FnOnce(&World, &ChatId) -> Option<Write>) -> Result<()> {
        self.write(|world| write(world, chat).ok_or_else(|| EmulatorError::NoSuchNumber(chat.to_string())))
    }

    fn write_line(
        &self,
        chat: &ChatId,
        id: &str,
        write: impl FnOnce(&World, &ChatId, &PhoneMessage) -> Option<Write>,
    ) -> Result<()> {
        self.write(|world| {
            let line = world.account(&self.number)?.handset.line(chat, id)?;
            write(world, chat, line).ok_or_else(|| EmulatorError::NoSuchNumber(chat.to_string()))
        })
    }
}
