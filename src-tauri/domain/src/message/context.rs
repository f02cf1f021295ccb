//! What belongs to a message beside what it says.

use serde::{Deserialize, Serialize};

use crate::{Address, MessageId};

/// What belongs to a message beside what it says. Most messages have nothing of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Context {
    /// What it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<Box<Quote>>,
    /// Whom it mentions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Address>,
    /// How often it was forwarded before; 0 is not at all, and from 4 on WhatsApp says "many times".
    #[serde(skip_serializing_if = "is_zero")]
    pub forwarded: u32,
    /// The advertisement that it came by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referral: Option<Box<Referral>>,
    /// After how many seconds it disappears.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_after_s: Option<u32>,
    /// Whether it may be opened once only.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_view_once: bool,
    /// The album that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub album: Option<MessageId>,
}

impl Context {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What a message answers, as its writer saw it. The quoted message may never have been here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The quoted message's id.
    pub id: MessageId,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<Address>,
    /// Whether this account wrote it.
    pub from_me: bool,
    /// Its kind, as [`crate::Content::kind`] names it.
    pub kind: String,
    /// Its words, shortened; may be empty.
    pub text: String,
}

/// The advertisement that somebody came by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    /// The headline; may be empty.
    pub title: String,
    /// The text under it; may be empty.
    pub body: String,
    /// Where the advertisement stood.
    pub source_url: String,
    /// The network's id of the advertisement; may be empty.
    pub source_id: String,
    /// What kind of source, such as `ad` or `post`; may be empty.
    pub source_kind: String,
    /// The click's id, by which the network knows it again; may be empty.
    pub click_id: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}
