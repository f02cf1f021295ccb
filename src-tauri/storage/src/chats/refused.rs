//! What WhatsApp says to what was changed here: it was told, or does not take it, and then it is again as it is there.

use portaria_domain::{AccountChange, Address, ChatChange, ChatId, Event, Refusal, UnixMs};
use rusqlite::{OptionalExtension as _, Transaction};

use crate::StorageError;
use crate::chats::changes::{self, Before, PendingChange};
use crate::chats::events::Recorder;
use crate::chats::{ChatStore, blocked, book, contact_imports, directory, labels, marks, state};

impl ChatStore {
    /// WhatsApp was told. A later change of the same thing stays.
    pub async fn forget_change(&self, told: &PendingChange) -> Result<(), StorageError> {
        let told = told.clone();
        self.database
            .write(move |transaction| {
                let before = changes::take(transaction, &told)?;
                if let (AccountChange::BookName { pn, .. }, Some(_)) = (&told.change, before) {
                    contact_imports::told(transaction, &pn.to_string(), true)?;
                }
                Ok(())
            })
            .await
    }

    /// WhatsApp refused a change for good: what was changed is as it was before, unless somebody changed it again. What
    /// was emptied or deleted is gone. The event says why.
    pub async fn undo_change(
        &self,
        refused: &PendingChange,
        why: Refusal,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let (tenant, refused) = (self.tenant.to_string(), refused.clone());
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let chat = chat_of(transaction, &refused.change)?;
                recorder.change_refused(refused.change.thing(), chat, why);
                if let Some(before) = changes::take(transaction, &refused)? {
                    undo(transaction, &tenant, &refused.change, before, &mut recorder)?;
                }
                Ok(recorder.finish()?)
            })
            .await
    }
}

/// The chat that a change is about, where it is about one that is here.
fn chat_of(transaction: &Transaction<'_>, change: &AccountChange) -> rusqlite::Result<Option<ChatId>> {
    match change {
        AccountChange::Chat { chat, .. } | AccountChange::LabelOnChat { chat, .. } => {
            directory::find(transaction, &Address::one(chat.clone()))
        }
        AccountChange::Star { target, .. } | AccountChange::DeletedForMe { target, .. } => {
            directory::find(transaction, &target.chat)
        }
        AccountChange::Block { party, .. } => directory::find(transaction, party),
        AccountChange::BookName { pn, .. } => directory::find(transaction, &Address::one(pn.clone())),
        AccountChange::Label(_) | AccountChange::LabelRemoved { .. } => Ok(None),
    }
}

fn undo(
    transaction: &Transaction<'_>,
    tenant: &str,
    change: &AccountChange,
    before: Before,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    match (change, before) {
        (AccountChange::Chat { chat, .. }, Before::Chat { was }) => {
            let Some(chat) = directory::find(transaction, &Address::one(chat.clone()))? else { return Ok(()) };
            if was == ChatChange::MarkedUnread(false) {
                // Only the mark goes: nobody has read what is in the chat.
                state::unmark(transaction, chat)?;
            } else {
                state::set(transaction, chat, &was)?;
            }
            recorder.chat_changed(chat);
        }
        (AccountChange::Star { .. }, Before::Star { marks: said }) => {
            for mark in said {
                let find = "SELECT row FROM marks WHERE id = ?1 AND from_me = 1 AND kind = 'star'";
                let row: Option<i64> =
                    transaction.prepare_cached(find)?.query_row([mark.as_str()], |row| row.get(0)).optional()?;
                if let Some(row) = row {
                    marks::remove(transaction, row, recorder)?;
                }
            }
        }
        (AccountChange::Block { party, .. }, Before::Block { was }) => {
            blocked::put(transaction, tenant, party, was)?;
            if let Some(chat) = directory::find(transaction, party)? {
                recorder.chat_changed(chat);
            }
        }
        (AccountChange::BookName { pn, .. }, Before::BookName { was }) => {
            contact_imports::told(transaction, &pn.to_string(), false)?;
            book::undo(transaction, tenant, pn, &was, recorder)?;
        }
        (AccountChange::Label(label), Before::Label { was: None, .. }) => {
            labels::remove(transaction, &label.id, recorder)?;
        }
        (AccountChange::Label(_) | AccountChange::LabelRemoved { .. }, Before::Label { was: Some(label), chats }) => {
            labels::put(transaction, tenant, &label, recorder)?;
            for chat in chats {
                if directory::current(transaction, chat)?.is_none() {
                    continue; // deleted meanwhile
                }
                labels::stick(transaction, tenant, chat, &label.id, true, recorder)?;
            }
        }
        (AccountChange::LabelOnChat { label, chat, .. }, Before::LabelOnChat { was }) => {
            if let Some(chat) = directory::find(transaction, &Address::one(chat.clone()))? {
                labels::stick(transaction, tenant, chat, label, was, recorder)?;
            }
        }
        // What is not there on WhatsApp is not there here either.
        _ => {}
    }
    Ok(())
}
