//! How a party is found by its addresses `?1` and `?2`. Each address goes by an index of its own: with OR between them,
//! SQLite walks through everybody of the account.

/// The ids of the paired account's chats with a party.
pub(super) const CHATS: &str = "
    SELECT id FROM chats WHERE account = (SELECT account FROM owner) AND pn = ?1
    UNION SELECT id FROM chats WHERE account = (SELECT account FROM owner) AND lid = ?2";

/// The same of every account.
pub(super) const CHATS_OF_ALL: &str = "
    SELECT id FROM chats WHERE account IN (SELECT account FROM accounts) AND pn = ?1
    UNION SELECT id FROM chats WHERE account IN (SELECT account FROM accounts) AND lid = ?2";

/// The ids of the paired account's people with these addresses.
pub(super) const CONTACTS: &str = "
    SELECT id FROM contacts WHERE account = (SELECT account FROM owner) AND pn = ?1
    UNION SELECT id FROM contacts WHERE account = (SELECT account FROM owner) AND lid = ?2";

/// Whether the other side of `c`, a chat or somebody, is blocked.
pub(super) const IS_BLOCKED: &str = "
    (EXISTS (SELECT 1 FROM blocked b WHERE b.account = c.account AND b.pn = c.pn)
     OR EXISTS (SELECT 1 FROM blocked b WHERE b.account = c.account AND b.lid = c.lid))";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chats::migrations;
    use crate::database::plan;

    #[test]
    fn nobody_is_looked_for_among_all() {
        let mut db = rusqlite::Connection::open_in_memory().expect("memory");
        migrations().to_latest(&mut db).expect("all of them");
        let by_both = [
            CHATS.to_owned(),
            CHATS_OF_ALL.to_owned(),
            CONTACTS.to_owned(),
            format!("SELECT pn, lid FROM chats WHERE id IN ({CHATS}) ORDER BY id LIMIT 1"),
            format!("SELECT 1 FROM messages WHERE chat_id IN ({CHATS_OF_ALL}) AND id = ?3"),
            format!("SELECT pn, lid FROM contacts WHERE id IN ({CONTACTS}) ORDER BY id"),
            format!("SELECT {IS_BLOCKED} FROM chats c WHERE c.id = ?1"),
        ];
        for sql in by_both {
            let plan = plan(&db, &sql);
            assert!(plan.contains("pn=?") && plan.contains("lid=?"), "{sql}: {plan}");
            let walks = ["chats", "contacts", "messages", "b", "c"].map(|table| format!("SCAN {table} "));
            assert!(!walks.iter().any(|walk| format!("{plan} ").contains(walk.as_str())), "{sql}: {plan}");
        }
    }
}
