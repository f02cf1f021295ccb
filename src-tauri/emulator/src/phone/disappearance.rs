//! What ends on the network's clock: messages that disappear, and pins.

use crate::network::{Account, ChatId, Due, Number};
use crate::world::World;

impl World {
    /// Notes that a line disappears at `at_ms`, if it does at all.
    pub(crate) fn expect_disappearance(&mut self, owner: &Number, chat: &ChatId, id: &str, at_ms: Option<u64>) {
        if let Some(at_ms) = at_ms {
            let (owner, chat) = (Number::clone(owner), chat.clone());
            self.remind(at_ms, Due::Disappearance { owner, chat, id: id.to_owned() });
        }
    }

    /// Notes when a line's pin ends, if it has one.
    pub(crate) fn expect_unpinning(&mut self, owner: &Number, chat: &ChatId, id: &str, at_ms: Option<u64>) {
        if let Some(at_ms) = at_ms {
            let (owner, chat) = (Number::clone(owner), chat.clone());
            self.remind(at_ms, Due::Unpinning { owner, chat, id: id.to_owned() });
        }
    }
}

/// Notes every line with a time, and every pin with one, of an account that an earlier run kept.
pub(crate) fn expect_disappearances(world: &mut World, account: &Account) {
    for (chat, lines) in &account.handset.chats {
        for line in &lines.messages {
            world.expect_disappearance(&account.number, chat, &line.id, line.content.expires_at_ms);
            world.expect_unpinning(&account.number, chat, &line.id, line.content.pinned_until_ms);
        }
    }
}

/// Takes a line away whose time is over, unless it is kept.
pub(crate) fn disappear(world: &mut World, owner: &Number, chat: &ChatId, id: &str) {
    if let Some(account) = world.accounts.get_mut(owner) {
        account.handset.chat_mut(chat).messages.retain(|line| line.id != id || line.content.kept);
    }
}

/// How long messages of a chat stay, in seconds; 0 is for ever. A group's setting is the group's own.
pub(crate) fn disappears_after_s(world: &World, account: &Account, chat: &ChatId) -> u32 {
    match chat {
        ChatId::Group(id) => world.groups.find(id).map_or(0, |group| group.settings.ephemeral_s),
        _ => account.handset.chats.get(chat).map_or(0, |chat| chat.disappearing.after_s),
    }
}

/// Takes a pin away whose time is over.
pub(crate) fn unpin(world: &mut World, owner: &Number, chat: &ChatId, id: &str) {
    let now_ms = world.now_ms();
    let line = world.accounts.get_mut(owner).and_then(|account| account.handset.message_mut(chat, id));
    if let Some(line) = line
        && line.content.pinned_until_ms.is_some_and(|until_ms| until_ms <= now_ms)
    {
        (line.content.pinned, line.content.pinned_until_ms) = (false, None);
    }
}
