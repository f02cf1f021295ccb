//! The figures of some hours, read off what was kept.

use portaria_domain::{BusinessHours, FailureReason, OpenTime, UnixMs};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, named_params, params};

use super::{Figures, HOUR_MS, HourFigures, Hours, Outgoing, PeriodFigures, Waiting, connection};
use crate::chats::columns::UnknownWord;
use crate::chats::hours_rows;
use crate::control::unreadable;

/// All business hours that ever held, each with since when.
type Held = [(UnixMs, Option<BusinessHours>)];

pub(super) fn all(db: &Connection, hours: Hours, now: UnixMs, is_connected: bool) -> rusqlite::Result<Figures> {
    let find = "SELECT min(hour) FROM figure_hours WHERE account = (SELECT account FROM owner)";
    let first: Option<i64> = db.prepare_cached(find)?.query_row([], |row| row.get(0))?;
    Ok(Figures {
        kept_since: first.map(|hour| UnixMs(hour.saturating_mul(HOUR_MS))),
        waiting: waiting(db)?,
        period: period(db, hours, now, is_connected)?,
        before: period(db, hours.before(), now, is_connected)?,
        hours: by_hour(db, hours)?,
    })
}

/// The same chats as those of the list of who waits.
fn waiting(db: &Connection) -> rusqlite::Result<Waiting> {
    let count = "SELECT count(*), min(waiting_since_ms) FROM chats
                 WHERE account = (SELECT account FROM owner) AND is_listed = 1 AND kind <> 'status' AND is_archived = 0
                   AND waiting_since_ms IS NOT NULL";
    db.prepare_cached(count)?.query_row([], |row| {
        Ok(Waiting { chats: number(row, 0)?, oldest_since: row.get::<_, Option<i64>>(1)?.map(UnixMs) })
    })
}

pub(super) fn by_hour(db: &Connection, hours: Hours) -> rusqlite::Result<Vec<HourFigures>> {
    let find = "SELECT hour, received, sent FROM figure_hours
                WHERE account = (SELECT account FROM owner) AND hour >= ?1 AND hour < ?2 AND received + sent > 0
                ORDER BY hour";
    let mut find = db.prepare_cached(find)?;
    let found = find.query_map(params![hours.from, hours.to], |row| {
        let at = UnixMs(row.get::<_, i64>(0)?.saturating_mul(HOUR_MS));
        Ok(HourFigures { at, received: number(row, 1)?, sent: number(row, 2)? })
    })?;
    found.collect()
}

fn period(db: &Connection, hours: Hours, now: UnixMs, is_connected: bool) -> rusqlite::Result<PeriodFigures> {
    let sum = "SELECT ifnull(sum(received), 0), ifnull(sum(sent), 0), ifnull(sum(sent_direct), 0),
                      ifnull(sum(delivered), 0), ifnull(sum(read), 0)
               FROM figure_hours WHERE account = (SELECT account FROM owner) AND hour >= ?1 AND hour < ?2";
    let span = params![hours.from, hours.to];
    let mut figures = db.prepare_cached(sum)?.query_row(span, |row| {
        let outgoing = Outgoing { sent: number(row, 2)?, delivered: number(row, 3)?, read: number(row, 4)? };
        Ok(PeriodFigures { received: number(row, 0)?, sent: number(row, 1)?, outgoing, ..PeriodFigures::default() })
    })?;
    (figures.active_chats, figures.new_contacts) = chats(db, hours)?;
    let held = hours_rows::held(db)?;
    figures.answered_after_ms = answers(db, hours, &held)?;
    figures.has_business_hours = has_business_hours(hours, &held);
    figures.failures = failures(db, hours)?;
    (figures.connected_ms, figures.measured_ms) = connection::measured(db, hours, now, is_connected)?;
    Ok(figures)
}

/// How many chats had a message, and how many of two had their first one.
fn chats(db: &Connection, hours: Hours) -> rusqlite::Result<(u64, u64)> {
    let count = "
        WITH active AS MATERIALIZED (
          SELECT DISTINCT chat_id, is_direct FROM figure_chats
          WHERE account = (SELECT account FROM owner) AND hour >= :from AND hour < :to)
        SELECT count(*), count(*) FILTER (WHERE a.is_direct = 1 AND NOT EXISTS (
                 SELECT 1 FROM figure_chats e WHERE e.chat_id = a.chat_id AND e.hour < :from))
        FROM active a";
    let span = named_params! { ":from": hours.from, ":to": hours.to };
    db.prepare_cached(count)?.query_row(span, |row| Ok((number(row, 0)?, number(row, 1)?)))
}

/// How long people waited whose answer came in these hours, as far as it was open meanwhile.
fn answers(db: &Connection, hours: Hours, held: &Held) -> rusqlite::Result<Vec<i64>> {
    let find = "SELECT asked_at_ms, answered_at_ms FROM figure_answers
                WHERE account = (SELECT account FROM owner) AND answered_at_ms >= ?1 AND answered_at_ms < ?2";
    let mut find = db.prepare_cached(find)?;
    let waits =
        find.query_map(params![hours.from().0, hours.to().0], |row| Ok((UnixMs(row.get(0)?), UnixMs(row.get(1)?))))?;
    let waits: Vec<(UnixMs, UnixMs)> = waits.collect::<Result<_, _>>()?;
    let first = waits.iter().map(|(asked, _)| *asked).min().unwrap_or_default();
    let open = OpenTime::of(held, first, hours.to());
    let mut took: Vec<i64> = waits.into_iter().map(|(asked, answered)| open.ms_between(asked, answered)).collect();
    took.sort_unstable();
    Ok(took)
}

/// Whether there were business hours at any time of these hours.
fn has_business_hours(hours: Hours, held: &Held) -> bool {
    let until = |index: usize| held.get(index + 1).map_or(UnixMs::FOREVER, |(next, _)| *next);
    let is_within = |(index, (since, _)): (usize, &(UnixMs, _))| *since < hours.to() && until(index) > hours.from();
    held.iter().enumerate().filter(|(_, (_, chosen))| chosen.is_some()).any(is_within)
}

fn failures(db: &Connection, hours: Hours) -> rusqlite::Result<Vec<(FailureReason, u64)>> {
    let find = "SELECT reason, sum(messages) AS messages FROM figure_failures
                WHERE account = (SELECT account FROM owner) AND hour >= ?1 AND hour < ?2
                GROUP BY reason ORDER BY messages DESC, reason";
    let mut find = db.prepare_cached(find)?;
    let found = find.query_map(params![hours.from, hours.to], |row| {
        let word: String = row.get(0)?;
        let reason = serde_json::from_value(serde_json::Value::String(word.clone()));
        Ok((reason.map_err(|_| unreadable("reason", UnknownWord(word)))?, number(row, 1)?))
    })?;
    found.collect()
}

/// A count. Nothing is counted below zero.
fn number(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    match row.get_ref(column)? {
        ValueRef::Null => Ok(0),
        value => Ok(u64::try_from(value.as_i64()?).unwrap_or(0)),
    }
}
