//! The phone's chats: writing, reading, and waiting for others.

use std::time::Duration;

use waproto::whatsapp::Message;

use super::Phone;
use crate::error::Result;
use crate::messages::{Activity, typing};
use crate::network::{ChatId, Number};
use crate::phone::airplane::must_be_reachable;
use crate::phone::{Chat, PhoneMessage, SendOptions, ask_for, read_chat, send_message, send_text};
use crate::world::World;

#[expect(clippy::unused_async, reason = "what a person does at a phone is awaited, whether or not it waits today")]
impl Phone {
    /// Writes any message into a chat; its readers' phones and companions get it, and this account's companions a
    /// copy. Returns the id.
    pub async fn send(&self, to: impl Into<ChatId>, message: Message) -> Result<String> {
        let to = to.into();
        self.net.act(|world| send_message(world, &self.number, &to, &message, SendOptions::default()))
    }

    /// Writes a message into a chat as it is, whatever its kind: nothing is added, neither a secret for votes and edits
    /// nor the time after which it disappears. `id` is its id, or a fresh one. Returns the id.
    pub async fn send_raw(&self, to: impl Into<ChatId>, message: Message, id: Option<&str>) -> Result<String> {
        let to = to.into();
        let options = SendOptions { id: id.map(str::to_owned), as_it_is: true };
        self.net.act(|world| send_message(world, &self.number, &to, &message, options))
    }

    /// Asks the companions of `of` for a message of the chat with `with` as one that could not be read, whether or not
    /// they wrote it.
    pub async fn ask_for(&self, with: impl Into<ChatId>, of: &str, id: &str) -> Result<()> {
        let with = with.into();
        self.net.act(|world| ask_for(world, &self.number, &with, &of.into(), id))
    }

    /// Writes to another account; its phone and companions get it, and this account's companions a copy. Returns the id.
    pub async fn send_text(&self, to: &str, text: &str) -> Result<String> {
        self.net.act(|world| send_text(world, &self.number, &to.into(), text))
    }

    /// Opens the chat with `with`, which reads it.
    pub async fn read_chat(&self, with: &str) -> Result<()> {
        self.net.act(|world| read_chat(world, &self.number, &with.into()))
    }

    /// Shows or hides "typing" at `to`.
    pub async fn typing(&self, to: &str, on: bool) -> Result<()> {
        self.show(to, if on { Activity::Typing } else { Activity::Nothing })
    }

    /// Shows or hides "recording" at `to`.
    pub async fn recording(&self, to: &str, on: bool) -> Result<()> {
        self.show(to, if on { Activity::Recording } else { Activity::Nothing })
    }

    fn show(&self, to: &str, activity: Activity) -> Result<()> {
        self.net.act(|world| {
            must_be_reachable(world, &self.number)?;
            let chat = ChatId::from(to);
            if chat.is_shared() {
                crate::posts::typing::tell(world, &self.number, &chat, activity);
                return Ok(());
            }
            let to = Number::clone(&world.account(to)?.number);
            typing::tell(world, &self.number, &to, activity, world.addressing == crate::Addressing::Lid);
            Ok(())
        })
    }

    /// Whether `with` is shown as typing on this phone.
    pub fn sees_typing(&self, with: &str) -> bool {
        self.ask(|account| account.handset.chats.get(&with.into()).is_some_and(Chat::is_typing))
    }

    /// Whether `with` is shown as recording on this phone.
    pub fn sees_recording(&self, with: &str) -> bool {
        self.ask(|account| account.handset.chats.get(&with.into()).is_some_and(Chat::is_recording))
    }

    /// Waits until `with` is shown as recording on this phone.
    pub async fn wait_for_recording(&self, with: &str, patience: Duration) -> Result<()> {
        let with = with.into();
        self.until_chat("recording", &with, patience, Chat::is_recording).await
    }

    /// Waits until nobody is shown as typing or recording in the chat with `with` on this phone.
    pub async fn wait_until_still(&self, with: &str, patience: Duration) -> Result<()> {
        let with = with.into();
        self.until_chat("the end of typing", &with, patience, |chat| chat.active.is_empty()).await
    }

    async fn until_chat(
        &self,
        what: &str,
        with: &ChatId,
        patience: Duration,
        wanted: impl Fn(&Chat) -> bool,
    ) -> Result<()> {
        let found = |world: &World| {
            let chat = world.accounts.get(&self.number)?.handset.chats.get(with)?;
            wanted(chat).then_some(())
        };
        self.net.until(what, patience, found).await
    }

    /// The chat with `with`, oldest first.
    pub fn messages_with(&self, with: &str) -> Vec<PhoneMessage> {
        self.ask(|account| {
            account.handset.chats.get(&with.into()).map(|chat| chat.messages.clone()).unwrap_or_default()
        })
    }

    /// Waits until a message with this text from `from` is in the log.
    pub async fn wait_for_text(&self, from: &str, text: &str, patience: Duration) -> Result<PhoneMessage> {
        let what = format!("the text {text:?} from {from}");
        self.wait(&what, patience, from, |message| !message.from_me && message.text == text).await
    }

    /// Waits until the message `id` in the chat with `with` has come at least as far as `state`.
    pub async fn wait_for_receipt(
        &self,
        with: &str,
        id: &str,
        state: crate::ReceiptState,
        patience: Duration,
    ) -> Result<PhoneMessage> {
        let what = format!("{state:?} for the message {id}");
        self.wait(&what, patience, with, |message| message.id == id && message.receipt >= state).await
    }

    /// Waits until `with` is shown as typing on this phone.
    pub async fn wait_for_typing(&self, with: &str, patience: Duration) -> Result<()> {
        let with = with.into();
        self.until_chat("typing", &with, patience, Chat::is_typing).await
    }

    pub(super) async fn wait(
        &self,
        what: &str,
        patience: Duration,
        with: &str,
        wanted: impl Fn(&PhoneMessage) -> bool,
    ) -> Result<PhoneMessage> {
        let with = with.into();
        let found = |world: &World| {
            world
                .accounts
                .get(&self.number)?
                .handset
                .chats
                .get(&with)?
                .messages
                .iter()
                .find(|message| wanted(message))
                .cloned()
        };
        self.net.until(what, patience, found).await
    }
}
