//! People of a file: looked at first, and then put into the phone's address book one after another.

use portaria_domain::{Address, ContactImportId, Event, PhoneNumber, UnixMs};
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, named_params, params};

use crate::StorageError;
use crate::chats::columns::UnknownWord;
use crate::chats::events::Recorder;
use crate::chats::jobs::{self, JobKind, JobRow};
use crate::chats::{ChatStore, book, names};
use crate::control::unreadable;

/// How long one is kept.
const KEPT_MS: i64 = 30 * 24 * 60 * 60 * 1_000;
/// How long one is kept that nobody begins.
const LOOKED_AT_MS: i64 = 24 * 60 * 60 * 1_000;
/// How many are kept beside those that go on.
const MOST_KEPT: u32 = 20;
/// How many people may wait to be saved.
const MOST_WAITING: u32 = 10_000;
/// How many wait for the phone at a time, so that what else is changed is told in between.
const MOST_TELLING: u32 = 20;
/// Before those are looked at again.
const TELLING_MS: i64 = 500;

/// Declares words of a column once: the variant and how it is stored.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$of])* $variant),+ }

        impl $name {
            /// The word that stores and interfaces use.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            fn of(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

words!(
    /// How somebody of a file stands.
    ImportState {
        /// To be saved; the address book does not have them.
        New = "new",
        /// To be saved; the address book calls them otherwise.
        Changed = "changed",
        /// The address book calls them so already.
        Same = "same",
        /// Cannot be saved, whatever WhatsApp says.
        Refused = "refused",
        /// Saved here; the phone is to be told.
        Telling = "telling",
        /// In the phone's address book.
        Saved = "saved",
        /// Was to be saved, and is not.
        Failed = "failed",
    }
);

words!(
    /// Why somebody of a file is not saved.
    ImportReason {
        /// There is no name.
        NoName = "no_name",
        /// There is no number.
        NoNumber = "no_number",
        /// What stands there is no number.
        InvalidNumber = "invalid_number",
        /// The same number stands further up.
        Repeated = "repeated",
        /// The number has no WhatsApp.
        Absent = "absent",
        /// WhatsApp did not say whether the number has it, however often it was asked.
        Unanswered = "unanswered",
        /// WhatsApp did not take it.
        NotTaken = "not_taken",
    }
);

/// Somebody as a file has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiledContact {
    /// Where they begin in the file, from 1.
    pub line: u32,
    /// Their name.
    pub name: String,
    /// Their number as it is written there; empty: there is none.
    pub typed: String,
    /// The number, where it is one.
    pub phone: Option<PhoneNumber>,
}

/// Somebody of a file, and how they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedContact {
    /// Where they begin in the file, from 1.
    pub line: u32,
    /// Their name there.
    pub name: String,
    /// Their number as it is written there.
    pub typed: String,
    /// What the address book called them; empty: it did not have them.
    pub was: String,
    /// How they stand.
    pub state: ImportState,
    /// Why they are not saved.
    pub reason: Option<ImportReason>,
}

/// A file of people, and how far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactImport {
    /// Which one.
    pub id: ContactImportId,
    /// When it was read.
    pub read_at: UnixMs,
    /// When saving began; `None`: somebody looks at it.
    pub begun_at: Option<UnixMs>,
    /// Whether its account is still the paired one: nothing more is saved otherwise.
    pub is_current: bool,
    /// How many people stand how; states of nobody are left out.
    pub counts: Vec<(ImportState, u32)>,
}

impl ContactImport {
    /// How many people stand so.
    pub fn count(&self, state: ImportState) -> u32 {
        self.counts.iter().find(|(one, _)| *one == state).map_or(0, |(_, count)| *count)
    }

    /// Whether nothing of it goes on.
    pub fn is_over(&self) -> bool {
        let left = [ImportState::New, ImportState::Changed, ImportState::Telling];
        self.begun_at.is_some() && (!self.is_current || left.into_iter().all(|state| self.count(state) == 0))
    }
}

/// What became of the wish to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportBegun {
    /// It goes on by itself, also where it did so before.
    Begun,
    /// There is no such file of the paired account.
    Unknown,
    /// Too many people wait already.
    TooMany,
}

/// The next person to be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportTask {
    /// The job that they belong to.
    pub job: JobRow,
    /// Earlier questions about them that brought no answer.
    pub attempts: u32,
    /// Their file.
    pub import: ContactImportId,
    /// Their place in it.
    pub place: u32,
    /// Their number.
    pub phone: PhoneNumber,
    /// Their address, where they are known: WhatsApp need not be asked.
    pub known: Option<Address>,
}

impl ChatStore {
    /// Keeps people of a file to be looked at, and compares them with the address book. Nothing is saved by it.
    pub async fn read_import(
        &self,
        id: ContactImportId,
        people: Vec<FiledContact>,
        now: UnixMs,
    ) -> Result<(), StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                forget_old(transaction, now)?;
                let add = "INSERT INTO contact_imports (id, tenant_id, account, read_at_ms)
                           VALUES (?1, ?2, (SELECT account FROM owner), ?3)";
                transaction.execute(add, params![id.to_string(), tenant, now.0])?;
                let add = "INSERT INTO imported_contacts
                             (import_id, place, tenant_id, line, name, typed, digits, was, state, reason)
                           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
                let mut add = transaction.prepare(add)?;
                let mut seen = std::collections::HashSet::new();
                for (place, person) in (0_u32..).zip(&people) {
                    let name = names::readable(&person.name);
                    let (state, reason, was) = match (&person.phone, &name) {
                        (None, _) if person.typed.is_empty() => refused(ImportReason::NoNumber),
                        (None, _) => refused(ImportReason::InvalidNumber),
                        (Some(_), None) => refused(ImportReason::NoName),
                        (Some(phone), Some(_)) if !seen.insert(phone.digits()) => refused(ImportReason::Repeated),
                        (Some(phone), Some(name)) => compared(transaction, phone, name)?,
                    };
                    let digits = person.phone.as_ref().map(PhoneNumber::digits);
                    let (name, reason) = (name.unwrap_or_default(), reason.map(ImportReason::as_str));
                    let (line, typed) = (person.line, &person.typed);
                    add.execute(params![
                        id.to_string(),
                        place,
                        tenant,
                        line,
                        name,
                        typed,
                        digits,
                        was,
                        state.as_str(),
                        reason
                    ])?;
                }
                Ok(())
            })
            .await
    }

    /// A file of people, and how far it has come.
    pub async fn contact_import(&self, id: ContactImportId) -> Result<Option<ContactImport>, StorageError> {
        self.database.read(move |db| get(db, id)).await
    }

    /// People of a file in their order, some of them: those that stand so, or all, behind so many.
    pub async fn imported_contacts(
        &self,
        id: ContactImportId,
        state: Option<ImportState>,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<ImportedContact>, StorageError> {
        self.database
            .read(move |db| {
                let find = if state.is_some() { OF_STATE } else { OF_ALL };
                let values = named_params! {
                    ":import": id.to_string(), ":state": state.map(ImportState::as_str), ":offset": offset,
                    ":limit": limit,
                };
                db.prepare_cached(find)?.query_map(values, read)?.collect()
            })
            .await
    }

    /// Begins to save the people of a file.
    pub async fn begin_import(&self, id: ContactImportId, now: UnixMs) -> Result<ImportBegun, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let Some(import) = get(transaction, id)?.filter(|import| import.is_current) else {
                    return Ok(ImportBegun::Unknown);
                };
                if import.begun_at.is_some() {
                    return Ok(ImportBegun::Begun);
                }
                let waiting = "SELECT count(*) FROM imported_contacts JOIN contact_imports ON id = import_id
                               WHERE state IN ('new', 'changed') AND begun_at_ms IS NOT NULL";
                let waiting: u32 = transaction.query_row(waiting, [], |row| row.get(0))?;
                if waiting + import.count(ImportState::New) + import.count(ImportState::Changed) > MOST_WAITING {
                    return Ok(ImportBegun::TooMany);
                }
                let begin = "UPDATE contact_imports SET begun_at_ms = ?2 WHERE id = ?1";
                transaction.execute(begin, params![id.to_string(), now.0])?;
                jobs::add(transaction, &tenant, JobKind::ImportContacts, &id.to_string(), now)?;
                Ok(ImportBegun::Begun)
            })
            .await
    }

    /// Forgets a file of people; what goes on of it ends. What was saved stays saved. False: there is none.
    pub async fn forget_import(&self, id: ContactImportId) -> Result<bool, StorageError> {
        self.database
            .write(move |transaction| {
                jobs::remove(transaction, JobKind::ImportContacts, &id.to_string())?;
                Ok(transaction.execute("DELETE FROM contact_imports WHERE id = ?1", [id.to_string()])? > 0)
            })
            .await
    }

    /// Takes the next person to be saved; their job is held until `until`.
    pub async fn take_imported(&self, now: UnixMs, until: UnixMs) -> Result<Option<ImportTask>, StorageError> {
        self.database
            .write(move |transaction| {
                let taken = jobs::take(transaction, JobKind::ImportContacts, now, until, 1)?;
                let Some((job, import, attempts)) = taken.into_iter().next() else { return Ok(None) };
                let telling = "SELECT count(*) FROM imported_contacts WHERE import_id = ?1 AND state = 'telling'";
                let telling: u32 = transaction.prepare_cached(telling)?.query_row([&import], |row| row.get(0))?;
                if telling >= MOST_TELLING {
                    jobs::give_back(transaction, job, now + TELLING_MS)?;
                    return Ok(None);
                }
                let find = "SELECT place, digits FROM imported_contacts
                            WHERE import_id = ?1 AND state IN ('new', 'changed')
                              AND (SELECT account FROM contact_imports WHERE id = ?1) = (SELECT account FROM owner)
                            ORDER BY place LIMIT 1";
                let read = |row: &Row<'_>| Ok((row.get(0)?, row.get::<_, String>(1)?));
                let next: Option<(u32, String)> =
                    transaction.prepare_cached(find)?.query_row([&import], read).optional()?;
                let Some((place, digits)) = next else {
                    jobs::remove(transaction, JobKind::ImportContacts, &import)?;
                    return Ok(None);
                };
                let phone: PhoneNumber = digits.parse().map_err(|error| unreadable("digits", error))?;
                let import = import.parse().map_err(|error| unreadable("subject", error))?;
                let known = book::known(transaction, &Address::one(phone.to_jid()))?;
                Ok(Some(ImportTask { job, attempts, import, place, phone, known }))
            })
            .await
    }

    /// Saves somebody under the address by which WhatsApp knows them, as [`ChatStore::save_book_name`] does, and gives
    /// their job back for the next one.
    pub async fn save_imported(
        &self,
        task: ImportTask,
        mut address: Address,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let pn = address.pn.get_or_insert_with(|| task.phone.to_jid()).to_string();
                let import = task.import.to_string();
                let find = "SELECT name FROM imported_contacts WHERE import_id = ?1 AND place = ?2
                            AND state IN ('new', 'changed')";
                let name: Option<String> = transaction
                    .prepare_cached(find)?
                    .query_row(params![import, task.place], |row| row.get(0))
                    .optional()?;
                // Forgotten, or erased, while WhatsApp was asked.
                if let Some(name) = name {
                    let is_other = book::save(transaction, &tenant, &address, &name, &mut recorder)?;
                    let state = if is_other { ImportState::Telling } else { ImportState::Same };
                    let set = "UPDATE imported_contacts SET state = ?3, pn = ?4 WHERE import_id = ?1 AND place = ?2";
                    transaction.prepare_cached(set)?.execute(params![import, task.place, state.as_str(), pn])?;
                }
                jobs::give_back(transaction, task.job, now)?;
                Ok(recorder.finish()?)
            })
            .await
    }

    /// Keeps why somebody is not saved, and gives their job back for the next one.
    pub async fn imported_failed(&self, task: ImportTask, why: ImportReason, next: UnixMs) -> Result<(), StorageError> {
        self.database
            .write(move |transaction| {
                let set = "UPDATE imported_contacts SET state = 'failed', reason = ?3
                           WHERE import_id = ?1 AND place = ?2 AND state IN ('new', 'changed')";
                let values = params![task.import.to_string(), task.place, why.as_str()];
                transaction.prepare_cached(set)?.execute(values)?;
                jobs::give_back(transaction, task.job, next)?;
                Ok(())
            })
            .await
    }
}

const OF_ALL: &str = "SELECT line, name, typed, was, state, reason FROM imported_contacts
                      WHERE import_id = :import AND :state IS NULL ORDER BY place LIMIT :limit OFFSET :offset";
const OF_STATE: &str = "SELECT line, name, typed, was, state, reason FROM imported_contacts
                        WHERE import_id = :import AND state = :state ORDER BY place LIMIT :limit OFFSET :offset";

/// The phone was told of somebody, or WhatsApp did not take it.
pub(super) fn told(transaction: &Transaction<'_>, pn: &str, is_taken: bool) -> rusqlite::Result<()> {
    let (state, reason) = if is_taken {
        (ImportState::Saved, None)
    } else {
        (ImportState::Failed, Some(ImportReason::NotTaken.as_str()))
    };
    let set = "UPDATE imported_contacts SET state = ?2, reason = ?3 WHERE pn = ?1 AND state = 'telling'";
    transaction.prepare_cached(set)?.execute(params![pn, state.as_str(), reason])?;
    Ok(())
}

fn refused(why: ImportReason) -> (ImportState, Option<ImportReason>, String) {
    (ImportState::Refused, Some(why), String::new())
}

/// How somebody stands beside the address book. Whether a digit belongs to their number WhatsApp says later.
fn compared(
    transaction: &Transaction<'_>,
    phone: &PhoneNumber,
    name: &str,
) -> rusqlite::Result<(ImportState, Option<ImportReason>, String)> {
    let was = book::name_of(transaction, &Address::one(phone.to_jid()))?;
    let state = match was.as_str() {
        "" => ImportState::New,
        was if was == name => ImportState::Same,
        _ => ImportState::Changed,
    };
    Ok((state, None, was))
}

/// Makes room: nobody looks at them any more.
fn forget_old(transaction: &Transaction<'_>, now: UnixMs) -> rusqlite::Result<()> {
    let old = "DELETE FROM contact_imports
               WHERE id NOT IN (SELECT subject FROM jobs WHERE kind = 'import_contacts')
                 AND (read_at_ms < ?1 OR (begun_at_ms IS NULL AND read_at_ms < ?2)
                      OR id NOT IN (SELECT id FROM contact_imports ORDER BY id DESC LIMIT ?3))";
    transaction.execute(old, params![now.0 - KEPT_MS, now.0 - LOOKED_AT_MS, MOST_KEPT - 1])?;
    Ok(())
}

fn get(db: &Connection, id: ContactImportId) -> rusqlite::Result<Option<ContactImport>> {
    let find =
        "SELECT read_at_ms, begun_at_ms, account = (SELECT account FROM owner) FROM contact_imports WHERE id = ?1";
    let read = |row: &Row<'_>| {
        let begun_at = row.get::<_, Option<i64>>(1)?.map(UnixMs);
        Ok(ContactImport { id, read_at: UnixMs(row.get(0)?), begun_at, is_current: row.get(2)?, counts: Vec::new() })
    };
    let import = db.prepare_cached(find)?.query_row([id.to_string()], read).optional()?;
    let Some(mut import) = import else { return Ok(None) };
    let count = "SELECT state, count(*) FROM imported_contacts WHERE import_id = ?1 GROUP BY state";
    let mut count = db.prepare_cached(count)?;
    let counts = count.query_map([id.to_string()], |row| Ok((state(row.get_ref(0)?.as_str()?)?, row.get(1)?)))?;
    import.counts = counts.collect::<Result<_, _>>()?;
    Ok(Some(import))
}

fn state(word: &str) -> rusqlite::Result<ImportState> {
    ImportState::of(word).ok_or_else(|| unreadable("state", UnknownWord(word.to_owned())))
}

fn read(row: &Row<'_>) -> rusqlite::Result<ImportedContact> {
    let reason = row.get_ref("reason")?.as_str_or_null()?;
    let known = |word: &str| ImportReason::of(word).ok_or_else(|| unreadable("reason", UnknownWord(word.to_owned())));
    Ok(ImportedContact {
        line: row.get("line")?,
        name: row.get("name")?,
        typed: row.get("typed")?,
        was: row.get("was")?,
        state: state(row.get_ref("state")?.as_str()?)?,
        reason: reason.map(known).transpose()?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn people_of_a_file_are_read_in_the_order_in_which_they_lie() {
        let mut db = Connection::open_in_memory().unwrap();
        crate::chats::migrations().to_latest(&mut db).unwrap();
        for sql in [OF_ALL, OF_STATE] {
            let plan = crate::database::plan(&db, sql);
            assert!(plan.starts_with("SEARCH imported_contacts") && !plan.contains("TEMP B-TREE"), "{plan}");
        }
    }
}
