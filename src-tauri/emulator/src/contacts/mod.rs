//! Scripted owners: accounts that answer by themselves, the same way for the same seed.

mod chatterbox;
mod customer;

use serde::{Deserialize, Serialize};

pub(crate) use chatterbox::{Pace, chatter, resume};

use crate::network::{ChatId, Errand, Number, World};
use crate::phone::{read_chat, send_text};

/// How an account's owner behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Script {
    /// Reads, and answers with the same text.
    Echo,
    /// Reads, and asks the next question of a list; thanks when the list is done.
    Customer,
    /// Reads, and writes whenever it likes; see [`Phone::chatter`](crate::Phone::chatter).
    Chatterbox,
    /// Never reads and never answers.
    Quiet,
}

/// Gives an account's owner a character, or leaves it to a person.
pub(crate) fn cast(world: &mut World, number: &Number, script: Option<Script>, per_minute: Option<u32>) {
    let Some(account) = world.accounts.get_mut(number) else { return };
    account.script = script;
    world.chatter.remove(number);
    if script == Some(Script::Chatterbox) {
        chatterbox::begin(world, number, per_minute);
    }
}

/// A message reached a phone whose owner may be scripted. What follows is an errand, done after the stanza at hand.
pub(crate) fn react(world: &mut World, phone: &Number, chat: &ChatId, text: &str) {
    // In a group everybody would answer everybody.
    let Some(from) = chat.as_person() else { return };
    let script_of = |number: &Number| world.accounts.get(number).and_then(|account| account.script);
    // Two scripts would talk for ever.
    let (Some(script), None) = (script_of(phone), script_of(from)) else { return };
    let answer = match script {
        Script::Quiet => return,
        Script::Chatterbox => None,
        // A picture without words is looked at, and no more.
        Script::Echo => Some(text.to_owned()).filter(|text| !text.is_empty()),
        Script::Customer => customer::next_line(world, phone, chat),
    };
    world.errands.push_back(Errand::Read { phone: Number::clone(phone), with: chat.clone() });
    if let Some(text) = answer {
        world.errands.push_back(Errand::Answer { phone: Number::clone(phone), to: chat.clone(), text });
    }
}

/// Does one errand. Accounts are never deleted, so that neither number can be unknown.
pub(crate) fn run(world: &mut World, errand: Errand) {
    let done = match errand {
        Errand::GoOnWithHistory(companion) => return crate::history::step(world, &companion),
        Errand::SendFileAgain(wanted) => return crate::media::send_again(world, &wanted),
        Errand::Read { phone, with } => read_chat(world, &phone, &with),
        Errand::Answer { phone, to, text } => send_text(world, &phone, &to, &text).map(drop),
    };
    done.expect("an errand is between accounts that exist");
}
