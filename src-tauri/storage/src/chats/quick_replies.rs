//! Texts that the tenant keeps ready to answer with. They are the tenant's, not the account's.

use portaria_domain::{Event, QuickReply, QuickReplyId, UnixMs};
use rusqlite::{OptionalExtension as _, params};

use crate::chats::events::Recorder;
use crate::chats::{ChatStore, quick_reply_list};
use crate::{StorageError, fold};

/// How many a tenant may have: the composer holds all of them.
const MOST: i64 = 500;

/// What became of a quick reply that was to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SavedReply {
    /// It is kept.
    Saved(Vec<Event>),
    /// Another one has this shortcut.
    ShortcutTaken,
    /// There are as many as there may be.
    TooMany,
    /// The one that was to be changed is gone.
    Unknown,
}

/// Whether a reply is a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyIs {
    /// It is.
    New,
    /// It takes the place of the one with its id.
    Replaced,
}

impl ChatStore {
    /// Every quick reply, by its shortcut.
    pub async fn quick_replies(&self) -> Result<Vec<QuickReply>, StorageError> {
        self.database.read(quick_reply_list::all).await
    }

    /// Keeps a quick reply.
    pub async fn save_quick_reply(
        &self,
        reply: QuickReply,
        is: ReplyIs,
        now: UnixMs,
    ) -> Result<SavedReply, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let (id, folded) = (reply.id.to_string(), fold::fold(&reply.shortcut));
                let taken = "SELECT 1 FROM quick_replies WHERE folded = ?1 AND id <> ?2";
                if transaction.prepare_cached(taken)?.query_row([&folded, &id], |_| Ok(())).optional()?.is_some() {
                    return Ok(SavedReply::ShortcutTaken);
                }
                match is {
                    ReplyIs::New => {
                        let count: i64 =
                            transaction.query_row("SELECT count(*) FROM quick_replies", [], |row| row.get(0))?;
                        if count >= MOST {
                            return Ok(SavedReply::TooMany);
                        }
                        let add = "INSERT INTO quick_replies (id, tenant_id, shortcut, folded, text)
                                   VALUES (?1, ?2, ?3, ?4, ?5)";
                        transaction.execute(add, params![id, tenant, reply.shortcut, folded, reply.text])?;
                    }
                    ReplyIs::Replaced => {
                        let change = "UPDATE quick_replies SET shortcut = ?2, folded = ?3, text = ?4 WHERE id = ?1";
                        if transaction.execute(change, params![id, reply.shortcut, folded, reply.text])? == 0 {
                            return Ok(SavedReply::Unknown);
                        }
                    }
                }
                let mut recorder = Recorder::new(transaction, &tenant, now);
                recorder.quick_reply_changed(reply.id);
                Ok(SavedReply::Saved(recorder.finish()?))
            })
            .await
    }

    /// Takes a quick reply away. `None`: there is no such one.
    pub async fn remove_quick_reply(&self, id: QuickReplyId, now: UnixMs) -> Result<Option<Vec<Event>>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                if transaction.execute("DELETE FROM quick_replies WHERE id = ?1", [id.to_string()])? == 0 {
                    return Ok(None);
                }
                let mut recorder = Recorder::new(transaction, &tenant, now);
                recorder.quick_reply_changed(id);
                Ok(Some(recorder.finish()?))
            })
            .await
    }
}
