//! Numbers that somebody pasted, and what WhatsApp says of each: asked one after another while there is a connection.

use portaria_domain::{Address, NumberCheckId, PhoneNumber, UnixMs};
use rusqlite::{OptionalExtension as _, Row, Transaction, params};

use crate::StorageError;
use crate::chats::columns::{self, UnknownWord};
use crate::chats::jobs::{self, JobKind, JobRow};
use crate::chats::{ChatStore, directory};
use crate::control::unreadable;

/// How long results are kept.
const KEPT_MS: i64 = 30 * 24 * 60 * 60 * 1_000;
/// How many numbers may wait: whoever asks about more looks to WhatsApp like somebody who writes to strangers.
const MOST_WAITING: usize = 5_000;

/// What is known of one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberState {
    /// WhatsApp was not asked yet.
    Waiting,
    /// It has WhatsApp.
    Exists,
    /// It has no WhatsApp.
    Absent,
    /// It is no number.
    Invalid,
    /// The same number stands further up.
    Repeated,
    /// WhatsApp did not say, however often it was asked.
    Unanswered,
}

impl NumberState {
    const ALL: [Self; 6] = [Self::Waiting, Self::Exists, Self::Absent, Self::Invalid, Self::Repeated, Self::Unanswered];

    /// The word that stores and interfaces use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Exists => "exists",
            Self::Absent => "absent",
            Self::Invalid => "invalid",
            Self::Repeated => "repeated",
            Self::Unanswered => "unanswered",
        }
    }
}

/// One number of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedNumber {
    /// As it was pasted.
    pub typed: String,
    /// What is known of it.
    pub state: NumberState,
    /// Under which addresses WhatsApp knows it, where it does.
    pub address: Option<Address>,
}

/// A check with everything that is known so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberCheck {
    /// Which one.
    pub id: NumberCheckId,
    /// When it was asked for.
    pub at: UnixMs,
    /// The numbers, as they were pasted.
    pub numbers: Vec<CheckedNumber>,
}

/// The next number that WhatsApp is to be asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberTask {
    /// The job that it belongs to.
    pub job: JobRow,
    /// Earlier attempts that brought no answer.
    pub attempts: u32,
    /// Its check.
    pub check: NumberCheckId,
    /// Its place in it.
    pub place: u32,
    /// The number.
    pub phone: PhoneNumber,
}

impl ChatStore {
    /// Keeps numbers to ask WhatsApp about: each as it was pasted, and read where it is a number. False: too many wait
    /// already.
    pub async fn begin_number_check(
        &self,
        id: NumberCheckId,
        numbers: Vec<(String, Option<PhoneNumber>)>,
        now: UnixMs,
    ) -> Result<bool, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                transaction.execute("DELETE FROM number_checks WHERE at_ms < ?1", [now.0 - KEPT_MS])?;
                let waiting = "SELECT count(*) FROM checked_numbers WHERE state = 'waiting'";
                let waiting: u32 = transaction.query_row(waiting, [], |row| row.get(0))?;
                if waiting as usize + numbers.len() > MOST_WAITING {
                    return Ok(false);
                }
                let add = "INSERT INTO number_checks (id, tenant_id, at_ms) VALUES (?1, ?2, ?3)";
                transaction.execute(add, params![id.to_string(), tenant, now.0])?;
                let add = "INSERT INTO checked_numbers (check_id, place, tenant_id, typed, digits, state)
                           VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
                let mut add = transaction.prepare(add)?;
                let mut seen = std::collections::HashSet::new();
                let mut waits = false;
                for (place, (typed, phone)) in (0_u32..).zip(&numbers) {
                    let state = match phone {
                        None => NumberState::Invalid,
                        Some(phone) if !seen.insert(phone.digits()) => NumberState::Repeated,
                        Some(_) => NumberState::Waiting,
                    };
                    waits |= state == NumberState::Waiting;
                    let digits = phone.as_ref().map(PhoneNumber::digits);
                    add.execute(params![id.to_string(), place, tenant, typed, digits, state.as_str()])?;
                }
                if waits {
                    jobs::add(transaction, &tenant, JobKind::CheckNumbers, &id.to_string(), now)?;
                }
                Ok(true)
            })
            .await
    }

    /// A check with what is known so far.
    pub async fn number_check(&self, id: NumberCheckId) -> Result<Option<NumberCheck>, StorageError> {
        self.database
            .read(move |db| {
                let find = "SELECT at_ms FROM number_checks WHERE id = ?1";
                let at: Option<i64> =
                    db.prepare_cached(find)?.query_row([id.to_string()], |row| row.get(0)).optional()?;
                let Some(at) = at else { return Ok(None) };
                let find = "SELECT typed, state, pn, lid FROM checked_numbers WHERE check_id = ?1 ORDER BY place";
                let mut find = db.prepare_cached(find)?;
                let numbers = find.query_map([id.to_string()], read)?.collect::<Result<_, _>>()?;
                Ok(Some(NumberCheck { id, at: UnixMs(at), numbers }))
            })
            .await
    }

    /// Takes the next number that WhatsApp is to be asked about; its job is held until `until`.
    pub async fn take_number(&self, now: UnixMs, until: UnixMs) -> Result<Option<NumberTask>, StorageError> {
        self.database
            .write(move |transaction| {
                let taken = jobs::take(transaction, JobKind::CheckNumbers, now, until, 1)?;
                let Some((job, check, attempts)) = taken.into_iter().next() else { return Ok(None) };
                let find = "SELECT place, digits FROM checked_numbers WHERE check_id = ?1 AND state = 'waiting'
                            ORDER BY place LIMIT 1";
                let next: Option<(u32, String)> = transaction
                    .prepare_cached(find)?
                    .query_row([&check], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()?;
                let Some((place, digits)) = next else {
                    jobs::remove(transaction, JobKind::CheckNumbers, &check)?;
                    return Ok(None);
                };
                let phone = digits.parse().map_err(|error| unreadable("digits", error))?;
                let check = check.parse().map_err(|error| unreadable("subject", error))?;
                Ok(Some(NumberTask { job, attempts, check, place, phone }))
            })
            .await
    }

    /// Keeps what WhatsApp says of a number, and when the next one of its check may be asked about.
    pub async fn number_answered(
        &self,
        task: NumberTask,
        state: NumberState,
        address: Option<Address>,
        next: UnixMs,
    ) -> Result<(), StorageError> {
        self.database
            .write(move |transaction| {
                let (pn, lid) = address.as_ref().map_or((None, None), directory::texts);
                let set = "UPDATE checked_numbers SET state = ?3, pn = ?4, lid = ?5 WHERE check_id = ?1 AND place = ?2";
                let check = task.check.to_string();
                let values = params![check, task.place, state.as_str(), pn, lid];
                transaction.prepare_cached(set)?.execute(values)?;
                release(transaction, &check, task.job, next)?;
                Ok(())
            })
            .await
    }
}

/// Gives a check's job back for its next number, or ends it.
fn release(transaction: &Transaction<'_>, check: &str, job: JobRow, next: UnixMs) -> rusqlite::Result<()> {
    let waits = "SELECT EXISTS (SELECT 1 FROM checked_numbers WHERE check_id = ?1 AND state = 'waiting')";
    if transaction.prepare_cached(waits)?.query_row([check], |row| row.get(0))? {
        jobs::give_back(transaction, job, next)
    } else {
        jobs::remove(transaction, JobKind::CheckNumbers, check)
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<CheckedNumber> {
    let word: String = row.get("state")?;
    let state = NumberState::ALL.into_iter().find(|state| state.as_str() == word);
    let address = columns::address(row, "pn", "lid")?;
    Ok(CheckedNumber {
        typed: row.get("typed")?,
        state: state.ok_or_else(|| unreadable("state", UnknownWord(word)))?,
        address: address.primary().is_some().then_some(address),
    })
}
