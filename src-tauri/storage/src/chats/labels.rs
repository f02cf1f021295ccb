//! Labels, and the chats that have them. Which chat has one may be told before the label itself.

use portaria_domain::{AccountChange, Address, ChatId, Event, Jid, Label, UnixMs};
use rusqlite::{Connection, Transaction, params};

use crate::StorageError;
use crate::chats::changes::Before;
use crate::chats::events::Recorder;
use crate::chats::{ChatStore, changes, directory, label_list};

/// More labels than WhatsApp has any use for; each of their events carries all of them.
const MOST_LABELS: i64 = 100;

impl ChatStore {
    /// The labels of the paired account.
    pub async fn labels(&self) -> Result<Vec<Label>, StorageError> {
        self.database.read(label_list::all).await
    }

    /// A label is new on another device of the account, or is another one there.
    pub async fn set_label(&self, label: Label, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        self.write_labels(now, move |transaction, tenant, recorder| {
            put(transaction, tenant, &label, recorder)?;
            let was = Before::Label { was: Some(label.clone()), chats: Vec::new() };
            changes::heard(transaction, &AccountChange::Label(label), was).map(drop)
        })
        .await
    }

    /// A label is gone on another device of the account.
    pub async fn remove_label(&self, id: String, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        self.write_labels(now, move |transaction, _, recorder| {
            remove(transaction, &id, recorder)?;
            let was = Before::Label { was: None, chats: Vec::new() };
            changes::heard(transaction, &AccountChange::LabelRemoved { id }, was).map(drop)
        })
        .await
    }

    /// A chat has a label on another device of the account, or has it no longer.
    pub async fn label_chat(
        &self,
        label: String,
        chat: Address,
        is_on: bool,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        self.write_labels(now, move |transaction, tenant, recorder| {
            let kind = directory::kind_of_address(&chat);
            let chat = directory::find_or_make(transaction, tenant, &chat, kind, now)?.id;
            stick(transaction, tenant, chat, &label, is_on, recorder)?;
            let Some(jid) = directory::current(transaction, chat)?.as_ref().and_then(Address::primary).cloned() else {
                return Ok(());
            };
            let said = AccountChange::LabelOnChat { label, chat: jid, is_on };
            changes::heard(transaction, &said, Before::LabelOnChat { was: is_on }).map(drop)
        })
        .await
    }

    /// Makes a label here; WhatsApp is told as soon as there is a connection. `None`: there are as many as there may be.
    pub async fn make_label(
        &self,
        name: String,
        color: u32,
        now: UnixMs,
    ) -> Result<Option<(Label, Vec<Event>)>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let count = "SELECT count(*) FROM labels WHERE account = (SELECT account FROM owner)";
                if transaction.query_row(count, [], |row| row.get::<_, i64>(0))? >= MOST_LABELS {
                    return Ok(None);
                }
                let mut recorder = Recorder::new(transaction, &tenant, now);
                // WhatsApp counts its labels: the ids are numbers, although it calls them texts.
                let next = "SELECT coalesce(max(CAST(id AS INTEGER)), 0) + 1 FROM labels
                            WHERE account = (SELECT account FROM owner)";
                let id: i64 = transaction.query_row(next, [], |row| row.get(0))?;
                let label = Label { id: id.to_string(), name, color };
                put(transaction, &tenant, &label, &mut recorder)?;
                let was = Before::Label { was: None, chats: Vec::new() };
                changes::queue(transaction, &tenant, &AccountChange::Label(label.clone()), Some(was))?;
                Ok(Some((label, recorder.finish()?)))
            })
            .await
    }

    /// Gives a label another name or colour here. False: there is no such label.
    pub async fn change_label(&self, label: Label, now: UnixMs) -> Result<(bool, Vec<Event>), StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let Some(before) = label_list::find(transaction, &label.id)? else { return Ok((false, Vec::new())) };
                put(transaction, &tenant, &label, &mut recorder)?;
                let was = Before::Label { was: Some(before), chats: Vec::new() };
                changes::queue(transaction, &tenant, &AccountChange::Label(label), Some(was))?;
                Ok((true, recorder.finish()?))
            })
            .await
    }

    /// Takes a label away here, from its chats too. False: there is no such label.
    pub async fn remove_label_here(&self, id: String, now: UnixMs) -> Result<(bool, Vec<Event>), StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let Some(before) = label_list::find(transaction, &id)? else { return Ok((false, Vec::new())) };
                let was = Before::Label { was: Some(before), chats: having(transaction, &id)? };
                remove(transaction, &id, &mut recorder)?;
                changes::queue(transaction, &tenant, &AccountChange::LabelRemoved { id }, Some(was))?;
                Ok((true, recorder.finish()?))
            })
            .await
    }

    /// Gives a chat exactly these labels here. `None`: there is no such chat of the paired account, or no such label.
    pub async fn set_chat_labels(
        &self,
        chat: ChatId,
        wanted: Vec<String>,
        now: UnixMs,
    ) -> Result<Option<Vec<Event>>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let address = directory::current(transaction, chat)?;
                let Some(jid) = address.as_ref().and_then(Address::primary).cloned() else { return Ok(None) };
                for label in &wanted {
                    if !label_list::is_known(transaction, label)? {
                        return Ok(None);
                    }
                }
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let before = of_chat(transaction, chat)?;
                let gone = before.iter().filter(|label| !wanted.contains(label)).map(|label| (label, false));
                let new = wanted.iter().filter(|label| !before.contains(label)).map(|label| (label, true));
                for (label, is_on) in gone.chain(new) {
                    stick_here(transaction, &tenant, (chat, &jid), label, is_on, &mut recorder)?;
                }
                Ok(Some(recorder.finish()?))
            })
            .await
    }

    async fn write_labels(
        &self,
        now: UnixMs,
        write: impl FnOnce(&Transaction<'_>, &str, &mut Recorder<'_>) -> rusqlite::Result<()> + Send + 'static,
    ) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                write(transaction, &tenant, &mut recorder)?;
                Ok(recorder.finish()?)
            })
            .await
    }
}

/// Labels of a chat that are known themselves.
fn of_chat(db: &Connection, chat: ChatId) -> rusqlite::Result<Vec<String>> {
    let find = "SELECT o.label FROM chat_labels o JOIN labels l ON l.id = o.label
                WHERE o.chat_id = ?1 AND l.account = (SELECT account FROM owner)";
    db.prepare_cached(find)?.query_map([chat.to_string()], |row| row.get(0))?.collect()
}

/// Makes a label what it is from now on.
pub(super) fn put(
    transaction: &Transaction<'_>,
    tenant: &str,
    label: &Label,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    let is_new = !label_list::is_known(transaction, &label.id)?;
    let put = "INSERT INTO labels (account, id, tenant_id, name, color)
               VALUES ((SELECT account FROM owner), ?1, ?2, ?3, ?4)
               ON CONFLICT (account, id) DO UPDATE SET name = excluded.name, color = excluded.color
               WHERE (name, color) IS NOT (excluded.name, excluded.color)";
    let put = transaction.prepare_cached(put)?.execute(params![label.id, tenant, label.name, label.color])?;
    if put > 0 {
        recorder.labels_changed();
    }
    if is_new {
        tell_chats(transaction, &label.id, recorder)?;
    }
    Ok(())
}

/// Takes a label away, from its chats too.
pub(super) fn remove(transaction: &Transaction<'_>, id: &str, recorder: &mut Recorder<'_>) -> rusqlite::Result<()> {
    tell_chats(transaction, id, recorder)?;
    let forget = "DELETE FROM chat_labels WHERE label = ?1
                  AND chat_id IN (SELECT id FROM chats WHERE account = (SELECT account FROM owner))";
    transaction.execute(forget, [id])?;
    let remove = "DELETE FROM labels WHERE account = (SELECT account FROM owner) AND id = ?1";
    if transaction.execute(remove, [id])? > 0 {
        recorder.labels_changed();
    }
    Ok(())
}

fn tell_chats(transaction: &Transaction<'_>, id: &str, recorder: &mut Recorder<'_>) -> rusqlite::Result<()> {
    for chat in having(transaction, id)? {
        recorder.chat_changed(chat);
    }
    Ok(())
}

/// The chats of the paired account that have a label.
fn having(transaction: &Transaction<'_>, id: &str) -> rusqlite::Result<Vec<ChatId>> {
    let find = "SELECT c.id FROM chat_labels o JOIN chats c ON c.id = o.chat_id
                WHERE o.label = ?1 AND c.account = (SELECT account FROM owner)";
    let mut find = transaction.prepare_cached(find)?;
    let chats = find.query_map([id], |row| directory::chat_id(row.get_ref(0)?.as_str()?))?;
    chats.collect()
}

/// Puts a label on a chat, or takes it off; tells whether that made a difference.
pub(super) fn stick(
    transaction: &Transaction<'_>,
    tenant: &str,
    chat: ChatId,
    label: &str,
    is_on: bool,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<bool> {
    let chat_id = chat.to_string();
    let changed = if is_on {
        let add = "INSERT OR IGNORE INTO chat_labels (chat_id, label, tenant_id) VALUES (?1, ?2, ?3)";
        transaction.prepare_cached(add)?.execute(params![chat_id, label, tenant])?
    } else {
        let remove = "DELETE FROM chat_labels WHERE chat_id = ?1 AND label = ?2";
        transaction.prepare_cached(remove)?.execute(params![chat_id, label])?
    };
    if changed > 0 && label_list::is_known(transaction, label)? {
        recorder.chat_changed(chat);
    }
    Ok(changed > 0)
}

fn stick_here(
    transaction: &Transaction<'_>,
    tenant: &str,
    (chat, jid): (ChatId, &Jid),
    label: &str,
    is_on: bool,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    if stick(transaction, tenant, chat, label, is_on, recorder)? {
        let change = AccountChange::LabelOnChat { label: label.to_owned(), chat: jid.clone(), is_on };
        changes::queue(transaction, tenant, &change, Some(Before::LabelOnChat { was: !is_on }))?;
    }
    Ok(())
}
