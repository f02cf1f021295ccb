//! What a caller says: the kinds, with their fields as they come.

use portaria_domain::Place;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::of_objects;
use crate::shapes::{AttendanceWord, MediaKindWord};

/// Which message is meant.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(remote = "Self", deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct MessageRef {
    /// The chat that it is in.
    pub(super) chat_id: String,
    /// WhatsApp's id of it.
    pub(super) message_id: String,
}

/// What is to be sent: a message of its own, or something about another one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(remote = "Self", tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum DraftBody {
    /// Words.
    Text {
        /// 1 to 65,536 characters.
        text: String,
        /// Whether it shows what is behind its first link. Only of hosts that the provider named; a page that does not
        /// answer within seconds is not waited for.
        #[serde(default, rename = "linkPreview")]
        link_preview: bool,
    },
    /// A file that was uploaded.
    Media {
        /// Its id, as the upload answered.
        #[serde(rename = "mediaId")]
        media_id: String,
        /// What it goes as; what it is, when it is not said.
        #[serde(rename = "as")]
        as_kind: Option<MediaKindWord>,
        /// Words with it, up to 65,536 characters. Voice messages and stickers have none.
        caption: Option<String>,
        /// The name that a document goes under; its own when it is not said.
        #[serde(rename = "fileName")]
        file_name: Option<String>,
        /// Whether it can be opened once only: pictures, films and voice messages.
        #[serde(default, rename = "viewOnce")]
        view_once: bool,
        /// The album that a picture or film belongs to: the `id` that sending its head answered, in the same chat. What
        /// turns out to be neither leaves without it.
        album: Option<String>,
    },
    /// The head of several pictures and films that are shown as one. It goes first; then each of them, with the head's
    /// `id` as its `album`.
    Album {
        /// How many pictures follow.
        images: u32,
        /// How many films follow. Together 2 to 100.
        videos: u32,
    },
    /// A place.
    Place(PlaceBody),
    /// Cards of people.
    Contacts {
        /// 1 to 100 cards.
        cards: Vec<CardBody>,
    },
    /// A question with options.
    Poll {
        /// 1 to 255 characters.
        question: String,
        /// 2 to 12 options, all different.
        options: Vec<String>,
        /// How many one person may choose; any number when it is not said.
        choices: Option<u32>,
    },
    /// An occasion that people are asked to.
    Occasion {
        /// What it is called: 1 to 255 characters.
        name: String,
        /// More about it, up to 2,048 characters.
        description: Option<String>,
        /// Where it is.
        place: Option<PlaceBody>,
        /// When it begins (RFC 3339).
        #[serde(rename = "startsAt")]
        starts_at: String,
        /// When it ends (RFC 3339); later than it begins.
        #[serde(rename = "endsAt")]
        ends_at: Option<String>,
        /// A link to a call: `https://…`.
        #[serde(rename = "joinLink")]
        join_link: Option<String>,
    },
    /// A message of any chat, sent on.
    Forward {
        /// Which.
        target: MessageRef,
        /// The album that it belongs to where it goes, as of a picture or film that was uploaded.
        album: Option<String>,
    },
    /// A sign for a message; an empty one takes it away.
    Reaction {
        /// Which message.
        target: MessageRef,
        /// One emoji, or nothing.
        emoji: String,
    },
    /// Other words for an own message, within 15 minutes.
    Edit {
        /// Which message.
        target: MessageRef,
        /// What it says from now on.
        text: String,
    },
    /// Takes a message back for everyone: an own one, or as an admin of a group anybody's.
    Revoke {
        /// Which message.
        target: MessageRef,
    },
    /// A vote in a poll; no options take it back.
    Vote {
        /// The poll.
        target: MessageRef,
        /// Names of the chosen options.
        options: Vec<String>,
    },
    /// Whether this account comes to an occasion.
    OccasionAnswer {
        /// The occasion.
        target: MessageRef,
        /// The answer.
        attendance: AttendanceWord,
    },
    /// Pins a message to the top of its chat, for everyone.
    Pin {
        /// Which message.
        target: MessageRef,
        /// For a day, a week or 30 days, in seconds; a week when it is not said.
        #[serde(rename = "forS")]
        for_s: Option<u32>,
    },
    /// Takes a pin away.
    Unpin {
        /// Which message.
        target: MessageRef,
    },
    /// Gives a message a star, which only this account's devices show.
    Star {
        /// Which message.
        target: MessageRef,
    },
    /// Takes a star away.
    Unstar {
        /// Which message.
        target: MessageRef,
    },
    /// Keeps a message in a chat whose messages disappear, for everyone.
    Keep {
        /// Which message.
        target: MessageRef,
    },
    /// Lets a message disappear that was kept.
    Unkeep {
        /// Which message.
        target: MessageRef,
    },
}

/// A place.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(remote = "Self", deny_unknown_fields)]
pub(crate) struct PlaceBody {
    /// Degrees north of the equator, -90 to 90.
    pub(super) latitude: f64,
    /// Degrees east of Greenwich, -180 to 180.
    pub(super) longitude: f64,
    /// What it is called.
    pub(super) name: Option<String>,
    /// Its address.
    pub(super) address: Option<String>,
}

impl From<PlaceBody> for Place {
    fn from(it: PlaceBody) -> Self {
        let PlaceBody { latitude, longitude, name, address } = it;
        Self { latitude, longitude, name, address, url: None, accuracy_m: None, is_live: false, caption: None }
    }
}

/// A person's card.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(remote = "Self", deny_unknown_fields)]
pub(crate) struct CardBody {
    /// The name to show.
    pub(super) name: String,
    /// The vCard, as a phone writes it.
    pub(super) vcard: String,
}

of_objects!(MessageRef, DraftBody, PlaceBody, CardBody);
