//! Facts about a message.

use serde::{Deserialize, Serialize};

use crate::{Address, Attendance, Content, Context, MessageId, MessageKey, Raw, UnixMs};

/// A fact about one message: somebody reacted to it, changed it, took it back, voted.
///
/// Marks come in any order, more than once, and before the message that they are about. What they add up to is
/// decided by [`crate::apply`] alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The message that it is about.
    pub target: MessageKey,
    /// The id under which WhatsApp delivered it; tells two marks of one person and moment apart.
    pub id: MessageId,
    /// Whose it is.
    pub by: Address,
    /// Whether it is this account's.
    pub from_me: bool,
    /// When it was made, by the sender's clock where it says so, else the server's.
    pub at: UnixMs,
    /// What it says.
    pub kind: MarkKind,
    /// The protobuf as it came, where there was one.
    pub raw: Option<Raw>,
}

/// What a mark says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MarkKind {
    /// A sign for it; an empty one takes it away.
    Reaction {
        /// One emoji, or nothing.
        emoji: String,
    },
    /// Its writer gave it other words.
    Edit {
        /// What it says now.
        content: Box<Content>,
        /// What belongs to it now.
        #[serde(default)]
        context: Box<Context>,
    },
    /// It was deleted for everyone, by its writer or an admin of the group.
    Revoke,
    /// It was deleted on this account's devices only.
    DeleteForMe,
    /// Somebody voted in a poll; no options take the vote back.
    Vote {
        /// Hashes of the chosen options, as [`crate::PollOption::hash`] has them.
        options: Vec<String>,
    },
    /// Somebody answered whether they come.
    Answer {
        /// The answer.
        attendance: Attendance,
        /// How many they bring along.
        guests: u32,
    },
    /// It was pinned to the top of its chat, for everyone.
    Pin {
        /// For how many seconds.
        for_s: u32,
    },
    /// It is pinned no longer.
    Unpin,
    /// This account gave it a star, or took it away.
    Star {
        /// Whether it has one.
        is_on: bool,
    },
    /// It is kept although the chat's messages disappear, or no longer.
    Keep {
        /// Whether it is kept.
        is_on: bool,
    },
    /// A vote, an answer, an edit or a reaction that only the message's secret opens, and that is not known yet.
    Sealed {
        /// WhatsApp's name of the protobuf.
        name: String,
    },
}

impl MarkKind {
    /// Its kind as one word, as stores use it.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Reaction { .. } => "reaction",
            Self::Edit { .. } => "edit",
            Self::Revoke => "revoke",
            Self::DeleteForMe => "delete_for_me",
            Self::Vote { .. } => "vote",
            Self::Answer { .. } => "answer",
            Self::Pin { .. } | Self::Unpin => "pin",
            Self::Star { .. } => "star",
            Self::Keep { .. } => "keep",
            Self::Sealed { .. } => "sealed",
        }
    }
}
