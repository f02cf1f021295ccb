//! What may be sent: the body that both addresses for sending share.

mod body;
mod checking;

use portaria_domain::{
    Album, Attendance, Card, ChatId, Draft, DraftContent, Jid, Media, MessageId, MessageKey, Occasion, TenantId,
    UnixMs, is_blank,
};
use portaria_sessions::LinkSeen;

use crate::app::AppState;
use crate::input::moment;
use crate::previews::NoPreview;
use crate::problem::{FieldError, Problem};
use crate::shapes::AttendanceWord;

use body::{CardBody, MessageRef};
use checking::{PINS_S, check, seconds, wrong};

pub(crate) use body::DraftBody;
pub(super) use checking::checked_text;

/// How many people a message may mention.
const MOST_MENTIONS: usize = 1_024;
/// How far ahead something may be scheduled: a year, in milliseconds.
const FARTHEST_MS: i64 = 366 * 24 * 60 * 60 * 1_000;

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
            | B::Album { .. }
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
        let album = match &self.body {
            B::Media { album, .. } | B::Forward { album, .. } => {
                album.as_deref().and_then(|id| MessageId::parse(id).ok())
            }
            _ => None,
        };
        let content = match self.body {
            B::Text { text, link_preview } => {
                if link_preview {
                    link = app.previews.of(tenant, &text).await.map_err(no_preview)?;
                }
                DraftContent::Text { text, shows_link: link_preview }
            }
            B::Media { media_id, as_kind, caption, file_name, view_once, album: _ } => {
                let file = media_id.parse().map_err(|_| unknown_file())?;
                let upload = app.host.upload(tenant, file).await.map_err(|_| unknown_file())?;
                let kind = as_kind.map_or(upload.media.kind, Into::into);
                let caption = caption.filter(|caption| !is_blank(caption));
                // What is known of the file is added when it is made ready, from the file itself.
                let media = Media { kind, caption, file_name, ..Media::of(kind) };
                DraftContent::Media { file, media, is_view_once: view_once }
            }
            B::Album { images, videos } => DraftContent::Album(Album { images, videos }),
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
            B::Forward { target, album: _ } => DraftContent::Forward { target: find(&target).await? },
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
        Ok(Wanted::Draft(Draft { content, quote, mentions, album }.into(), link))
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
