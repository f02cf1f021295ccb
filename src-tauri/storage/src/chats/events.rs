//! Events, numbered in the transaction that made them. They point to what they are about, so that nothing that was
//! deleted lives on in them, and who reads an old one finds the message and the chat as they are by then.

use portaria_domain::{
    AccountId, ChangedThing, ChatId, ContactId, DisabledReason, ErasureId, Event, EventBody, EventNumber, ExportId,
    FailureReason, MessageId, MessageStatus, NoteId, QuickReplyId, Refusal, SessionState, UnixMs, WebhookId,
};
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};
use serde::{Deserialize, Serialize};

use crate::StorageError;
use crate::chats::columns::{UnknownWord, json, optional};
use crate::chats::{
    ChatStore, attendant_list, automatic_columns, directory, earlier_list, export_list, figures, hours_rows,
    label_list, messages, note_list, preference_columns, quick_reply_list, webhook_lanes,
};
use crate::control::unreadable;

/// How many events of a tenant are kept. Who has not read for longer begins anew.
const EVENTS_KEPT: i64 = 20_000;
/// Old events are pruned when the numbers pass a multiple of this, and not one by one.
const PRUNED_EVERY: i64 = 1_000;

/// Events after a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventPage {
    /// The events, oldest first.
    pub events: Vec<Event>,
    /// Events between the number and the first one here are gone: read everything again, from `last_number` on.
    pub resync: bool,
    /// The newest event there is.
    pub last_number: EventNumber,
}

/// What is written down of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    StatusChanged,
    MessageReceived,
    MessageCreated,
    MessageUpdated,
    MessageStatusChanged,
    ChatUpdated,
    ChatRemoved,
    LabelsChanged,
    NoteChanged,
    AttendantsChanged,
    QuickReplyChanged,
    PreferencesChanged,
    BusinessHoursChanged,
    AutomaticMessagesChanged,
    ContactErased,
    ExportChanged,
    WebhookDisabled,
    ChangeRefused,
    HistoryStored,
    EarlierAccountChanged,
}

impl Kind {
    const ALL: [Self; 20] = [
        Self::StatusChanged,
        Self::MessageReceived,
        Self::MessageCreated,
        Self::MessageUpdated,
        Self::MessageStatusChanged,
        Self::ChatUpdated,
        Self::ChatRemoved,
        Self::LabelsChanged,
        Self::NoteChanged,
        Self::AttendantsChanged,
        Self::QuickReplyChanged,
        Self::PreferencesChanged,
        Self::BusinessHoursChanged,
        Self::AutomaticMessagesChanged,
        Self::ContactErased,
        Self::ExportChanged,
        Self::WebhookDisabled,
        Self::ChangeRefused,
        Self::HistoryStored,
        Self::EarlierAccountChanged,
    ];

    pub(super) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    const fn word(self) -> &'static str {
        match self {
            Self::StatusChanged => "status_changed",
            Self::MessageReceived => "message_received",
            Self::MessageCreated => "message_created",
            Self::MessageUpdated => "message_updated",
            Self::MessageStatusChanged => "message_status_changed",
            Self::ChatUpdated => "chat_updated",
            Self::ChatRemoved => "chat_removed",
            Self::LabelsChanged => "labels_changed",
            Self::NoteChanged => "note_changed",
            Self::AttendantsChanged => "attendants_changed",
            Self::QuickReplyChanged => "quick_reply_changed",
            Self::PreferencesChanged => "preferences_changed",
            Self::BusinessHoursChanged => "business_hours_changed",
            Self::AutomaticMessagesChanged => "automatic_messages_changed",
            Self::ContactErased => "contact_erased",
            Self::ExportChanged => "export_changed",
            Self::WebhookDisabled => "webhook_disabled",
            Self::ChangeRefused => "change_refused",
            Self::HistoryStored => "history_stored",
            Self::EarlierAccountChanged => "earlier_account_changed",
        }
    }
}

/// What a part of the history held.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct HistoryCount {
    chats: u32,
    messages: u32,
    #[serde(default)]
    messages_so_far: u64,
}

/// Who was erased, by which erasure.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct ErasedContact {
    erasure: ErasureId,
    contact: ContactId,
}

/// Which webhook was disabled, and why.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct DisabledWebhook {
    webhook: WebhookId,
    reason: DisabledReason,
}

/// What WhatsApp refused.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct RefusedChange {
    thing: ChangedThing,
    why: Refusal,
}

/// An event before it has its number.
#[derive(Clone, PartialEq, Eq)]
struct Recorded {
    kind: Kind,
    chat: Option<ChatId>,
    message_row: Option<i64>,
    data: Option<String>,
}

/// Collects the events of one transaction. The state that they carry is read at the end of it.
pub(super) struct Recorder<'a> {
    transaction: &'a Transaction<'a>,
    tenant: &'a str,
    now: UnixMs,
    recorded: Vec<Recorded>,
}

impl<'a> Recorder<'a> {
    pub(super) const fn new(transaction: &'a Transaction<'a>, tenant: &'a str, now: UnixMs) -> Self {
        Self { transaction, tenant, now, recorded: Vec::new() }
    }

    fn record(&mut self, kind: Kind, chat: Option<ChatId>, message_row: Option<i64>, data: Option<String>) {
        let recorded = Recorded { kind, chat, message_row, data };
        // They tell of the state at the end, so once is enough.
        if !self.recorded.contains(&recorded) {
            self.recorded.push(recorded);
        }
    }

    pub(super) fn message_received(&mut self, chat: ChatId, row: i64) {
        self.record(Kind::MessageReceived, Some(chat), Some(row), None);
    }

    pub(super) fn message_created(&mut self, chat: ChatId, row: i64) {
        self.record(Kind::MessageCreated, Some(chat), Some(row), None);
    }

    /// Says nothing of a message that came in this transaction: its first event carries everything.
    pub(super) fn message_updated(&mut self, chat: ChatId, row: i64) {
        let is_told = |recorded: &Recorded| {
            recorded.message_row == Some(row) && matches!(recorded.kind, Kind::MessageReceived | Kind::MessageCreated)
        };
        if !self.recorded.iter().any(is_told) {
            self.record(Kind::MessageUpdated, Some(chat), Some(row), None);
        }
    }

    pub(super) fn message_status_changed(&mut self, chat: ChatId, row: i64) {
        self.record(Kind::MessageStatusChanged, Some(chat), Some(row), None);
    }

    /// A chat changed, or is gone.
    pub(super) fn chat_changed(&mut self, chat: ChatId) {
        self.record(Kind::ChatUpdated, Some(chat), None, None);
    }

    pub(super) fn chat_removed(&mut self, chat: ChatId) {
        self.record(Kind::ChatRemoved, Some(chat), None, None);
    }

    pub(super) fn labels_changed(&mut self) {
        self.record(Kind::LabelsChanged, None, None, None);
    }

    /// A note is new, says something else, or is gone.
    pub(super) fn note_changed(&mut self, chat: ChatId, id: NoteId) {
        self.record(Kind::NoteChanged, Some(chat), None, Some(id.to_string()));
    }

    pub(super) fn attendants_changed(&mut self) {
        self.record(Kind::AttendantsChanged, None, None, None);
    }

    /// A quick reply is new, says something else, or is gone.
    pub(super) fn quick_reply_changed(&mut self, id: QuickReplyId) {
        self.record(Kind::QuickReplyChanged, None, None, Some(id.to_string()));
    }

    pub(super) fn preferences_changed(&mut self) {
        self.record(Kind::PreferencesChanged, None, None, None);
    }

    pub(super) fn business_hours_changed(&mut self) {
        self.record(Kind::BusinessHoursChanged, None, None, None);
    }

    pub(super) fn automatic_messages_changed(&mut self) {
        self.record(Kind::AutomaticMessagesChanged, None, None, None);
    }

    pub(super) fn contact_erased(&mut self, erasure: ErasureId, contact: ContactId) {
        self.record(Kind::ContactErased, None, None, Some(json(&ErasedContact { erasure, contact })));
    }

    /// An export came so far, or is gone.
    pub(super) fn export_changed(&mut self, id: ExportId) {
        self.record(Kind::ExportChanged, None, None, Some(id.to_string()));
    }

    /// What becomes of the chats of a number that was linked before is another thing now, or more of it is done.
    pub(super) fn earlier_account_changed(&mut self, id: AccountId) {
        self.record(Kind::EarlierAccountChanged, None, None, Some(id.to_string()));
    }

    pub(super) fn webhook_disabled(&mut self, webhook: WebhookId, reason: DisabledReason) {
        self.record(Kind::WebhookDisabled, None, None, Some(json(&DisabledWebhook { webhook, reason })));
    }

    pub(super) fn change_refused(&mut self, thing: ChangedThing, chat: Option<ChatId>, why: Refusal) {
        self.record(Kind::ChangeRefused, chat, None, Some(json(&RefusedChange { thing, why })));
    }

    pub(super) fn history_stored(&mut self, chats: u32, messages: u32, messages_so_far: u64) {
        let count = HistoryCount { chats, messages, messages_so_far };
        self.record(Kind::HistoryStored, None, None, Some(json(&count)));
    }

    pub(super) fn status_changed(&mut self, status: &SessionState) {
        self.record(Kind::StatusChanged, None, None, Some(json(status)));
    }

    /// Numbers what was collected, writes it down, and reads the state that it tells of.
    pub(super) fn finish(self) -> rusqlite::Result<Vec<Event>> {
        let Self { transaction, tenant, now, recorded } = self;
        if recorded.is_empty() {
            return Ok(Vec::new());
        }
        let count = i64::try_from(recorded.len()).unwrap_or(i64::MAX);
        let claim = "UPDATE owner SET event_number = event_number + ?1 RETURNING event_number";
        let last: i64 = transaction.prepare_cached(claim)?.query_row([count], |row| row.get(0))?;
        let write = "INSERT INTO events (number, tenant_id, at_ms, kind, chat_id, message_row, data)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let mut write = transaction.prepare_cached(write)?;
        let mut events = Vec::with_capacity(recorded.len());
        for (number, event) in (last - count + 1..).zip(recorded) {
            let Recorded { kind, chat, message_row, data } = event;
            let (word, chat_id) = (kind.word(), chat.map(|chat| chat.to_string()));
            write.execute(params![number, tenant, now.0, word, chat_id, message_row, data])?;
            let body = match data {
                Some(data) => plain(transaction, kind, chat, &data)?,
                None => pointed(transaction, kind, chat, message_row)?,
            };
            events.push(Event { number: as_number(number), at: now, body });
        }
        if last / PRUNED_EVERY != (last - count) / PRUNED_EVERY {
            prune(transaction, last)?;
        }
        Ok(events)
    }
}

fn as_number(number: i64) -> EventNumber {
    u64::try_from(number).unwrap_or(0)
}

fn prune(transaction: &Transaction<'_>, last: i64) -> rusqlite::Result<()> {
    let needed = webhook_lanes::first_needed(transaction)?;
    let from = needed.unwrap_or(i64::MAX).min(last - EVENTS_KEPT + 1);
    webhook_lanes::forget_before(transaction, from)?;
    transaction.execute("DELETE FROM events WHERE number < ?1", [from])?;
    transaction.execute("UPDATE owner SET events_from = max(events_from, ?1)", [from])?;
    Ok(())
}

impl ChatStore {
    /// Keeps a change of the session's status.
    pub async fn record_status(&self, status: &SessionState, now: UnixMs) -> Result<Vec<Event>, StorageError> {
        let (tenant, status) = (self.tenant.to_string(), *status);
        self.database
            .write(move |transaction| {
                let mut recorder = Recorder::new(transaction, &tenant, now);
                recorder.status_changed(&status);
                figures::note_status(transaction, &tenant, &status, now)?;
                Ok(recorder.finish()?)
            })
            .await
    }

    /// What happened after the given event, oldest first. One that does not read back is left out.
    pub async fn events_after(&self, number: EventNumber, limit: usize) -> Result<EventPage, StorageError> {
        let (number, limit) = (i64::try_from(number).unwrap_or(i64::MAX), i64::try_from(limit).unwrap_or(i64::MAX));
        self.database.read(move |db| page(db, number, limit)).await
    }

    /// The newest event's number; 0 when there is none.
    pub async fn last_event_number(&self) -> Result<EventNumber, StorageError> {
        let find = "SELECT event_number FROM owner";
        let number: i64 = self.database.read(move |db| db.query_row(find, [], |row| row.get(0))).await?;
        Ok(as_number(number))
    }
}

fn page(db: &Connection, after: i64, limit: i64) -> rusqlite::Result<EventPage> {
    let (last, from): (i64, i64) =
        db.query_row("SELECT event_number, events_from FROM owner", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let resync = after.saturating_add(1) < from;
    let events = if resync { Vec::new() } else { after_number(db, after, limit)? };
    Ok(EventPage { events, resync, last_number: as_number(last) })
}

/// Oldest first, without those that do not read back.
fn after_number(db: &Connection, after: i64, limit: i64) -> rusqlite::Result<Vec<Event>> {
    let find = "SELECT number, at_ms, kind, chat_id, message_row, data FROM events
                WHERE number > ?1 ORDER BY number LIMIT ?2";
    let mut find = db.prepare_cached(find)?;
    let events = find.query_and_then([after, limit], |row| readable(read(db, row)))?;
    events.filter_map(Result::transpose).collect()
}

/// One event; `None`: it is gone, or does not read back.
pub(super) fn find(db: &Connection, number: i64) -> rusqlite::Result<Option<Event>> {
    let find = "SELECT number, at_ms, kind, chat_id, message_row, data FROM events WHERE number = ?1";
    let found = db.prepare_cached(find)?.query_row([number], |row| readable(read(db, row))).optional()?;
    Ok(found.flatten())
}

fn readable(event: rusqlite::Result<Event>) -> rusqlite::Result<Option<Event>> {
    match event {
        Ok(event) => Ok(Some(event)),
        Err(rusqlite::Error::FromSqlConversionFailure(..)) => Ok(None), // logged where it arose
        Err(error) => Err(error),
    }
}

fn read(db: &Connection, row: &Row<'_>) -> rusqlite::Result<Event> {
    let word: String = row.get("kind")?;
    let kind = Kind::of(&word).ok_or_else(|| unreadable("kind", UnknownWord(word)))?;
    let chat: Option<String> = row.get("chat_id")?;
    let chat = chat.map(|chat| chat.parse().map_err(|error| unreadable("chat_id", error))).transpose()?;
    let data: Option<String> = row.get("data")?;
    let body = match data {
        Some(data) => plain(db, kind, chat, &data)?,
        None => pointed(db, kind, chat, row.get("message_row")?)?,
    };
    Ok(Event { number: as_number(row.get("number")?), at: UnixMs(row.get("at_ms")?), body })
}

/// The body of an event that carries everything itself, or the id of what it is about.
fn plain(db: &Connection, kind: Kind, chat: Option<ChatId>, data: &str) -> rusqlite::Result<EventBody> {
    let bad = |error: serde_json::Error| unreadable("data", error);
    match kind {
        Kind::StatusChanged => Ok(EventBody::StatusChanged(serde_json::from_str(data).map_err(bad)?)),
        Kind::ChangeRefused => {
            let RefusedChange { thing, why } = serde_json::from_str(data).map_err(bad)?;
            Ok(EventBody::ChangeRefused { thing, chat, why })
        }
        Kind::HistoryStored => {
            let HistoryCount { chats, messages, messages_so_far } = serde_json::from_str(data).map_err(bad)?;
            Ok(EventBody::HistoryStored { chats, messages, messages_so_far })
        }
        Kind::ContactErased => {
            let ErasedContact { erasure, contact } = serde_json::from_str(data).map_err(bad)?;
            Ok(EventBody::ContactErased { erasure, contact })
        }
        Kind::NoteChanged => {
            let chat = chat.ok_or_else(|| unreadable("chat_id", UnknownWord("none".to_owned())))?;
            let note = data.parse().map_err(|error| unreadable("data", error))?;
            Ok(note_list::find(db, note)?.map_or(EventBody::NoteRemoved { chat, note }, EventBody::NoteUpdated))
        }
        Kind::ExportChanged => {
            let id = data.parse().map_err(|error| unreadable("data", error))?;
            Ok(export_list::find(db, id)?.map_or(EventBody::ExportRemoved(id), EventBody::ExportUpdated))
        }
        Kind::EarlierAccountChanged => {
            let id = data.parse().map_err(|error| unreadable("data", error))?;
            let account = earlier_list::find(db, id)?;
            account
                .map(EventBody::EarlierAccountUpdated)
                .ok_or_else(|| unreadable("data", UnknownWord(data.to_owned())))
        }
        Kind::WebhookDisabled => {
            let DisabledWebhook { webhook, reason } = serde_json::from_str(data).map_err(bad)?;
            Ok(EventBody::WebhookDisabled { webhook, reason })
        }
        Kind::QuickReplyChanged => {
            let id = data.parse().map_err(|error| unreadable("data", error))?;
            let reply = quick_reply_list::find(db, id)?;
            Ok(reply.map_or(EventBody::QuickReplyRemoved(id), EventBody::QuickReplyUpdated))
        }
        _ => Err(unreadable("kind", UnknownWord(kind.word().to_owned()))),
    }
}

/// The body of an event that points to what it is about. What is gone by now is told as gone.
fn pointed(db: &Connection, kind: Kind, chat: Option<ChatId>, row: Option<i64>) -> rusqlite::Result<EventBody> {
    if kind == Kind::LabelsChanged {
        return Ok(EventBody::LabelsChanged(label_list::all(db)?));
    }
    if kind == Kind::AttendantsChanged {
        return Ok(EventBody::AttendantsChanged(attendant_list::all(db)?));
    }
    if kind == Kind::PreferencesChanged {
        return Ok(EventBody::PreferencesChanged(preference_columns::find(db)?));
    }
    if kind == Kind::BusinessHoursChanged {
        return Ok(EventBody::BusinessHoursChanged(hours_rows::current(db)?.map(Box::new)));
    }
    if kind == Kind::AutomaticMessagesChanged {
        return Ok(EventBody::AutomaticMessagesChanged(Box::new(automatic_columns::find(db)?)));
    }
    let chat_id = chat.ok_or_else(|| unreadable("chat_id", UnknownWord("none".to_owned())))?;
    let gone = || Ok(EventBody::ChatRemoved { chat: chat_id, merged_into: directory::merged_into(db, chat_id)? });
    if kind == Kind::ChatRemoved {
        return gone();
    }
    if kind == Kind::MessageStatusChanged
        && let Some(changed) = status_of(db, chat_id, row)?
    {
        return Ok(changed);
    }
    let Some(chat) = directory::get(db, chat_id)?.map(Box::new) else { return gone() };
    let message = match row {
        Some(row) => messages::get(db, row)?,
        None => None,
    };
    let Some(message) = message.map(Box::new) else { return Ok(EventBody::ChatUpdated(chat)) };
    Ok(match kind {
        Kind::MessageReceived => EventBody::MessageReceived { message, chat },
        Kind::MessageCreated => EventBody::MessageCreated { message, chat },
        _ => EventBody::MessageUpdated { message, chat },
    })
}

fn status_of(db: &Connection, chat: ChatId, row: Option<i64>) -> rusqlite::Result<Option<EventBody>> {
    let find = format!("SELECT m.id, {}, m.failure, m.client_key FROM messages m WHERE m.row = ?1", messages::STATUS);
    db.prepare_cached(&find)?
        .query_row([row], |row| {
            let status: MessageStatus = messages::status(row.get_ref("status")?.as_str()?)?;
            let failure: Option<FailureReason> = optional(row, "failure")?;
            Ok(EventBody::MessageStatusChanged {
                chat,
                id: MessageId::parse(row.get_ref("id")?.as_str()?).map_err(|error| unreadable("id", error))?,
                status,
                failure,
                client_key: row.get("client_key")?,
            })
        })
        .optional()
}
