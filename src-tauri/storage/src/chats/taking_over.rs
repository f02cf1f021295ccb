//! One chat of a number that was linked before goes on from the number that is linked now.

use rusqlite::{OptionalExtension as _, Row, Transaction, params};

use crate::chats::merge;

/// Whether a chat `c` may go on: not what people show everybody, and neither number's chat with itself or the other one.
pub(super) const MAY_GO_ON: &str = "
    c.kind <> 'status'
    AND NOT EXISTS (SELECT 1 FROM accounts n WHERE n.account IN (c.account, (SELECT account FROM owner))
                                               AND (n.pn = c.pn OR n.lid = c.lid))";

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
pub(super) fn of_party(transaction: &Transaction<'_>, pn: Option<&str>, lid: Option<&str>) -> rusqlite::Result<bool> {
    let find = format!(
        "SELECT c.id FROM chats c
         WHERE c.account IN (SELECT account FROM accounts WHERE continued_by = (SELECT account FROM owner))
           AND (c.lid = ?2 OR (c.pn = ?1 AND (c.lid IS NULL OR ?2 IS NULL))) AND {MAY_GO_ON} ORDER BY c.id"
    );
    let waiting: Vec<String> =
        transaction.prepare_cached(&find)?.query_map(params![pn, lid], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for chat in &waiting {
        one(transaction, chat)?;
    }
    Ok(!waiting.is_empty())
}

/// Makes a chat the linked account's. What only the other number's devices knew of it is forgotten: its timer, its labels,
/// and what its writers were still to be told.
pub(super) fn one(transaction: &Transaction<'_>, chat: &str) -> rusqlite::Result<TakenOver> {
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
            merge::merge(transaction, &into, chat)?;
            (into, vec![chat.to_owned()])
        }
        None => (chat.to_owned(), Vec::new()),
    };
    for other in same {
        merge::merge(transaction, &into, &other)?;
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
    let find = "SELECT id FROM chats WHERE account = (SELECT account FROM owner)
                  AND (lid = ?2 OR (pn = ?1 AND (lid IS NULL OR ?2 IS NULL))) ORDER BY id";
    transaction.prepare_cached(find)?.query_map(params![taken.pn, taken.lid], |row| row.get(0))?.collect()
}
