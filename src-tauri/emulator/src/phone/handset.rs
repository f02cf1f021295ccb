//! What the phone itself keeps.

use std::collections::{BTreeMap, VecDeque};

use rand::RngExt as _;
use rand::rngs::StdRng;
use waproto::codec::{message_decode, message_to_vec};
use waproto::whatsapp::{HistorySync, Message};

use super::changes_heard::ChangesHeard;
use super::chats::{Aside, Chat, PhoneMessage};
use super::signal::Signal;
use crate::app_state::{KeyRing, Settings};
use crate::error::{EmulatorError, Result};
use crate::history::Scripted;
use crate::network::{ChatId, Number};

/// Devices ask again within seconds.
const MOST_ASIDES: usize = 64;

/// What the phone itself keeps.
pub(crate) struct Handset {
    pub(crate) signal: Signal,
    /// Names this installation of the account in what it signs.
    pub(crate) raw_id: u32,
    pub(crate) keyring: KeyRing,
    pub(crate) settings: Settings,
    pub(crate) chats: BTreeMap<ChatId, Chat>,
    pub(crate) asides: VecDeque<Aside>,
    pub(crate) changes: ChangesHeard,
    /// Names of contacts as the phone's owner wrote them.
    pub(crate) address_book: BTreeMap<Number, String>,
    /// A past that is invented and not kept.
    pub(crate) scripted: Option<Scripted>,
    /// A past that is told word for word.
    pub(crate) raw_past: Option<Box<HistorySync>>,
}

impl Handset {
    pub(crate) fn new(rng: &mut StdRng) -> Self {
        Self {
            signal: Signal::new(rng),
            raw_id: rng.random_range(1..u32::MAX),
            keyring: KeyRing::new(rng),
            settings: Settings::default(),
            chats: BTreeMap::new(),
            asides: VecDeque::new(),
            changes: ChangesHeard::default(),
            address_book: BTreeMap::new(),
            scripted: None,
            raw_past: None,
        }
    }
}

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
