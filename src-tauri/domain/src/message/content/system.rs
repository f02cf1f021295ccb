//! What happened to a chat itself.

use serde::{Deserialize, Serialize};

use crate::Address;

/// One thing that happened to the chat. Who did it is the message's sender.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum SystemLine {
    /// A group was made.
    GroupCreated {
        /// Its name.
        subject: String,
    },
    /// People came in: added, or by a link.
    Joined {
        /// Who.
        who: Vec<Address>,
    },
    /// People went, or were taken out by somebody else.
    Left {
        /// Who.
        who: Vec<Address>,
    },
    /// People became admins.
    Promoted {
        /// Who.
        who: Vec<Address>,
    },
    /// People are admins no longer.
    Demoted {
        /// Who.
        who: Vec<Address>,
    },
    /// The group has another name.
    Subject {
        /// The new one.
        subject: String,
    },
    /// The group has another description, or none.
    Description {
        /// The new one; empty when it was taken away.
        description: String,
    },
    /// The group has another picture, or none.
    Picture {
        /// Whether there is one.
        is_set: bool,
    },
    /// A setting of the group changed.
    GroupSetting {
        /// WhatsApp's word: `locked`, `announcement`, `membership_approval_mode`, ….
        setting: String,
        /// Whether it is on.
        is_on: bool,
    },
    /// Messages disappear after another time, or no longer.
    DisappearingTimer {
        /// After how many seconds; 0 is never.
        after_s: u32,
    },
    /// Somebody's security number changed.
    SecurityNumberChanged,
    /// Somebody has another phone number.
    NumberChanged {
        /// The new one, where it is told.
        to: Option<Address>,
    },
    /// Something that Portaria has no words for.
    Other {
        /// WhatsApp's name of it.
        name: String,
    },
}
