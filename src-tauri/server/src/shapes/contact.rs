//! People.

use portaria_domain as domain;
use serde::Serialize;
use utoipa::ToSchema;

use super::chat::NameSourceWord;

/// One person: in the phone's address book, or with a conversation here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Contact)]
pub(crate) struct ContactShape {
    /// Identity inside the tenant.
    pub id: String,
    /// The phone number's address (`5511900000001@s.whatsapp.net`), where it is known.
    #[schema(required)]
    pub pn: Option<String>,
    /// The privacy id's address (`…@lid`), where it is known.
    #[schema(required)]
    pub lid: Option<String>,
    /// The name to show; empty when none is known.
    pub name: String,
    /// Where that name comes from.
    pub name_source: NameSourceWord,
    /// What the phone's address book calls them; empty where it does not have them.
    pub book_name: String,
    /// The name of a business that WhatsApp has checked.
    pub business_name: String,
    /// What they call themselves.
    pub own_name: String,
    /// By which name they can be found on WhatsApp, without its `@`; empty where none is known.
    pub username: String,
    /// Under which letter, A to Z, they stand; null: behind all of them.
    #[schema(required)]
    pub letter: Option<char>,
    /// What they say about themselves; empty where nothing is known.
    pub about: String,
    /// Whether WhatsApp vouches for them.
    pub is_verified: bool,
    /// WhatsApp's id of their picture; null where none is known.
    #[schema(required)]
    pub picture_id: Option<String>,
    /// Whether the account blocks them.
    pub is_blocked: bool,
    /// The conversation with them, where there is one.
    #[schema(required)]
    pub chat_id: Option<String>,
    /// Ids of that conversation's labels.
    pub labels: Vec<String>,
}

impl From<domain::Contact> for ContactShape {
    fn from(contact: domain::Contact) -> Self {
        Self {
            id: contact.id.to_string(),
            pn: contact.address.pn.map(|jid| jid.to_string()),
            lid: contact.address.lid.map(|jid| jid.to_string()),
            name: contact.name,
            name_source: contact.name_source.into(),
            book_name: contact.book_name,
            business_name: contact.business_name,
            own_name: contact.own_name,
            username: contact.user_name,
            letter: contact.letter,
            about: contact.about,
            is_verified: contact.is_verified,
            picture_id: contact.picture,
            is_blocked: contact.is_blocked,
            chat_id: contact.chat.map(|chat| chat.to_string()),
            labels: contact.labels,
        }
    }
}

/// A page of people.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ContactPage {
    /// The people, by their names.
    pub items: Vec<ContactShape>,
    /// Pass it as `cursor` for the next page; null when there is none.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

/// How many people stand under a letter, and where the first of them stands.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ContactLetter {
    /// A to Z; null: those behind all of them.
    #[schema(required)]
    pub letter: Option<char>,
    /// How many people stand before the first of them: pass it as `offset`.
    pub offset: u64,
    /// How many they are.
    pub count: u64,
}

/// Which letters there are.
#[derive(Serialize, ToSchema)]
pub(crate) struct ContactIndex {
    /// How many people there are.
    pub total: u64,
    /// The letters of somebody, in their order.
    pub letters: Vec<ContactLetter>,
}

impl From<Vec<domain::LetterCount>> for ContactIndex {
    fn from(counts: Vec<domain::LetterCount>) -> Self {
        let mut total = 0;
        let letters = counts.into_iter().map(|domain::LetterCount { letter, count }| {
            let offset = total;
            total += count;
            ContactLetter { letter, offset, count }
        });
        let letters = letters.collect();
        Self { total, letters }
    }
}

/// One person, and what was exchanged with them.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ContactDetails {
    /// The person.
    #[serde(flatten)]
    pub contact: ContactShape,
    /// When the oldest message that is here came or left, in UTC milliseconds.
    #[schema(required)]
    pub first_at_ms: Option<i64>,
    /// When the newest did.
    #[schema(required)]
    pub last_at_ms: Option<i64>,
    /// How many messages are here.
    pub messages: u64,
    /// How many of them have a file.
    pub media: u64,
}

/// Somebody whom the account blocks.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = BlockedParty)]
pub(crate) struct BlockedShape {
    /// The phone number's address, where it is known.
    #[schema(required)]
    pub pn: Option<String>,
    /// The privacy id's address, where it is known.
    #[schema(required)]
    pub lid: Option<String>,
    /// The name to show; empty when none is known.
    pub name: String,
    /// Where that name comes from.
    pub name_source: NameSourceWord,
    /// Their contact, where they are one.
    #[schema(required)]
    pub contact_id: Option<String>,
}

impl From<domain::BlockedParty> for BlockedShape {
    fn from(blocked: domain::BlockedParty) -> Self {
        Self {
            pn: blocked.address.pn.map(|jid| jid.to_string()),
            lid: blocked.address.lid.map(|jid| jid.to_string()),
            name: blocked.name,
            name_source: blocked.name_source.into(),
            contact_id: blocked.contact.map(|id| id.to_string()),
        }
    }
}
