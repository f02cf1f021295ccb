//! What a scripted owner does when a message comes.

use super::customer;
use super::script::Script;
use crate::network::{ChatId, Number};
use crate::world::{Errand, World};

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
