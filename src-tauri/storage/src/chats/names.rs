//! What people are called. A name may come long before the first message, so it is kept by address.

use portaria_domain::{Address, ChatId, NameSource, is_blank};
use rusqlite::{Row, Transaction, params};

use crate::chats::{contact_rows, directory, parties};

/// Longer names are cut: nobody reads them, and somebody could make them very long.
const LONGEST_CHARS: usize = 200;

/// Which of somebody's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// From the phone's address book; of a group its subject.
    Book,
    /// The name of a business that WhatsApp has checked.
    Business,
    /// What they call themselves.
    Own,
    /// By which they can be found, without its `@`.
    User,
}

impl Column {
    const fn word(self) -> &'static str {
        match self {
            Self::Book => "book_name",
            Self::Business => "business_name",
            Self::Own => "push_name",
            Self::User => "user_name",
        }
    }
}

/// Forgets a name of a party; tells which of its chats lost it.
pub(super) fn remove(transaction: &Transaction<'_>, party: &Address, column: Column) -> rusqlite::Result<Vec<ChatId>> {
    let word = column.word();
    let (pn, lid) = contact_rows::both(transaction, directory::texts(party))?;
    let forget = format!("UPDATE names SET {word} = '' WHERE address IN (?1, ?2)");
    transaction.execute(&forget, params![pn, lid])?;
    let forget = format!("UPDATE chats SET {word} = '' WHERE id = ?1 AND {word} <> ''");
    let mut changed = Vec::new();
    for chat in chats_of(transaction, party)? {
        if transaction.execute(&forget, [chat.to_string()])? > 0 {
            directory::index(transaction, &chat.to_string())?;
            changed.push(chat);
        }
    }
    let tenant: String = transaction.prepare_cached("SELECT tenant_id FROM owner")?.query_row([], |row| row.get(0))?;
    contact_rows::settle(transaction, &tenant, pn.as_deref(), lid.as_deref())?;
    Ok(changed)
}

/// By which name a party can be found, which is the only one; empty: by none. Tells which of its chats changed.
pub(super) fn set_user_name(
    transaction: &Transaction<'_>,
    tenant: &str,
    party: &Address,
    name: &str,
) -> rusqlite::Result<Vec<ChatId>> {
    if name.is_empty() {
        remove(transaction, party, Column::User)
    } else {
        keep(transaction, tenant, party, name, Column::User)
    }
}

/// The name to show of a row that has the four, and where it comes from.
pub(super) fn best(row: &Row<'_>) -> rusqlite::Result<(NameSource, String)> {
    let names = [
        (NameSource::AddressBook, row.get::<_, String>("book_name")?),
        (NameSource::Business, row.get("business_name")?),
        (NameSource::Own, row.get("push_name")?),
        (NameSource::User, row.get("user_name")?),
    ];
    Ok(names.into_iter().find(|(_, name)| !name.is_empty()).unwrap_or((NameSource::None, String::new())))
}

/// Keeps a party's name by each of its addresses, and on its chats; tells which of these changed.
pub(super) fn keep(
    transaction: &Transaction<'_>,
    tenant: &str,
    party: &Address,
    name: &str,
    column: Column,
) -> rusqlite::Result<Vec<ChatId>> {
    let Some(name) = readable(name) else { return Ok(Vec::new()) };
    let word = column.word();
    let sql = format!(
        "INSERT INTO names (address, tenant_id, {word}) VALUES (?1, ?2, ?3)
         ON CONFLICT (address) DO UPDATE SET {word} = excluded.{word} WHERE {word} <> excluded.{word}"
    );
    let (pn, lid) = directory::texts(party);
    // A name may be known already, of an account that was paired before: its own list of people it is not in.
    let mut is_other = matches!(column, Column::Book | Column::User);
    for address in [&pn, &lid].into_iter().flatten() {
        is_other |= transaction.prepare_cached(&sql)?.execute(params![address, tenant, name])? > 0;
    }
    let mut changed = Vec::new();
    for chat in chats_of(transaction, party)? {
        if on_chat(transaction, chat, &name, column)? {
            changed.push(chat);
        }
    }
    if is_other {
        contact_rows::settle(transaction, tenant, pn.as_deref(), lid.as_deref())?;
    }
    Ok(changed)
}

/// The paired account's chats with a party.
pub(super) fn chats_of(transaction: &Transaction<'_>, party: &Address) -> rusqlite::Result<Vec<ChatId>> {
    let (pn, lid) = directory::texts(party);
    let mut find = transaction.prepare_cached(parties::CHATS)?;
    let ids = find.query_map(params![pn, lid], |row| row.get::<_, String>(0))?;
    ids.map(|id| directory::chat_id(&id?)).collect()
}

/// Keeps a name of a chat; tells whether it was new. An empty name says nothing.
pub(super) fn on_chat(
    transaction: &Transaction<'_>,
    chat: ChatId,
    name: &str,
    column: Column,
) -> rusqlite::Result<bool> {
    let Some(name) = readable(name) else { return Ok(false) };
    let word = column.word();
    let sql = format!("UPDATE chats SET {word} = ?2 WHERE id = ?1 AND {word} <> ?2");
    let changed = transaction.prepare_cached(&sql)?.execute(params![chat.to_string(), name])? > 0;
    if changed {
        directory::index(transaction, &chat.to_string())?;
    }
    Ok(changed)
}

/// Gives a chat the names that came for its addresses before it did.
pub(super) fn recall(transaction: &Transaction<'_>, chat: &str) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "UPDATE chats SET
               book_name = CASE WHEN chats.book_name = '' THEN known.book ELSE chats.book_name END,
               business_name = CASE WHEN chats.business_name = '' THEN known.business ELSE chats.business_name END,
               push_name = CASE WHEN chats.push_name = '' THEN known.push ELSE chats.push_name END,
               user_name = CASE WHEN chats.user_name = '' THEN known.user ELSE chats.user_name END
             FROM (SELECT coalesce(max(n.book_name), '') AS book, coalesce(max(n.business_name), '') AS business,
                          coalesce(max(n.push_name), '') AS push, coalesce(max(n.user_name), '') AS user
                   FROM chats c JOIN names n ON n.address IN (c.pn, c.lid) WHERE c.id = ?1) AS known
             WHERE chats.id = ?1",
        )?
        .execute([chat])?;
    Ok(())
}

/// A name that somebody can read: trimmed, not too long, and not of invisible characters alone.
pub(super) fn readable(name: &str) -> Option<String> {
    let name: String = name.trim().chars().take(LONGEST_CHARS).collect();
    (!is_blank(&name)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_invisible_characters_is_none() {
        for blank in ["", "  ", "\u{200B}\u{200D}", "\u{2800}", "\u{3164}\u{FE0F}", "\u{202E}\u{2066}", "\u{E0041}"] {
            assert_eq!(readable(blank), None, "{blank:?}");
        }
        assert_eq!(readable(" Zé \u{200D}").as_deref(), Some("Zé \u{200D}"));
        assert_eq!(readable("👩\u{200D}🍳").as_deref(), Some("👩\u{200D}🍳"));
    }
}
