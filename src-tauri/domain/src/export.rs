//! All data of a tenant in one archive, made at their wish and kept for a while.

use serde::{Deserialize, Serialize};

use crate::{ExportId, Language, UnixMs};

/// For how long the archive is kept once it is there, in milliseconds.
pub const EXPORT_KEPT_MS: i64 = 7 * 24 * 60 * 60 * 1_000;

/// How far an export has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportState {
    /// It is being made, also after a restart.
    Making,
    /// The archive is there.
    Ready,
    /// It was given up, and nothing of it is left.
    Failed,
    /// Its time is over, and the archive is gone.
    Expired,
    /// A person was erased after it was made, so the archive is gone before its time.
    Outdated,
}

impl ExportState {
    /// Every one there is.
    pub const ALL: [Self; 5] = [Self::Making, Self::Ready, Self::Failed, Self::Expired, Self::Outdated];

    /// The word that stores use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Making => "making",
            Self::Ready => "ready",
            Self::Failed => "failed",
            Self::Expired => "expired",
            Self::Outdated => "outdated",
        }
    }
}

/// Why an export was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportFailure {
    /// There is no room for it on the disk.
    NoRoom,
    /// The folder of the tenant's files cannot be written.
    Unwritable,
    /// Something of what is kept does not read.
    Damaged,
    /// A defect of ours, which is logged.
    Defect,
}

impl ExportFailure {
    /// Every one there is.
    pub const ALL: [Self; 4] = [Self::NoRoom, Self::Unwritable, Self::Damaged, Self::Defect];

    /// The word that stores use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoRoom => "no_room",
            Self::Unwritable => "unwritable",
            Self::Damaged => "damaged",
            Self::Defect => "defect",
        }
    }
}

/// How much is in an export, or is to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportCounts {
    /// Messages that are in it.
    pub messages: u64,
    /// Messages that there were when it was asked for.
    pub all_messages: u64,
    /// Files of messages that are in it.
    pub files: u64,
    /// Files of messages that there were when it was asked for; 0 where none are wanted.
    pub all_files: u64,
}

/// All data of a tenant in one archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// Identity.
    pub id: ExportId,
    /// How far it has come.
    pub state: ExportState,
    /// Why it was given up, where it was.
    pub failure: Option<ExportFailure>,
    /// Whether files of messages are in it.
    pub has_media: bool,
    /// The language of what explains it.
    pub language: Language,
    /// When it was asked for.
    pub asked_at: UnixMs,
    /// When it was there, or given up.
    pub ended_at: Option<UnixMs>,
    /// Until when the archive is kept, once it is there.
    pub kept_until: Option<UnixMs>,
    /// How long the archive is, in bytes, once it is there.
    pub size_bytes: Option<u64>,
    /// How much is in it.
    pub counts: ExportCounts,
}
