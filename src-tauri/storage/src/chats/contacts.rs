//! People, as lists and pages show them.

use portaria_domain::{BlockedParty, Contact, ContactId, Exchanged, LetterCount, UnixMs};
use rusqlite::{Connection, OptionalExtension as _, Row, named_params, params};

use crate::chats::contact_rows::BEHIND_LETTERS;
use crate::chats::parties::IS_BLOCKED;
use crate::chats::{ChatStore, columns, directory, names};
use crate::control::unreadable;
use crate::{StorageError, fold};

/// Where a page of people begins: behind somebody who stands there, whether or not they still do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactCursor {
    /// Their letter, 0 to 26.
    pub letter: i64,
    /// By what they stand there.
    pub sort: String,
    /// Who.
    pub id: ContactId,
}

/// Which people to list.
#[derive(Clone, Debug, Default)]
pub struct ContactQuery {
    /// Part of a name or number; accents and case do not matter.
    pub search: Option<String>,
    /// Behind whom the page begins.
    pub after: Option<ContactCursor>,
    /// How many to leave out from there.
    pub offset: u32,
    /// How many at most.
    pub limit: usize,
}

/// A page of people, by their names.
#[derive(Clone, Debug)]
pub struct ContactPage {
    /// The people.
    pub contacts: Vec<Contact>,
    /// Where the next page begins, if there may be one.
    pub next: Option<ContactCursor>,
}

const OF_CHAT: &str = "coalesce((SELECT h.id FROM chats h WHERE h.account = c.account AND h.lid = c.lid AND h.is_listed = 1),
                                (SELECT h.id FROM chats h WHERE h.account = c.account AND h.pn = c.pn AND h.is_listed = 1))";

/// The columns of people, for [`read`], of whatever stands in `from` as `c`.
pub(super) fn select(from: &str) -> String {
    format!(
        "SELECT c.id, c.letter, c.sort, c.pn, c.lid, c.book_name, c.business_name, c.push_name, c.user_name, {OF_CHAT} AS chat,
                coalesce(p.about, '') AS about, coalesce(p.is_verified, 0) AS is_verified, p.picture,
                {IS_BLOCKED} AS is_blocked,
                (SELECT json_group_array(o.label) FROM chat_labels o JOIN labels l ON l.account = c.account AND l.id = o.label
                 WHERE o.chat_id = {OF_CHAT}) AS labels
         FROM {from} c LEFT JOIN profiles p ON p.address = coalesce(c.lid, c.pn)"
    )
}

/// What is left out is walked over in the table's own order, and nothing is looked up for it.
fn page_sql() -> String {
    let found = "(SELECT * FROM contacts
                  WHERE account = (SELECT account FROM owner) AND (letter, sort, id) > (:letter, :sort, :id)
                    AND (:words IS NULL OR search LIKE :words ESCAPE '\\' OR search LIKE :digits ESCAPE '\\')
                  ORDER BY letter, sort, id LIMIT :limit OFFSET :offset)";
    format!("{} ORDER BY c.letter, c.sort, c.id", select(found))
}

impl ChatStore {
    /// People of the paired account, by their names.
    pub async fn contacts(&self, query: ContactQuery) -> Result<ContactPage, StorageError> {
        let sql = page_sql();
        let found = fold::patterns(query.search.as_deref());
        let (words, digits) = found.map_or((None, None), |found| (Some(found.words), Some(found.digits)));
        self.database
            .read(move |db| {
                let after = query.after.as_ref();
                let mut find = db.prepare_cached(&sql)?;
                let rows = find.query_map(
                    named_params! {
                        ":letter": after.map_or(-1, |after| after.letter),
                        ":sort": after.map_or("", |after| after.sort.as_str()),
                        ":id": after.map_or_else(String::new, |after| after.id.to_string()),
                        ":words": words,
                        ":digits": digits,
                        ":limit": i64::try_from(query.limit).unwrap_or(i64::MAX),
                        ":offset": query.offset,
                    },
                    |row| Ok((read(row)?, row.get("letter")?, row.get("sort")?)),
                )?;
                let (mut contacts, mut next) = (Vec::new(), None);
                for row in rows {
                    let (contact, letter, sort) = row?;
                    next = Some(ContactCursor { letter, sort, id: contact.id });
                    contacts.push(contact);
                }
                let is_full = contacts.len() >= query.limit;
                Ok(ContactPage { contacts, next: next.filter(|_| is_full) })
            })
            .await
    }

    /// How many people stand under each letter, in their order; letters of nobody are left out.
    pub async fn contact_letters(&self, search: Option<&str>) -> Result<Vec<LetterCount>, StorageError> {
        let found = fold::patterns(search);
        let (words, digits) = found.map_or((None, None), |found| (Some(found.words), Some(found.digits)));
        self.database
            .read(move |db| {
                let read = |row: &Row<'_>| {
                    let count: i64 = row.get(1)?;
                    Ok(LetterCount { letter: letter_of(row.get(0)?), count: u64::try_from(count).unwrap_or(0) })
                };
                let all = "SELECT letter, count(*) FROM contacts WHERE account = (SELECT account FROM owner)
                           GROUP BY letter ORDER BY letter";
                let some = "SELECT letter, count(*) FROM contacts WHERE account = (SELECT account FROM owner)
                              AND (search LIKE ?1 ESCAPE '\\' OR search LIKE ?2 ESCAPE '\\')
                            GROUP BY letter ORDER BY letter";
                match words {
                    Some(words) => db.prepare_cached(some)?.query_map(params![words, digits], read)?.collect(),
                    None => db.prepare_cached(all)?.query_map([], read)?.collect(),
                }
            })
            .await
    }

    /// One person of the paired account, and what was exchanged with them.
    pub async fn contact(&self, id: ContactId) -> Result<Option<(Contact, Exchanged)>, StorageError> {
        let sql = format!("{} WHERE c.id = ?1 AND c.account = (SELECT account FROM owner)", select("contacts"));
        self.database
            .read(move |db| {
                let found = db.prepare_cached(&sql)?.query_row([id.to_string()], read).optional()?;
                let Some(contact) = found else { return Ok(None) };
                let exchanged = match contact.chat {
                    Some(chat) => exchanged(db, &chat.to_string())?,
                    None => Exchanged::default(),
                };
                Ok(Some((contact, exchanged)))
            })
            .await
    }

    /// Everybody whom the paired account blocks, with their names.
    pub async fn blocked_parties(&self) -> Result<Vec<BlockedParty>, StorageError> {
        let find = "SELECT b.pn, b.lid, c.id,
                           coalesce(max(n.book_name), '') AS book_name, coalesce(max(n.business_name), '') AS business_name,
                           coalesce(max(n.push_name), '') AS push_name, coalesce(max(n.user_name), '') AS user_name
                    FROM blocked b LEFT JOIN contacts c ON c.id IN
                      (SELECT id FROM contacts WHERE account = b.account AND pn = b.pn
                       UNION SELECT id FROM contacts WHERE account = b.account AND lid = b.lid)
                                   LEFT JOIN names n ON n.address IN (b.pn, b.lid, c.pn, c.lid)
                    WHERE b.account = (SELECT account FROM owner) GROUP BY b.party ORDER BY b.party";
        self.database
            .read(move |db| {
                let mut find = db.prepare_cached(find)?;
                let rows = find.query_map([], |row| {
                    let (name_source, name) = names::best(row)?;
                    let contact = row.get_ref("id")?.as_str_or_null()?.map(contact_id).transpose()?;
                    Ok(BlockedParty { address: columns::address(row, "pn", "lid")?, name, name_source, contact })
                })?;
                rows.collect()
            })
            .await
    }
}

fn exchanged(db: &Connection, chat: &str) -> rusqlite::Result<Exchanged> {
    let find = "SELECT min(m.place_ms) AS first, max(m.place_ms) AS last, count(*) AS messages, count(d.row) AS media
                FROM messages m LEFT JOIN media d ON d.message_row = m.row WHERE m.chat_id = ?1 AND m.is_shown = 1";
    db.prepare_cached(find)?.query_row([chat], |row| {
        let count =
            |column: &str| -> rusqlite::Result<u64> { Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or(0)) };
        Ok(Exchanged {
            first_at: row.get::<_, Option<i64>>("first")?.map(UnixMs),
            last_at: row.get::<_, Option<i64>>("last")?.map(UnixMs),
            messages: count("messages")?,
            media: count("media")?,
        })
    })
}

fn contact_id(text: &str) -> rusqlite::Result<ContactId> {
    text.parse().map_err(|error| unreadable("id", error))
}

fn letter_of(place: i64) -> Option<char> {
    let place = u8::try_from(place).ok().filter(|place| i64::from(*place) < BEHIND_LETTERS)?;
    Some(char::from(b'A' + place))
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Contact> {
    let (name_source, name) = names::best(row)?;
    let chat = row.get_ref("chat")?.as_str_or_null()?.map(directory::chat_id).transpose()?;
    Ok(Contact {
        id: contact_id(row.get_ref("id")?.as_str()?)?,
        address: columns::address(row, "pn", "lid")?,
        name,
        name_source,
        book_name: row.get("book_name")?,
        business_name: row.get("business_name")?,
        own_name: row.get("push_name")?,
        user_name: row.get("user_name")?,
        letter: letter_of(row.get("letter")?),
        about: row.get("about")?,
        is_verified: row.get("is_verified")?,
        picture: row.get("picture")?,
        is_blocked: row.get("is_blocked")?,
        chat,
        labels: columns::parsed(row, "labels")?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_page_of_people_begins_in_the_table_where_the_one_before_ended() {
        let mut db = Connection::open_in_memory().unwrap();
        crate::chats::migrations().to_latest(&mut db).unwrap();
        let plan = crate::database::plan(&db, &page_sql());
        assert!(plan.contains("contacts USING PRIMARY KEY (account=? AND (letter,sort,id)>(?,?,?))"), "{plan}");
    }
}
