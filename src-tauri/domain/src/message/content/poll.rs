//! Questions with options.

use serde::{Deserialize, Serialize};

/// A poll. Who voted for what stands in the message's marks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Poll {
    /// The question.
    pub question: String,
    /// What may be voted for, in the order in which it was written.
    pub options: Vec<PollOption>,
    /// How many options one person may choose; 0 is any number.
    pub choices: u32,
}

/// One option of a poll.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollOption {
    /// What it says.
    pub name: String,
    /// SHA-256 of the name in hex, by which votes mean it.
    pub hash: String,
}
