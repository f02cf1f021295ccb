//! Calls, as a line in the chat. Sound and picture stay on the phone.

use serde::{Deserialize, Serialize};

/// How a call stands: that it rings, or how it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallOutcome {
    /// It rings.
    Ringing,
    /// Somebody took it, on whichever device.
    Answered,
    /// Nobody took it.
    Missed,
    /// It was refused.
    Refused,
    /// It did not come about.
    Failed,
}

/// A call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Whether it had a picture.
    pub is_video: bool,
    /// How it stands.
    pub outcome: CallOutcome,
    /// How long it lasted, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_s: Option<u32>,
}
