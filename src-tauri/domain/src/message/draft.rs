//! What a caller wants sent.

use serde::{Deserialize, Serialize};

use crate::{Address, Album, Attendance, Card, Media, MediaId, MessageId, MessageKey, Occasion, Place};

/// The longest text that WhatsApp carries, in characters.
pub const LONGEST_TEXT: usize = 65_536;

/// What a caller wants sent, with what belongs to it. Serialised it is also what an idempotency key is checked against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What it says.
    #[serde(flatten)]
    pub content: DraftContent,
    /// The message that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<MessageKey>,
    /// Whom it mentions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Address>,
    /// The head of the album that it belongs to, in the same chat. Pictures and films alone do; of anything else it changes
    /// nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub album: Option<MessageId>,
}

impl Draft {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Self {
        DraftContent::Text { text: text.into(), shows_link: false }.into()
    }

    /// The message that it is about, for a mark; that it takes along, for one that is forwarded.
    pub const fn target(&self) -> Option<&MessageKey> {
        use DraftContent as D;
        match &self.content {
            D::Reaction { target, .. }
            | D::Edit { target, .. }
            | D::Revoke { target }
            | D::Vote { target, .. }
            | D::Answer { target, .. }
            | D::Pin { target, .. }
            | D::Unpin { target }
            | D::Keep { target, .. }
            | D::Forward { target } => Some(target),
            D::Text { .. }
            | D::Media { .. }
            | D::Album(_)
            | D::Place(_)
            | D::Contacts { .. }
            | D::Poll { .. }
            | D::Occasion(_) => None,
        }
    }
}

impl From<DraftContent> for Draft {
    fn from(content: DraftContent) -> Self {
        Self { content, quote: None, mentions: Vec::new(), album: None }
    }
}

/// What a draft says: a message of its own, or a mark on another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DraftContent {
    /// Words.
    Text {
        /// What they are.
        text: String,
        /// Whether they show what is behind their first link.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        shows_link: bool,
    },
    /// A file that was uploaded here.
    Media {
        /// Which.
        file: MediaId,
        /// What is said of it: its kind, size and hash, and the words with it.
        media: Media,
        /// Whether it opens once: pictures, films and voice messages can.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        is_view_once: bool,
    },
    /// The head of several pictures and films that are shown as one; they follow it and name it.
    Album(Album),
    /// A place.
    Place(Place),
    /// Cards of people.
    Contacts {
        /// The cards, one at least.
        cards: Vec<Card>,
    },
    /// A question with options.
    Poll {
        /// The question.
        question: String,
        /// 2 to 12 options, all different.
        options: Vec<String>,
        /// How many one person may choose; 0 is any number.
        choices: u32,
    },
    /// An occasion that people are asked to.
    Occasion(Occasion),
    /// A message of another chat, sent on.
    Forward {
        /// Which.
        target: MessageKey,
    },
    /// A sign for a message; an empty one takes it away.
    Reaction {
        /// Which message.
        target: MessageKey,
        /// One emoji, or nothing.
        emoji: String,
    },
    /// Other words for an own message.
    Edit {
        /// Which message.
        target: MessageKey,
        /// What it says from now on.
        text: String,
    },
    /// Takes a message back for everyone.
    Revoke {
        /// Which message.
        target: MessageKey,
    },
    /// A vote in a poll; no options take it back.
    Vote {
        /// The poll.
        target: MessageKey,
        /// Names of the chosen options.
        options: Vec<String>,
    },
    /// Whether this account comes to an occasion.
    Answer {
        /// The occasion.
        target: MessageKey,
        /// The answer.
        attendance: Attendance,
    },
    /// Pins a message to the top of its chat, for everyone.
    Pin {
        /// Which message.
        target: MessageKey,
        /// For a day, a week or 30 days, in seconds.
        for_s: u32,
    },
    /// Takes a pin away.
    Unpin {
        /// Which message.
        target: MessageKey,
    },
    /// Keeps a message in a chat whose messages disappear, or lets it go.
    Keep {
        /// Which message.
        target: MessageKey,
        /// Whether it is kept.
        is_on: bool,
    },
}

impl Eq for DraftContent {}

impl DraftContent {
    /// Whether it is a message of its own, and not a mark on another.
    pub const fn is_message(&self) -> bool {
        matches!(
            self,
            Self::Text { .. }
                | Self::Media { .. }
                | Self::Album(_)
                | Self::Place(_)
                | Self::Contacts { .. }
                | Self::Poll { .. }
                | Self::Occasion(_)
                | Self::Forward { .. }
        )
    }
}
