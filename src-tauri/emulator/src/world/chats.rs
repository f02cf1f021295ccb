//! Chats and the addresses that stanzas name them by.

use wacore_binary::{Jid, Server};

use super::World;
use crate::config::Addressing;
use crate::network::ChatId;

impl World {
    /// The chat that an address names; `None` for an account that does not exist.
    pub(crate) fn chat_of(&self, jid: &Jid) -> Option<ChatId> {
        match jid.server {
            Server::Group => Some(ChatId::Group(jid.user.as_str().into())),
            Server::Newsletter => Some(ChatId::Newsletter(jid.user.as_str().into())),
            Server::Broadcast => Some(ChatId::Status),
            _ => self.number_of(jid).map(ChatId::Person),
        }
    }

    /// Whether what a phone writes into a chat names people by their privacy ids.
    pub(crate) fn writes_by_lid(&self, chat: &ChatId) -> bool {
        match chat {
            ChatId::Group(id) => self.groups.find(id).is_ok_and(|group| group.addressing == Addressing::Lid),
            _ => self.addressing == Addressing::Lid,
        }
    }

    /// The address of a chat, a person's in the asked form; `None` for an account that does not exist.
    pub(crate) fn chat_jid(&self, chat: &ChatId, as_lid: bool) -> Option<Jid> {
        match chat {
            ChatId::Person(number) => Some(self.accounts.get(number)?.jid(0, as_lid)),
            ChatId::Group(id) => Some(Jid::group(&**id)),
            ChatId::Status => Some(Jid::status_broadcast()),
            ChatId::Newsletter(id) => Some(Jid::newsletter(&**id)),
        }
    }
}
