//! Who was told something without anybody, as it stands in its table.

use portaria_domain::ANSWERED_WITHIN_MS;
use rusqlite::{Transaction, params};

/// An automatic message that lies in the outbox was not told after all: who writes again is told anew. Does nothing for
/// what a person sends.
pub(super) fn forget_told(transaction: &Transaction<'_>, outbox_row: i64) -> rusqlite::Result<()> {
    // Which of both it was is known by when it was decided.
    let forget = "DELETE FROM automatic_answers WHERE is_due = 0 AND (chat_id, kind) IN (
                    SELECT a.chat_id, a.kind
                    FROM outbox o JOIN messages m ON m.row = o.message_row JOIN automatic_answers a ON a.chat_id = o.chat_id
                    WHERE o.row = ?1 AND m.is_automatic = 1
                      AND a.decided_at_ms BETWEEN o.queued_at_ms - ?2 AND o.queued_at_ms)";
    transaction.prepare_cached(forget)?.execute(params![outbox_row, ANSWERED_WITHIN_MS])?;
    Ok(())
}
