//! All data of a tenant in one archive: what is known of each, and what stands in it.
//!
//! An archive is no file. It is read of rows, of sealed files that were made for it, and of messages' own files as they
//! lie, which are kept for as long as it is. Each row is on disk with its file before the next one is begun, so that a
//! kill loses no more than what was being written.

mod entries;
mod reading;
mod record;

pub use entries::{ExportEntry, ExportKept};
pub use reading::ExportMessage;
pub(super) use record::begin_anew;
pub use record::{ExportPlace, ExportTask};
