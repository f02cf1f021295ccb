//! The past that a phone hands over after pairing. Parts can come again; what is here already wins.

use portaria_domain::{Address, ChatKind, Event, EventBody, MessageStatus, UnixMs};
use rusqlite::{Transaction, params};

use crate::StorageError;
use crate::chats::events::Recorder;
use crate::chats::incoming::IncomingMessage;
use crate::chats::messages::{self, Kept};
use crate::chats::{ChatStore, directory};

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
            .write(move |transaction| {
                let chats = u32::try_from(input.chats.len()).unwrap_or(u32::MAX);
                let mut new = 0;
                for chat in input.chats {
                    new += keep(transaction, &tenant, chat, now)?;
                }
                for (party, name) in &input.push_names {
                    keep_push_name(transaction, party, name)?;
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

fn keep(transaction: &Transaction<'_>, tenant: &str, input: HistoryChatInput, now: UnixMs) -> rusqlite::Result<u32> {
    let kind = if input.is_group { ChatKind::Group } else { ChatKind::Direct };
    let chat = directory::find_or_make(transaction, tenant, &input.chat, kind, now)?;
    directory::keep_name(transaction, chat.id, &input.name, true)?;
    if chat.changed {
        transaction.execute(
            "UPDATE chats SET unread = max(unread, ?2), last_activity_at_ms = ?3 WHERE id = ?1 AND last_message_row IS NULL",
            params![chat.id.to_string(), input.unread, input.last_activity.0],
        )?;
    }
    let mut new = 0;
    for (message, status) in input.messages {
        let message = message.into_message(chat.id, status);
        if let Kept::New(row) = messages::keep(transaction, tenant, &message)? {
            messages::make_newest(transaction, chat.id, row, message.at)?;
            new += 1;
        }
    }
    Ok(new)
}

fn keep_push_name(transaction: &Transaction<'_>, party: &Address, name: &str) -> rusqlite::Result<()> {
    let (pn, lid) = directory::texts(party);
    let mut find = transaction.prepare_cached("SELECT id FROM chats WHERE pn = ?1 OR lid = ?2")?;
    let chats: Vec<String> = find.query_map(params![pn, lid], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for chat in chats {
        let chat = chat.parse().map_err(|error| crate::control::unreadable("id", error))?;
        directory::keep_name(transaction, chat, name, false)?;
    }
    Ok(())
}
