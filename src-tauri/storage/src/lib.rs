//! What Portaria keeps on disk, and the only room that speaks SQL.
//!
//! [`Stores`] is the data folder: the master key, the control plane (`portaria.db`) and a bounded
//! cache of open tenants. [`ChatStore`] is one tenant's `chats.db`. Every database is a SQLCipher
//! file under a raw key, in WAL mode with `synchronous=FULL`: what a call has returned is on disk.
//!
//! Deliberately absent: the phone's keys (`whatsapp.db` belongs to the WhatsApp library; here it is
//! only [looked at](preflight) before use), JSON shapes of the API, and any decision about who may
//! read what.

mod blobs;
mod chats;
mod control;
mod database;
mod erasing;
mod error;
mod exports;
mod failures;
mod files;
mod fold;
mod inspect;
mod keys;
#[cfg(feature = "faults")]
mod older;
mod open_chats;
mod preflight;
mod room;
mod stores;
mod webhooks;

pub use blobs::{Blob, BlobName, BlobReader, BlobWriter, Blobs, InvalidBlobName};
pub use chats::{
    Assigned, Backlog, Cancelled, ChatQuery, ChatStore, ChatsShown, CheckedNumber, ContactCursor, ContactImport,
    ContactPage, ContactQuery, Delivery, DeliveryToTry, Due, DueAnswer, DueDelivery, Enqueued, EventPage, ExportEntry,
    ExportKept, ExportMessage, ExportPlace, ExportTask, Figures, FiledContact, Found, FoundCursor, FoundPage,
    GalleryPart, GalleryQuery, HourFigures, Hours, ImportBegun, ImportReason, ImportState, ImportTask, ImportedContact,
    JobKind, JobRow, KeptMessage, KnownProfile, LONGEST_RETRY_MS, Later, MarkRow, MediaTask, MediaTasks, MessageCursor,
    MessagePage, MessageRow, MessageSearch, NewWebhook, NumberCheck, NumberState, NumberTask, OutboxItem, OutboxRow,
    OutboxState, Outgoing, OutgoingFigures, PageOf, PendingChange, PendingReads, PeriodFigures, Planned, ReplyIs,
    Reworded, SavedAttendant, SavedNote, SavedReply, SavedWebhook, Says, SealedMark, SendAgain, Snippet, Stored,
    StoredMedia, ToCancel, TriedDelivery, Unprojected, Upload, Waiting, WaitingFigures, WebhookChange, WebhookOverview,
    WhichDeliveries, Writer,
};
pub use control::{
    ApiKey, AuditEntry, Issuer, KeyOwner, KeyScope, KeyTerms, Login, NewApiKey, NewLogin, NewTenant, Placement,
    ProviderSettings, PushDevice, SortableTenant, TOTP_SECRET_BYTES, TenantPage, TenantQuery, Totp, Unplaced, Who,
};
pub use error::{StorageError, UnreadableValue};
pub use failures::{StorageFailures, failures};
pub use inspect::{Inspection, TenantFiles, Written};
#[cfg(feature = "faults")]
pub use older::OlderFile;
pub use preflight::preflight;
pub use room::{RoomOfKind, RoomTaken};
pub use stores::{Stores, put_back_control};
