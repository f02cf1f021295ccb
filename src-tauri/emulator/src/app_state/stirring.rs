//! What happens in a chat undoes marks of it.

use super::actions::chats::{archived, marked};
use super::change::change;
use crate::network::{ChatId, Number};
use crate::phone::Chat;
use crate::world::World;

/// The owner opened the chat: a mark of their own goes too.
pub(crate) fn opened(world: &mut World, owner: &Number, chat: &ChatId) {
    if marks_of(world, owner, chat).is_some_and(|chat| chat.marks.marked_unread)
        && let Some(write) = marked(world, owner, chat, true)
    {
        change(world, owner, vec![write]);
    }
}

/// Something new stands in the chat: it comes out of the archive, if the owner wants it so.
pub(crate) fn stirred(world: &mut World, owner: &Number, chat: &ChatId) {
    let wanted = world.accounts.get(owner).is_some_and(|account| account.handset.settings.unarchive_chats);
    if wanted
        && marks_of(world, owner, chat).is_some_and(|chat| chat.marks.archived)
        && let Some(write) = archived(world, owner, chat, false)
    {
        change(world, owner, vec![write]);
    }
}

fn marks_of<'a>(world: &'a World, owner: &Number, chat: &ChatId) -> Option<&'a Chat> {
    world.accounts.get(owner)?.handset.chats.get(chat)
}
