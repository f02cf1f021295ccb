//! Groups: what they are called and who is in them.

use std::collections::BTreeMap;

use portaria_domain::{Address, Chat, ChatId, Event, GroupFacts, GroupInfo, Jid, Participant, Role, UnixMs};
use rusqlite::{Transaction, params};

use crate::StorageError;
use crate::chats::columns::UnknownWord;
use crate::chats::events::Recorder;
use crate::chats::{ChatStore, columns, directory, messages, names, receipts};
use crate::control::unreadable;

impl ChatStore {
    /// Keeps a group as WhatsApp describes it now.
    pub async fn set_group(&self, info: GroupInfo, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let chat = directory::find_or_make(transaction, &tenant, &info.chat, info.kind, now)?;
                let is_renamed = names::on_chat(transaction, chat.id, &info.subject, names::Column::Book)?;
                let is_other = describe(transaction, chat.id, &info)?;
                described(transaction, chat.id)?;
                if replace_participants(transaction, &tenant, chat.id, &info.participants)? {
                    receipts::recount(transaction, chat.id, &mut recorder)?;
                }
                if chat.is_new || is_renamed || is_other {
                    recorder.chat_changed(chat.id);
                }
                Ok(recorder.finish()?)
            })
            .await
    }

    /// Something of a group changed; how it is now is not known yet.
    pub async fn outdate_group(&self, chat: &Address) -> Result<(), StorageError> {
        let address = chat.clone();
        self.database
            .write(move |transaction| {
                if let Some(chat) = directory::find(transaction, &address)? {
                    let outdate = "UPDATE chats SET is_outdated = 1 WHERE id = ?1";
                    transaction.prepare_cached(outdate)?.execute([chat.to_string()])?;
                }
                Ok(())
            })
            .await
    }

    /// Groups of which WhatsApp has to be asked how they are now.
    pub async fn outdated_groups(&self) -> Result<Vec<Jid>, StorageError> {
        let find = "SELECT pn, lid FROM chats
                    WHERE is_outdated = 1 AND account = (SELECT account FROM owner) ORDER BY id";
        self.database
            .read(move |db| {
                let mut find = db.prepare_cached(find)?;
                let found = find.query_map([], |row| columns::address(row, "pn", "lid"))?;
                let found = found.collect::<rusqlite::Result<Vec<_>>>()?;
                Ok(found.iter().filter_map(Address::primary).cloned().collect())
            })
            .await
    }

    /// The account is in a group no longer. Its messages stay.
    pub async fn leave_group(&self, chat: &Address, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let (tenant, address) = (self.tenant.to_string(), chat.clone());
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                if let Some(chat) = directory::find(transaction, &address)? {
                    described(transaction, chat)?;
                    if transaction.execute("DELETE FROM participants WHERE chat_id = ?1", [chat.to_string()])? > 0 {
                        recorder.chat_changed(chat);
                    }
                }
                Ok(recorder.finish()?)
            })
            .await
    }

    /// The groups of the community that a chat belongs to, its announcements first; empty for what belongs to none.
    pub async fn community_groups(&self, chat: ChatId) -> Result<Vec<Chat>, StorageError> {
        let find = format!(
            "{} WHERE c.account = (SELECT account FROM chats WHERE id = ?1)
                  AND c.community = (SELECT community FROM chats WHERE id = ?1)
                ORDER BY c.kind = 'community' DESC, c.book_name, c.id",
            directory::select()
        );
        self.database
            .read(move |db| db.prepare_cached(&find)?.query_map([chat.to_string()], directory::read)?.collect())
            .await
    }

    /// Who is in a group, owners and admins first; empty for a chat of two and for a group that the account left.
    pub async fn participants(&self, chat: ChatId) -> Result<Vec<Participant>, StorageError> {
        let find = "SELECT pn, lid, role FROM participants WHERE chat_id = ?1
                    ORDER BY role = 'owner' DESC, role = 'admin' DESC, member";
        self.database
            .read(move |db| {
                let mut find = db.prepare_cached(find)?;
                let participants = find.query_map([chat.to_string()], |row| {
                    Ok(Participant {
                        address: columns::address(row, "pn", "lid")?,
                        role: role(row.get_ref("role")?.as_str()?)?,
                    })
                })?;
                participants.collect()
            })
            .await
    }
}

/// How a group is now is known, or nobody will be told any more.
fn described(transaction: &Transaction<'_>, chat: ChatId) -> rusqlite::Result<()> {
    let described = "UPDATE chats SET is_outdated = 0 WHERE id = ?1 AND is_outdated = 1";
    transaction.prepare_cached(described)?.execute([chat.to_string()])?;
    Ok(())
}

/// Writes down what is known of a group; tells whether anything of it is new.
fn describe(transaction: &Transaction<'_>, chat: ChatId, info: &GroupInfo) -> rusqlite::Result<bool> {
    let GroupFacts { description, is_announcement, is_locked, only_admins_add, needs_approval, community } =
        &info.facts;
    let describe = "UPDATE chats SET kind = ?2, disappears_after_s = ?3, description = ?4, is_announcement = ?5,
                                     is_locked = ?6, needs_approval = ?7, community = ?8, only_admins_add = ?9,
                                     is_listed = 1
                    WHERE id = ?1 AND (kind, disappears_after_s, description, is_announcement, is_locked,
                                       needs_approval, community, only_admins_add, is_listed)
                                      IS NOT (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1)";
    let described = transaction.prepare_cached(describe)?.execute(params![
        chat.to_string(),
        info.kind.as_str(),
        info.disappears_after_s,
        description,
        is_announcement,
        is_locked,
        needs_approval,
        community.as_ref().map(ToString::to_string),
        only_admins_add,
    ])?;
    Ok(described > 0)
}

/// Who is in a group as the phone's past tells, where nothing is known: WhatsApp itself may have said something newer.
pub(super) fn learn_members(
    transaction: &Transaction<'_>,
    tenant: &str,
    chat: ChatId,
    participants: &[Participant],
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    if participants.is_empty() || !members(transaction, chat)?.is_empty() {
        return Ok(());
    }
    replace_participants(transaction, tenant, chat, participants)?;
    receipts::recount(transaction, chat, recorder)
}

/// Who is in a group, by the addresses that are known of them.
fn members(transaction: &Transaction<'_>, chat: ChatId) -> rusqlite::Result<Vec<(Option<String>, Option<String>)>> {
    let find = "SELECT pn, lid FROM participants WHERE chat_id = ?1 ORDER BY member";
    let mut find = transaction.prepare_cached(find)?;
    let members = find.query_map([chat.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    members.collect()
}

/// Writes down who is in a group; tells whether these are other people than before. Thousands are written only where
/// something of them is another.
fn replace_participants(
    transaction: &Transaction<'_>,
    tenant: &str,
    chat: ChatId,
    participants: &[Participant],
) -> rusqlite::Result<bool> {
    let find = "SELECT member, pn, lid, role FROM participants WHERE chat_id = ?1";
    let mut find = transaction.prepare_cached(find)?;
    let before = find.query_map([chat.to_string()], |row| {
        Ok((row.get::<_, String>(0)?, (row.get(1)?, row.get(2)?, row.get::<_, String>(3)?)))
    })?;
    let before: BTreeMap<_, (Option<String>, Option<String>, String)> = before.collect::<rusqlite::Result<_>>()?;
    let after = participants.iter().map(|participant| {
        let (pn, lid) = directory::texts(&participant.address);
        (messages::address_key(&participant.address), (pn, lid, participant.role.as_str().to_owned()))
    });
    let after: BTreeMap<_, _> = after.collect();
    if before == after {
        return Ok(false);
    }
    transaction.execute("DELETE FROM participants WHERE chat_id = ?1", [chat.to_string()])?;
    let insert = "INSERT OR REPLACE INTO participants (chat_id, member, tenant_id, pn, lid, role)
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let mut insert = transaction.prepare_cached(insert)?;
    for (member, (pn, lid, role)) in &after {
        insert.execute(params![chat.to_string(), member, tenant, pn, lid, role])?;
    }
    let people = |all: &BTreeMap<String, (Option<String>, Option<String>, String)>| {
        all.values().map(|(pn, lid, _)| (pn.clone(), lid.clone())).collect::<Vec<_>>()
    };
    Ok(people(&before) != people(&after))
}

fn role(word: &str) -> rusqlite::Result<Role> {
    let known = [Role::Member, Role::Admin, Role::Owner].into_iter().find(|role| role.as_str() == word);
    known.ok_or_else(|| unreadable("role", UnknownWord(word.to_owned())))
}
