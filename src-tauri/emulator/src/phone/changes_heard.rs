//! What a phone remembers of changes that it heard: that each counts once, however often it comes, and those that came
//! before the message that they are about.

use std::collections::VecDeque;
use std::sync::Arc;

use waproto::codec::{message_decode, message_to_vec};
use waproto::whatsapp::Message;

use super::heard::Heard;
use crate::network::{ChatId, Number};

/// Most of what is not here never comes.
const MOST_EARLY: usize = 64;
/// What is sent again is sent again soon.
const MOST_KNOWN: usize = 256;

/// Changes that were heard.
#[derive(Default)]
pub(crate) struct ChangesHeard {
    /// Where each was made, by whom, and its id; the latest.
    known: VecDeque<(ChatId, Number, String)>,
    /// Those that wait for their messages, in the order in which they came.
    early: VecDeque<EarlyChange>,
}

/// A change that waits for its message.
pub(super) struct EarlyChange {
    /// The message that it is about.
    target: String,
    chat: ChatId,
    sender: Number,
    id: String,
    at_ms: u64,
    as_lid: bool,
    body: Arc<[u8]>,
}

impl ChangesHeard {
    /// Whether a change was not heard before.
    pub(super) fn is_new(&mut self, heard: &Heard<'_>) -> bool {
        let is_it = |(chat, sender, id): &(ChatId, Number, String)| {
            id == heard.id && sender == heard.sender && chat == heard.chat
        };
        if self.known.iter().any(is_it) {
            return false;
        }
        if self.known.len() == MOST_KNOWN {
            self.known.pop_front();
        }
        self.known.push_back((heard.chat.clone(), Number::clone(heard.sender), heard.id.to_owned()));
        true
    }

    /// Keeps a change for its message.
    pub(super) fn keep(&mut self, target: &str, heard: &Heard<'_>) {
        if self.early.len() == MOST_EARLY {
            self.early.pop_front();
        }
        self.early.push_back(EarlyChange {
            target: target.to_owned(),
            chat: heard.chat.clone(),
            sender: Number::clone(heard.sender),
            id: heard.id.to_owned(),
            at_ms: heard.at_ms,
            as_lid: heard.as_lid,
            body: message_to_vec(heard.message).into(),
        });
    }

    /// What waits for a message of a chat.
    pub(super) fn take(&mut self, chat: &ChatId, target: &str) -> Vec<EarlyChange> {
        let is_due = |change: &EarlyChange| change.chat == *chat && change.target == target;
        let (due, rest): (VecDeque<_>, VecDeque<_>) = self.early.drain(..).partition(is_due);
        self.early = rest;
        due.into()
    }
}

impl EarlyChange {
    pub(super) fn message(&self) -> Message {
        message_decode(&self.body).expect("what waits was a message before")
    }

    /// As it was heard; `message` is its own.
    pub(super) fn heard<'a>(&'a self, message: &'a Message) -> Heard<'a> {
        let Self { chat, sender, id, at_ms, as_lid, .. } = self;
        Heard { chat, sender, id, at_ms: *at_ms, as_lid: *as_lid, message }
    }
}
