//! The files in a phone's chats.

use std::time::Duration;

use super::Phone;
use crate::error::{EmulatorError, Result};
use crate::media::{self, MediaReference, attached};
use crate::network::{ChatId, World};
use crate::phone::PhoneMessage;

#[expect(clippy::unused_async, reason = "what a person does at a phone is awaited, whether or not it waits today")]
impl Phone {
    /// Where the file of a message lies, and how it is opened; `None` for a message that has none.
    pub fn file_of(&self, chat: impl Into<ChatId>, id: &str) -> Option<MediaReference> {
        let chat = chat.into();
        self.ask(|account| {
            let line = account.handset.chats.get(&chat)?.messages.iter().rev().find(|line| line.id == id)?;
            attached(&line.message())
        })
    }

    /// Downloads and opens the file of a message: its signature, hashes and length are checked.
    pub async fn open_file(&self, chat: impl Into<ChatId>, id: &str) -> Result<Vec<u8>> {
        let file = self.file_of(chat, id).ok_or(EmulatorError::NoSuchMedia)?;
        self.net.look(|world| media::fetch_and_decrypt(world, &file))
    }

    /// Waits until a message with a file from the other side is in the chat, past or to come.
    pub async fn wait_for_file(&self, chat: impl Into<ChatId>, patience: Duration) -> Result<PhoneMessage> {
        let chat = chat.into();
        let found = |world: &World| {
            let lines = &world.accounts.get(&self.number)?.handset.chats.get(&chat)?.messages;
            lines.iter().find(|line| !line.from_me && attached(&line.message()).is_some()).cloned()
        };
        self.net.until("a message with a file", patience, found).await
    }
}
