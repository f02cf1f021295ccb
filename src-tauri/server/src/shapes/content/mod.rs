//! What a message says: one variant for each kind, one file for each family, as the domain has them.

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

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

pub(crate) use call::CallShape;
pub(crate) use card::{CardShape, GroupInvitationShape};
pub(crate) use choices::{ChoicesShape, ChosenShape};
pub(crate) use commerce::{OrderShape, PaymentShape, ProductShape};
pub(crate) use media::{AlbumShape, MediaKindWord, MediaShape};
pub(crate) use occasion::{AttendanceWord, OccasionShape};
pub(crate) use place::PlaceShape;
pub(crate) use poll::PollShape;
pub(crate) use system::SystemLineShape;
pub(crate) use text::TextShape;

/// What a message says.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schema(as = Content)]
pub(crate) enum ContentShape {
    /// Words.
    Text(TextShape),
    /// A file: picture, film, voice message, document, sticker, …
    Media(MediaShape),
    /// Several pictures or films as one; what belongs to it names it in its context.
    Album(AlbumShape),
    /// A place, or where somebody is just now.
    Place(PlaceShape),
    /// Cards of people.
    Contacts {
        /// The cards, one at least.
        cards: Vec<CardShape>,
    },
    /// A question with options. Votes stand in the message's marks.
    Poll(PollShape),
    /// An occasion that people answer whether they come to. Answers stand in the message's marks.
    Occasion(OccasionShape),
    /// Buttons or a list to choose from.
    Choices(ChoicesShape),
    /// What was chosen.
    Chosen(ChosenShape),
    /// Something that a shop sells.
    Product(ProductShape),
    /// Something that was ordered.
    Order(OrderShape),
    /// Money that was sent, asked for or refused.
    Payment(PaymentShape),
    /// An invitation into a group.
    GroupInvitation(GroupInvitationShape),
    /// A call.
    Call(CallShape),
    /// What happened to the chat itself; who did it is the message's sender.
    System(SystemLineShape),
    /// Only the phone may show it, for instance a verification code or what opens once.
    OpenOnPhone,
    /// It was deleted for everyone.
    Deleted,
    /// It arrived and could not be decrypted; the sender may send it again under the same id.
    Undecryptable,
    /// A kind that Portaria does not know.
    Unsupported {
        /// WhatsApp's name of the kind, such as `richResponseMessage`.
        name: String,
    },
}

impl Eq for ContentShape {}

impl From<domain::Content> for ContentShape {
    fn from(content: domain::Content) -> Self {
        use domain::Content as C;
        match content {
            C::Text(text) => Self::Text(text.into()),
            C::Media(media) => Self::Media(media.into()),
            C::Album(album) => Self::Album(album.into()),
            C::Place(place) => Self::Place(place.into()),
            C::Contacts { cards } => Self::Contacts { cards: cards.into_iter().map(Into::into).collect() },
            C::Poll(poll) => Self::Poll(poll.into()),
            C::Occasion(occasion) => Self::Occasion(occasion.into()),
            C::Choices(choices) => Self::Choices(choices.into()),
            C::Chosen(chosen) => Self::Chosen(chosen.into()),
            C::Product(product) => Self::Product(product.into()),
            C::Order(order) => Self::Order(order.into()),
            C::Payment(payment) => Self::Payment(payment.into()),
            C::GroupInvitation(invitation) => Self::GroupInvitation(invitation.into()),
            C::Call(call) => Self::Call(call.into()),
            C::System(line) => Self::System(line.into()),
            C::OpenOnPhone => Self::OpenOnPhone,
            C::Deleted => Self::Deleted,
            C::Undecryptable => Self::Undecryptable,
            C::Unsupported { name } => Self::Unsupported { name },
        }
    }
}
