//! People: who is in the phone's address book, or had a conversation with the account.

use crate::{Address, ChatId, ContactId, NameSource, UnixMs};

/// One person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Identity inside the tenant.
    pub id: ContactId,
    /// Both forms of their address, as far as they are known.
    pub address: Address,
    /// The name to show; empty where none is known.
    pub name: String,
    /// Where that name comes from.
    pub name_source: NameSource,
    /// What the phone's address book calls them; empty where it does not have them.
    pub book_name: String,
    /// The name of a business that WhatsApp has checked.
    pub business_name: String,
    /// What they call themselves.
    pub own_name: String,
    /// By which name they can be found, without its `@`; empty where none is known.
    pub user_name: String,
    /// Under which letter, A to Z, they stand in a list; `None`: behind all of them.
    pub letter: Option<char>,
    /// What they say about themselves; empty where nothing is known.
    pub about: String,
    /// Whether WhatsApp vouches for them.
    pub is_verified: bool,
    /// WhatsApp's id of their picture; `None`: none is known.
    pub picture: Option<String>,
    /// Whether the account blocks them.
    pub is_blocked: bool,
    /// The conversation with them, where there is one.
    pub chat: Option<ChatId>,
    /// Ids of that conversation's labels.
    pub labels: Vec<String>,
}

/// What was exchanged with somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exchanged {
    /// When the oldest message that is here came or left.
    pub first_at: Option<UnixMs>,
    /// When the newest did.
    pub last_at: Option<UnixMs>,
    /// How many messages are here.
    pub messages: u64,
    /// How many of them have a file.
    pub media: u64,
}

/// How many people stand under a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LetterCount {
    /// A to Z; `None`: those behind all of them.
    pub letter: Option<char>,
    /// How many people.
    pub count: u64,
}

/// Somebody whom the account blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockedParty {
    /// Who.
    pub address: Address,
    /// The name to show; empty where none is known.
    pub name: String,
    /// Where that name comes from.
    pub name_source: NameSource,
    /// Their contact, where they are one.
    pub contact: Option<ContactId>,
}
