//! Facts about messages: kept as they come, in whichever order, and added up by the domain.

use portaria_domain::{
    AccountChange, Address, ChatId, ChatKind, Content, Context, Event, Jid, Mark, MarkKind, Marks, MessageId,
    MessageKey, Original, Raw, UnixMs, apply,
};
use rusqlite::{OptionalExtension as _, Row, Transaction, named_params, params};

use crate::StorageError;
use crate::chats::changes::Before;
use crate::chats::columns::{json, parsed};
use crate::chats::events::Recorder;
use crate::chats::media::noting;
use crate::chats::messages::{self, First};
use crate::chats::{ChatStore, changes, columns, deleted, directory, packed, rows};
use crate::control::unreadable;

/// A mark that only the secret of its message opens, and the message is here.
#[derive(Clone, Debug)]
pub struct SealedMark {
    /// For [`ChatStore::open_mark`].
    pub row: MarkRow,
    /// The mark.
    pub mark: Mark,
    /// The message that it is about.
    pub message: Raw,
    /// Who wrote that message.
    pub author: Address,
}

/// Where a mark lies; never leaves the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkRow(pub(super) i64);

impl ChatStore {
    /// Sealed marks whose messages are here, the oldest first: what a crash left between keeping and opening them.
    pub async fn sealed_marks(&self, limit: usize) -> Result<Vec<SealedMark>, StorageError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.database
            .write(move |transaction| {
                let find = "SELECT row FROM marks WHERE kind = 'sealed' ORDER BY row LIMIT ?1";
                let rows: Vec<i64> = transaction
                    .prepare_cached(find)?
                    .query_map([limit], |row| row.get(0))?
                    .collect::<Result<_, _>>()?;
                let mut sealed = Vec::new();
                for row in rows {
                    sealed.extend(sealed_mark(transaction, row)?);
                }
                Ok(sealed)
            })
            .await
    }

    /// Gives a message of the paired account a star here, or takes it away; WhatsApp is told as soon as there is a
    /// connection. `mark` is the mark's own id.
    pub async fn star_here(
        &self,
        target: MessageKey,
        own: Address,
        mark: MessageId,
        is_on: bool,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let Some(chat) = directory::find(transaction, &target.chat)? else { return Ok(Vec::new()) };
                let kind = directory::kind(transaction, chat)?;
                let star = MarkKind::Star { is_on };
                let change = AccountChange::Star { target: target.clone(), is_on };
                let mark = Mark { target, id: mark, by: own, from_me: true, at: now, kind: star, raw: None };
                keep(transaction, &tenant, (chat, kind), &mark, &mut recorder)?;
                let before = Before::Star { marks: vec![mark.id] };
                changes::queue(transaction, &tenant, &change, Some(before))?;
                Ok(recorder.finish()?)
            })
            .await
    }

    /// Deletes a message of the paired account here, and nowhere but on its own devices: WhatsApp is told as soon as there
    /// is a connection. One that has not left leaves no more. `mark` is the mark's own id.
    pub async fn delete_for_me_here(
        &self,
        target: MessageKey,
        own: Address,
        mark: MessageId,
        written_at: Option<UnixMs>,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                let Some(chat) = directory::find(transaction, &target.chat)? else { return Ok(Vec::new()) };
                let kind = directory::kind(transaction, chat)?;
                let change = AccountChange::DeletedForMe { target: target.clone(), written_at };
                let kind_of_mark = MarkKind::DeleteForMe;
                let mark = Mark { target, id: mark, by: own, from_me: true, at: now, kind: kind_of_mark, raw: None };
                keep(transaction, &tenant, (chat, kind), &mark, &mut recorder)?;
                // What it said is gone: should WhatsApp refuse it, nothing brings it back.
                changes::queue(transaction, &tenant, &change, None)?;
                Ok(recorder.finish()?)
            })
            .await
    }

    /// Puts what a sealed mark says in its place, with the moment of its making.
    pub async fn open_mark(
        &self,
        row: MarkRow,
        kind: MarkKind,
        at: UnixMs,
        now: UnixMs,
    ) -> Result<Vec<Event>, StorageError> {
        let tenant = self.tenant.to_string();
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                // The raw stays: it is what the mark is made anew from.
                let open = "UPDATE OR IGNORE marks SET kind = ?2, says = ?3, projection = ?4, at_ms = ?5
                            WHERE row = ?1 AND kind = 'sealed'";
                let opened =
                    transaction.execute(open, params![row.0, kind.word(), json(&kind), Content::VERSION, at.0])?;
                if opened == 0 {
                    transaction.execute("DELETE FROM marks WHERE row = ?1 AND kind = 'sealed'", [row.0])?;
                } else if let Some((message, _)) = target_of(transaction, row.0)? {
                    refresh(transaction, message, &mut recorder)?;
                }
                Ok(recorder.finish()?)
            })
            .await
    }
}

/// Keeps a mark in its message's chat and applies it, if its message is here. Gives back its row, if it is new.
pub(super) fn keep(
    transaction: &Transaction<'_>,
    tenant: &str,
    (chat, chat_kind): (ChatId, ChatKind),
    mark: &Mark,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<Option<i64>> {
    let Some(row) = insert(transaction, tenant, chat, mark)? else { return Ok(None) };
    let MessageKey { id, from_me, sender, .. } = &mark.target;
    if let Some(message) = messages::find(transaction, chat, chat_kind, id, *from_me, sender)? {
        refresh(transaction, message, recorder)?;
    }
    Ok(Some(row))
}

/// Applies a mark that was written down, if its message is here.
pub(super) fn apply_inserted(
    transaction: &Transaction<'_>,
    row: i64,
    recorder: &mut Recorder<'_>,
) -> rusqlite::Result<()> {
    match target_of(transaction, row)? {
        Some((message, _)) => refresh(transaction, message, recorder),
        None => Ok(()),
    }
}

/// Writes a mark down, without applying it. `None`: it is there already.
pub(super) fn insert(
    transaction: &Transaction<'_>,
    tenant: &str,
    chat: ChatId,
    mark: &Mark,
) -> rusqlite::Result<Option<i64>> {
    let texts = |jid: &Option<Jid>| jid.as_ref().map(Jid::to_string);
    let row = rows::next(transaction)?;
    let (format, raw) = packed::pack(mark.raw.as_ref());
    let inserted = transaction
        .prepare_cached(
            "INSERT OR IGNORE INTO marks (row, tenant_id, chat_id, target_id, target_from_me, target_pn, target_lid, id, kind,
                                          by_pn, by_lid, from_me, at_ms, projection, says, raw_format, raw)
             VALUES (:row, :tenant, :chat, :target, :target_from_me, :target_pn, :target_lid, :id, :kind, :by_pn, :by_lid,
                     :from_me, :at, :projection, :says, :format, :raw)",
        )?
        .execute(named_params! {
            ":row": row,
            ":tenant": tenant,
            ":chat": chat.to_string(),
            ":target": mark.target.id.as_str(),
            ":target_from_me": mark.target.from_me,
            ":target_pn": texts(&mark.target.sender.pn),
            ":target_lid": texts(&mark.target.sender.lid),
            ":id": mark.id.as_str(),
            ":kind": mark.kind.word(),
            ":by_pn": texts(&mark.by.pn),
            ":by_lid": texts(&mark.by.lid),
            ":from_me": mark.from_me,
            ":at": mark.at.0,
            ":projection": Content::VERSION,
            ":says": json(&mark.kind),
            ":format": format,
            ":raw": raw,
        })?;
    Ok((inserted > 0).then_some(row))
}

/// Adds up again what was said about a message, and tells of it if that made a difference.
pub(super) fn refresh(transaction: &Transaction<'_>, row: i64, recorder: &mut Recorder<'_>) -> rusqlite::Result<()> {
    if let Some(chat) = add_up(transaction, row)? {
        recorder.message_updated(chat, row);
    }
    Ok(())
}

/// Adds up what was said about a message before it was here.
pub(super) fn catch_up(
    transaction: &Transaction<'_>,
    chat: ChatId,
    message: &MessageKey,
    row: i64,
) -> rusqlite::Result<()> {
    let find = "SELECT EXISTS (SELECT 1 FROM marks WHERE chat_id = ?1 AND target_id = ?2 AND target_from_me = ?3)";
    let target = params![chat.to_string(), message.id.as_str(), message.from_me];
    if transaction.prepare_cached(find)?.query_row(target, |row| row.get(0))? {
        add_up(transaction, row)?;
    }
    Ok(())
}

/// Adds up again what was said about a message; tells its chat, if that made a difference.
pub(super) fn add_up(transaction: &Transaction<'_>, row: i64) -> rusqlite::Result<Option<ChatId>> {
    let stored = messages::stored(transaction, row)?;
    let (chat, chat_kind) = (stored.chat, directory::kind(transaction, stored.chat)?);
    let marks = of(transaction, chat, chat_kind, &stored.id, stored.from_me, &stored.sender)?;
    if marks.is_empty() {
        return Ok(None);
    }
    let original = Original {
        sender: &stored.sender,
        from_me: stored.from_me,
        at: stored.at,
        content: &stored.first.content,
        context: &stored.first.context,
        is_in_group: chat_kind.is_of_many(),
    };
    let (content, around, sum) = apply(original, &marks);
    let kept = kept_words(transaction, original, &marks, &sum)?;
    let is_other = content != stored.first.content || around != stored.first.context;
    // WhatsApp may refuse to take it back; until it is taken back there, what it said can come back here.
    let is_gone = sum.is_deleted_for_me || (sum.deleted.is_some() && !is_revoke_waiting(transaction, row)?);
    let first = (is_other && !is_gone).then(|| json(&stored.first));
    let is_shown = content.is_shown() && !sum.is_deleted_for_me;
    let changed = write(transaction, row, &content, &around, &sum, first.as_deref(), is_shown)?;
    if let Some(kept) = &kept {
        let keep = "UPDATE messages SET kept = coalesce(kept, ?2) WHERE row = ?1";
        transaction.execute(keep, params![row, json(kept)])?;
    }
    if sum.is_deleted_for_me {
        transaction.execute("UPDATE messages SET kept = NULL WHERE row = ?1", [row])?;
    }
    if is_gone {
        forget_words(transaction, row, &stored, sum.deleted.is_some())?;
    } else if sum.deleted.is_some() {
        // Nobody is to send again what was taken back.
        transaction.execute("DELETE FROM outbox WHERE message_row = ?1 AND state = 'dead'", [row])?;
    }
    if !is_shown {
        messages::find_newest(transaction, &chat.to_string())?;
    }
    Ok(changed.then_some(chat))
}

/// Whether this account took a message back and WhatsApp does not know it yet.
pub(super) fn is_revoke_waiting(transaction: &Transaction<'_>, message: i64) -> rusqlite::Result<bool> {
    let find = "SELECT EXISTS (SELECT 1 FROM messages m
                  JOIN marks k ON k.chat_id = m.chat_id AND k.target_id = m.id AND k.target_from_me = m.from_me
                  JOIN outbox o ON o.mark_row = k.row
                WHERE m.row = ?1 AND k.kind = 'revoke' AND k.from_me = 1 AND o.sent_at_ms IS NULL)";
    transaction.prepare_cached(find)?.query_row([message], |row| row.get(0))
}

/// A mark of this account is with WhatsApp: what it took back is gone for good.
pub(super) fn settle(transaction: &Transaction<'_>, row: i64) -> rusqlite::Result<()> {
    if let Some((message, mark)) = target_of(transaction, row)?
        && mark.kind == MarkKind::Revoke
    {
        add_up(transaction, message)?;
    }
    Ok(())
}

fn write(
    transaction: &Transaction<'_>,
    row: i64,
    content: &Content,
    around: &Context,
    sum: &Marks,
    first: Option<&str>,
    is_shown: bool,
) -> rusqlite::Result<bool> {
    let changed = transaction
        .prepare_cached(
            "UPDATE messages SET content = :content, context = :context, marks = :marks, original = :first, is_shown = :is_shown
             WHERE row = :row AND (content, context, marks, is_shown) IS NOT (:content, :context, :marks, :is_shown)",
        )?
        .execute(named_params! {
            ":content": json(content),
            ":context": (!around.is_empty()).then(|| json(around)),
            ":marks": (!sum.is_empty()).then(|| json(sum)),
            ":first": first,
            ":is_shown": is_shown,
            ":row": row,
        })?;
    Ok(changed > 0)
}

/// What a message said that somebody else deletes for everyone just now, where the tenant keeps that.
fn kept_words(
    transaction: &Transaction<'_>,
    original: Original<'_>,
    marks: &[Mark],
    sum: &Marks,
) -> rusqlite::Result<Option<First>> {
    let is_by_others = sum.deleted.as_ref().is_some_and(|deletion| !deletion.from_me);
    if !is_by_others || *original.content == Content::Deleted || !deleted::is_kept(transaction)? {
        return Ok(None);
    }
    let before: Vec<Mark> = marks.iter().filter(|mark| !matches!(mark.kind, MarkKind::Revoke)).cloned().collect();
    let (content, context, _) = apply(original, &before);
    Ok(Some(First { content, context }))
}

/// What a deleted message said is gone, unless the tenant keeps it: from its row, its raw, and the edits that gave it
/// other words. One that may be on the wire keeps its raw until WhatsApp's word on it is here: it may have to leave once
/// more, so that what takes it back finds it.
fn forget_words(
    transaction: &Transaction<'_>,
    row: i64,
    stored: &messages::Stored,
    for_everyone: bool,
) -> rusqlite::Result<()> {
    let needless =
        "DELETE FROM outbox WHERE message_row = ?1 AND NOT (state = 'waiting' AND may_have_left = 1 AND resends = 0)";
    transaction.execute(needless, [row])?;
    let forget = "UPDATE messages SET raw = NULL, raw_format = NULL
                  WHERE row = ?1 AND kept IS NULL AND NOT EXISTS (SELECT 1 FROM outbox WHERE message_row = ?1)";
    transaction.execute(forget, [row])?;
    transaction.execute("UPDATE messages SET original = NULL WHERE row = ?1", [row])?;
    if !for_everyone {
        let forget = "UPDATE messages SET context = NULL, content = ?2 WHERE row = ?1";
        transaction.execute(forget, params![row, json(&Content::Deleted)])?;
    }
    noting::forget_unless_kept(transaction, row)?;
    transaction.execute(
        "DELETE FROM marks WHERE chat_id = ?1 AND target_id = ?2 AND target_from_me = ?3
                             AND kind NOT IN ('revoke', 'delete_for_me')",
        params![stored.chat.to_string(), stored.id.as_str(), stored.from_me],
    )?;
    Ok(())
}

/// Sealed marks that wait for this message.
pub(super) fn sealed_of(transaction: &Transaction<'_>, chat: ChatId, id: &MessageId) -> rusqlite::Result<Vec<i64>> {
    let find = "SELECT row FROM marks WHERE chat_id = ?1 AND target_id = ?2 AND kind = 'sealed'";
    let mut find = transaction.prepare_cached(find)?;
    let rows = find.query_map(params![chat.to_string(), id.as_str()], |row| row.get(0))?;
    rows.collect()
}

/// A sealed mark with what opens it, if that is here.
pub(super) fn sealed_mark(transaction: &Transaction<'_>, row: i64) -> rusqlite::Result<Option<SealedMark>> {
    let Some((message, mark)) = target_of(transaction, row)? else { return Ok(None) };
    let Some(raw) = messages::raw(transaction, message)? else { return Ok(None) };
    let author = messages::stored(transaction, message)?.sender;
    Ok(Some(SealedMark { row: MarkRow(row), mark, message: raw, author }))
}

/// The message that a mark is about, if it is here, and the mark itself.
fn target_of(transaction: &Transaction<'_>, row: i64) -> rusqlite::Result<Option<(i64, Mark)>> {
    let find = format!("{SELECT} WHERE k.row = ?1");
    let found = transaction
        .prepare_cached(&find)?
        .query_row([row], |row| {
            let chat: ChatId =
                row.get_ref("chat_id")?.as_str()?.parse().map_err(|error| unreadable("chat_id", error))?;
            Ok((chat, read(row)?))
        })
        .optional()?;
    let Some((chat, mark)) = found else { return Ok(None) };
    let kind = directory::kind(transaction, chat)?;
    let MessageKey { id, from_me, sender, .. } = &mark.target;
    let message = messages::find(transaction, chat, kind, id, *from_me, sender)?;
    Ok(message.map(|message| (message, mark)))
}

const SELECT: &str =
    "SELECT k.row, k.chat_id, k.target_id, k.target_from_me, k.target_pn, k.target_lid, k.id, k.by_pn, k.by_lid,
    k.from_me, k.at_ms, k.says, k.raw_format, k.raw, c.pn, c.lid FROM marks k JOIN chats c ON c.id = k.chat_id";

/// What was said about a message.
fn of(
    transaction: &Transaction<'_>,
    chat: ChatId,
    kind: ChatKind,
    id: &MessageId,
    from_me: bool,
    sender: &Address,
) -> rusqlite::Result<Vec<Mark>> {
    let marks = rows_of(transaction, chat, kind, id, from_me, sender)?;
    Ok(marks.into_iter().map(|(_, mark)| mark).collect())
}

/// What was said about a message, with the rows in which it lies.
pub(super) fn rows_of(
    transaction: &Transaction<'_>,
    chat: ChatId,
    kind: ChatKind,
    id: &MessageId,
    from_me: bool,
    sender: &Address,
) -> rusqlite::Result<Vec<(i64, Mark)>> {
    let find = format!("{SELECT} WHERE k.chat_id = ?1 AND k.target_id = ?2 AND k.target_from_me = ?3");
    let mut find = transaction.prepare_cached(&find)?;
    let marks =
        find.query_map(params![chat.to_string(), id.as_str(), from_me], |row| Ok((row.get("row")?, read(row)?)))?;
    let marks: Vec<(i64, Mark)> = marks.collect::<Result<_, _>>()?;
    let by_side = from_me || !kind.is_of_many();
    Ok(marks.into_iter().filter(|(_, mark)| by_side || mark.target.sender.is_same_party(sender)).collect())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Mark> {
    let id = |column: &str| -> rusqlite::Result<MessageId> {
        MessageId::parse(row.get_ref(column)?.as_str()?).map_err(|error| unreadable(column, error))
    };
    Ok(Mark {
        target: MessageKey {
            chat: columns::address(row, "pn", "lid")?,
            id: id("target_id")?,
            from_me: row.get("target_from_me")?,
            sender: columns::address(row, "target_pn", "target_lid")?,
        },
        id: id("id")?,
        by: columns::address(row, "by_pn", "by_lid")?,
        from_me: row.get("from_me")?,
        at: UnixMs(row.get("at_ms")?),
        kind: parsed(row, "says")?,
        raw: packed::unpack(row)?,
    })
}

/// Takes a mark of this account back that WhatsApp did not take.
pub(super) fn remove(transaction: &Transaction<'_>, row: i64, recorder: &mut Recorder<'_>) -> rusqlite::Result<()> {
    let target = target_of(transaction, row)?;
    transaction.execute("DELETE FROM marks WHERE row = ?1", [row])?;
    if let Some((message, _)) = target {
        restore(transaction, message)?;
        refresh(transaction, message, recorder)?;
        let stored = messages::stored(transaction, message)?;
        recorder.message_updated(stored.chat, message);
    }
    Ok(())
}

/// Lets a message say again what it said first, before its marks are added up anew.
fn restore(transaction: &Transaction<'_>, row: i64) -> rusqlite::Result<()> {
    let first = messages::stored(transaction, row)?.first;
    let First { content, context } = &first;
    write(transaction, row, content, context, &Marks::default(), None, content.is_shown())?;
    Ok(())
}

/// A mark that was just kept, with what opens it, if it is sealed and that is here.
pub(super) fn sealed_mark_if_sealed(
    transaction: &Transaction<'_>,
    row: i64,
    mark: &Mark,
) -> rusqlite::Result<Option<SealedMark>> {
    if matches!(mark.kind, MarkKind::Sealed { .. }) { sealed_mark(transaction, row) } else { Ok(None) }
}
