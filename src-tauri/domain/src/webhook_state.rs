//! Whether a webhook is told what happens.

use serde::{Deserialize, Serialize};

/// Whether a webhook's deliveries are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebhookState {
    /// They are.
    Active,
    /// Its owner lets them wait.
    Paused,
    /// They are not, and nothing is kept for it, until its owner resumes it.
    Disabled(DisabledReason),
}

/// Why a webhook was disabled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisabledReason {
    /// The receiver answered 410: it wants none any more.
    Gone,
    /// No attempt succeeded for five days.
    Failing,
    /// It was paused for five days.
    PausedTooLong,
}
