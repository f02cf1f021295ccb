//! What else is known of a chat: put away, at the top, muted, cleared, deleted.

use portaria_domain::{AccountChange, Address, ChatChange, ChatId, Event, UnixMs};
use rusqlite::{Transaction, params};

use crate::StorageError;
use crate::chats::changes::Before;
use crate::chats::events::Recorder;
use crate::chats::{ChatStore, changes, contact_rows, directory, messages, notes, reads};

/// Which messages have no time left at `?1`: those that were sent, and that nobody keeps.
pub(super) const IS_OVER: &str = "
    expires_at_ms <= ?1 AND status NOT IN ('queued', 'failed') AND NOT coalesce(json_extract(marks, '$.is_kept'), 0)";

impl ChatStore {
    /// A chat was changed on another device of the account. One that is not here has nothing to change.
    pub async fn change_chat(
        &self,
        chat: &Address,
        change: ChatChange,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let (tenant, address) = (self.tenant.to_string(), chat.clone());
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                if let Some(chat) = directory::find(transaction, &address)? {
                    apply(transaction, chat, &change, &mut recorder)?;
                    if let Some(jid) = directory::current(transaction, chat)?.as_ref().and_then(Address::primary) {
                        let was = Before::Chat { was: change.clone() };
                        changes::heard(transaction, &AccountChange::Chat { chat: jid.clone(), change }, was)?;
                    }
                }
                Ok(recorder.finish()?)
            })
            .await
    }

    /// Changes a chat here; WhatsApp is told as soon as there is a connection. `None`: there is no such chat of the
    /// paired account.
    pub async fn change_chat_here(
        &self,
        chat: ChatId,
        change: ChatChange,
        now: UnixMs,
    ) -> Result<Option<Vec<Event>>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let address = directory::current(transaction, chat)?;
                let Some(jid) = address.as_ref().and_then(Address::primary).cloned() else { return Ok(None) };
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let before = standing(transaction, chat, &change)?.map(|was| Before::Chat { was });
                apply(transaction, chat, &change, &mut recorder)?;
                changes::queue(transaction, &tenant, &AccountChange::Chat { chat: jid, change }, before)?;
                Ok(Some(recorder.finish()?))
            })
            .await
    }

    /// Deletes messages whose time is over; tells of the chats that lost some. Kept ones stay, and those that were not
    /// sent: their time has not begun.
    pub async fn expire_messages(&self, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        let find = format!("SELECT EXISTS (SELECT 1 FROM messages WHERE {IS_OVER})");
        // Almost always there are none, and whoever only looks writes nothing.
        if !self.database.read(move |db| db.prepare_cached(&find)?.query_row([now.0], |row| row.get(0))).await? {
            return Ok(Vec::new());
        }
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let find = format!("SELECT DISTINCT chat_id FROM messages WHERE {IS_OVER}");
                let chats: Vec<String> = transaction
                    .prepare_cached(&find)?
                    .query_map([now.0], |row| row.get(0))?
                    .collect::<Result<_, _>>()?;
                let marks = format!(
                    "DELETE FROM marks WHERE (chat_id, target_id, target_from_me)
                     IN (SELECT chat_id, id, from_me FROM messages WHERE {IS_OVER})"
                );
                transaction.execute(&marks, [now.0])?;
                transaction.execute(&format!("DELETE FROM messages WHERE {IS_OVER}"), [now.0])?;
                for chat in chats {
                    messages::find_newest(transaction, &chat)?;
                    let chat = directory::chat_id(&chat)?;
                    reads::recount(transaction, chat)?;
                    recorder.chat_changed(chat);
                }
                Ok(recorder.finish()?)
            })
            .await
    }
}

/// Applies a change, and tells of it if it made a difference.
fn apply(
    transaction: &Transaction<'_>,
    chat: ChatId,
    change: &ChatChange,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    match change {
        ChatChange::Cleared { until, keeps_starred } => {
            let cleared = notes::clear(transaction, chat, *until, recorder)?;
            if clear(transaction, chat, *until, *keeps_starred)? + cleared > 0 {
                recorder.chat_changed(chat);
            }
        }
        ChatChange::Deleted { until } => {
            notes::clear(transaction, chat, *until, recorder)?;
            clear(transaction, chat, *until, false)?;
            if delete_if_empty(transaction, chat)? {
                recorder.chat_removed(chat);
            } else {
                recorder.chat_changed(chat);
            }
        }
        change => {
            if set(transaction, chat, change)? {
                recorder.chat_changed(chat);
            }
        }
    }
    Ok(())
}

/// Sets what is only a value of the chat; tells whether it is another one.
pub(super) fn set(transaction: &Transaction<'_>, chat: ChatId, change: &ChatChange) -> rusqlite::Result<bool> {
    let moment = |moment: &Option<UnixMs>| moment.map(|moment| moment.0);
    let (column, value): (&str, Option<i64>) = match change {
        ChatChange::Archived(is_archived) => ("is_archived", Some(i64::from(*is_archived))),
        ChatChange::Pinned(since) => ("pinned_at_ms", moment(since)),
        ChatChange::Muted(until) => ("muted_until_ms", moment(until)),
        ChatChange::Disappearing(after_s) => ("disappears_after_s", after_s.map(i64::from)),
        ChatChange::MarkedUnread(true) => ("is_marked_unread", Some(1)),
        // Marked as read by hand: so is everything in it.
        ChatChange::MarkedUnread(false) => {
            let read = reads::read_messages(transaction, chat, None)?;
            return Ok(reads::recount(transaction, chat)? || !read.is_empty());
        }
        ChatChange::Cleared { .. } | ChatChange::Deleted { .. } => return Ok(false),
    };
    let set = format!("UPDATE chats SET {column} = ?2 WHERE id = ?1 AND {column} IS NOT ?2");
    Ok(transaction.prepare_cached(&set)?.execute(params![chat.to_string(), value])? > 0)
}

/// How it stands with what a change is about. `None`: what is deleted is gone.
pub(super) fn standing(
    transaction: &Transaction<'_>,
    chat: ChatId,
    change: &ChatChange,
) -> rusqlite::Result<Option<ChatChange>> {
    let find = "SELECT is_archived, pinned_at_ms, muted_until_ms, is_marked_unread, disappears_after_s
                FROM chats WHERE id = ?1";
    transaction.prepare_cached(find)?.query_row([chat.to_string()], |row| {
        Ok(Some(match change {
            ChatChange::Archived(_) => ChatChange::Archived(row.get("is_archived")?),
            ChatChange::Pinned(_) => ChatChange::Pinned(row.get::<_, Option<i64>>("pinned_at_ms")?.map(UnixMs)),
            ChatChange::Muted(_) => ChatChange::Muted(row.get::<_, Option<i64>>("muted_until_ms")?.map(UnixMs)),
            ChatChange::MarkedUnread(_) => ChatChange::MarkedUnread(row.get("is_marked_unread")?),
            ChatChange::Disappearing(_) => ChatChange::Disappearing(row.get("disappears_after_s")?),
            ChatChange::Cleared { .. } | ChatChange::Deleted { .. } => return Ok(None),
        }))
    })
}

/// Takes the mark away that somebody set by hand, and leaves what is unread as it is.
pub(super) fn unmark(transaction: &Transaction<'_>, chat: ChatId) -> rusqlite::Result<()> {
    let unmark = "UPDATE chats SET is_marked_unread = 0 WHERE id = ?1 AND is_marked_unread = 1";
    transaction.prepare_cached(unmark)?.execute([chat.to_string()])?;
    Ok(())
}

/// Deletes messages up to a moment, with everything that was said about them; tells how many. What waits to be sent
/// stays: somebody was told that it will be.
fn clear(transaction: &Transaction<'_>, chat: ChatId, until: UnixMs, keeps_starred: bool) -> rusqlite::Result<usize> {
    let which = "chat_id = ?1 AND place_ms <= ?2 AND status <> 'queued' AND NOT (?3 AND coalesce(json_extract(marks, '$.is_starred'), 0))";
    let values = params![chat.to_string(), until.0, keeps_starred];
    let marks = format!(
        "DELETE FROM marks WHERE chat_id = ?1
         AND (target_id, target_from_me) IN (SELECT id, from_me FROM messages WHERE {which})"
    );
    transaction.execute(&marks, values)?;
    let deleted = transaction.execute(&format!("DELETE FROM messages WHERE {which}"), values)?;
    messages::find_newest(transaction, &chat.to_string())?;
    reads::recount(transaction, chat)?;
    Ok(deleted)
}

fn delete_if_empty(transaction: &Transaction<'_>, chat: ChatId) -> rusqlite::Result<bool> {
    let id = chat.to_string();
    let holds = "SELECT EXISTS (SELECT 1 FROM messages WHERE chat_id = ?1)";
    if transaction.query_row(holds, [&id], |row| row.get::<_, bool>(0))? {
        return Ok(false);
    }
    transaction.execute("DELETE FROM outbox WHERE chat_id = ?1", [&id])?;
    transaction.execute("DELETE FROM marks WHERE chat_id = ?1", [&id])?;
    contact_rows::remove_chat(transaction, &id)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn what_is_over_is_found_in_its_index() {
        let mut db = Connection::open_in_memory().unwrap();
        crate::chats::migrations().to_latest(&mut db).unwrap();
        let plan = crate::database::plan(&db, &format!("DELETE FROM messages WHERE {IS_OVER}"));
        assert!(plan.contains("INDEX messages_by_expiry (expires_at_ms<?)"), "{plan}");
    }
}
