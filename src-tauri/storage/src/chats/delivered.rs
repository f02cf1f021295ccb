//! What WhatsApp delivers. The same may come again; it is kept once.

use portaria_domain::{Address, ChatKind, Delivered, Event, Mark, MessageId, MessageStatus, Received, UnixMs};
use rusqlite::{Transaction, params};

use crate::StorageError;
use crate::chats::directory::Found;
use crate::chats::events::Recorder;
use crate::chats::marks::{self, SealedMark};
use crate::chats::media::noting::{self, Came};
use crate::chats::messages::{self, Kept, NewRow};
use crate::chats::{ChatStore, arriving, automatic, directory, figures, names, parties, placing};

/// What was kept of a batch.
#[derive(Clone, Debug, Default)]
pub struct Stored {
    /// What happened.
    pub events: Vec<Event>,
    /// Marks that can be opened now, for [`ChatStore::open_mark`].
    pub sealed: Vec<SealedMark>,
    /// Whether somebody is to be sent something without anybody, for [`ChatStore::due_answers`].
    pub is_answer_due: bool,
}

impl ChatStore {
    /// Keeps a batch, all or nothing. Afterwards WhatsApp may be told that it arrived.
    pub async fn store_delivered(&self, batch: Vec<Delivered>, now: UnixMs) -> Result<Stored, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let mut stored = Stored::default();
                for delivered in batch {
                    match delivered {
                        Delivered::Message(received) => {
                            keep(transaction, &tenant, &received, now, &mut recorder, &mut stored)?;
                        }
                        Delivered::Mark(mark) => {
                            stored.sealed.extend(keep_mark(transaction, &tenant, &mark, now, &mut recorder)?);
                        }
                    }
                }
                Ok(Stored { events: recorder.finish()?, ..stored })
            })
            .await
    }

    /// Whether something that came under this id is kept in a chat, with what it says: what could not be decrypted is
    /// still missing.
    pub async fn has_delivered(&self, chat: &Address, id: &MessageId) -> Result<bool, StorageError> {
        let ((pn, lid), id) = (directory::texts(chat), id.to_string());
        let chats = parties::CHATS_OF_ALL;
        let find = format!(
            "SELECT EXISTS (SELECT 1 FROM messages WHERE chat_id IN ({chats}) AND id = ?3
                              AND json_extract(content, '$.kind') <> 'undecryptable')
                 OR EXISTS (SELECT 1 FROM marks WHERE chat_id IN ({chats}) AND id = ?3)"
        );
        self.database.read(move |db| db.prepare_cached(&find)?.query_row(params![pn, lid, id], |row| row.get(0))).await
    }
}

fn keep(
    transaction: &Transaction<'_>,
    tenant: &str,
    received: &Received,
    now: UnixMs,
    recorder: &mut Recorder<'_>,
    stored: &mut Stored,
) -> rusqlite::Result<()> {
    let from_me = received.key.from_me;
    let chat = directory::find_or_make(transaction, tenant, received.chat(), received.chat_kind, now)?;
    let is_renamed = if from_me {
        false
    } else if received.chat_kind.is_of_many() {
        !names::keep(transaction, tenant, &received.key.sender, &received.push_name, names::Column::Own)?.is_empty()
    } else {
        names::on_chat(transaction, chat.id, &received.push_name, names::Column::Own)?
    };
    let status = match (from_me, received.content.counts_as_unread()) {
        // Somebody else's device has sent what is ours: it is at least sent.
        (true, _) => MessageStatus::Sent,
        (false, true) => MessageStatus::Delivered,
        // Nobody has to read it.
        (false, false) => MessageStatus::Read,
    };
    let (at, place) = placing::live(received.at, now);
    let new = NewRow { at, place, status, ..row(received, chat.id) };
    let kept = messages::keep(transaction, tenant, &new)?;
    if let Kept::New(row) | Kept::Completed(row) = kept {
        // Nobody looks at statuses here: their files would only take the room of what customers send.
        let came = if received.chat_kind == ChatKind::Status { Came::Before } else { Came::Now };
        noting::note(transaction, tenant, row, &received.content, came, now)?;
        stored.is_answer_due |= automatic::decide(transaction, tenant, (chat.id, row), received, now)?;
    }
    let Kept::New(row) = kept else {
        tell_of_chat(&chat, is_renamed, recorder);
        if let Kept::Completed(row) = kept {
            marks::add_up(transaction, row)?;
            recorder.message_updated(chat.id, row);
        }
        stored.sealed.extend(waiting(transaction, received, chat.id)?);
        return Ok(());
    };
    messages::make_newest_if_shown(transaction, chat.id, row, place, &received.content)?;
    figures::settle_if_late(transaction, tenant, chat.id, place)?;
    let is_unread = !from_me && status == MessageStatus::Delivered;
    let arrived = "UPDATE chats SET unread = unread + ?2, arrived_up_to_ms = max(arrived_up_to_ms, ?3) WHERE id = ?1";
    transaction.prepare_cached(arrived)?.execute(params![chat.id.to_string(), is_unread, place.0])?;
    marks::catch_up(transaction, chat.id, &received.key, row)?;
    // The chat as it is now comes with the message; others that changed are told on their own.
    for other in chat.changed.iter().filter(|other| **other != chat.id) {
        recorder.chat_changed(*other);
    }
    if from_me {
        recorder.message_created(chat.id, row);
    } else {
        recorder.message_received(chat.id, row);
    }
    arriving::catch_up(transaction, tenant, chat.id, &received.key, recorder)?;
    stored.sealed.extend(waiting(transaction, received, chat.id)?);
    Ok(())
}

/// The row that a received message becomes; its time and its place are for the caller to say.
pub(super) fn row(received: &Received, chat: portaria_domain::ChatId) -> NewRow<'_> {
    NewRow {
        chat,
        chat_kind: received.chat_kind,
        id: &received.key.id,
        sender: &received.key.sender,
        from_me: received.key.from_me,
        at: received.at,
        place: UnixMs::default(),
        content: &received.content,
        context: &received.context,
        raw: received.raw.as_ref(),
        status: MessageStatus::Delivered,
        client_key: None,
        sent_by: None,
        is_automatic: false,
    }
}

/// Sealed marks that came before this message, which opens them.
fn waiting(
    transaction: &Transaction<'_>,
    received: &Received,
    chat: portaria_domain::ChatId,
) -> rusqlite::Result<Vec<SealedMark>> {
    let mut sealed = Vec::new();
    for row in marks::sealed_of(transaction, chat, received.id())? {
        sealed.extend(marks::sealed_mark(transaction, row)?);
    }
    Ok(sealed)
}

fn keep_mark(
    transaction: &Transaction<'_>,
    tenant: &str,
    mark: &Mark,
    now: UnixMs,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<Option<SealedMark>> {
    let kind = directory::kind_of_address(&mark.target.chat);
    let chat = directory::find_or_make(transaction, tenant, &mark.target.chat, kind, now)?;
    for changed in &chat.changed {
        recorder.chat_changed(*changed);
    }
    match marks::keep(transaction, tenant, (chat.id, kind), mark, recorder)? {
        Some(row) => marks::sealed_mark_if_sealed(transaction, row, mark),
        None => Ok(None),
    }
}

fn tell_of_chat(chat: &Found, is_renamed: bool, recorder: &mut Recorder<'_>) {
    for changed in &chat.changed {
        recorder.chat_changed(*changed);
    }
    if is_renamed && !chat.changed.contains(&chat.id) {
        recorder.chat_changed(chat.id);
    }
}
