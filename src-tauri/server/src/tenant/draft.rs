//! What may be sent: the body that both addresses for sending share.

use portaria_domain::{
    Attendance, Card, ChatId, Draft, DraftContent, Jid, LONGEST_TEXT, Media, MessageId, MessageKey, Occasion, Place,
    TenantId, UnixMs, is_blank,
};
use portaria_sessions::LinkSeen;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::input::{moment, of_objects};
use crate::previews::NoPreview;
use crate::problem::{FieldError, Problem};
use crate::shapes::{AttendanceWord, MediaKindWord};

/// The longest emoji that is one, in bytes: families of skin tones are long.
const LONGEST_EMOJI_BYTES: usize = 64;
/// How many options a poll has at most.
const MOST_OPTIONS: usize = 12;
/// The longest option or question, in characters.
const LONGEST_OPTION: usize = 255;
/// The longest description of an occasion, in characters.
const LONGEST_DESCRIPTION: usize = 2_048;
/// The longest link, in bytes.
const LONGEST_LINK_BYTES: usize = 2_048;
/// How many cards go into one message at most.
const MOST_CARDS: usize = 100;
/// The longest vCard, in characters.
const LONGEST_CARD: usize = 16_384;
/// How many people a message may mention.
const MOST_MENTIONS: usize = 1_024;
/// How far ahead something may be scheduled: a year, in milliseconds.
const FARTHEST_MS: i64 = 366 * 24 * 60 * 60 * 1_000;
/// How long a pin may last: a day, a week, 30 days.
const PINS_S: [u32; 3] = [86_400, 604_800, 2_592_000];

/// Which message is meant.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(remote = "Self", deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct MessageRef {
    /// The chat that it is in.
    chat_id: String,
    /// WhatsApp's id of it.
    message_id: String,
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
    latitude: f64,
    /// Degrees east of Greenwich, -180 to 180.
    longitude: f64,
    /// What it is called.
    name: Option<String>,
    /// Its address.
    address: Option<String>,
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
    name: String,
    /// The vCard, as a phone writes it.
    vcard: String,
}

of_objects!(MessageRef, DraftBody, PlaceBody, CardBody);

/// A draft whose fields were checked; the messages that it names are still to be found.
#[derive(Debug)]
pub(crate) struct ReadDraft {
    body: DraftBody,
    quote: Option<MessageId>,
    mentions: Vec<Jid>,
    /// Not before.
    pub send_at: Option<UnixMs>,
}

/// What is to be done.
#[derive(Debug)]
pub(crate) enum Wanted {
    /// Something is to be sent, with what is behind its link.
    Draft(Box<Draft>, Option<LinkSeen>),
    /// A message gets a star, or loses it: nothing of that goes to the other side.
    Star { id: MessageId, is_on: bool },
}

/// The parts of a body for sending, as they came.
pub(crate) struct Parts {
    pub text: Option<String>,
    pub message: Option<DraftBody>,
    pub quote: Option<String>,
    pub mentions: Vec<String>,
    pub send_at: Option<String>,
}

impl ReadDraft {
    /// Checks what can be checked without looking at anything.
    pub(crate) fn read(parts: Parts) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let body = match (parts.text, parts.message) {
            (Some(text), None) => DraftBody::Text { text, link_preview: false },
            (None, Some(body)) => body,
            (Some(_), Some(_)) => return Err(vec![wrong("message", "Either text or message, not both.")]),
            (None, None) => return Err(vec![FieldError::new("text", "missing", "A text or a message is needed.")]),
        };
        errors.extend(check(&body));
        let quote = parts.quote.map(|id| MessageId::parse(&id).map_err(|_| wrong("quote", "Not a message's id.")));
        let quote = quote.transpose().unwrap_or_else(|error| {
            errors.push(error);
            None
        });
        if parts.mentions.len() > MOST_MENTIONS {
            errors.push(wrong("mentions", "At most 1,024 people."));
        }
        let mut mentions = Vec::new();
        for mention in parts.mentions.iter().take(MOST_MENTIONS) {
            match super::destination::person(mention) {
                Some(jid) => mentions.push(jid),
                None => errors.push(wrong("mentions", "Phone numbers or addresses of people.")),
            }
        }
        let send_at = parts.send_at.map(|text| moment(&text).ok_or_else(|| wrong("sendAt", "Not an RFC 3339 moment.")));
        let send_at = send_at.transpose().unwrap_or_else(|error| {
            errors.push(error);
            None
        });
        if errors.is_empty() { Ok(Self { body, quote, mentions, send_at }) } else { Err(errors) }
    }

    /// The chat of the message that it is about, for who names no other destination.
    pub(crate) fn chat_of_target(&self) -> Option<ChatId> {
        use DraftBody as B;
        match &self.body {
            B::Reaction { target, .. }
            | B::Edit { target, .. }
            | B::Revoke { target }
            | B::Vote { target, .. }
            | B::OccasionAnswer { target, .. }
            | B::Pin { target, .. }
            | B::Unpin { target }
            | B::Star { target }
            | B::Unstar { target }
            | B::Keep { target }
            | B::Unkeep { target } => target.chat_id.parse().ok(),
            B::Text { .. }
            | B::Media { .. }
            | B::Place(_)
            | B::Contacts { .. }
            | B::Poll { .. }
            | B::Occasion { .. }
            | B::Forward { .. } => None,
        }
    }

    /// The draft, with the messages that it names looked up among the tenant's own. `chat` is where it goes.
    pub(crate) async fn resolve(
        self,
        app: &AppState,
        tenant: TenantId,
        chat: Option<ChatId>,
        now: UnixMs,
    ) -> Result<Wanted, Problem> {
        use DraftBody as B;
        if self.send_at.is_some_and(|at| at.since_ms(now) > FARTHEST_MS) {
            return Err(Problem::invalid(vec![wrong("sendAt", "At most a year ahead.")]));
        }
        let quote = match (self.quote, chat) {
            (None, _) => None,
            (Some(id), Some(chat)) => Some(app.host.message_key(tenant, chat, &id).await?),
            (Some(_), None) => {
                return Err(Problem::invalid(vec![wrong("quote", "Only in a chat that exists: send into the chat.")]));
            }
        };
        let find = async |target: &MessageRef| -> Result<MessageKey, Problem> {
            let chat = target.chat_id.parse().map_err(|_| Problem::not_found())?;
            let id = MessageId::parse(&target.message_id).map_err(|_| Problem::not_found())?;
            Ok(app.host.message_key(tenant, chat, &id).await?)
        };
        let mut link = None;
        let content = match self.body {
            B::Text { text, link_preview } => {
                if link_preview {
                    link = app.previews.of(tenant, &text).await.map_err(no_preview)?;
                }
                DraftContent::Text { text, shows_link: link_preview }
            }
            B::Media { media_id, as_kind, caption, file_name, view_once } => {
                let file = media_id.parse().map_err(|_| unknown_file())?;
                let upload = app.host.upload(tenant, file).await.map_err(|_| unknown_file())?;
                let kind = as_kind.map_or(upload.media.kind, Into::into);
                let caption = caption.filter(|caption| !is_blank(caption));
                // What is known of the file is added when it is made ready, from the file itself.
                let media = Media { kind, caption, file_name, ..Media::of(kind) };
                DraftContent::Media { file, media, is_view_once: view_once }
            }
            B::Place(place) => DraftContent::Place(place.into()),
            B::Contacts { cards } => {
                let card = |card: CardBody| Card { name: card.name, numbers: Vec::new(), vcard: card.vcard };
                DraftContent::Contacts { cards: cards.into_iter().map(card).collect() }
            }
            B::Poll { question, options, choices } => {
                DraftContent::Poll { question, options, choices: choices.unwrap_or(0) }
            }
            B::Occasion { name, description, place, starts_at, ends_at, join_link } => {
                DraftContent::Occasion(Occasion {
                    name,
                    description,
                    place: place.map(Into::into),
                    starts_at_s: seconds(&starts_at),
                    ends_at_s: ends_at.as_deref().and_then(seconds),
                    join_link,
                    is_cancelled: false,
                })
            }
            B::Forward { target } => DraftContent::Forward { target: find(&target).await? },
            B::Reaction { target, emoji } => DraftContent::Reaction { target: find(&target).await?, emoji },
            B::Edit { target, text } => DraftContent::Edit { target: find(&target).await?, text },
            B::Revoke { target } => DraftContent::Revoke { target: find(&target).await? },
            B::Vote { target, options } => DraftContent::Vote { target: find(&target).await?, options },
            B::OccasionAnswer { target, attendance } => {
                let attendance = match attendance {
                    AttendanceWord::Going => Attendance::Going,
                    AttendanceWord::NotGoing => Attendance::NotGoing,
                    AttendanceWord::Maybe => Attendance::Maybe,
                };
                DraftContent::Answer { target: find(&target).await?, attendance }
            }
            B::Pin { target, for_s } => {
                DraftContent::Pin { target: find(&target).await?, for_s: for_s.unwrap_or(PINS_S[1]) }
            }
            B::Unpin { target } => DraftContent::Unpin { target: find(&target).await? },
            B::Keep { target } => DraftContent::Keep { target: find(&target).await?, is_on: true },
            B::Unkeep { target } => DraftContent::Keep { target: find(&target).await?, is_on: false },
            B::Star { target } => return Ok(Wanted::Star { id: find(&target).await?.id, is_on: true }),
            B::Unstar { target } => return Ok(Wanted::Star { id: find(&target).await?.id, is_on: false }),
        };
        let mentions = self.mentions.into_iter().map(portaria_domain::Address::one).collect();
        Ok(Wanted::Draft(Draft { content, quote, mentions }.into(), link))
    }
}

fn no_preview(why: NoPreview) -> Problem {
    let why = match why {
        NoPreview::NoLink => "The text has no address that begins with https:// or http://.",
        NoPreview::HostNotAllowed => "The provider has not named this link's host among those that are looked at.",
    };
    Problem::invalid(vec![wrong("message.linkPreview", why)])
}

fn unknown_file() -> Problem {
    Problem::invalid(vec![FieldError::new("message.mediaId", "invalid", "There is no such file, or its day is over.")])
}

fn wrong(field: &str, detail: &str) -> FieldError {
    FieldError::new(field, "invalid", detail)
}

/// What is wrong with the fields of one kind.
fn check(body: &DraftBody) -> Vec<FieldError> {
    use DraftBody as B;
    let mut errors = Vec::new();
    match body {
        B::Text { text, .. } | B::Edit { text, .. } => errors.extend(checked_text("text", text, LONGEST_TEXT)),
        B::Media { caption, file_name, .. } => {
            if caption.as_ref().is_some_and(|caption| caption.chars().count() > LONGEST_TEXT) {
                errors.push(FieldError::new("message.caption", "too_long", "A caption has at most 65,536 characters."));
            }
            if file_name.as_ref().is_some_and(|name| name.chars().count() > LONGEST_OPTION) {
                errors.push(FieldError::new("message.fileName", "too_long", "A name has at most 255 characters."));
            }
        }
        B::Place(place) => errors.extend(checked_place("message", place)),
        B::Contacts { cards } => {
            if cards.is_empty() || cards.len() > MOST_CARDS {
                errors.push(wrong("message.cards", "1 to 100 cards."));
            }
            for card in cards {
                errors.extend(checked_text("message.cards.name", &card.name, LONGEST_OPTION));
                if !card.vcard.trim_start().starts_with("BEGIN:VCARD") || card.vcard.chars().count() > LONGEST_CARD {
                    errors.push(wrong("message.cards.vcard", "A vCard of at most 16,384 characters."));
                }
            }
        }
        B::Poll { question, options, choices } => {
            errors.extend(checked_text("message.question", question, LONGEST_OPTION));
            for option in options {
                errors.extend(checked_text("message.options", option, LONGEST_OPTION));
            }
            let mut different = options.clone();
            different.sort();
            different.dedup();
            if different.len() != options.len() || !(2..=MOST_OPTIONS).contains(&options.len()) {
                errors.push(wrong("message.options", "2 to 12 options, all different."));
            }
            if choices.is_some_and(|choices| usize::try_from(choices).is_ok_and(|choices| choices > options.len())) {
                errors.push(wrong("message.choices", "At most as many as there are options."));
            }
        }
        B::Occasion { name, description, place, starts_at, ends_at, join_link } => {
            errors.extend(checked_text("message.name", name, LONGEST_OPTION));
            if let Some(description) = description {
                errors.extend(checked_text("message.description", description, LONGEST_DESCRIPTION));
            }
            errors.extend(place.iter().flat_map(|place| checked_place("message.place", place)));
            let starts = seconds(starts_at);
            if starts.is_none() {
                errors.push(wrong("message.startsAt", "Not an RFC 3339 moment."));
            }
            if ends_at.as_ref().is_some_and(|ends| seconds(ends).is_none_or(|ends| starts.is_some_and(|at| ends <= at)))
            {
                errors.push(wrong("message.endsAt", "An RFC 3339 moment after it begins."));
            }
            if join_link.as_ref().is_some_and(|link| !link.starts_with("https://") || link.len() > LONGEST_LINK_BYTES) {
                errors.push(wrong("message.joinLink", "An address that begins with https://, of at most 2,048 bytes."));
            }
        }
        B::Reaction { emoji, .. } => {
            let is_one =
                emoji.len() <= LONGEST_EMOJI_BYTES && !emoji.chars().any(|c| c.is_control() || c.is_whitespace());
            if !is_one || emoji.chars().any(|c| c.is_ascii_alphabetic()) {
                errors.push(wrong("message.emoji", "One emoji, or nothing to take it away."));
            }
        }
        B::Pin { for_s, .. } => {
            if for_s.is_some_and(|for_s| !PINS_S.contains(&for_s)) {
                errors.push(wrong("message.forS", "86400, 604800 or 2592000 seconds."));
            }
        }
        B::Vote { options, .. } => {
            if options.len() > MOST_OPTIONS {
                errors.push(wrong("message.options", "At most 12 options."));
            }
        }
        B::Forward { .. }
        | B::Revoke { .. }
        | B::OccasionAnswer { .. }
        | B::Unpin { .. }
        | B::Star { .. }
        | B::Unstar { .. }
        | B::Keep { .. }
        | B::Unkeep { .. } => {}
    }
    errors
}

fn checked_place(field: &str, place: &PlaceBody) -> Vec<FieldError> {
    let words = [("name", &place.name), ("address", &place.address)];
    let mut errors: Vec<_> = words
        .into_iter()
        .filter_map(|(name, words)| checked_text(&format!("{field}.{name}"), words.as_ref()?, LONGEST_OPTION))
        .collect();
    if !(-90.0..=90.0).contains(&place.latitude) || !(-180.0..=180.0).contains(&place.longitude) {
        errors.push(wrong(&format!("{field}.latitude"), "Degrees: -90 to 90 north, -180 to 180 east."));
    }
    errors
}

/// A moment in seconds since 1970.
fn seconds(text: &str) -> Option<i64> {
    moment(text).map(|at| at.0.div_euclid(1_000))
}

/// What is wrong with a text that somebody has to see.
pub(super) fn checked_text(field: &str, text: &str, longest: usize) -> Option<FieldError> {
    if is_blank(text) {
        Some(FieldError::new(field, "invalid", "The text is empty."))
    } else if text.chars().count() > longest {
        Some(FieldError::new(field, "too_long", format!("At most {longest} characters.")))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(json: &str) -> Result<(), Vec<String>> {
        let body: DraftBody = serde_json::from_str(json).map_err(|error| vec![error.to_string()])?;
        let parts = Parts { text: None, message: Some(body), quote: None, mentions: Vec::new(), send_at: None };
        let fields = |errors: Vec<FieldError>| errors.into_iter().map(|error| error.field).collect();
        ReadDraft::read(parts).map(drop).map_err(fields)
    }

    #[test]
    fn a_text_is_neither_empty_nor_endless() {
        assert!(checked_text("text", &"x".repeat(65_536), LONGEST_TEXT).is_none());
        assert!(checked_text("text", &"x".repeat(65_537), LONGEST_TEXT).is_some());
        for blank in ["", " \n", "\u{200B}\u{2060}"] {
            assert!(checked_text("text", blank, LONGEST_TEXT).is_some(), "{blank:?}");
        }
    }

    #[test]
    fn each_kind_says_what_is_wrong_with_it() {
        let target = r#""target": {"chatId": "c", "messageId": "m"}"#;
        for (json, field) in [
            (r#"{"kind": "place", "latitude": 91, "longitude": 0}"#.to_owned(), "message.latitude"),
            (r#"{"kind": "contacts", "cards": []}"#.to_owned(), "message.cards"),
            (r#"{"kind": "contacts", "cards": [{"name": "Zé", "vcard": "x"}]}"#.to_owned(), "message.cards.vcard"),
            (r#"{"kind": "poll", "question": "Vamos?", "options": ["Sim", "Sim"]}"#.to_owned(), "message.options"),
            (r#"{"kind": "poll", "question": "", "options": ["Sim", "Não"]}"#.to_owned(), "message.question"),
            (r#"{"kind": "poll", "question": "?", "options": ["a", "b"], "choices": 3}"#.to_owned(), "message.choices"),
            (format!(r#"{{"kind": "reaction", {target}, "emoji": "ok"}}"#), "message.emoji"),
            (r#"{"kind": "occasion", "name": "", "startsAt": "2026-12-24T20:00:00-03:00"}"#.to_owned(), "message.name"),
            (r#"{"kind": "occasion", "name": "Ceia", "startsAt": "amanhã"}"#.to_owned(), "message.startsAt"),
            (
                r#"{"kind": "occasion", "name": "Ceia", "startsAt": "2026-12-24T20:00:00Z", "endsAt": "2026-12-24T20:00:00Z"}"#
                    .to_owned(),
                "message.endsAt",
            ),
            (
                r#"{"kind": "occasion", "name": "Ceia", "startsAt": "2026-12-24T20:00:00Z", "joinLink": "javascript:x"}"#
                    .to_owned(),
                "message.joinLink",
            ),
            (
                r#"{"kind": "occasion", "name": "Ceia", "startsAt": "2026-12-24T20:00:00Z", "place": {"latitude": 0, "longitude": 181}}"#
                    .to_owned(),
                "message.place.latitude",
            ),
            (format!(r#"{{"kind": "edit", {target}, "text": " "}}"#), "text"),
            (format!(r#"{{"kind": "pin", {target}, "forS": 5}}"#), "message.forS"),
        ] {
            assert_eq!(read(&json), Err(vec![field.to_owned()]), "{json}");
        }
        for json in [
            format!(r#"{{"kind": "reaction", {target}, "emoji": "👩🏽‍🚀"}}"#),
            format!(r#"{{"kind": "reaction", {target}, "emoji": ""}}"#),
            format!(r#"{{"kind": "pin", {target}}}"#),
            r#"{"kind": "poll", "question": "Vamos?", "options": ["Sim", "Não"]}"#.to_owned(),
            r#"{"kind": "occasion", "name": "Ceia", "startsAt": "2026-12-24T20:00:00-03:00"}"#.to_owned(),
        ] {
            assert_eq!(read(&json), Ok(()), "{json}");
        }
        assert!(read(r#"{"kind": "text", "text": "oi", "nome": 1}"#).is_err(), "an unknown field is a mistake");
    }
}
