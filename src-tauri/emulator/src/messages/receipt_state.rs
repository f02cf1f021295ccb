//! The ticks of a message.

use serde::{Deserialize, Serialize};

/// How far a message has come, in the order in which ticks appear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReceiptState {
    /// The server has it.
    Sent,
    /// A device of the addressee has it.
    Delivered,
    /// The addressee read it.
    Read,
    /// The addressee played it, or opened what may be opened once.
    Played,
}
