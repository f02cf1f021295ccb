//! For how long the session was connected.
//!
//! Each change of the session's status begins a span, which ends with the next. A process that is killed ends none: the
//! last one ends with the last sign of life, an event or what a session that runs says every hour.

use portaria_domain::{SessionState, SessionStatus, UnixMs};
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::Hours;
use crate::StorageError;
use crate::chats::ChatStore;
use crate::chats::columns::UnknownWord;
use crate::control::unreadable;

/// How it stands with the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    /// It is there.
    Connected,
    /// It ought to be there.
    CutOff,
    /// Nobody wants it, or no phone is linked: not measured.
    Unwanted,
}

impl Link {
    const ALL: [Self; 3] = [Self::Connected, Self::CutOff, Self::Unwanted];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::CutOff => "cut_off",
            Self::Unwanted => "unwanted",
        }
    }

    fn read(word: &str) -> rusqlite::Result<Self> {
        let known = Self::ALL.into_iter().find(|link| link.as_str() == word);
        known.ok_or_else(|| unreadable("state", UnknownWord(word.to_owned())))
    }

    const fn of(status: &SessionState) -> Self {
        use SessionStatus as S;
        match status.status {
            _ if status.is_connected() => Self::Connected,
            S::Stopped | S::Pairing | S::Confirming | S::Paused | S::LoggedOut => Self::Unwanted,
            S::Starting
            | S::Syncing
            | S::Connected
            | S::Reconnecting
            | S::Restricted
            | S::Replaced
            | S::Banned
            | S::Failed => Self::CutOff,
        }
    }
}

/// The newest span.
struct Span {
    since_ms: i64,
    link: Link,
    /// Its last sign of life.
    until_ms: i64,
}

impl ChatStore {
    /// Somebody begins to watch over the session. If it stands as connected, whoever watched before was cut off: since
    /// then it is not connected.
    pub async fn begin_watching(&self, now: UnixMs) -> Result<(), StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                if let Some(Span { link: Link::Connected, until_ms, .. }) = last(transaction)? {
                    begin(transaction, &tenant, Link::CutOff, UnixMs(until_ms.min(now.0)))?;
                }
                stretch(transaction, now)?;
                Ok(())
            })
            .await
    }

    /// The session is still watched over, and stands as it was said last.
    pub async fn keep_watching(&self, now: UnixMs) -> Result<(), StorageError> {
        self.database.write(move |transaction| Ok(stretch(transaction, now)?)).await
    }
}

/// Begins a span where a status says something else than the one before.
pub(in crate::chats) fn note_status(
    transaction: &Transaction<'_>,
    tenant: &str,
    status: &SessionState,
    now: UnixMs,
) -> rusqlite::Result<()> {
    let (link, before) = (Link::of(status), last(transaction)?);
    stretch(transaction, now)?;
    // A tenant that never was connected has nothing to measure.
    let is_first = before.is_none() && link != Link::Connected;
    if is_first || before.is_some_and(|before| before.link == link) {
        return Ok(());
    }
    begin(transaction, tenant, link, now)
}

fn begin(transaction: &Transaction<'_>, tenant: &str, link: Link, since: UnixMs) -> rusqlite::Result<()> {
    // Two within a millisecond: the later one holds.
    let begin = "INSERT INTO figure_connection (since_ms, tenant_id, state, until_ms) VALUES (?1, ?2, ?3, ?1)
                 ON CONFLICT (since_ms) DO UPDATE SET state = excluded.state";
    transaction.prepare_cached(begin)?.execute(params![since.0, tenant, link.as_str()])?;
    Ok(())
}

/// Lets the newest span go on up to a moment.
fn stretch(transaction: &Transaction<'_>, now: UnixMs) -> rusqlite::Result<()> {
    let stretch = "UPDATE figure_connection SET until_ms = max(until_ms, ?1)
                   WHERE since_ms = (SELECT max(since_ms) FROM figure_connection)";
    transaction.prepare_cached(stretch)?.execute([now.0])?;
    Ok(())
}

fn last(db: &Connection) -> rusqlite::Result<Option<Span>> {
    let find = "SELECT since_ms, state,
                       max(until_ms, ifnull((SELECT at_ms FROM events ORDER BY number DESC LIMIT 1), 0)) AS until_ms
                FROM figure_connection ORDER BY since_ms DESC LIMIT 1";
    db.prepare_cached(find)?
        .query_row([], |row| {
            let link = Link::read(row.get_ref("state")?.as_str()?)?;
            Ok(Span { since_ms: row.get("since_ms")?, link, until_ms: row.get("until_ms")? })
        })
        .optional()
}

/// For how long it was connected in some hours, and for how long it ought to have been, in milliseconds.
pub(super) fn measured(db: &Connection, hours: Hours, now: UnixMs, is_connected: bool) -> rusqlite::Result<(i64, i64)> {
    let Some(last) = last(db)? else { return Ok((0, 0)) };
    let goes_on = is_connected || last.link != Link::Connected;
    let end_ms = if goes_on { last.until_ms.max(now.0) } else { last.until_ms }.max(last.since_ms);
    let find = "SELECT since_ms, state, lead(since_ms, 1, ?3) OVER (ORDER BY since_ms) AS until_ms
                FROM figure_connection
                WHERE since_ms < ?2 AND since_ms >= ifnull((SELECT max(since_ms) FROM figure_connection WHERE since_ms <= ?1), ?1)
                ORDER BY since_ms";
    let (from_ms, to_ms) = (hours.from().0, hours.to().0);
    let mut find = db.prepare_cached(find)?;
    // The last one that begins in these hours ends behind them, or is the last of all.
    let behind = "SELECT min(since_ms) FROM figure_connection WHERE since_ms >= ?1";
    let behind: Option<i64> = db.prepare_cached(behind)?.query_row([to_ms], |row| row.get(0))?;
    let spans = find.query_map(params![from_ms, to_ms, behind.unwrap_or(end_ms)], |row| {
        let (since_ms, until_ms): (i64, i64) = (row.get("since_ms")?, row.get("until_ms")?);
        let held_ms = (until_ms.min(to_ms) - since_ms.max(from_ms)).max(0);
        Ok((Link::read(row.get_ref("state")?.as_str()?)?, held_ms))
    })?;
    let (mut connected_ms, mut measured_ms) = (0, 0);
    for span in spans {
        let (link, held_ms) = span?;
        connected_ms += if link == Link::Connected { held_ms } else { 0 };
        measured_ms += if link == Link::Unwanted { 0 } else { held_ms };
    }
    Ok((connected_ms, measured_ms))
}
