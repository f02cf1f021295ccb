//! Which messages have files, and whether those are fetched by themselves.

use portaria_domain::{Content, HoldReason, MediaChoice, MediaId, MediaPolicy, MediaState, UnixMs};
use rusqlite::{Connection, Transaction, params};

use crate::chats::columns::optional;
use crate::chats::jobs::{self, JobKind};
use crate::chats::media::file::reason;

/// How a message that has a file came here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::chats) enum Came {
    /// It was delivered just now, or is being sent.
    Now,
    /// It is of the past, or nobody waits for it: its file is fetched when somebody asks.
    Before,
}

/// Notes the file of a message, if it has one and it was not noted before. One that is here already need not be fetched.
pub(in crate::chats) fn note(
    transaction: &Transaction<'_>,
    tenant: &str,
    row: i64,
    content: &Content,
    came: Came,
    now: UnixMs,
) -> rusqlite::Result<()> {
    let Content::Media(media) = content else { return Ok(()) };
    let known = match &media.sha256 {
        Some(name) => known_blob(transaction, name)?,
        None => false,
    };
    let hold = match came {
        Came::Before => Some(HoldReason::History),
        Came::Now if known => None,
        Came::Now => chosen(transaction)?.hold(media),
    };
    let state = match hold {
        _ if known => MediaState::Here,
        Some(reason) => MediaState::OnDemand(reason),
        None => MediaState::Waiting,
    };
    let id = MediaId::from_parts(now, rand::random());
    let note = "INSERT OR IGNORE INTO media (tenant_id, id, message_row, state, reason, told_sha256, sha256)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let noted = transaction.prepare_cached(note)?.execute(params![
        tenant,
        id.to_string(),
        row,
        state.as_str(),
        reason(state),
        media.sha256,
        media.sha256.as_ref().filter(|_| known),
    ])?;
    if noted > 0 && state == MediaState::Waiting {
        jobs::add(transaction, tenant, JobKind::FetchMedia, &id.to_string(), now)?;
    }
    Ok(())
}

/// A deleted message has no file any more, unless what it said is kept.
pub(in crate::chats) fn forget_unless_kept(transaction: &Transaction<'_>, message_row: i64) -> rusqlite::Result<()> {
    let forget = "DELETE FROM media WHERE message_row = ?1
                  AND EXISTS (SELECT 1 FROM messages WHERE row = ?1 AND kept IS NULL)";
    transaction.prepare_cached(forget)?.execute([message_row])?;
    Ok(())
}

pub(super) fn known_blob(transaction: &Transaction<'_>, name: &str) -> rusqlite::Result<bool> {
    let find = "SELECT EXISTS (SELECT 1 FROM blobs WHERE sha256 = ?1)";
    transaction.prepare_cached(find)?.query_row([name], |row| row.get(0))
}

/// What the tenant chose of the policy; `None`: all of it.
pub(super) fn choice(db: &Connection) -> rusqlite::Result<Option<MediaChoice>> {
    db.prepare_cached("SELECT media_choice FROM owner")?.query_row([], |row| optional(row, "media_choice"))
}

/// Which files are fetched by themselves: what the tenant chose, within what the provider allows.
fn chosen(db: &Connection) -> rusqlite::Result<MediaPolicy> {
    let policy = policy(db)?;
    Ok(match choice(db)? {
        Some(choice) => policy.within(&choice),
        None => policy,
    })
}

/// Which files may be fetched by themselves.
pub(super) fn policy(db: &Connection) -> rusqlite::Result<MediaPolicy> {
    db.prepare_cached("SELECT media_policy FROM owner")?
        .query_row([], |row| Ok(optional(row, "media_policy")?.unwrap_or_default()))
}

/// Sets how a file that is not here stands.
pub(super) fn set_state(transaction: &Transaction<'_>, row: i64, state: MediaState) -> rusqlite::Result<()> {
    let set = "UPDATE media SET state = ?2, reason = ?3 WHERE row = ?1";
    transaction.prepare_cached(set)?.execute(params![row, state.as_str(), reason(state)])?;
    Ok(())
}
