//! The past that a phone hands over after pairing. Parts can come again; what is here already is completed by them.

mod missed;
mod pieces;
mod progress;
mod queue;

use portaria_domain::{
    Address, ChatChange, ChatId, ChatKind, Content, HistoryChat, HistoryMessage, HistoryPart, Mark, MarkKind,
    MessageId, MessageKey, MessageStatus, Received, UnixMs,
};
use rusqlite::{OptionalExtension as _, Transaction, params};

use crate::StorageError;
use crate::chats::delivered::{self, Stored};
use crate::chats::events::Recorder;
use crate::chats::marks::{self, SealedMark};
use crate::chats::media::noting::{self, Came};
use crate::chats::messages::{self, Kept, NewRow};
use crate::chats::{ChatStore, arriving, contact_rows, directory, figures, groups, names, receipts, state};
use pieces::{Piece, is_kept};

/// So many names are kept in one transaction.
const NAMES_AT_ONCE: usize = 200;

/// What pieces of the history left behind.
struct Taken {
    new: u32,
    sealed: Vec<SealedMark>,
}

impl ChatStore {
    /// Keeps a part of the history, in several transactions where it is a large one. Its event comes with the last of
    /// them; a kill in between loses nothing, for the part comes again.
    pub async fn store_history(&self, part: HistoryPart, now: UnixMs) -> Result<Stored, StorageError> {
        let chats = u32::try_from(part.chats.len()).unwrap_or(u32::MAX);
        let (mut new, mut sealed) = (0, Vec::new());
        let oldest = self.history_policy().await?.oldest(now);
        let series = self.database.large_writes();
        for pieces in pieces::transactions(part.chats, oldest, now) {
            let taken = self.store_pieces(pieces, now).await?;
            new += taken.new;
            sealed.extend(taken.sealed);
        }
        let mut calls = part.calls;
        calls.retain(|call| is_kept(call.at, oldest));
        let calls_in = calls.len();
        let has_names = !part.push_names.is_empty();
        for some in part.push_names.chunks(NAMES_AT_ONCE) {
            self.keep_push_names(some.to_vec()).await?;
        }
        let tenant = self.tenant.to_string();
        drop(series);
        self.database
            .write_much(move |transaction| {
                let new_calls = keep_calls(transaction, &tenant, &calls, now)?;
                progress::count(transaction, new_calls)?;
                let mut recorder = Recorder::new(transaction, &tenant, now);
                if chats > 0 || calls_in > 0 || has_names {
                    let so_far = progress::progress(transaction)?.messages;
                    recorder.history_stored(chats, new + new_calls, so_far);
                }
                Ok(Stored { events: recorder.finish()?, sealed, is_answer_due: false })
            })
            .await
    }

    async fn keep_push_names(&self, names: Vec<(Address, String)>) -> Result<(), StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write_much(move |transaction| {
                for (party, name) in &names {
                    names::keep(transaction, &tenant, party, name, names::Column::Own)?;
                }
                Ok(())
            })
            .await
    }

    async fn store_pieces(&self, pieces: Vec<Piece>, now: UnixMs) -> Result<Taken, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write_much(move |transaction| {
                let mut all = Taken { new: 0, sealed: Vec::new() };
                figures::together::begin(transaction)?;
                for piece in pieces {
                    let taken = keep(transaction, &tenant, &piece, now)?;
                    all.new += taken.new;
                    all.sealed.extend(taken.sealed);
                }
                figures::together::count(transaction)?;
                progress::count(transaction, all.new)?;
                Ok(all)
            })
            .await
    }
}

fn keep(transaction: &Transaction<'_>, tenant: &str, piece: &Piece, now: UnixMs) -> rusqlite::Result<Taken> {
    let input = &piece.chat;
    let chat = directory::find_or_make(transaction, tenant, &input.chat, input.kind, now)?;
    if piece.is_first {
        names::on_chat(transaction, chat.id, &input.name, names::Column::Book)?;
        names::keep(transaction, tenant, &input.chat, &input.user_name, names::Column::User)?;
        for change in &input.state {
            match change {
                // The phone's own count says what is unread.
                ChatChange::MarkedUnread(false) => state::unmark(transaction, chat.id)?,
                change => {
                    state::set(transaction, chat.id, change)?;
                }
            }
        }
    }
    // The event of the part tells of everything: its messages are not told one by one.
    let mut untold = Recorder::new(transaction, tenant, now);
    if piece.is_first {
        groups::learn_members(transaction, tenant, chat.id, &input.participants, &mut untold)?;
    }
    // One that is not listed yet is known by something else only: a label, a mark.
    let set = "UPDATE chats SET last_activity_at_ms = ?2, is_listed = ?3 WHERE id = ?1 AND is_listed = 0";
    let is_listed = input.kind != ChatKind::Status;
    let last_activity = input.last_activity.unwrap_or_default();
    let values = params![chat.id.to_string(), last_activity.0, is_listed];
    if transaction.prepare_cached(set)?.execute(values)? > 0 {
        contact_rows::settle_chat(transaction, &chat.id.to_string())?;
    }
    let (mut new, mut newest) = (0, None);
    for (one, (at, place)) in input.messages.iter().zip(&piece.placed) {
        let HistoryMessage { message, status, receipts } = one;
        // Until the phone's count is taken over, others' messages are read.
        let status = if message.key.from_me { *status } else { MessageStatus::Read };
        let kept = messages::keep(
            transaction,
            tenant,
            &NewRow { at: *at, place: *place, status, ..delivered::row(message, chat.id) },
        )?;
        let row = match kept {
            Kept::New(row) => {
                new += 1;
                if message.content.is_shown() {
                    newest = Some((row, *place)); // the oldest come first
                }
                row
            }
            Kept::Completed(row) | Kept::Known(row) => row,
        };
        if kept != Kept::Known(row) {
            noting::note(transaction, tenant, row, &message.content, Came::Before, now)?;
        } else if message.content == Content::Deleted && messages::stored(transaction, row)?.content != Content::Deleted
        {
            take_back(transaction, tenant, (chat.id, input.kind), message, now, &mut untold)?;
        }
        for receipt in receipts {
            note(transaction, tenant, row, receipt)?;
        }
        if !message.key.from_me && input.kind.is_of_many() {
            names::keep(transaction, tenant, &message.key.sender, &message.push_name, names::Column::Own)?;
        }
        match kept {
            Kept::New(row) => marks::catch_up(transaction, chat.id, &message.key, row)?,
            Kept::Completed(_) | Kept::Known(_) if message.key.from_me => {
                if let Some(own) = messages::own(transaction, Some(chat.id), message.id())? {
                    receipts::reach(transaction, &own, status, message.at, &mut untold)?;
                }
            }
            Kept::Completed(_) | Kept::Known(_) => {}
        }
    }
    if let Some((row, place)) = newest {
        messages::make_newest(transaction, chat.id, row, place)?;
    }
    if let (1.., Some((_, first)), Some((_, last))) = (new, piece.placed.first(), piece.placed.last()) {
        figures::settle_between(transaction, tenant, chat.id, (*first, *last))?;
    }
    if let Some(edge) = piece.edge {
        take_over_count(transaction, chat.id, input.unread, edge)?;
    }
    for one in &input.messages {
        arriving::catch_up(transaction, tenant, chat.id, &one.message.key, &mut untold)?;
    }
    let sealed = keep_marks(transaction, tenant, chat.id, input, &mut untold)?;
    missed::catch_up(transaction, tenant, (chat.id, input.kind), input, &mut untold)?;
    Ok(Taken { new, sealed })
}

/// A message that is here was deleted for everyone while the phone was not linked. Who did it is not told: its writer
/// or, in a group, an admin.
fn take_back(
    transaction: &Transaction<'_>,
    tenant: &str,
    chat: (ChatId, ChatKind),
    message: &Received,
    now: UnixMs,
    untold: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    // Such a mark has no message of its own, and comes with each history.
    let Ok(id) = MessageId::parse(&format!("{}.deleted", message.id())) else { return Ok(()) };
    let MessageKey { sender, from_me, .. } = message.key.clone();
    let revoke =
        Mark { target: message.key.clone(), id, by: sender, from_me, at: now, kind: MarkKind::Revoke, raw: None };
    marks::keep(transaction, tenant, chat, &revoke, untold).map(drop)
}

/// Keeps calls as lines in their chats; tells how many are new.
fn keep_calls(transaction: &Transaction<'_>, tenant: &str, calls: &[Received], now: UnixMs) -> rusqlite::Result<u32> {
    let mut new = 0;
    for call in calls {
        let chat = directory::find_or_make(transaction, tenant, call.chat(), call.chat_kind, now)?.id;
        let at = call.at.filter(|at| *at <= now);
        let (place, status) = (at.unwrap_or_default(), MessageStatus::Read);
        let status = if call.key.from_me { MessageStatus::Sent } else { status };
        let line = NewRow { at, place, status, ..delivered::row(call, chat) };
        if let Kept::New(row) = messages::keep(transaction, tenant, &line)? {
            new += 1;
            messages::make_newest_if_shown(transaction, chat, row, place, &call.content)?;
        }
    }
    Ok(new)
}

fn note(
    transaction: &Transaction<'_>,
    tenant: &str,
    row: i64,
    receipt: &portaria_domain::MessageReceipt,
) -> rusqlite::Result<()> {
    let steps = [
        (MessageStatus::Delivered, receipt.delivered_at),
        (MessageStatus::Read, receipt.read_at),
        (MessageStatus::Played, receipt.played_at),
    ];
    for (status, at) in steps {
        if let Some(at) = at {
            receipts::note(transaction, tenant, row, &receipt.by, status, at)?;
        }
    }
    Ok(())
}

fn keep_marks(
    transaction: &Transaction<'_>,
    tenant: &str,
    chat: ChatId,
    input: &HistoryChat,
    untold: &mut Recorder<'_>,
) -> rusqlite::Result<Vec<SealedMark>> {
    let mut sealed = Vec::new();
    for mark in &input.marks {
        if let Some(row) = marks::keep(transaction, tenant, (chat, input.kind), mark, untold)? {
            sealed.extend(marks::sealed_mark_if_sealed(transaction, row, mark)?);
        }
    }
    Ok(sealed)
}

/// Takes over how many messages the phone has not read: the newest of others up to the end of this part. What came
/// here after it counts on its own. The phone counts what was deleted for everyone before it was read. An older part
/// of the same chat says nothing new.
fn take_over_count(transaction: &Transaction<'_>, chat: ChatId, unread: u32, edge: UnixMs) -> rusqlite::Result<()> {
    let chat = chat.to_string();
    let find = "SELECT counted_up_to_ms FROM chats WHERE id = ?1";
    let counted: Option<i64> =
        transaction.prepare_cached(find)?.query_row([&chat], |row| row.get(0)).optional()?.flatten();
    if counted.is_some_and(|counted| counted >= edge.0) {
        return Ok(());
    }
    let settle = "UPDATE messages SET status = 'read'
                  WHERE chat_id = ?1 AND from_me = 0 AND status = 'delivered' AND place_ms <= ?2";
    transaction.prepare_cached(settle)?.execute(params![chat, edge.0])?;
    let open = "UPDATE messages SET status = 'delivered' WHERE row IN (
                  SELECT row FROM messages WHERE chat_id = ?1 AND from_me = 0 AND place_ms <= ?2
                    AND json_extract(content, '$.kind') NOT IN ('album', 'system', 'call')
                  ORDER BY place_ms DESC, row DESC LIMIT ?3)";
    transaction.prepare_cached(open)?.execute(params![chat, edge.0, unread])?;
    let count = "UPDATE chats SET counted_up_to_ms = ?2, unread = ?3 +
                   (SELECT count(*) FROM messages WHERE chat_id = ?1 AND from_me = 0 AND status = 'delivered' AND place_ms > ?2)
                 WHERE id = ?1";
    transaction.prepare_cached(count)?.execute(params![chat, edge.0, unread])?;
    Ok(())
}
