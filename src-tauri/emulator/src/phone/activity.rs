//! "Typing…" and "recording…", as a phone shows them above a chat.

use super::active::Active;
use crate::messages::Activity;
use crate::network::{ChatId, Due, Number};
use crate::world::World;

/// How long a phone believes that somebody still types. A model: who goes on typing says so again every ten seconds
/// or so, and WhatsApp's clients take the word away after some 25.
const BELIEVED_MS: u64 = 25_000;

/// The phone of `owner` shows what `who` does in a chat, until told otherwise or for a while.
pub(crate) fn show(world: &mut World, owner: &Number, chat: &ChatId, who: &Number, what: Activity) {
    let until_ms = world.now_ms() + BELIEVED_MS;
    let Some(account) = world.accounts.get_mut(owner) else { return };
    let shown = account.handset.chat_mut(chat);
    shown.still(who);
    if what != Activity::Nothing {
        shown.active.push(Active { who: Number::clone(who), what, until_ms });
        world.remind(until_ms, Due::Stillness { owner: Number::clone(owner), chat: chat.clone() });
    }
}

/// The phone of `owner` believes it of nobody any longer than it should.
pub(crate) fn forget(world: &mut World, owner: &Number, chat: &ChatId) {
    let now_ms = world.now_ms();
    if let Some(account) = world.accounts.get_mut(owner) {
        account.handset.chat_mut(chat).active.retain(|active| active.until_ms > now_ms);
    }
}
