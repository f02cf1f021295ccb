//! More than text: messages of every kind, and what one does with a message.

use std::time::Duration;

use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::AlbumMessage;

use super::Phone;
use crate::error::{EmulatorError, Result};
use crate::network::ChatId;
use crate::phone::{
    Attendance, Draft, PhoneMessage, SendOptions, VoteForms, answer, disappear_after, disappears_after_s, edit,
    pin_for, play, react, revoke, send_message, vote,
};
use crate::world::World;

#[expect(clippy::unused_async, reason = "what a person does at a phone is awaited, whether or not it waits today")]
impl Phone {
    /// Writes a message of any kind that is made of words. Returns its id.
    pub async fn send_draft(&self, to: impl Into<ChatId>, draft: Draft) -> Result<String> {
        let to = to.into();
        self.net.act(|world| {
            let message = draft.message(world, &self.number, &to)?;
            send_message(world, &self.number, &to, &message, SendOptions::default())
        })
    }

    /// Announces that so many pictures and films follow, to be shown as one. Returns the id that each of them names as
    /// its [`Attachment::album`](crate::Attachment).
    pub async fn open_album(&self, to: impl Into<ChatId>, pictures: u32, films: u32) -> Result<String> {
        let album = AlbumMessage {
            expected_image_count: Some(pictures),
            expected_video_count: Some(films),
            ..AlbumMessage::default()
        };
        self.send(to, Message { album_message: MessageField::some(album), ..Message::default() }).await
    }

    /// Puts a sign under a message of the chat; an empty one takes it away.
    pub async fn react(&self, with: impl Into<ChatId>, id: &str, sign: &str) -> Result<String> {
        self.net.act(|world| react(world, &self.number, &with.into(), id, sign))
    }

    /// Gives a text of one's own other words.
    pub async fn edit(&self, with: impl Into<ChatId>, id: &str, text: &str) -> Result<String> {
        self.net.act(|world| edit(world, &self.number, &with.into(), id, text))
    }

    /// Deletes a message for everyone.
    pub async fn revoke(&self, with: impl Into<ChatId>, id: &str) -> Result<String> {
        self.net.act(|world| revoke(world, &self.number, &with.into(), id))
    }

    /// Pins a message to the top of its chat for everyone, for a week, or takes the pin away.
    pub async fn pin(&self, with: impl Into<ChatId>, id: &str, on: bool) -> Result<String> {
        self.net.act(|world| pin_for(world, &self.number, &with.into(), id, if on { None } else { Some(0) }))
    }

    /// Pins a message for a day, a week or 30 days, in seconds.
    pub async fn pin_for(&self, with: impl Into<ChatId>, id: &str, for_s: u32) -> Result<String> {
        self.net.act(|world| pin_for(world, &self.number, &with.into(), id, Some(for_s)))
    }

    /// Chooses these answers of a poll and no others.
    pub async fn vote(&self, with: impl Into<ChatId>, id: &str, answers: &[&str]) -> Result<String> {
        let answers: Vec<String> = answers.iter().map(|&answer| answer.to_owned()).collect();
        self.net.act(|world| vote(world, &self.number, &with.into(), id, &answers, None))
    }

    /// The same, naming who made the poll and who votes by these forms of address.
    pub async fn vote_by(
        &self,
        with: impl Into<ChatId>,
        id: &str,
        answers: &[&str],
        forms: VoteForms,
    ) -> Result<String> {
        let answers: Vec<String> = answers.iter().map(|&answer| answer.to_owned()).collect();
        self.net.act(|world| vote(world, &self.number, &with.into(), id, &answers, Some(forms)))
    }

    /// Tells whether one comes to an event.
    pub async fn answer(&self, with: impl Into<ChatId>, id: &str, attendance: Attendance) -> Result<String> {
        self.net.act(|world| answer(world, &self.number, &with.into(), id, attendance))
    }

    /// Lets what is written into the chat from now on disappear after `after_s` seconds; 0 ends it.
    pub async fn disappear_after(&self, with: impl Into<ChatId>, after_s: u32) -> Result<String> {
        self.net.act(|world| disappear_after(world, &self.number, &with.into(), after_s))
    }

    /// Plays a recording of somebody else, who is told.
    pub async fn play(&self, with: impl Into<ChatId>, id: &str) -> Result<()> {
        self.net.act(|world| play(world, &self.number, &with.into(), id))
    }

    /// Sends a message on into another chat, marked as such. Returns the new id.
    pub async fn forward(&self, from: impl Into<ChatId>, id: &str, to: impl Into<ChatId>) -> Result<String> {
        use wacore::proto_helpers::MessageExt as _;
        let (from, to) = (from.into(), to.into());
        self.net.act(|world| {
            let line = world.account(&self.number)?.handset.line(&from, id)?;
            if line.content.view_once {
                return Err(EmulatorError::Unfit("be forwarded: it opens once only"));
            }
            let message = line.message().prepare_for_forward();
            send_message(world, &self.number, &to, &message, SendOptions::default())
        })
    }

    /// How long messages of a chat stay, in seconds; 0 is for ever.
    pub fn disappears_after(&self, with: impl Into<ChatId>) -> u32 {
        let with = with.into();
        self.net.look(|world| world.accounts.get(&self.number).map_or(0, |own| disappears_after_s(world, own, &with)))
    }

    /// Waits until the chat with `with` has a message as wanted.
    pub async fn wait_for_message(
        &self,
        with: &str,
        patience: Duration,
        wanted: impl Fn(&PhoneMessage) -> bool,
    ) -> Result<PhoneMessage> {
        self.wait(&format!("the wanted message of {with}"), patience, with, wanted).await
    }

    /// Waits until the chat with `with` has no message `id` any more.
    pub async fn wait_until_gone(&self, with: impl Into<ChatId>, id: &str, patience: Duration) -> Result<()> {
        let with = with.into();
        let gone = |world: &World| world.accounts.get(&self.number)?.handset.line(&with, id).is_err().then_some(());
        self.net.until(&format!("the end of the message {id}"), patience, gone).await
    }
}
