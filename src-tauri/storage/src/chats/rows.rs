//! Numbers of rows.

use rusqlite::Transaction;

/// A number that no row of any table had before. Who still holds the number of a row that is gone meanwhile must not
/// find another one under it.
pub(super) fn next(transaction: &Transaction<'_>) -> rusqlite::Result<i64> {
    let next = "UPDATE owner SET last_row = last_row + 1 RETURNING last_row";
    transaction.prepare_cached(next)?.query_row([], |row| row.get(0))
}
