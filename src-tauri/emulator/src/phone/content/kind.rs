//! The kinds of message that make a line of a chat: the same words serve for reading and for writing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a message is. The words that go with it (text, caption, a poll's question, an event's name) are the line's text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Kind {
    /// Words.
    Text {
        /// The page that the words link to, as the writer's device saw it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        preview: Option<Preview>,
    },
    /// A picture.
    Image,
    /// A film.
    Video {
        /// Played in a loop without sound.
        #[serde(default)]
        gif: bool,
    },
    /// A recording.
    Audio {
        /// A voice message rather than a piece of music.
        #[serde(default)]
        voice: bool,
        /// How long it plays.
        #[serde(default)]
        seconds: u32,
    },
    /// A file.
    Document {
        /// What the file is called.
        name: String,
    },
    /// A sticker.
    Sticker,
    /// A place on the map.
    Location {
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
        /// Where this is, in a line.
        #[serde(default)]
        address: String,
        /// Whether the place moves with its sender.
        #[serde(default)]
        live: bool,
    },
    /// Cards of people.
    Contacts {
        /// One or more.
        cards: Vec<Card>,
    },
    /// A question with answers to choose from.
    Poll {
        /// The answers.
        options: Vec<PollOption>,
        /// How many answers one may choose; 0 is any number.
        #[serde(default)]
        choices: u32,
    },
    /// Something to come to.
    Event {
        /// When it starts, in seconds since the epoch.
        starts_at_s: i64,
        /// More about it.
        #[serde(default)]
        description: String,
        /// Who answered what, by number.
        #[serde(default)]
        answers: BTreeMap<String, Attendance>,
    },
    /// Words with buttons under them, as businesses send.
    Buttons {
        /// The buttons.
        options: Vec<Choice>,
    },
    /// Words with a list that unfolds, as businesses send.
    List {
        /// What is written on the list while it is folded.
        button: String,
        /// Its rows.
        options: Vec<Choice>,
    },
    /// The answer to buttons or a list; the text is what is written on the chosen one.
    Chosen {
        /// The chosen one's id.
        id: String,
    },
    /// Something that its addressee can read on the phone only, as codes for signing in are.
    Masked,
    /// Anything that this network carries and its phones show as "unsupported".
    Other,
    /// Nothing to show: keys, settings, or a change of another message.
    Silent,
}

impl Default for Kind {
    fn default() -> Self {
        Self::Text { preview: None }
    }
}

/// What a link leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// The address, as it stands in the text.
    pub url: String,
    /// The page's title.
    #[serde(default)]
    pub title: String,
    /// The page's first words.
    #[serde(default)]
    pub description: String,
}

/// A person's card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The person's name.
    pub name: String,
    /// The person's number, digits only.
    pub number: String,
}

/// An answer of a poll.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollOption {
    /// The words.
    pub name: String,
    /// The numbers of who chose it.
    #[serde(default)]
    pub voters: Vec<String>,
}

/// Whether somebody comes to an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Attendance {
    /// Comes.
    Going,
    /// Does not.
    NotGoing,
    /// Does not know yet.
    Maybe,
}

/// A button, or a row of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What an answer names it by.
    pub id: String,
    /// What is written on it.
    pub title: String,
}
