//! What WhatsApp delivers. The same message may come again; it is kept once.

use portaria_domain::{
    Address, ChatId, ChatKind, Content, Event, EventBody, Message, MessageId, MessageStatus, UnixMs,
};
use rusqlite::{Transaction, params};

use crate::StorageError;
use crate::chats::events::Recorder;
use crate::chats::messages::{self, Kept};
use crate::chats::{ChatStore, directory, names};

/// A message from WhatsApp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomingMessage {
    /// WhatsApp's id.
    pub id: MessageId,
    /// The conversation.
    pub chat: Address,
    /// Whether it is a group.
    pub is_group: bool,
    /// Who wrote it.
    pub sender: Address,
    /// Whether another device of this account wrote it.
    pub from_me: bool,
    /// What the sender calls themselves; may be empty.
    pub push_name: String,
    /// When it was written.
    pub at: UnixMs,
    /// What it says.
    pub content: Content,
}

impl IncomingMessage {
    /// The message as it stands in its chat.
    pub(super) fn into_message(self, chat: ChatId, status: MessageStatus) -> Message {
        let Self { id, sender, from_me, at, content, .. } = self;
        Message { id, chat, sender, from_me, at, content, status, failure: None }
    }

    pub(super) const fn kind(&self) -> ChatKind {
        if self.is_group { ChatKind::Group } else { ChatKind::Direct }
    }
}

impl ChatStore {
    /// Keeps a batch, all or nothing. Afterwards WhatsApp may be told that it arrived.
    pub async fn store_incoming(&self, batch: Vec<IncomingMessage>, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                for incoming in batch {
                    keep(transaction, &tenant, incoming, now, &mut recorder)?;
                }
                Ok(recorder.into_events())
            })
            .await
    }

    /// Whether a message of a chat is kept, with what it says: one that could not be decrypted is still missing.
    pub async fn has_message(&self, chat: &Address, id: &MessageId) -> Result<bool, StorageError> {
        let ((pn, lid), id) = (directory::texts(chat), id.to_string());
        let find = "SELECT EXISTS (SELECT 1 FROM chats c JOIN messages m ON m.chat_id = c.id
                                   WHERE (c.pn = ?1 OR c.lid = ?2) AND m.id = ?3
                                     AND json_extract(m.content, '$.kind') <> 'undecryptable')";
        self.database.read(move |db| db.prepare_cached(find)?.query_row(params![pn, lid, id], |row| row.get(0))).await
    }
}

fn keep(
    transaction: &Transaction<'_>,
    tenant: &str,
    incoming: IncomingMessage,
    now: UnixMs,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    let chat = directory::find_or_make(transaction, tenant, &incoming.chat, incoming.kind(), now)?;
    let names_the_chat = !incoming.from_me && !incoming.is_group;
    let mut changed = chat.changed;
    if names_the_chat
        && names::on_chat(transaction, chat.id, &incoming.push_name, false)?
        && !changed.contains(&chat.id)
    {
        changed.push(chat.id);
    }
    for chat in changed {
        recorder.record(EventBody::ChatChanged { chat })?;
    }
    // Somebody else's device has sent what is ours: it is at least sent.
    let status = if incoming.from_me { MessageStatus::Sent } else { MessageStatus::Delivered };
    let kind = incoming.kind();
    let message = incoming.into_message(chat.id, status);
    match messages::keep(transaction, tenant, &message, kind)? {
        Kept::Known => return Ok(()),
        Kept::Completed => {}
        Kept::New(row) => {
            messages::make_newest(transaction, chat.id, row, message.at)?;
            if !message.from_me {
                let count = "UPDATE chats SET unread = unread + 1 WHERE id = ?1";
                transaction.prepare_cached(count)?.execute(params![chat.id.to_string()])?;
            }
        }
    }
    recorder.record(if message.from_me {
        EventBody::MessageCreated(message)
    } else {
        EventBody::MessageReceived(message)
    })
}
