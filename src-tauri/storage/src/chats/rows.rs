//! Numbers of rows.

use rusqlite::Transaction;

/// A number that no row of any table had before. Who still holds the number of a row that is gone meanwhile must not
/// find another one under it.
pub(super) fn next(transaction: &Transaction<'_>) -> rusqlite::Result<i64> {
    let last: i64 = transaction.prepare_cached("SELECT last_row FROM owner")?.query_row([], |row| row.get(0))?;
    // Two statements: RETURNING would copy the page first.
    transaction.prepare_cached("UPDATE owner SET last_row = ?1")?.execute([last + 1])?;
    Ok(last + 1)
}
