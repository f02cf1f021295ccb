//! What a chat is with: a person, a group, everybody's status, or a newsletter.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use wacore_binary::{Jid, Server};

use super::address::Number;

/// The user part of a group's address.
pub type GroupId = Arc<str>;

/// The user part of a newsletter's address.
pub type NewsletterId = Arc<str>;

/// A chat as a phone lists it. As text, a person is the bare number and everything else is its address (`…@g.us`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum ChatId {
    /// With one account, by its number.
    Person(Number),
    /// A group.
    Group(GroupId),
    /// `status@broadcast`, where everybody's posts arrive.
    Status,
    /// A channel that is followed.
    Newsletter(NewsletterId),
}

impl ChatId {
    pub(crate) fn person(number: &Number) -> Self {
        Self::Person(Number::clone(number))
    }

    /// Whether many read it at once, encrypted by sender keys.
    pub(crate) fn is_shared(&self) -> bool {
        matches!(self, Self::Group(_) | Self::Status)
    }

    /// The account at the other end, if it is one.
    pub(crate) fn as_person(&self) -> Option<&Number> {
        if let Self::Person(number) = self { Some(number) } else { None }
    }

    /// The name of this chat on the phone of `reader` for something that `sender` wrote: one-to-one chats bear the
    /// name of the other side.
    pub(crate) fn seen_by(&self, reader: &Number, sender: &Number) -> Self {
        match self {
            Self::Person(_) if sender != reader => Self::person(sender),
            _ => self.clone(),
        }
    }
}

impl std::fmt::Display for ChatId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Person(number) => f.write_str(number),
            Self::Group(id) => write!(f, "{id}@{}", Server::Group.as_str()),
            Self::Status => Jid::status_broadcast().fmt(f),
            Self::Newsletter(id) => write!(f, "{id}@{}", Server::Newsletter.as_str()),
        }
    }
}

impl From<&str> for ChatId {
    fn from(text: &str) -> Self {
        let Some((user, server)) = text.split_once('@') else { return Self::Person(text.into()) };
        match Server::parse_known(server) {
            Some(Server::Group) => Self::Group(user.into()),
            Some(Server::Newsletter) => Self::Newsletter(user.into()),
            Some(Server::Broadcast) => Self::Status,
            _ => Self::Person(user.split(':').next().unwrap_or(user).into()),
        }
    }
}

impl From<String> for ChatId {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<&String> for ChatId {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<&Self> for ChatId {
    fn from(chat: &Self) -> Self {
        chat.clone()
    }
}

impl From<ChatId> for String {
    fn from(chat: ChatId) -> Self {
        chat.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_chat_is_the_same_after_a_walk_through_text() {
        for text in ["5511900000001", "120363000000000001@g.us", "status@broadcast", "120363000000000002@newsletter"] {
            assert_eq!(ChatId::from(text).to_string(), text);
        }
        assert_eq!(ChatId::from("5511900000001:3@s.whatsapp.net"), ChatId::from("5511900000001"), "a device's chat");
    }
}
