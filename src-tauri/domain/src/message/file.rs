//! The file of a message, as it lies here.

use serde::{Deserialize, Serialize};

use crate::MediaId;

/// The file of a message, as it lies here. What its sender says of it is [`crate::Media`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaFile {
    /// Its name within the tenant.
    pub id: MediaId,
    /// Whether it is here.
    pub state: MediaState,
    /// What the bytes are, such as `image/jpeg`; empty until they are here, and where nobody can tell.
    pub mime: String,
    /// Its true size once it is here; before, what its sender says.
    pub size_bytes: Option<u64>,
    /// Whether a small picture of it was made here.
    pub has_preview: bool,
}

/// Whether a file is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaState {
    /// It is fetched when somebody asks for it.
    OnDemand(HoldReason),
    /// It is about to be fetched.
    Waiting,
    /// It is here.
    Here,
    /// It did not come. Asking for it tries again.
    Failed(MediaFailure),
}

impl MediaState {
    /// The word that stores and interfaces use; the reason has one of its own.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OnDemand(_) => "on_demand",
            Self::Waiting => "waiting",
            Self::Here => "here",
            Self::Failed(_) => "failed",
        }
    }
}

/// Why a file is not fetched by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldReason {
    /// Its message came with the phone's history.
    History,
    /// Files of its kind are not fetched for this tenant.
    Kind,
    /// It is larger than what is fetched for this tenant.
    TooLarge,
    /// The tenant's files take as much room as they may.
    Full,
}

/// Why a file did not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaFailure {
    /// WhatsApp has it no longer, nor has the phone that sent it.
    Gone,
    /// It did not come whole, however often it was tried.
    Broken,
    /// The message does not say where it is.
    NoFile,
    /// There is no room for it here.
    NoSpace,
}
