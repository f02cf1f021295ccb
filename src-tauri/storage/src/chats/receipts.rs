//! Who has our messages and who has read them.

use std::collections::BTreeMap;

use portaria_domain::{Address, ChatId, Event, MessageId, MessageReceipt, MessageStatus, Receipt, UnixMs};
use rusqlite::{OptionalExtension as _, Transaction, named_params, params};

use crate::StorageError;
use crate::chats::early::{self, Said};
use crate::chats::events::Recorder;
use crate::chats::{ChatStore, columns, directory, messages, outbox};

impl ChatStore {
    /// Own messages of a chat came further, and only forward. What is said of one that is not here waits for it.
    pub async fn apply_receipt(&self, receipt: Receipt, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        self.apply_receipts(vec![receipt], now).await
    }

    /// The same of several at once: those of a group come together. What cannot be stored of one message is told in the
    /// log and takes nothing of the others with it.
    pub async fn apply_receipts(&self, receipts: Vec<Receipt>, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let is_one = matches!(receipts.as_slice(), [Receipt { ids, .. }] if ids.len() < 2);
        match self.apply_together(receipts.clone(), now).await {
            Err(StorageError::Unreadable(_) | StorageError::Refused(_)) if !is_one => {}
            applied => return applied,
        }
        let mut events = Vec::new();
        let single = |receipt: Receipt| {
            let ids = receipt.ids.clone();
            ids.into_iter().map(move |id| Receipt { ids: vec![id], ..receipt.clone() })
        };
        for receipt in receipts.into_iter().flat_map(single) {
            match self.apply_together(vec![receipt], now).await {
                Ok(made) => events.extend(made),
                Err(error @ (StorageError::Unreadable(_) | StorageError::Refused(_))) => {
                    tracing::error!(tenant.id = %self.tenant, error = &error as &dyn std::error::Error, "a receipt could not be stored");
                }
                Err(error) => return Err(error),
            }
        }
        Ok(events)
    }

    /// All of them or none.
    async fn apply_together(&self, receipts: Vec<Receipt>, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let mut of_many = BTreeMap::new();
                for receipt in &receipts {
                    apply(transaction, &tenant, receipt, &mut of_many, &mut recorder)?;
                }
                // Of everybody in a group once, however many of them said something.
                for (own, at) in of_many.into_values() {
                    let reached = reached_by_all(transaction, &own)?;
                    reach(transaction, &own, reached, Some(at), &mut recorder)?;
                }
                Ok(recorder.finish()?)
            })
            .await
    }

    /// How far a message has come with each person, in the order of their addresses.
    pub async fn message_receipts(&self, chat: ChatId, id: &MessageId) -> Result<Vec<MessageReceipt>, StorageError> {
        let id = id.to_string();
        let find = "SELECT r.pn, r.lid, r.delivered_at_ms, r.read_at_ms, r.played_at_ms
                    FROM messages m JOIN receipts r ON r.message_row = m.row
                    WHERE m.chat_id = ?1 AND m.id = ?2 AND m.from_me = 1 ORDER BY r.reader";
        self.database
            .read(move |db| {
                let mut find = db.prepare_cached(find)?;
                let receipts = find.query_map(params![chat.to_string(), id], |row| {
                    let moment = |column| -> rusqlite::Result<_> { Ok(row.get::<_, Option<i64>>(column)?.map(UnixMs)) };
                    Ok(MessageReceipt {
                        by: columns::address(row, "pn", "lid")?,
                        delivered_at: moment("delivered_at_ms")?,
                        read_at: moment("read_at_ms")?,
                        played_at: moment("played_at_ms")?,
                    })
                })?;
                receipts.collect()
            })
            .await
    }
}

fn apply(
    transaction: &Transaction<'_>,
    tenant: &str,
    receipt: &Receipt,
    of_many: &mut BTreeMap<i64, (messages::Own, UnixMs)>,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    let Receipt { chat: address, by, ids, status, at } = receipt;
    let chat = directory::find(transaction, address)?;
    for id in ids {
        if let Some(own) = messages::own(transaction, chat, id)? {
            note(transaction, tenant, own.row, by, *status, *at)?;
            if directory::kind(transaction, own.chat)?.is_of_many() {
                of_many.entry(own.row).and_modify(|(_, last)| *last = (*last).max(*at)).or_insert((own, *at));
            } else {
                reach(transaction, &own, *status, Some(*at), recorder)?;
            }
        } else if !outbox::confirm_mark(transaction, id, *status)? {
            let said = Said { reader: Some(by.clone()), status: *status, at: *at };
            early::keep(transaction, tenant, address, id, &said)?;
        }
    }
    Ok(())
}

/// Notes how far a message has come with one person. The first time of each step stands.
pub(super) fn note(
    transaction: &Transaction<'_>,
    tenant: &str,
    row: i64,
    by: &Address,
    status: MessageStatus,
    at: UnixMs,
) -> rusqlite::Result<()> {
    let (pn, lid) = directory::texts(by);
    let reached = |step: MessageStatus| (status >= step).then_some(at.0);
    let known: Option<String> = transaction
        .prepare_cached("SELECT reader FROM receipts WHERE message_row = ?1 AND (pn = ?2 OR lid = ?3)")?
        .query_row(params![row, pn, lid], |row| row.get(0))
        .optional()?;
    transaction
        .prepare_cached(
            "INSERT INTO receipts (message_row, reader, tenant_id, pn, lid, delivered_at_ms, read_at_ms, played_at_ms)
             VALUES (:row, :reader, :tenant, :pn, :lid, :delivered, :read, :played)
             ON CONFLICT (message_row, reader) DO UPDATE SET
               pn = coalesce(pn, excluded.pn), lid = coalesce(lid, excluded.lid),
               delivered_at_ms = coalesce(delivered_at_ms, excluded.delivered_at_ms),
               read_at_ms = coalesce(read_at_ms, excluded.read_at_ms),
               played_at_ms = coalesce(played_at_ms, excluded.played_at_ms)",
        )?
        .execute(named_params! {
            ":row": row,
            ":reader": known.unwrap_or_else(|| messages::address_key(by)),
            ":tenant": tenant,
            ":pn": pn,
            ":lid": lid,
            ":delivered": reached(MessageStatus::Delivered),
            ":read": reached(MessageStatus::Read),
            ":played": reached(MessageStatus::Played),
        })?;
    Ok(())
}

/// Moves an own message on, as somebody's receipt of this moment says. In a chat of many it has come as far as with the
/// last of its members.
pub(super) fn advance(
    transaction: &Transaction<'_>,
    own: &messages::Own,
    reported: MessageStatus,
    at: UnixMs,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    let is_of_many = directory::kind(transaction, own.chat)?.is_of_many();
    let reached = if is_of_many { reached_by_all(transaction, own)? } else { reported };
    reach(transaction, own, reached, Some(at), recorder)
}

/// An own message has come this far with everybody who gets it, if it had not before. At the latest at this moment, if
/// there is one, it was on WhatsApp.
pub(super) fn reach(
    transaction: &Transaction<'_>,
    own: &messages::Own,
    reached: MessageStatus,
    at: Option<UnixMs>,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    let after = own.status.advance(reached);
    if after == own.status {
        return Ok(());
    }
    // A receipt can be here before WhatsApp's acknowledgement, which finds nothing in the outbox then.
    if let Some(at) = at.filter(|_| own.status == MessageStatus::Queued) {
        outbox::left(transaction, own.row, at, recorder)?;
    }
    // Who has it on the phone can read it: nobody will have to send it again.
    if after >= MessageStatus::Delivered {
        transaction.prepare_cached("DELETE FROM outbox WHERE message_row = ?1")?.execute([own.row])?;
    }
    transaction
        .prepare_cached("UPDATE messages SET status = ?2, failure = NULL WHERE row = ?1")?
        .execute(params![own.row, after.as_str()])?;
    recorder.message_status_changed(own.chat, own.row);
    Ok(())
}

/// Who is in a group is known, or is other people now: its messages may have come as far as with the last of them.
pub(super) fn recount(
    transaction: &Transaction<'_>,
    chat: ChatId,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    let find = "SELECT m.row, m.status FROM messages m
                WHERE m.chat_id = ?1 AND m.from_me = 1 AND m.status IN ('sent', 'delivered', 'read')
                  AND EXISTS (SELECT 1 FROM receipts r WHERE r.message_row = m.row)";
    let mut find = transaction.prepare_cached(find)?;
    let unfinished = find.query_map([chat.to_string()], |row| {
        Ok(messages::Own { row: row.get(0)?, chat, status: messages::status(row.get_ref(1)?.as_str()?)? })
    })?;
    for own in unfinished.collect::<rusqlite::Result<Vec<_>>>()? {
        let reached = reached_by_all(transaction, &own)?;
        reach(transaction, &own, reached, None, recorder)?;
    }
    Ok(())
}

/// How far a message has come with everybody in its group, this account aside. `Sent` while the members are not known.
fn reached_by_all(transaction: &Transaction<'_>, own: &messages::Own) -> rusqlite::Result<MessageStatus> {
    let count = "
        WITH said AS MATERIALIZED (SELECT pn, lid, delivered_at_ms, read_at_ms, played_at_ms
                                   FROM receipts WHERE message_row = ?2)
        SELECT count(*), count(coalesce(l.delivered_at_ms, n.delivered_at_ms)),
               count(coalesce(l.read_at_ms, n.read_at_ms)), count(coalesce(l.played_at_ms, n.played_at_ms))
        FROM participants p LEFT JOIN said l ON l.lid = p.lid LEFT JOIN said n ON n.pn = p.pn
        WHERE p.chat_id = ?1
          AND NOT EXISTS (SELECT 1 FROM owner o JOIN accounts a ON a.account = o.account
                          WHERE a.lid = p.lid OR a.pn = p.pn)";
    let [all, delivered, read, played]: [i64; 4] =
        transaction.prepare_cached(count)?.query_row(params![own.chat.to_string(), own.row], |row| {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
        })?;
    Ok(match all {
        0 => MessageStatus::Sent,
        all if played == all => MessageStatus::Played,
        all if read == all => MessageStatus::Read,
        all if delivered == all => MessageStatus::Delivered,
        _ => MessageStatus::Sent,
    })
}
