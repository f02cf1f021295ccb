//! Message rows.

use portaria_domain::{Address, ChatId, ChatKind, Content, FailureReason, Message, MessageId, MessageStatus, UnixMs};
use rusqlite::{OptionalExtension as _, Row, Transaction, named_params, params};

use crate::chats::directory;
use crate::control::unreadable;

/// The columns that [`read`] wants.
pub(super) const COLUMNS: &str = "id, chat_id, sender, from_me, at_ms, content, status, failure";

/// What [`keep`] did.
pub(super) enum Kept {
    /// The row is new.
    New(i64),
    /// It was there without its text, which now came.
    Completed,
    /// It was there.
    Known,
}

/// Keeps a message unless it is there; one that could not be decrypted is completed by its second coming.
pub(super) fn keep(
    transaction: &Transaction<'_>,
    tenant: &str,
    message: &Message,
    kind: ChatKind,
) -> rusqlite::Result<Kept> {
    // In a chat of two, an id and a side name one message. In a group each writer counts alone, by any address.
    let find = "SELECT row, content FROM messages WHERE chat_id = :chat AND id = :id AND from_me = :from_me
                AND (:by_side OR json_extract(sender, '$.pn') = :pn OR json_extract(sender, '$.lid') = :lid)";
    let (pn, lid) = directory::texts(&message.sender);
    let known: Option<(i64, String)> = transaction
        .prepare_cached(find)?
        .query_row(
            named_params! {
                ":chat": message.chat.to_string(),
                ":id": message.id.as_str(),
                ":from_me": message.from_me,
                ":by_side": message.from_me || kind == ChatKind::Direct,
                ":pn": pn,
                ":lid": lid,
            },
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    let content = json(&message.content);
    if let Some((row, before)) = known {
        let is_late_text = before == json(&Content::Undecryptable) && message.content != Content::Undecryptable;
        if !is_late_text {
            return Ok(Kept::Known);
        }
        transaction.execute("UPDATE messages SET content = ?2 WHERE row = ?1", params![row, content])?;
        return Ok(Kept::Completed);
    }
    transaction
        .prepare_cached(
            "INSERT INTO messages (tenant_id, chat_id, id, sender_key, sender, from_me, at_ms, content, status, failure)
             VALUES (:tenant, :chat, :id, :sender_key, :sender, :from_me, :at, :content, :status, :failure)",
        )?
        .execute(named_params! {
            ":tenant": tenant,
            ":chat": message.chat.to_string(),
            ":id": message.id.as_str(),
            ":sender_key": sender_key(message),
            ":sender": json(&message.sender),
            ":from_me": message.from_me,
            ":at": message.at.0,
            ":content": content,
            ":status": message.status.as_str(),
            ":failure": message.failure.map(|failure| json(&failure)),
        })?;
    Ok(Kept::New(transaction.last_insert_rowid()))
}

/// Makes a new message its chat's newest, if it is.
pub(super) fn make_newest(transaction: &Transaction<'_>, chat: ChatId, row: i64, at: UnixMs) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "UPDATE chats SET last_message_row = ?2, last_activity_at_ms = ?3
             WHERE id = ?1 AND (last_message_row IS NULL
                                OR ?3 >= (SELECT at_ms FROM messages WHERE row = chats.last_message_row))",
        )?
        .execute(params![chat.to_string(), row, at.0])?;
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
                status: status(row.get_ref(2)?.as_str()?),
            })
        })
        .optional()
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Message> {
    let parsed = |column: &str| -> rusqlite::Result<String> { row.get(column) };
    let failure: Option<String> = row.get("failure")?;
    Ok(Message {
        id: MessageId::parse(&parsed("id")?).map_err(|error| unreadable("id", error))?,
        chat: parsed("chat_id")?.parse().map_err(|error| unreadable("chat_id", error))?,
        sender: serde_json::from_str(&parsed("sender")?).map_err(|error| unreadable("sender", error))?,
        from_me: row.get("from_me")?,
        at: UnixMs(row.get("at_ms")?),
        content: serde_json::from_str(&parsed("content")?).map_err(|error| unreadable("content", error))?,
        status: status(&parsed("status")?),
        failure: failure
            .map(|text| serde_json::from_str::<FailureReason>(&text))
            .transpose()
            .map_err(|error| unreadable("failure", error))?,
    })
}

pub(super) fn status(word: &str) -> MessageStatus {
    use MessageStatus as S;
    let known = [S::Queued, S::Failed, S::Sent, S::Delivered, S::Read, S::Played];
    known.into_iter().find(|status| status.as_str() == word).unwrap_or(S::Queued)
}

pub(super) fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("domain values have only plain fields")
}

/// By whom a message is unique beside its id. A late privacy id must not make it another message.
fn sender_key(message: &Message) -> String {
    if message.from_me { "me".to_owned() } else { address_key(&message.sender) }
}

fn address_key(address: &Address) -> String {
    // The privacy id first: it is on every stanza of an account that has moved to it, the number is not.
    address.lid.as_ref().or(address.pn.as_ref()).map(ToString::to_string).unwrap_or_default()
}
