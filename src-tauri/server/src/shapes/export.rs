//! Exports of all data.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

use super::LanguageWord;
use super::status::words;

words!(
    /// How far an export has come. `expired`: its time is over; `outdated`: a person was erased after it was made. The
    /// archive of either is gone.
    ExportStateWord of domain::ExportState { Making, Ready, Failed, Expired, Outdated }
);

words!(
    /// Why an export was given up: no room on the disk, a folder that can't be written, something kept that does not
    /// read, or a defect.
    ExportFailureWord of domain::ExportFailure { NoRoom, Unwritable, Damaged, Defect }
);

/// How much is in an export, and how much there was when it was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ExportCounts)]
pub(crate) struct ExportCountsShape {
    /// Messages that are in it.
    pub messages: u64,
    /// Messages that there were.
    pub all_messages: u64,
    /// Files of messages that are in it.
    pub files: u64,
    /// Files of messages that there were; 0 where none are wanted.
    pub all_files: u64,
}

/// All data of the tenant in one archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Export)]
pub(crate) struct ExportShape {
    /// Identity.
    pub id: String,
    /// How far it has come.
    pub state: ExportStateWord,
    /// Why it was given up, where it was.
    #[schema(required)]
    pub failure: Option<ExportFailureWord>,
    /// Whether files of messages are in it.
    pub has_media: bool,
    /// The language of what explains it.
    pub language: LanguageWord,
    /// When it was asked for, in UTC milliseconds.
    pub asked_at_ms: i64,
    /// When it was there, or given up, in UTC milliseconds; null while it is being made.
    #[schema(required)]
    pub ended_at_ms: Option<i64>,
    /// Until when the archive is kept, in UTC milliseconds; null where there was none.
    #[schema(required)]
    pub kept_until_ms: Option<i64>,
    /// How long the archive is, in bytes; null where there was none.
    #[schema(required)]
    pub size_bytes: Option<u64>,
    /// How much is in it.
    pub counts: ExportCountsShape,
}

impl From<domain::Export> for ExportShape {
    fn from(export: domain::Export) -> Self {
        let domain::ExportCounts { messages, all_messages, files, all_files } = export.counts;
        Self {
            id: export.id.to_string(),
            state: export.state.into(),
            failure: export.failure.map(Into::into),
            has_media: export.has_media,
            language: export.language.into(),
            asked_at_ms: export.asked_at.0,
            ended_at_ms: export.ended_at.map(|at| at.0),
            kept_until_ms: export.kept_until.map(|until| until.0),
            size_bytes: export.size_bytes,
            counts: ExportCountsShape { messages, all_messages, files, all_files },
        }
    }
}

/// A part of the exports, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExportPage {
    /// The exports.
    pub items: Vec<ExportShape>,
    /// Where older ones begin; null when there are none.
    #[schema(required)]
    pub next_cursor: Option<String>,
}
