//! The rows of people: who is in the phone's address book, or has a conversation. They follow names and chats, so that a
//! list of many thousands lies in its order and is never sorted.

use portaria_domain::{ContactId, UnixMs};
use rusqlite::{OptionalExtension as _, Row, Transaction, params};

use crate::chats::parties;
use crate::fold;

/// The place of whoever stands under no letter from A to Z.
pub(super) const BEHIND_LETTERS: i64 = 26;
/// What tells names apart in a list; longer ones stand by their ids.
const SORTED_CHARS: usize = 60;

/// A person as a row or a chat knows them.
#[derive(Clone, Default)]
struct Known {
    id: String,
    pn: Option<String>,
    lid: Option<String>,
    /// From the address book, checked by WhatsApp, their own, by which they can be found.
    names: [String; 4],
}

/// Makes a person's row what names and chats say; to be called when either changed.
pub(super) fn settle(
    transaction: &Transaction<'_>,
    tenant: &str,
    pn: Option<&str>,
    lid: Option<&str>,
) -> rusqlite::Result<()> {
    let mut pn = pn.filter(|pn| pn.ends_with("@s.whatsapp.net")).map(str::to_owned);
    let mut lid = lid.filter(|lid| lid.ends_with("@lid")).map(str::to_owned);
    if pn.is_none() && lid.is_none() {
        return Ok(());
    }
    let chat = chat(transaction, pn.as_deref(), lid.as_deref())?;
    if let Some(chat) = &chat {
        pn = pn.or_else(|| chat.pn.clone());
        lid = lid.or_else(|| chat.lid.clone());
    }
    let mut rows = rows(transaction, pn.as_deref(), lid.as_deref())?;
    let is_moved = |row: &Known| row.pn == pn && pn.is_some() && lid.is_some() && row.lid.is_some() && row.lid != lid;
    // The privacy id says who somebody is: who had this number before goes on without it.
    if let Some(at) = rows.iter().position(is_moved) {
        let moved = rows.remove(at);
        remove(transaction, &moved.id)?;
        settle(transaction, tenant, None, moved.lid.as_deref())?;
    }
    pn = pn.or_else(|| rows.iter().find_map(|row| row.pn.clone()));
    lid = lid.or_else(|| rows.iter().find_map(|row| row.lid.clone()));
    let names = names(transaction, pn.as_deref(), lid.as_deref(), chat.as_ref())?;
    let is_contact = chat.is_some() || !names[0].is_empty();
    for row in rows.iter().skip(usize::from(is_contact)) {
        remove(transaction, &row.id)?;
    }
    if is_contact {
        put(transaction, tenant, rows.first(), &Known { id: String::new(), pn, lid, names })
    } else {
        Ok(())
    }
}

/// A person's two addresses, with the one that is not said where it is known.
pub(super) fn both(
    transaction: &Transaction<'_>,
    (pn, lid): (Option<String>, Option<String>),
) -> rusqlite::Result<(Option<String>, Option<String>)> {
    let rows = rows(transaction, pn.as_deref(), lid.as_deref())?;
    let other = |known: fn(&Known) -> Option<&String>| rows.iter().find_map(known).cloned();
    Ok((pn.or_else(|| other(|row| row.pn.as_ref())), lid.or_else(|| other(|row| row.lid.as_ref()))))
}

/// Makes the row of a chat's other side what it ought to be.
pub(super) fn settle_chat(transaction: &Transaction<'_>, chat: &str) -> rusqlite::Result<()> {
    let find = "SELECT tenant_id, pn, lid FROM chats
                WHERE id = ?1 AND kind = 'direct' AND account = (SELECT account FROM owner)";
    let read = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?, row.get(2)?));
    let found: Option<(_, _, Option<String>)> = transaction.prepare_cached(find)?.query_row([chat], read).optional()?;
    match found {
        Some((tenant, pn, lid)) => settle(transaction, &tenant, pn.as_deref(), lid.as_deref()),
        None => Ok(()),
    }
}

/// Takes a chat away, and makes its other side's row what it ought to be then.
pub(super) fn remove_chat(transaction: &Transaction<'_>, chat: &str) -> rusqlite::Result<()> {
    let remove = "DELETE FROM chats WHERE id = ?1 RETURNING tenant_id, pn, lid";
    let read = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?, row.get(2)?));
    let (tenant, pn, lid): (_, _, Option<String>) = transaction.query_row(remove, [chat], read)?;
    settle(transaction, &tenant, pn.as_deref(), lid.as_deref())
}

/// Makes the row of everybody whom the paired account knows, for a file of a version that had no such rows.
pub(super) fn make_all(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    if transaction.query_row("SELECT EXISTS (SELECT 1 FROM contacts)", [], |row| row.get(0))? {
        return Ok(());
    }
    let Some(tenant) =
        transaction.query_row("SELECT tenant_id FROM owner", [], |row| row.get::<_, String>(0)).optional()?
    else {
        return Ok(());
    };
    let find =
        "SELECT pn, lid FROM chats WHERE kind = 'direct' AND is_listed = 1 AND account = (SELECT account FROM owner)
                UNION ALL SELECT address, address FROM names WHERE book_name <> ''";
    let mut find = transaction.prepare(find)?;
    let people: Vec<(Option<String>, Option<String>)> =
        find.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    for (pn, lid) in people {
        settle(transaction, &tenant, pn.as_deref(), lid.as_deref())?;
    }
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Known> {
    let names = [row.get("book_name")?, row.get("business_name")?, row.get("push_name")?, row.get("user_name")?];
    Ok(Known { id: row.get("id")?, pn: row.get("pn")?, lid: row.get("lid")?, names })
}

fn chat(transaction: &Transaction<'_>, pn: Option<&str>, lid: Option<&str>) -> rusqlite::Result<Option<Known>> {
    let find = format!(
        "SELECT id, pn, lid, book_name, business_name, push_name, user_name FROM chats
         WHERE id IN ({}) AND kind = 'direct' AND is_listed = 1 ORDER BY id LIMIT 1",
        parties::CHATS
    );
    transaction.prepare_cached(&find)?.query_row([pn, lid], read).optional()
}

fn rows(transaction: &Transaction<'_>, pn: Option<&str>, lid: Option<&str>) -> rusqlite::Result<Vec<Known>> {
    let find = format!(
        "SELECT id, pn, lid, book_name, business_name, push_name, user_name FROM contacts
         WHERE id IN ({}) ORDER BY id",
        parties::CONTACTS
    );
    transaction.prepare_cached(&find)?.query_map([pn, lid], read)?.collect()
}

fn names(
    transaction: &Transaction<'_>,
    pn: Option<&str>,
    lid: Option<&str>,
    chat: Option<&Known>,
) -> rusqlite::Result<[String; 4]> {
    let find = "SELECT coalesce(max(book_name), ''), coalesce(max(business_name), ''), coalesce(max(push_name), ''),
                       coalesce(max(user_name), '')
                FROM names WHERE address IN (?1, ?2)";
    let read = |row: &Row<'_>| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]);
    let mut names: [String; 4] = transaction.prepare_cached(find)?.query_row([pn, lid], read)?;
    for (name, of_chat) in names.iter_mut().zip(chat.iter().flat_map(|chat| &chat.names)) {
        if name.is_empty() {
            name.clone_from(of_chat);
        }
    }
    Ok(names)
}

fn remove(transaction: &Transaction<'_>, id: &str) -> rusqlite::Result<()> {
    transaction.prepare_cached("DELETE FROM contacts WHERE id = ?1")?.execute([id])?;
    Ok(())
}

fn put(transaction: &Transaction<'_>, tenant: &str, row: Option<&Known>, person: &Known) -> rusqlite::Result<()> {
    let Known { pn, lid, names: [book, business, push, user], .. } = person;
    if row.is_some_and(|row| (&row.pn, &row.lid, &row.names) == (pn, lid, &person.names)) {
        return Ok(());
    }
    let digits = pn.as_deref().and_then(|pn| pn.split('@').next()).unwrap_or_default();
    let shown = person.names.iter().find(|name| !name.is_empty()).map_or(digits, String::as_str);
    let folded = fold::fold(shown);
    let (letter, sort) = (letter(&folded), folded.chars().take(SORTED_CHARS).collect::<String>());
    let search = fold::fold(&format!("{book} {business} {push} {user} {digits}"));
    let values = params![row.map(|row| &row.id), letter, sort, pn, lid, book, business, push, search, user];
    if row.is_some() {
        let change =
            "UPDATE contacts SET letter = ?2, sort = ?3, pn = ?4, lid = ?5, book_name = ?6, business_name = ?7,
                                          push_name = ?8, search = ?9, user_name = ?10 WHERE id = ?1";
        transaction.prepare_cached(change)?.execute(values)?;
    } else {
        // The id says nothing of when somebody became known.
        let id = ContactId::from_parts(UnixMs(0), rand::random()).to_string();
        let add =
            "INSERT INTO contacts (account, letter, sort, id, tenant_id, pn, lid, book_name, business_name, push_name,
                                         search, user_name)
                   VALUES ((SELECT account FROM owner), ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
        let values = params![letter, sort, id, tenant, pn, lid, book, business, push, search, user];
        transaction.prepare_cached(add)?.execute(values)?;
    }
    Ok(())
}

fn letter(folded: &str) -> i64 {
    let first = folded.bytes().next().filter(u8::is_ascii_lowercase);
    first.map_or(BEHIND_LETTERS, |letter| i64::from(letter - b'a'))
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn who_begins_with_no_letter_stands_behind_them() {
        assert_eq!([letter("ana"), letter("zeca")], [0, 25]);
        for other in ["", "5511900000001", "🍞 padaria", "ж"] {
            assert_eq!(letter(other), BEHIND_LETTERS, "{other}");
        }
        assert_eq!(letter(&fold::fold("Évora")), 4, "an accent is no letter of its own");
    }
}
