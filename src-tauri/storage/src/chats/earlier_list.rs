//! Numbers that were linked before, as lists and events tell of them.

use portaria_domain::{AccountId, EarlierAccount, EarlierChats};
use rusqlite::{Connection, OptionalExtension as _, Row};

use crate::chats::columns;
use crate::control::unreadable;

/// Whether a chat `c` may go on: not what people show everybody, and neither number's chat with itself or the other one.
pub(super) const MAY_GO_ON: &str = "
    c.kind <> 'status'
    AND NOT EXISTS (SELECT 1 FROM accounts n WHERE n.account IN (c.account, (SELECT account FROM owner))
                                               AND (n.pn = c.pn OR n.lid = c.lid))";

/// Whether a chat `c` of a number whose chats go on still waits for it. Of many people's chats only those go on in which
/// the linked number is, too.
pub(super) fn waits() -> String {
    format!(
        "{MAY_GO_ON} AND (c.kind = 'direct'
           OR EXISTS (SELECT 1 FROM chats l WHERE l.account = (SELECT account FROM owner) AND l.pn = c.pn)
           OR EXISTS (SELECT 1 FROM chats l WHERE l.account = (SELECT account FROM owner) AND l.lid = c.lid))"
    )
}

fn select() -> String {
    format!(
        "SELECT a.id, a.pn, a.lid, a.account = o.account AS is_linked, a.account IS o.asked_about AS is_asked,
                a.continued_by IS o.account AS goes_on,
                (SELECT count(*) FROM chats c WHERE c.account = a.account AND c.is_listed = 1 AND c.kind <> 'status') AS chats,
                a.continued_by IS o.account
                  AND EXISTS (SELECT 1 FROM chats c WHERE c.account = a.account AND {}) AS is_under_way
         FROM accounts a, owner o",
        waits()
    )
}

/// Every number that was linked before and has chats, or had those that went on; the last linked first.
pub(super) fn all(db: &Connection) -> rusqlite::Result<Vec<EarlierAccount>> {
    let find = format!(
        "{} WHERE a.account <> o.account AND (a.pn IS NOT NULL OR a.lid IS NOT NULL) AND (chats > 0 OR goes_on)
         ORDER BY is_asked DESC, a.account DESC",
        select()
    );
    db.prepare_cached(&find)?.query_map([], read)?.collect()
}

/// One of them, also where it is linked again.
pub(super) fn find(db: &Connection, id: AccountId) -> rusqlite::Result<Option<EarlierAccount>> {
    let find = format!("{} WHERE a.id = ?1", select());
    db.prepare_cached(&find)?.query_row([id.to_string()], read).optional()
}

fn read(row: &Row<'_>) -> rusqlite::Result<EarlierAccount> {
    let is = |column: &str| row.get::<_, bool>(column);
    Ok(EarlierAccount {
        id: row.get_ref("id")?.as_str()?.parse().map_err(|error| unreadable("id", error))?,
        address: columns::address(row, "pn", "lid")?,
        chats: u64::try_from(row.get::<_, i64>("chats")?).unwrap_or(0),
        state: match (is("is_linked")?, is("is_under_way")?, is("goes_on")?, is("is_asked")?) {
            (true, ..) => EarlierChats::Linked,
            (_, true, ..) => EarlierChats::Continuing,
            (_, _, true, _) => EarlierChats::Continued,
            (_, _, _, true) => EarlierChats::Asked,
            _ => EarlierChats::KeptApart,
        },
    })
}
