//! Message rows.

use portaria_domain::{
    Address, Call, CallOutcome, ChatId, ChatKind, Content, Context, FailureReason, Jid, Marks, Message, MessageId,
    MessageStatus, Raw, SentBy, UnixMs,
};
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, named_params, params};
use serde::{Deserialize, Serialize};

use crate::chats::columns::{UnknownWord, address, json, optional, parsed, text};
use crate::chats::media::file;
use crate::chats::{contact_rows, directory, packed, rows};
use crate::control::unreadable;

/// The columns that [`read`] wants, of a table or alias `m`. A writer's name is known by either address.
pub(super) fn columns() -> String {
    format!("{OWN}, {STATUS}, {}", file::COLUMN)
}

/// How far a message `m` has come. That it is leaving stands in the outbox alone: writing it here, too, would be one
/// more page for each message.
pub(super) const STATUS: &str = "
    CASE WHEN m.status = 'queued' AND EXISTS (SELECT 1 FROM outbox o WHERE o.message_row = m.row AND o.state = 'waiting'
                                              AND o.may_have_left = 1)
         THEN 'sending' ELSE m.status END AS status";

const OWN: &str = "
    m.row, m.id, m.chat_id, m.sender_pn, m.sender_lid, m.from_me, m.at_ms, m.place_ms, m.failure,
    m.client_key, m.sent_by, m.is_automatic, m.content, m.context, m.marks, m.kept,
    m.row <= (SELECT h.earlier_up_to FROM chats h WHERE h.id = m.chat_id) AS is_of_earlier_number,
    (SELECT coalesce(nullif(max(n.book_name), ''), nullif(max(n.business_name), ''), max(n.push_name), '')
     FROM names n WHERE m.from_me = 0 AND n.address IN (m.sender_lid, m.sender_pn)) AS sender_name";

/// WhatsApp shows a status for a day.
const STATUS_STAYS_S: u32 = 24 * 60 * 60;

/// A message that is to be kept.
pub(super) struct NewRow<'a> {
    pub(super) chat: ChatId,
    pub(super) chat_kind: ChatKind,
    pub(super) id: &'a MessageId,
    pub(super) sender: &'a Address,
    pub(super) from_me: bool,
    pub(super) at: Option<UnixMs>,
    pub(super) place: UnixMs,
    pub(super) content: &'a Content,
    pub(super) context: &'a Context,
    pub(super) raw: Option<&'a Raw>,
    pub(super) status: MessageStatus,
    pub(super) client_key: Option<&'a str>,
    pub(super) sent_by: Option<SentBy>,
    pub(super) is_automatic: bool,
}

/// What [`keep`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// The row is new.
    New(i64),
    /// It was there without what it says, which now came.
    Completed(i64),
    /// It was there.
    Known(i64),
}

/// Keeps a message unless it is there; one whose content was missing is completed by its second coming.
pub(super) fn keep(transaction: &Transaction<'_>, tenant: &str, new: &NewRow<'_>) -> rusqlite::Result<Kept> {
    if let Some(known) = find(transaction, new.chat, new.chat_kind, new.id, new.from_me, new.sender)? {
        return complete(transaction, known, new);
    }
    let row = rows::next(transaction)?;
    let (format, raw) = packed::pack(new.raw);
    let expires_at = expires_after_s(new).map(|after_s| (new.place + i64::from(after_s) * 1_000).0);
    transaction
        .prepare_cached(
            "INSERT INTO messages (row, tenant_id, chat_id, id, sender_key, sender_pn, sender_lid, from_me, at_ms, place_ms,
                                   is_shown, status, client_key, sent_by, is_automatic, expires_at_ms, projection,
                                   content, context, raw_format, raw)
             VALUES (:row, :tenant, :chat, :id, :sender_key, :pn, :lid, :from_me, :at, :place, :is_shown, :status,
                     :client_key, :sent_by, :is_automatic, :expires_at, :projection, :content, :context, :format, :raw)",
        )?
        .execute(named_params! {
            ":row": row,
            ":tenant": tenant,
            ":chat": new.chat.to_string(),
            ":id": new.id.as_str(),
            ":sender_key": if new.from_me { "me".to_owned() } else { address_key(new.sender) },
            ":pn": new.sender.pn.as_ref().map(Jid::to_string),
            ":lid": new.sender.lid.as_ref().map(Jid::to_string),
            ":from_me": new.from_me,
            ":at": new.at.map(|at| at.0),
            ":place": new.place.0,
            ":is_shown": new.content.is_shown(),
            ":status": new.status.as_str(),
            ":client_key": new.client_key,
            ":sent_by": new.sent_by.map(SentBy::as_str),
            ":is_automatic": new.is_automatic,
            ":expires_at": expires_at,
            ":projection": Content::VERSION,
            ":content": json(new.content),
            ":context": (!new.context.is_empty()).then(|| json(new.context)),
            ":format": format,
            ":raw": raw,
        })?;
    Ok(Kept::New(row))
}

/// How long a message stays: what its chat's timer says, and one of the statuses a day at most.
fn expires_after_s(new: &NewRow<'_>) -> Option<u32> {
    let stays_s = (new.chat_kind == ChatKind::Status).then_some(STATUS_STAYS_S);
    [new.context.expires_after_s, stays_s].into_iter().flatten().min()
}

/// Puts what came later into a row that lacked it: what could not be decrypted, or was kept before raws were.
fn complete(transaction: &Transaction<'_>, row: i64, new: &NewRow<'_>) -> rusqlite::Result<Kept> {
    let Stored { content, has_raw, .. } = stored(transaction, row)?;
    let is_missing = content.is_missing() && !new.content.is_missing();
    let is_known_better = !has_raw && new.raw.is_some() && content != Content::Deleted;
    // One that rings again was delivered once more.
    let is_call_over = matches!((&content, new.content), (Content::Call(before), Content::Call(after))
        if before != after && after.outcome != CallOutcome::Ringing);
    if !(is_missing || is_known_better || is_call_over) {
        return Ok(Kept::Known(row));
    }
    let now_says = completed(&content, new.content);
    let (format, raw) = packed::pack(new.raw);
    transaction.execute(
        "UPDATE messages SET content = :content, context = :context, projection = :projection, is_shown = :is_shown,
                raw_format = coalesce(:format, raw_format), raw = coalesce(:raw, raw),
                expires_at_ms = coalesce(expires_at_ms, place_ms + :expires_after_s * 1000) WHERE row = :row",
        named_params! {
            ":content": json(&now_says),
            ":context": (!new.context.is_empty()).then(|| json(new.context)),
            ":projection": Content::VERSION,
            ":is_shown": new.content.is_shown(),
            ":format": format,
            ":raw": raw,
            ":expires_after_s": expires_after_s(new),
            ":row": row,
        },
    )?;
    Ok(if content == now_says { Kept::Known(row) } else { Kept::Completed(row) })
}

/// What a message says with what came later. That a call was to have a picture is said when it rings, and not always
/// when it ends.
fn completed(before: &Content, later: &Content) -> Content {
    match (before, later) {
        (Content::Call(before), Content::Call(after)) => {
            Content::Call(Call { is_video: before.is_video || after.is_video, ..after.clone() })
        }
        _ => later.clone(),
    }
}

/// The row of a message. In a chat of two, an id and a side name one message. In a group each writer counts alone, by
/// any address.
pub(super) fn find(
    transaction: &Transaction<'_>,
    chat: ChatId,
    chat_kind: ChatKind,
    id: &MessageId,
    from_me: bool,
    sender: &Address,
) -> rusqlite::Result<Option<i64>> {
    let (pn, lid) = directory::texts(sender);
    transaction
        .prepare_cached(
            "SELECT row FROM messages WHERE chat_id = :chat AND id = :id AND from_me = :from_me
             AND (:by_side OR sender_pn = :pn OR sender_lid = :lid)",
        )?
        .query_row(
            named_params! {
                ":chat": chat.to_string(),
                ":id": id.as_str(),
                ":from_me": from_me,
                ":by_side": from_me || !chat_kind.is_of_many(),
                ":pn": pn,
                ":lid": lid,
            },
            |row| row.get(0),
        )
        .optional()
}

/// What a message said first, where it says something else now.
#[derive(PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct First {
    pub(super) content: Content,
    #[serde(default)]
    pub(super) context: Context,
}

/// A row as the marks need it.
pub(super) struct Stored {
    pub(super) chat: ChatId,
    pub(super) id: MessageId,
    pub(super) sender: Address,
    pub(super) from_me: bool,
    pub(super) at: Option<UnixMs>,
    /// What it says now.
    pub(super) content: Content,
    /// What it said first.
    pub(super) first: First,
    pub(super) has_raw: bool,
}

pub(super) fn stored(transaction: &Transaction<'_>, row: i64) -> rusqlite::Result<Stored> {
    transaction
        .prepare_cached(
            "SELECT chat_id, id, sender_pn, sender_lid, from_me, at_ms, content, context, original, raw IS NOT NULL AS has_raw
             FROM messages WHERE row = ?1",
        )?
        .query_row([row], |row| {
            let content: Content = parsed(row, "content")?;
            let first = match optional(row, "original")? {
                Some(first) => first,
                None => First { content: content.clone(), context: optional(row, "context")?.unwrap_or_default() },
            };
            Ok(Stored {
                chat: text(row, "chat_id")?.parse().map_err(|error| unreadable("chat_id", error))?,
                id: MessageId::parse(&text(row, "id")?).map_err(|error| unreadable("id", error))?,
                sender: address(row, "sender_pn", "sender_lid")?,
                from_me: row.get("from_me")?,
                at: row.get::<_, Option<i64>>("at_ms")?.map(UnixMs),
                content,
                first,
                has_raw: row.get("has_raw")?,
            })
        })
}

/// Whether somebody gave a message other words since.
pub(super) fn was_changed(transaction: &Transaction<'_>, row: i64) -> rusqlite::Result<bool> {
    let find = "SELECT original IS NOT NULL FROM messages WHERE row = ?1";
    transaction.prepare_cached(find)?.query_row([row], |row| row.get(0))
}

/// Gives an own message that nobody has seen other words, as if it never had had others.
pub(super) fn reword(
    transaction: &Transaction<'_>,
    row: i64,
    raw: &Raw,
    content: &Content,
    context: &Context,
) -> rusqlite::Result<()> {
    let (format, raw) = packed::pack(Some(raw));
    let context = (!context.is_empty()).then(|| json(context));
    transaction
        .prepare_cached("UPDATE messages SET raw_format = ?2, raw = ?3, content = ?4, context = ?5 WHERE row = ?1")?
        .execute(params![row, format, raw, json(content), context])?;
    Ok(())
}

/// The protobuf of a message, where it is kept.
pub(super) fn raw(transaction: &Transaction<'_>, row: i64) -> rusqlite::Result<Option<Raw>> {
    let find = "SELECT raw_format, raw FROM messages WHERE row = ?1";
    transaction.prepare_cached(find)?.query_row([row], packed::unpack)
}

/// Makes a message its chat's newest, if it is and stands there by itself.
pub(super) fn make_newest_if_shown(
    transaction: &Transaction<'_>,
    chat: ChatId,
    row: i64,
    place: UnixMs,
    content: &Content,
) -> rusqlite::Result<()> {
    if content.is_shown() { make_newest(transaction, chat, row, place) } else { Ok(()) }
}

/// Makes a message its chat's newest, if it is. The head of an album never is: nobody sees it.
pub(super) fn make_newest(
    transaction: &Transaction<'_>,
    chat: ChatId,
    row: i64,
    place: UnixMs,
) -> rusqlite::Result<()> {
    let list = "UPDATE chats SET is_listed = 1 WHERE id = ?1 AND is_listed = 0";
    if transaction.prepare_cached(list)?.execute([chat.to_string()])? > 0 {
        contact_rows::settle_chat(transaction, &chat.to_string())?;
    }
    transaction
        .prepare_cached(
            "UPDATE chats SET last_message_row = ?2, last_activity_at_ms = ?3
             WHERE id = ?1 AND (SELECT is_shown FROM messages WHERE row = ?2)
                           AND (last_message_row IS NULL
                                OR (?3, ?2) > (SELECT place_ms, row FROM messages WHERE row = chats.last_message_row))",
        )?
        .execute(params![chat.to_string(), row, place.0])?;
    Ok(())
}

/// Looks for a chat's newest message anew: one was hidden, deleted or moved.
pub(super) fn find_newest(transaction: &Transaction<'_>, chat: &str) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "UPDATE chats SET last_message_row = (SELECT row FROM messages WHERE chat_id = ?1 AND is_shown = 1
                                                  ORDER BY place_ms DESC, row DESC LIMIT 1)
             WHERE id = ?1",
        )?
        .execute([chat])?;
    Ok(())
}

/// Looks anew since when the other side of a chat of two waits: from the first message of theirs after the newest own one.
pub(super) fn find_waiting(transaction: &Transaction<'_>, chat: &str) -> rusqlite::Result<()> {
    let find = "UPDATE chats SET waiting_since_ms =
                  (SELECT min(m.place_ms) FROM messages m WHERE m.chat_id = ?1 AND m.is_shown = 1 AND m.from_me = 0
                     AND json_extract(m.content, '$.kind') NOT IN ('system', 'call', 'deleted')
                     AND (m.place_ms, m.row) > (SELECT ifnull(max(o.place_ms), -1), ifnull(max(o.row), -1) FROM
                                                 (SELECT place_ms, row FROM messages
                                                  WHERE chat_id = ?1 AND is_shown = 1 AND from_me = 1 AND is_automatic = 0
                                                  ORDER BY place_ms DESC, row DESC LIMIT 1) o))
                WHERE id = ?1 AND kind = 'direct'";
    transaction.prepare_cached(find)?.execute([chat])?;
    Ok(())
}

/// An own message: its row, its chat, and how far it has come.
pub(super) struct Own {
    pub(super) row: i64,
    pub(super) chat: ChatId,
    pub(super) status: MessageStatus,
}

/// An own message by its id, which was drawn at random. `chat` is only preferred: chats are merged,
/// and WhatsApp reports under addresses that are not known to be theirs yet.
pub(super) fn own(
    transaction: &Transaction<'_>,
    chat: Option<ChatId>,
    id: &MessageId,
) -> rusqlite::Result<Option<Own>> {
    transaction
        .prepare_cached(
            "SELECT row, chat_id, status FROM messages WHERE sender_key = 'me' AND id = ?1
             ORDER BY chat_id IS ?2 DESC, row DESC LIMIT 1",
        )?
        .query_row(params![id.as_str(), chat.map(|chat| chat.to_string())], |row| {
            Ok(Own {
                row: row.get(0)?,
                chat: row.get::<_, String>(1)?.parse().map_err(|error| unreadable("chat_id", error))?,
                status: status(row.get_ref(2)?.as_str()?)?,
            })
        })
        .optional()
}

/// One message as its chat shows it.
pub(super) fn get(db: &Connection, row: i64) -> rusqlite::Result<Option<Message>> {
    let sql = format!("SELECT {} FROM messages m WHERE m.row = ?1", columns());
    db.prepare_cached(&sql)?.query_row([row], read).optional()
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Message> {
    let failure: Option<FailureReason> = optional(row, "failure")?;
    let content = parsed(row, "content")?;
    let kept = optional::<First>(row, "kept")?.map(|first| Box::new(first.content));
    Ok(Message {
        id: MessageId::parse(&text(row, "id")?).map_err(|error| unreadable("id", error))?,
        chat: text(row, "chat_id")?.parse().map_err(|error| unreadable("chat_id", error))?,
        sender: address(row, "sender_pn", "sender_lid")?,
        sender_name: row.get("sender_name")?,
        from_me: row.get("from_me")?,
        at: row.get::<_, Option<i64>>("at_ms")?.map(UnixMs),
        place: UnixMs(row.get("place_ms")?),
        file: file::of_message(row, kept.as_deref().unwrap_or(&content))?,
        content,
        kept,
        context: optional(row, "context")?.unwrap_or_default(),
        marks: optional::<Marks>(row, "marks")?.unwrap_or_default(),
        status: status(row.get_ref("status")?.as_str()?)?,
        failure,
        client_key: row.get("client_key")?,
        sent_by: sent_by(row)?,
        is_automatic: row.get("is_automatic")?,
        is_of_earlier_number: row.get("is_of_earlier_number")?,
    })
}

pub(super) fn status(word: &str) -> rusqlite::Result<MessageStatus> {
    use MessageStatus as S;
    let known = [S::Queued, S::Sending, S::Failed, S::Sent, S::Delivered, S::Read, S::Played];
    let found = known.into_iter().find(|status| status.as_str() == word);
    found.ok_or_else(|| unreadable("status", UnknownWord(word.to_owned())))
}

fn sent_by(row: &Row<'_>) -> rusqlite::Result<Option<SentBy>> {
    let Some(word) = row.get_ref("sent_by")?.as_str_or_null()? else { return Ok(None) };
    let found = SentBy::ALL.into_iter().find(|by| by.as_str() == word);
    found.map(Some).ok_or_else(|| unreadable("sent_by", UnknownWord(word.to_owned())))
}

/// By what one party is unique. A late privacy id must not make it another one.
pub(super) fn address_key(address: &Address) -> String {
    // The privacy id first: it is on every stanza of an account that has moved to it, the number is not.
    address.lid.as_ref().or(address.pn.as_ref()).map(ToString::to_string).unwrap_or_default()
}
