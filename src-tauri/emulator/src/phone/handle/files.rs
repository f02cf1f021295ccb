//! The files in a phone's chats: sending them, and opening what others sent.

use std::time::Duration;

use rand::RngExt as _;

use super::Phone;
use crate::error::{EmulatorError, Result};
use crate::media::{self, MediaReference, attached};
use crate::network::ChatId;
use crate::phone::airplane::must_be_reachable;
use crate::phone::{Attachment, Draft, PhoneMessage, SendOptions, play, send_message};
use crate::world::World;

impl Phone {
    /// Sends a file with the words of `draft`, whose kind says as what: a picture (PNG or JPEG), a film, a recording,
    /// a document, a sticker. It is sealed with a key of its own, uploaded, and kept on the phone, which uploads it
    /// again for a companion that asks. Returns the message's id.
    pub async fn send_file(&self, to: impl Into<ChatId>, draft: Draft, file: Attachment) -> Result<String> {
        let to = to.into();
        let limit_bytes = self.net.look(|world| {
            must_be_reachable(world, &self.number)?;
            Ok::<_, EmulatorError>(world.media.largest_bytes())
        })?;
        let (kind, key): (_, [u8; 32]) = (draft.kind.clone(), self.net.fresh_rng().random());
        let prepared = tokio::task::spawn_blocking(move || file.prepare(&kind, key, limit_bytes)).await;
        let file = prepared.map_err(|_| EmulatorError::NotAPicture)??;
        self.net.act(|world| {
            let place = media::send(world, &file.sealed, file.reference.clone())?;
            let message = draft.message_with(&file, &place, world, &self.number, &to)?;
            send_message(world, &self.number, &to, &message, SendOptions::default())
        })
    }

    /// Where the file of a message lies, and how it is opened; `None` for a message that has none.
    pub fn file_of(&self, chat: impl Into<ChatId>, id: &str) -> Option<MediaReference> {
        let chat = chat.into();
        self.ask(|account| attached(&account.handset.line(&chat, id).ok()?.message()))
    }

    /// Downloads and opens the file of a message: its signature, hashes and length are checked. What opens once is
    /// opened by that, its sender is told, and it does not open again.
    pub async fn open_file(&self, chat: impl Into<ChatId>, id: &str) -> Result<Vec<u8>> {
        let chat = chat.into();
        let once = self.ask(|account| account.handset.line(&chat, id).is_ok_and(|line| line.content.view_once));
        let file = self.read_file(&chat, id, true).await?;
        if once {
            self.net.act(|world| play(world, &self.number, &chat, id))?;
        }
        Ok(file)
    }

    /// The file of a message as the phone shows it in the chat; what opens once is not shown there.
    pub(crate) async fn show_file(&self, chat: &ChatId, id: &str) -> Result<Vec<u8>> {
        self.read_file(chat, id, false).await
    }

    async fn read_file(&self, chat: &ChatId, id: &str, once_too: bool) -> Result<Vec<u8>> {
        let (sealed, reference) = self.net.look(|world| {
            let line = world.account(&self.number)?.handset.line(chat, id)?;
            if line.content.view_once && (line.from_me || line.content.opened || !once_too) {
                return Err(EmulatorError::OpensOnce);
            }
            let reference = attached(&line.message()).ok_or(EmulatorError::NoSuchMedia)?;
            Ok((media::fetch(world, &reference, line.from_me)?, reference))
        })?;
        let opened = tokio::task::spawn_blocking(move || media::open(&sealed, &reference)).await;
        opened.map_err(|_| EmulatorError::MediaDamaged("what it is sealed with"))?
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
