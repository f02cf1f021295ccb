//! The past that a phone hands over after pairing. Parts can come again; what is here already wins.

use portaria_domain::{Address, ChatKind, Event, EventBody, MessageStatus, UnixMs};
use rusqlite::{Transaction, params};

use crate::StorageError;
use crate::chats::events::Recorder;
use crate::chats::incoming::IncomingMessage;
use crate::chats::messages::{self, Kept};
use crate::chats::{ChatStore, directory, names};

/// A part of the history.
#[derive(Clone, Debug, Default)]
pub struct HistoryInput {
    /// Conversations.
    pub chats: Vec<HistoryChatInput>,
    /// What people call themselves.
    pub push_names: Vec<(Address, String)>,
}

/// One conversation of a part.
#[derive(Clone, Debug)]
pub struct HistoryChatInput {
    /// The conversation.
    pub chat: Address,
    /// Whether it is a group.
    pub is_group: bool,
    /// Its name on the phone; may be empty.
    pub name: String,
    /// How many messages were not read.
    pub unread: u32,
    /// When something last happened.
    pub last_activity: UnixMs,
    /// Its messages, in any order, with how far each has come.
    pub messages: Vec<(IncomingMessage, MessageStatus)>,
}

impl ChatStore {
    /// Keeps a part of the history: one event, however much it holds.
    pub async fn store_history(&self, input: HistoryInput, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write_much(move |transaction| {
                let chats = u32::try_from(input.chats.len()).unwrap_or(u32::MAX);
                let mut new = 0;
                for chat in input.chats {
                    new += keep(transaction, &tenant, chat, now)?;
                }
                for (party, name) in &input.push_names {
                    names::keep(transaction, &tenant, party, name, false)?;
                }
                let mut recorder = Recorder::new(transaction, &tenant, now);
                if chats > 0 || !input.push_names.is_empty() {
                    recorder.record(EventBody::HistoryStored { chats, messages: new })?;
                }
                Ok(recorder.into_events())
            })
            .await
    }
}

fn keep(
    transaction: &Transaction<'_>,
    tenant: &str,
    mut input: HistoryChatInput,
    now: UnixMs,
) -> rusqlite::Result<u32> {
    put_in_order(&mut input);
    let kind = if input.is_group { ChatKind::Group } else { ChatKind::Direct };
    let chat = directory::find_or_make(transaction, tenant, &input.chat, kind, now)?;
    names::on_chat(transaction, chat.id, &input.name, true)?;
    if chat.is_new {
        transaction.execute(
            "UPDATE chats SET unread = ?2, last_activity_at_ms = ?3 WHERE id = ?1",
            params![chat.id.to_string(), input.unread, input.last_activity.0],
        )?;
    }
    settle_others(&mut input, chat.is_new);
    let (mut new, mut newest) = (0, None);
    for (message, status) in input.messages {
        let message = message.into_message(chat.id, status);
        if let Kept::New(row) = messages::keep(transaction, tenant, &message, kind)? {
            newest = Some((row, message.at)); // the oldest come first
            new += 1;
        }
    }
    if let Some((row, at)) = newest {
        messages::make_newest(transaction, chat.id, row, at)?;
    }
    Ok(new)
}

/// The oldest first. WhatsApp's clock ticks in seconds, so within one the order of the part is all there is.
fn put_in_order(input: &mut HistoryChatInput) {
    let ends = (input.messages.first(), input.messages.last());
    if let (Some((first, _)), Some((last, _))) = ends
        && first.at > last.at
    {
        input.messages.reverse();
    }
    input.messages.sort_by_key(|(message, _)| message.at);
}

/// Others' messages were read on the phone, but for the newest ones of a chat with unread ones:
/// what still counts as unread here gets a receipt once it is read here.
fn settle_others(input: &mut HistoryChatInput, is_new: bool) {
    let mut unread = if is_new { input.unread } else { 0 };
    for (_, status) in input.messages.iter_mut().rev().filter(|(message, _)| !message.from_me) {
        *status = if unread > 0 { MessageStatus::Delivered } else { (*status).max(MessageStatus::Read) };
        unread = unread.saturating_sub(1);
    }
}
