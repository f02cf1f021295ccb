//! Files of people for the phone's address book.

use portaria_storage::{ContactImport, ImportReason, ImportState, ImportedContact};
use serde::Serialize;
use utoipa::ToSchema;

use super::status::words;

words!(
    /// How somebody of a file stands: to be saved (`new`, or `changed` where the address book calls them otherwise),
    /// there already (`same`), or not to be saved (`refused`); then saved here while the phone is told (`telling`),
    /// `saved`, or `failed`.
    ImportStateWord of ImportState { New, Changed, Same, Refused, Telling, Saved, Failed }
);

words!(
    /// Why somebody of a file is not saved: no name, no number, what stands there is no number, the number stands
    /// further up; the number has no WhatsApp (`absent`), WhatsApp did not say (`unanswered`), or did not take it.
    ImportReasonWord of ImportReason { NoName, NoNumber, InvalidNumber, Repeated, Absent, Unanswered, NotTaken }
);

impl From<ImportStateWord> for ImportState {
    fn from(word: ImportStateWord) -> Self {
        match word {
            ImportStateWord::New => Self::New,
            ImportStateWord::Changed => Self::Changed,
            ImportStateWord::Same => Self::Same,
            ImportStateWord::Refused => Self::Refused,
            ImportStateWord::Telling => Self::Telling,
            ImportStateWord::Saved => Self::Saved,
            ImportStateWord::Failed => Self::Failed,
        }
    }
}

/// How many people of a file stand how.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportCounts {
    new: u32,
    changed: u32,
    same: u32,
    refused: u32,
    telling: u32,
    saved: u32,
    failed: u32,
}

/// A file of people for the phone's address book, and how far it has come.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ContactImport)]
pub(crate) struct ImportShape {
    /// Which one. Kept for 30 days, and for one day where it is not started.
    id: String,
    /// When it was read, in UTC milliseconds.
    read_at_ms: i64,
    /// When it was started, in UTC milliseconds; null: nothing of it is saved.
    #[schema(required)]
    started_at_ms: Option<i64>,
    /// Whether nothing of it goes on any more.
    is_over: bool,
    /// How many people stand how.
    counts: ImportCounts,
}

impl From<ContactImport> for ImportShape {
    fn from(import: ContactImport) -> Self {
        let counts = ImportCounts {
            new: import.count(ImportState::New),
            changed: import.count(ImportState::Changed),
            same: import.count(ImportState::Same),
            refused: import.count(ImportState::Refused),
            telling: import.count(ImportState::Telling),
            saved: import.count(ImportState::Saved),
            failed: import.count(ImportState::Failed),
        };
        Self {
            id: import.id.to_string(),
            read_at_ms: import.read_at.0,
            started_at_ms: import.begun_at.map(|at| at.0),
            is_over: import.is_over(),
            counts,
        }
    }
}

/// Somebody of a file.
#[derive(Serialize, ToSchema)]
#[schema(as = ImportedContact)]
pub(crate) struct ImportedShape {
    /// Where they begin in the file, from 1.
    line: u32,
    /// Their name there; empty where there is none.
    name: String,
    /// Their number as it is written there; empty where there is none.
    typed: String,
    /// What the address book called them when the file was read; empty: it did not have them.
    was: String,
    /// How they stand.
    state: ImportStateWord,
    /// Why they are not saved.
    #[schema(required)]
    reason: Option<ImportReasonWord>,
}

impl From<ImportedContact> for ImportedShape {
    fn from(person: ImportedContact) -> Self {
        let ImportedContact { line, name, typed, was, state, reason } = person;
        Self { line, name, typed, was, state: state.into(), reason: reason.map(Into::into) }
    }
}
