//! What somebody does in a chat right now.

use serde::{Deserialize, Serialize};

/// What somebody does in a chat right now. Told while it happens and kept nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// They type.
    Typing,
    /// They record a voice message.
    Recording,
    /// Neither any more.
    Paused,
}
