//! What is wrong with a draft, as far as that is seen without looking at anything.

use portaria_domain::{LONGEST_TEXT, MessageId, is_blank};

use super::body::{DraftBody, PlaceBody};
use crate::input::moment;
use crate::problem::FieldError;
use crate::shapes::MediaKindWord;

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
/// How many pictures and films an album has.
const MOST_PARTS: std::ops::RangeInclusive<u32> = 2..=100;
/// How many cards go into one message at most.
const MOST_CARDS: usize = 100;
/// The longest vCard, in characters.
const LONGEST_CARD: usize = 16_384;

/// How long a pin may last: a day, a week, 30 days.
pub(super) const PINS_S: [u32; 3] = [86_400, 604_800, 2_592_000];

/// What is wrong with the fields of one kind.
pub(super) fn check(body: &DraftBody) -> Vec<FieldError> {
    use DraftBody as B;
    let mut errors = Vec::new();
    match body {
        B::Text { text, .. } | B::Edit { text, .. } => errors.extend(checked_text("text", text, LONGEST_TEXT)),
        B::Media { caption, file_name, as_kind, view_once, album, .. } => {
            let is_part = !view_once
                && matches!(as_kind, None | Some(MediaKindWord::Image | MediaKindWord::Video | MediaKindWord::Gif));
            if album.is_some() && !is_part {
                errors.push(wrong("message.album", "Only pictures and films belong to one, and none that opens once."));
            }
            errors.extend(checked_album(album.as_deref()));
            if caption.as_ref().is_some_and(|caption| caption.chars().count() > LONGEST_TEXT) {
                errors.push(FieldError::new("message.caption", "too_long", "A caption has at most 65,536 characters."));
            }
            if file_name.as_ref().is_some_and(|name| name.chars().count() > LONGEST_OPTION) {
                errors.push(FieldError::new("message.fileName", "too_long", "A name has at most 255 characters."));
            }
        }
        B::Album { images, videos } => {
            if !MOST_PARTS.contains(&images.saturating_add(*videos)) {
                errors.push(wrong("message.images", "2 to 100 pictures and films together."));
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
        B::Forward { album, .. } => errors.extend(checked_album(album.as_deref())),
        B::Revoke { .. }
        | B::OccasionAnswer { .. }
        | B::Unpin { .. }
        | B::Star { .. }
        | B::Unstar { .. }
        | B::Keep { .. }
        | B::Unkeep { .. } => {}
    }
    errors
}

fn checked_album(id: Option<&str>) -> Option<FieldError> {
    id.is_some_and(|id| MessageId::parse(id).is_err()).then(|| wrong("message.album", "Not a message's id."))
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
pub(super) fn seconds(text: &str) -> Option<i64> {
    moment(text).map(|at| at.0.div_euclid(1_000))
}

pub(super) fn wrong(field: &str, detail: &str) -> FieldError {
    FieldError::new(field, "invalid", detail)
}

/// What is wrong with a text that somebody has to see.
pub(in crate::tenant) fn checked_text(field: &str, text: &str, longest: usize) -> Option<FieldError> {
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
    use super::super::{Parts, ReadDraft};
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
            (r#"{"kind": "album", "images": 1, "videos": 0}"#.to_owned(), "message.images"),
            (r#"{"kind": "album", "images": 100, "videos": 1}"#.to_owned(), "message.images"),
            (r#"{"kind": "media", "mediaId": "m", "as": "document", "album": "A"}"#.to_owned(), "message.album"),
            (r#"{"kind": "media", "mediaId": "m", "viewOnce": true, "album": "A"}"#.to_owned(), "message.album"),
            (format!(r#"{{"kind": "forward", {target}, "album": ""}}"#), "message.album"),
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
