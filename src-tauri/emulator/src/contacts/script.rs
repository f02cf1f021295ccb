//! The characters of scripted owners.

use serde::{Deserialize, Serialize};

/// How an account's owner behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Script {
    /// Reads, and answers with the same text.
    Echo,
    /// Reads, and asks the next question of a list; thanks when the list is done.
    Customer,
    /// Reads, and writes whenever it likes; see [`Phone::chatter`](crate::Phone::chatter).
    Chatterbox,
    /// Never reads and never answers.
    Quiet,
}
