//! One tenant's conversations: `chats.db`, one file a job.
//!
//! Every call that writes is one transaction and gives back the events it made, numbered without gaps.

mod accounts;
mod albums;
mod arriving;
mod attendant_list;
mod attendants;
mod automatic;
mod automatic_columns;
mod automatic_rows;
mod backlog;
mod blocked;
mod book;
mod business_hours;
mod calls;
mod changes;
mod columns;
mod contact_imports;
mod contact_rows;
mod contacts;
mod continuing;
mod deleted;
mod delivered;
mod directory;
mod earlier_list;
mod early;
mod erasing;
mod event_names;
mod events;
mod export_list;
mod exports;
mod figures;
mod gallery;
mod groups;
mod history;
mod hours_rows;
mod jobs;
mod label_list;
mod labels;
mod lists;
mod marks;
mod media;
mod merge;
mod messages;
mod names;
mod note_list;
mod notes;
mod number_checks;
mod outbox;
mod packed;
mod parties;
mod placing;
mod preference_columns;
mod preferences;
mod profiles;
mod projection;
mod quick_replies;
mod quick_reply_list;
mod reads;
mod receipts;
mod refused;
mod rows;
mod search;
mod state;
mod webhook_lanes;
mod webhooks;

use std::path::Path;
use std::sync::Arc;

use portaria_domain::{Secret, TenantId};
use rusqlite::{Connection, OptionalExtension as _, Transaction};
use rusqlite_migration::{M, Migrations};

use crate::StorageError;
use crate::blobs::Blobs;
use crate::database::Database;
use crate::preflight::damaged;

pub use attendants::{Assigned, SavedAttendant};
pub use automatic::DueAnswer;
pub use backlog::Backlog;
pub use changes::PendingChange;
pub use contact_imports::{
    ContactImport, FiledContact, ImportBegun, ImportReason, ImportState, ImportTask, ImportedContact,
};
pub use contacts::{ContactCursor, ContactPage, ContactQuery};
pub use delivered::Stored;
pub use events::EventPage;
pub use exports::{ExportEntry, ExportKept, ExportMessage, ExportPlace, ExportTask};
pub use figures::{Figures, HourFigures, Hours, Outgoing as OutgoingFigures, PeriodFigures, Waiting as WaitingFigures};
pub use gallery::{GalleryPart, GalleryQuery};
pub use jobs::{JobKind, JobRow};
pub use lists::{ChatQuery, ChatsShown, KeptMessage, MessageCursor, MessagePage, PageOf};
pub use marks::{MarkRow, SealedMark};
pub use media::fetching::{MediaTask, MediaTasks};
pub use media::stored::StoredMedia;
pub use media::uploads::Upload;
pub use notes::SavedNote;
pub use number_checks::{CheckedNumber, NumberCheck, NumberState, NumberTask};
pub use outbox::{
    Cancelled, Due, Enqueued, LONGEST_RETRY_MS, Later, OutboxItem, OutboxRow, OutboxState, Outgoing, Reworded, Says,
    ToCancel, Waiting,
};
pub use profiles::KnownProfile;
pub use projection::{MessageRow, Unprojected};
pub use quick_replies::{ReplyIs, SavedReply};
pub use reads::PendingReads;
pub use search::{Found, FoundCursor, FoundPage, MessageSearch, Snippet, Writer};
pub use webhooks::{
    Delivery, DeliveryToTry, DueDelivery, NewWebhook, Planned, SavedWebhook, SendAgain, TriedDelivery, WebhookChange,
    WebhookOverview, WhichDeliveries,
};

/// Pages of one tenant that stay in memory while it is in use; one that rests keeps none. What a message touches fits
/// in, with what lies above it: a page that is not here is read, checked and opened.
const CACHE_KIB: u32 = 512;

/// Numbered, applied together with their bookkeeping, never edited after a release.
pub(crate) fn migrations() -> Migrations<'static> {
    Migrations::new(vec![
        M::up(include_str!("../../migrations/chats/0001_chats.sql")),
        M::up(include_str!("../../migrations/chats/0002_names.sql")),
        M::up(include_str!("../../migrations/chats/0003_outbox_until_delivered.sql")),
        M::up(include_str!("../../migrations/chats/0004_message_spine.sql")).foreign_key_check(),
        M::up(include_str!("../../migrations/chats/0005_media.sql")),
        M::up(include_str!("../../migrations/chats/0006_fewer_pages.sql")).foreign_key_check(),
        M::up(include_str!("../../migrations/chats/0007_sending_and_keeping.sql")),
        M::up(include_str!("../../migrations/chats/0008_account.sql")),
        M::up(include_str!("../../migrations/chats/0009_rows_and_receipts.sql")),
        M::up(include_str!("../../migrations/chats/0010_profiles_and_deleted.sql")),
        M::up(include_str!("../../migrations/chats/0011_outdated_groups.sql")),
        M::up(include_str!("../../migrations/chats/0012_search.sql")),
        M::up(include_str!("../../migrations/chats/0013_quick_replies.sql")),
        // Its rows are made with 0035, which adds a column to them.
        M::up(include_str!("../../migrations/chats/0014_contacts.sql")),
        M::up(include_str!("../../migrations/chats/0015_waiting.sql")),
        M::up(include_str!("../../migrations/chats/0016_who_adds.sql")),
        M::up(include_str!("../../migrations/chats/0017_paired_at.sql")),
        M::up_with_hook(include_str!("../../migrations/chats/0018_figures.sql"), |transaction: &Transaction<'_>| {
            Ok(figures::fill(transaction)?)
        }),
        M::up(include_str!("../../migrations/chats/0019_preferences.sql")),
        M::up(include_str!("../../migrations/chats/0020_erasures.sql")),
        M::up(include_str!("../../migrations/chats/0021_webhooks.sql")),
        M::up(include_str!("../../migrations/chats/0022_notes.sql")),
        M::up(include_str!("../../migrations/chats/0023_gallery.sql")),
        M::up(include_str!("../../migrations/chats/0024_webhook_bounds.sql")),
        M::up(include_str!("../../migrations/chats/0025_automatic_messages.sql")),
        M::up(include_str!("../../migrations/chats/0026_exports.sql")),
        M::up(include_str!("../../migrations/chats/0027_merged_chats.sql")),
        M::up(include_str!("../../migrations/chats/0028_history_queue.sql")),
        M::up(include_str!("../../migrations/chats/0029_contact_imports.sql")),
        M::up(include_str!("../../migrations/chats/0030_ringing_calls.sql")),
        M::up(include_str!("../../migrations/chats/0031_sent_by.sql")),
        M::up(include_str!("../../migrations/chats/0032_statuses_end.sql")),
        M::up(include_str!("../../migrations/chats/0033_figures_counted_together.sql")),
        M::up_with_hook(
            include_str!("../../migrations/chats/0034_earlier_accounts.sql"),
            |transaction: &Transaction<'_>| Ok(accounts::name_all(transaction)?),
        ),
        M::up_with_hook(include_str!("../../migrations/chats/0035_user_names.sql"), |transaction: &Transaction<'_>| {
            Ok(contact_rows::make_all(transaction)?)
        }),
        M::up(include_str!("../../migrations/chats/0036_albums.sql")),
    ])
}

/// One tenant's conversations. Cheap to clone.
#[derive(Clone)]
pub struct ChatStore {
    tenant: TenantId,
    database: Database,
    blobs: Blobs,
    /// Counts the clones: a store in nobody's hands may be closed.
    hands: Arc<()>,
    /// How much waited when it was counted last.
    backlog: Arc<std::sync::Mutex<Backlog>>,
    /// Held by who brings the index of words up to date.
    indexing: Arc<tokio::sync::Mutex<()>>,
}

impl ChatStore {
    /// Opens the file, or makes it. A file that belongs to another tenant is refused.
    pub(crate) fn open(
        tenant: TenantId,
        path: &Path,
        key: &Secret<[u8; 32]>,
        blobs: Blobs,
    ) -> Result<Self, StorageError> {
        let file = path.to_owned();
        let own = move |db: &Connection| {
            let sql = |error| StorageError::sql(&file, error);
            let find = "SELECT tenant_id FROM owner";
            let owner: Option<String> = db.query_row(find, [], |row| row.get(0)).optional().map_err(sql)?;
            match owner {
                None => {
                    db.execute("INSERT INTO owner (tenant_id) VALUES (?1)", [tenant.to_string()]).map_err(sql)?;
                    let first = "INSERT INTO accounts (account, tenant_id, since_ms, id) VALUES (1, ?1, 0, ?2)";
                    db.execute(first, [tenant.to_string(), accounts::new_id()]).map(drop).map_err(sql)
                }
                Some(owner) if owner != tenant.to_string() => Err(damaged(&file, "the file belongs to another tenant")),
                Some(_) => Ok(()),
            }
        };
        let database = Database::open(path, key, migrations, CACHE_KIB, own)?;
        Ok(Self { tenant, database, blobs, hands: Arc::default(), backlog: Arc::default(), indexing: Arc::default() })
    }

    pub(crate) const fn database(&self) -> &Database {
        &self.database
    }

    /// The tenant's files.
    pub const fn blobs(&self) -> &Blobs {
        &self.blobs
    }

    /// Whether only the cache holds it.
    pub(crate) fn is_idle(&self) -> bool {
        Arc::strong_count(&self.hands) == 1
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// A file of the version before every kind of message was kept, with something in each of its tables.
    fn before_the_spine() -> Connection {
        let mut db = Connection::open_in_memory().unwrap();
        db.pragma_update(None, "foreign_keys", false).unwrap();
        migrations().to_version(&mut db, 3).unwrap();
        db.execute_batch(
            r#"INSERT INTO owner (tenant_id, event_number) VALUES ('t', 41);
               INSERT INTO chats (id, tenant_id, pn, kind, book_name, unread, last_activity_at_ms, last_message_row)
               VALUES ('c', 't', '5511900000002@s.whatsapp.net', 'direct', 'Ana', 2, 1000, 7), -- invented
                      ('g', 't', '120363000000000001@g.us', 'group', 'Obra', 0, 900, NULL);
               INSERT INTO messages (row, tenant_id, chat_id, id, sender_key, sender, from_me, at_ms, content, status)
               VALUES (7, 't', 'c', 'B1', 'me', '{"pn":null,"lid":"9@lid"}', 1, 1000, '{"kind":"text","text":"oi"}', 'queued'),
                      (8, 't', 'c', 'B2', 'me', '{"pn":null,"lid":"9@lid"}', 1, 900, '{"kind":"text","text":"oi"}', 'sent'),
                      (9, 't', 'c', 'A1', '2@lid', '{"pn":null,"lid":"2@lid"}', 0, 800, '{"kind":"undecryptable"}', 'delivered'),
                      (10, 't', 'c', 'A2', '2@lid', '{"pn":null,"lid":"2@lid"}', 0, 700,
                       '{"kind":"unsupported","name":"imageMessage"}', 'delivered');
               INSERT INTO outbox (tenant_id, message_row, recipient, text, queued_at_ms, sent_at_ms)
               VALUES ('t', 7, '5511900000002@s.whatsapp.net', 'oi', 1, NULL), -- invented
                      ('t', 8, '5511900000002@s.whatsapp.net', 'oi', 1, 900); -- invented
               INSERT INTO idempotency_keys (key, tenant_id, fingerprint, message_row, at_ms)
               VALUES ('k', 't', zeroblob(32), 7, 1);
               INSERT INTO events (number, tenant_id, at_ms, body) VALUES (41, 't', 1, '{}');"#,
        )
        .unwrap();
        db
    }

    #[test]
    fn a_file_of_an_earlier_version_loses_nothing() {
        let mut db = before_the_spine();
        migrations().to_latest(&mut db).unwrap();
        let text = |sql: &str| -> String { db.query_row(sql, [], |row| row.get(0)).unwrap() };
        let kinds = "SELECT group_concat(id || ' ' || json_extract(content, '$.kind') || ' ' || status, ', ')
                     FROM (SELECT * FROM messages ORDER BY row)";
        assert_eq!(text(kinds), "B1 text queued, B2 text sent, A1 undecryptable delivered, A2 unsupported delivered");
        assert_eq!(text("SELECT group_concat(sender_lid) FROM messages WHERE from_me = 0"), "2@lid,2@lid");
        assert_eq!(text("SELECT group_concat(id || ' ' || state, ', ') FROM outbox"), "B1 waiting, B2 sent");
        assert_eq!(text("SELECT key || message_row FROM idempotency_keys"), "k7");
        assert_eq!(
            text("SELECT group_concat(kind || is_listed) FROM (SELECT * FROM chats ORDER BY id)"),
            "direct1,group1"
        );
        let mut find = db.prepare("SELECT content FROM messages ORDER BY row").unwrap();
        let contents = find.query_map([], |row| columns::parsed::<portaria_domain::Content>(row, "content")).unwrap();
        let kinds: Vec<_> = contents.map(|content| content.unwrap().kind()).collect();
        assert_eq!(kinds, ["text", "text", "undecryptable", "unsupported"], "and each reads as what it was");
    }

    #[test]
    fn who_knows_events_of_an_earlier_version_is_told_to_begin_anew() {
        let mut db = before_the_spine();
        migrations().to_latest(&mut db).unwrap();
        let from: (i64, i64) = db
            .query_row("SELECT event_number, events_from FROM owner", [], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap();
        assert_eq!(from, (41, 42), "numbers go on, and none of the earlier ones is here");
    }
}
