//! Two chats that prove to be one party's become one, also where the other was a number's that was linked before.

use portaria_domain::MessageStatus;
use rusqlite::{OptionalExtension as _, Row, Transaction, params};

use crate::chats::earlier_list::MAY_GO_ON;
use crate::chats::parties::{CHATS, CHATS_OF_ALL};
use crate::chats::{contact_rows, exports, figures, messages, webhook_lanes};

/// A message that both chats hold.
struct Twin {
    kept: i64,
    kept_status: MessageStatus,
    other: i64,
    other_status: MessageStatus,
}

/// Moves everything of `from` into `into`; the older chat keeps its id. Addresses are the caller's to set.
pub(super) fn merge(transaction: &Transaction<'_>, into: &str, from: &str) -> rusqlite::Result<()> {
    for twin in twins(transaction, into, from)? {
        unite(transaction, &twin)?;
    }
    transaction.execute("UPDATE messages SET chat_id = ?1 WHERE chat_id = ?2", [into, from])?;
    transaction.execute("UPDATE outbox SET chat_id = ?1 WHERE chat_id = ?2", [into, from])?;
    // A mark that both hold is one; the other's row goes with what waits for it.
    transaction.execute("UPDATE OR IGNORE marks SET chat_id = ?1 WHERE chat_id = ?2", [into, from])?;
    transaction.execute("DELETE FROM marks WHERE chat_id = ?1", [from])?;
    transaction
        .execute("UPDATE events SET chat_id = ?1 WHERE chat_id = ?2 AND kind <> 'chat_updated'", [into, from])?;
    transaction.execute(
        "UPDATE chats SET
           unread = max(chats.unread, other.unread,
                        (SELECT count(*) FROM messages WHERE chat_id = ?1 AND from_me = 0 AND status = 'delivered')),
           is_listed = max(chats.is_listed, other.is_listed),
           is_marked_unread = max(chats.is_marked_unread, other.is_marked_unread),
           is_archived = min(chats.is_archived, other.is_archived),
           pinned_at_ms = coalesce(chats.pinned_at_ms, other.pinned_at_ms),
           muted_until_ms = coalesce(chats.muted_until_ms, other.muted_until_ms),
           disappears_after_s = coalesce(chats.disappears_after_s, other.disappears_after_s),
           assignee = coalesce(chats.assignee, other.assignee),
           book_name = CASE WHEN chats.book_name = '' THEN other.book_name ELSE chats.book_name END,
           business_name = CASE WHEN chats.business_name = '' THEN other.business_name ELSE chats.business_name END,
           push_name = CASE WHEN chats.push_name = '' THEN other.push_name ELSE chats.push_name END,
           user_name = CASE WHEN chats.user_name = '' THEN other.user_name ELSE chats.user_name END,
           last_activity_at_ms = max(chats.last_activity_at_ms, other.last_activity_at_ms)
         FROM (SELECT * FROM chats WHERE id = ?2) AS other
         WHERE chats.id = ?1",
        [into, from],
    )?;
    transaction.execute("UPDATE notes SET chat_id = ?1 WHERE chat_id = ?2", [into, from])?;
    transaction.execute("UPDATE OR IGNORE chat_labels SET chat_id = ?1 WHERE chat_id = ?2", [into, from])?;
    // Who was told under one address is not told again under the other.
    transaction.execute(
        "INSERT INTO automatic_answers (chat_id, kind, tenant_id, decided_at_ms, is_due)
         SELECT ?1, kind, tenant_id, decided_at_ms, is_due FROM automatic_answers WHERE chat_id = ?2
         ON CONFLICT (chat_id, kind) DO UPDATE SET decided_at_ms = excluded.decided_at_ms, is_due = excluded.is_due
           WHERE excluded.decided_at_ms > decided_at_ms",
        [into, from],
    )?;
    messages::find_newest(transaction, into)?;
    messages::find_waiting(transaction, into)?;
    figures::move_to(transaction, into, from)?;
    webhook_lanes::move_to(transaction, into, from)?;
    transaction.execute("UPDATE merged_chats SET into_id = ?1 WHERE into_id = ?2", [into, from])?;
    transaction.execute(
        "INSERT INTO merged_chats (id, tenant_id, into_id) SELECT id, tenant_id, ?1 FROM chats WHERE id = ?2",
        [into, from],
    )?;
    contact_rows::remove_chat(transaction, from)?;
    exports::begin_anew(transaction)?;
    contact_rows::settle_chat(transaction, into)
}

/// In a chat of two, an id and a side name one message, whatever address it came under. What one of two numbers wrote in a
/// group of both is its own in one chat and somebody's in the other.
fn twins(transaction: &Transaction<'_>, into: &str, from: &str) -> rusqlite::Result<Vec<Twin>> {
    let find = "SELECT kept.row, kept.status, other.row, other.status, other.from_me > kept.from_me AS is_others_own
                FROM messages other JOIN messages kept
                  ON kept.chat_id = ?1 AND kept.id = other.id
                     AND (kept.from_me = other.from_me OR kept.sender_lid = other.sender_lid OR kept.sender_pn = other.sender_pn)
                WHERE other.chat_id = ?2";
    let read = |row: &rusqlite::Row<'_>| {
        let (kept, kept_status) = (row.get(0)?, messages::status(row.get_ref(1)?.as_str()?)?);
        let (other, other_status) = (row.get(2)?, messages::status(row.get_ref(3)?.as_str()?)?);
        // An own one is kept: how far it came is known of that alone.
        Ok(if row.get("is_others_own")? {
            Twin { kept: other, kept_status: other_status, other: kept, other_status: kept_status }
        } else {
            Twin { kept, kept_status, other, other_status }
        })
    };
    transaction.prepare(find)?.query_map([into, from], read)?.collect()
}

/// Makes two rows of one message one: the farther status, what it says if one knows, and who waits for either.
fn unite(transaction: &Transaction<'_>, twin: &Twin) -> rusqlite::Result<()> {
    let (kept, other) = (twin.kept, twin.other);
    let is_one_side = "SELECT a.from_me = b.from_me FROM messages a, messages b WHERE a.row = ?1 AND b.row = ?2";
    let is_one_side: bool = transaction.prepare_cached(is_one_side)?.query_row([kept, other], |row| row.get(0))?;
    if is_one_side && twin.other_status > twin.kept_status {
        let take = "UPDATE messages SET (status, failure) = (SELECT status, failure FROM messages WHERE row = ?2)
                    WHERE row = ?1";
        transaction.execute(take, [kept, other])?;
    }
    transaction.execute(
        "UPDATE messages SET (content, context, projection, is_shown, raw_format, raw) =
                (SELECT content, context, projection, is_shown, raw_format, raw FROM messages WHERE row = ?2)
         WHERE row = ?1 AND json_extract(content, '$.kind') = 'undecryptable'",
        [kept, other],
    )?;
    for table in ["outbox", "reads", "media"] {
        let take = format!("UPDATE OR IGNORE {table} SET message_row = ?1 WHERE message_row = ?2");
        transaction.execute(&take, [kept, other])?;
    }
    let confirmed = twin.kept_status.max(twin.other_status) >= MessageStatus::Delivered;
    let forget = "DELETE FROM outbox WHERE message_row = ?2 OR (message_row = ?1 AND ?3)";
    transaction.execute(forget, params![kept, other, confirmed])?;
    transaction.execute("UPDATE OR IGNORE receipts SET message_row = ?1 WHERE message_row = ?2", [kept, other])?;
    transaction.execute("UPDATE idempotency_keys SET message_row = ?1 WHERE message_row = ?2", [kept, other])?;
    transaction.execute("UPDATE events SET message_row = ?1 WHERE message_row = ?2", [kept, other])?;
    figures::forget_twin(transaction, other)?;
    transaction.execute("DELETE FROM messages WHERE row = ?1", [other])?;
    Ok(())
}

/// A chat that goes on.
struct Taken {
    pn: Option<String>,
    lid: Option<String>,
}

/// What became of a chat that was taken over.
pub(super) struct TakenOver {
    /// The chat in which it goes on: itself, or what the linked account had with the same party.
    pub(super) into: String,
    /// Chats that became one with it.
    pub(super) gone: Vec<String>,
}

/// Takes over the chats with a party that wait for this: those of numbers whose chats go on. Tells whether there were any.
pub(super) fn take_over_of(
    transaction: &Transaction<'_>,
    pn: Option<&str>,
    lid: Option<&str>,
) -> rusqlite::Result<bool> {
    let find = format!(
        "SELECT c.id FROM chats c
         WHERE c.id IN ({CHATS_OF_ALL})
           AND c.account IN (SELECT account FROM accounts WHERE continued_by = (SELECT account FROM owner))
           AND (c.lid = ?2 OR (c.pn = ?1 AND (c.lid IS NULL OR ?2 IS NULL))) AND {MAY_GO_ON} ORDER BY c.id"
    );
    let waiting: Vec<String> =
        transaction.prepare_cached(&find)?.query_map(params![pn, lid], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for chat in &waiting {
        take_over(transaction, chat)?;
    }
    Ok(!waiting.is_empty())
}

/// Makes a chat the linked account's. What only the other number's devices knew of it is forgotten: its timer, its labels,
/// and what its writers were still to be told.
pub(super) fn take_over(transaction: &Transaction<'_>, chat: &str) -> rusqlite::Result<TakenOver> {
    let read = |row: &Row<'_>| Ok(Taken { pn: row.get(0)?, lid: row.get(1)? });
    let taken = transaction.prepare_cached("SELECT pn, lid FROM chats WHERE id = ?1")?.query_row([chat], read)?;
    let up_to: i64 = transaction
        .prepare_cached("SELECT coalesce(max(row), 0) FROM messages WHERE chat_id = ?1")?
        .query_row([chat], |row| row.get(0))?;
    for forget in [
        "DELETE FROM reads WHERE message_row IN
           (SELECT r.message_row FROM reads r JOIN messages m ON m.row = r.message_row WHERE m.chat_id = ?1)",
        "DELETE FROM chat_labels WHERE chat_id = ?1",
        // Its addresses come back below, where nobody else has them.
        "UPDATE chats SET account = (SELECT account FROM owner), pn = NULL, lid = NULL, disappears_after_s = NULL,
                          counted_up_to_ms = NULL WHERE id = ?1",
    ] {
        transaction.prepare_cached(forget)?.execute([chat])?;
    }
    let same = same_party(transaction, &taken)?;
    let mut same = same.into_iter();
    // What is known of the party and the group on the linked number's phone holds.
    let (into, mut gone) = match same.next() {
        Some(into) => {
            merge(transaction, &into, chat)?;
            (into, vec![chat.to_owned()])
        }
        None => (chat.to_owned(), Vec::new()),
    };
    for other in same {
        merge(transaction, &into, &other)?;
        gone.push(other);
    }
    let has = |column: &str, value: &Option<String>| -> rusqlite::Result<bool> {
        let find = format!("SELECT 1 FROM chats WHERE account = (SELECT account FROM owner) AND {column} = ?1");
        Ok(transaction.prepare_cached(&find)?.query_row([value], |_| Ok(())).optional()?.is_some())
    };
    // A number moves: who has it on the linked account's phone keeps it.
    let pn = if has("pn", &taken.pn)? { None } else { taken.pn };
    let lid = if has("lid", &taken.lid)? { None } else { taken.lid };
    transaction
        .prepare_cached(
            "UPDATE chats SET pn = coalesce(pn, ?2), lid = coalesce(lid, ?3), earlier_up_to = max(earlier_up_to, ?4)
             WHERE id = ?1",
        )?
        .execute(params![into, pn, lid, up_to])?;
    Ok(TakenOver { into, gone })
}

/// The linked account's chats with the same party, the oldest first.
fn same_party(transaction: &Transaction<'_>, taken: &Taken) -> rusqlite::Result<Vec<String>> {
    let find = format!(
        "SELECT id FROM chats WHERE id IN ({CHATS})
           AND (lid = ?2 OR (pn = ?1 AND (lid IS NULL OR ?2 IS NULL))) ORDER BY id"
    );
    transaction.prepare_cached(&find)?.query_map(params![taken.pn, taken.lid], |row| row.get(0))?.collect()
}
