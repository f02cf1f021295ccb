//! What a message says: one variant for each kind, one file for each family of kinds.

mod call;
mod card;
mod choices;
mod commerce;
mod media;
mod occasion;
mod place;
mod poll;
mod system;
mod text;

use serde::{Deserialize, Serialize};

pub use call::{Call, CallOutcome};
pub use card::{Card, GroupInvitation};
pub use choices::{Choice, ChoiceAction, Choices, ChoicesKind, Chosen};
pub use commerce::{Order, Payment, PaymentKind, Product};
pub use media::{Album, Media, MediaKind};
pub use occasion::{Attendance, Occasion};
pub use place::Place;
pub use poll::{Poll, PollOption};
pub use system::SystemLine;
pub use text::{LinkPreview, Text};

/// What a message says.
///
/// Stores keep it under [`Content::VERSION`]; a row of an earlier version is made anew from its raw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Content {
    /// Words.
    Text(Text),
    /// A file: picture, film, voice message, document, sticker, …
    Media(Media),
    /// Several pictures or films as one. The envelope is not shown; what belongs to it names it in its context.
    Album(Album),
    /// A place, or where somebody is just now.
    Place(Place),
    /// Cards of people.
    Contacts {
        /// The cards, one at least.
        cards: Vec<Card>,
    },
    /// A question with options.
    Poll(Poll),
    /// An occasion that people answer whether they come to. WhatsApp calls it an event.
    Occasion(Occasion),
    /// Buttons or a list to choose from.
    Choices(Choices),
    /// What was chosen.
    Chosen(Chosen),
    /// Something that a shop sells.
    Product(Product),
    /// Something that was ordered.
    Order(Order),
    /// Money that was sent, asked for or refused; told by name and amount, never carried out here.
    Payment(Payment),
    /// An invitation into a group.
    GroupInvitation(GroupInvitation),
    /// A call.
    Call(Call),
    /// What happened to the chat itself.
    System(SystemLine),
    /// Only the phone may show it, for instance a verification code or what opens once.
    OpenOnPhone,
    /// It was deleted for everyone, and what it said is gone.
    Deleted,
    /// It arrived and could not be decrypted; the sender may send it again under the same id.
    Undecryptable,
    /// A kind that Portaria does not know. Its raw is kept, so that it can be shown one day.
    Unsupported {
        /// WhatsApp's name of the kind, such as `richResponseMessage`.
        name: String,
    },
}

impl Eq for Content {}

impl Content {
    /// Counts up when the same raw would give another content.
    pub const VERSION: u32 = 1;

    /// Every word that [`Content::kind`] says.
    pub const KINDS: [&str; 26] = [
        "text",
        "image",
        "video",
        "gif",
        "round_video",
        "voice",
        "audio",
        "document",
        "sticker",
        "album",
        "place",
        "contacts",
        "poll",
        "occasion",
        "choices",
        "chosen",
        "product",
        "order",
        "payment",
        "group_invitation",
        "call",
        "system",
        "open_on_phone",
        "deleted",
        "undecryptable",
        "unsupported",
    ];

    /// Plain text without a preview.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Text(Text { text: text.into(), preview: None })
    }

    /// Its kind as one word, as stores and interfaces use it; a file tells what kind of file.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Media(media) => media.kind.as_str(),
            Self::Album(_) => "album",
            Self::Place(_) => "place",
            Self::Contacts { .. } => "contacts",
            Self::Poll(_) => "poll",
            Self::Occasion(_) => "occasion",
            Self::Choices(_) => "choices",
            Self::Chosen(_) => "chosen",
            Self::Product(_) => "product",
            Self::Order(_) => "order",
            Self::Payment(_) => "payment",
            Self::GroupInvitation(_) => "group_invitation",
            Self::Call(_) => "call",
            Self::System(_) => "system",
            Self::OpenOnPhone => "open_on_phone",
            Self::Deleted => "deleted",
            Self::Undecryptable => "undecryptable",
            Self::Unsupported { .. } => "unsupported",
        }
    }

    /// The words in it, for a list's preview, for quotes and for search: text, caption, question, name.
    pub fn words(&self) -> Option<&str> {
        let words = match self {
            Self::Text(text) => &text.text,
            Self::Media(media) => return media.caption.as_deref().or(media.file_name.as_deref()),
            Self::Place(place) => return place.name.as_deref().or(place.address.as_deref()),
            Self::Contacts { cards } => &cards.first()?.name,
            Self::Poll(poll) => &poll.question,
            Self::Occasion(occasion) => &occasion.name,
            Self::Choices(choices) => &choices.text,
            Self::Chosen(chosen) => &chosen.title,
            Self::Product(product) => &product.title,
            Self::Order(order) => return order.title.as_deref(),
            Self::Payment(payment) => return payment.note.as_deref(),
            Self::GroupInvitation(invitation) => &invitation.name,
            Self::Album(_)
            | Self::Call(_)
            | Self::System(_)
            | Self::OpenOnPhone
            | Self::Deleted
            | Self::Undecryptable
            | Self::Unsupported { .. } => return None,
        };
        Some(words)
    }

    /// Everything in it that somebody may look for: text, caption, names, questions with their options, places.
    pub fn texts(&self) -> Vec<&str> {
        let mut texts: Vec<&str> = Vec::new();
        match self {
            Self::Text(text) => texts.push(&text.text),
            Self::Media(media) => texts.extend([&media.caption, &media.file_name].into_iter().flatten().map(|s| &**s)),
            Self::Place(place) => place.texts(&mut texts),
            Self::Contacts { cards } => {
                for card in cards {
                    texts.push(&card.name);
                    texts.extend(card.numbers.iter().map(|s| &**s));
                }
            }
            Self::Poll(poll) => {
                texts.push(&poll.question);
                texts.extend(poll.options.iter().map(|option| &*option.name));
            }
            Self::Occasion(occasion) => {
                texts.push(&occasion.name);
                texts.extend(occasion.description.as_deref());
                if let Some(place) = &occasion.place {
                    place.texts(&mut texts);
                }
            }
            Self::Choices(choices) => {
                texts.extend([&*choices.header, &choices.text, &choices.footer]);
                for option in &choices.options {
                    texts.push(&option.title);
                    texts.extend(option.description.as_deref());
                }
            }
            Self::Chosen(chosen) => {
                texts.push(&chosen.title);
                texts.extend(chosen.description.as_deref());
            }
            Self::Product(product) => {
                texts.push(&product.title);
                texts.extend(product.description.as_deref());
            }
            Self::Order(order) => texts.extend([&order.title, &order.text].into_iter().flatten().map(|s| &**s)),
            Self::Payment(payment) => texts.extend(payment.note.as_deref()),
            Self::GroupInvitation(invitation) => {
                texts.push(&invitation.name);
                texts.extend(invitation.caption.as_deref());
            }
            Self::Album(_)
            | Self::Call(_)
            | Self::System(_)
            | Self::OpenOnPhone
            | Self::Deleted
            | Self::Undecryptable
            | Self::Unsupported { .. } => {}
        }
        texts.retain(|text| !text.is_empty());
        texts
    }

    /// Whether it stands in the chat by itself.
    pub const fn is_shown(&self) -> bool {
        !matches!(self, Self::Album(_))
    }

    /// Whether somebody is waiting for it to be read: what only tells of the chat itself is not counted.
    pub const fn counts_as_unread(&self) -> bool {
        !matches!(self, Self::Album(_) | Self::System(_) | Self::Call(_) | Self::Deleted)
    }

    /// Whether what it says is still missing, so that a second coming completes it.
    pub const fn is_missing(&self) -> bool {
        matches!(self, Self::Undecryptable)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_content_reads_back_as_it_was_written() {
        let media = Media {
            caption: Some("pedido 123".into()),
            mime: "image/jpeg".into(),
            size_bytes: Some(1),
            has_thumbnail: true,
            ..Media::of(MediaKind::Image)
        };
        let place = Place {
            latitude: -23.55,
            longitude: -46.63,
            name: None,
            address: None,
            url: None,
            accuracy_m: None,
            is_live: true,
            caption: None,
        };
        let system = SystemLine::Subject { subject: "Obra".into() };
        for content in [
            Content::plain("oi"),
            Content::Media(media),
            Content::Place(place),
            Content::System(system),
            Content::Unsupported { name: "x".into() },
        ] {
            let written = serde_json::to_string(&content).unwrap();
            assert_eq!(serde_json::from_str::<Content>(&written).unwrap(), content, "{written}");
        }
    }
}
