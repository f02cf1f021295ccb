//! A chatterbox: writes into each of its chats in turn, so many times a minute on the network's clock.
//!
//! Several of them in one group are a group that chats.

use rand::RngExt as _;

use super::pace::Pace;
use super::script::Script;
use crate::network::{ChatId, Due, Number};
use crate::phone::send_text;
use crate::world::World;

/// A pace at which one can still read along.
const USUAL_PER_MINUTE: u32 = 6;
const MINUTE_MS: u64 = 60_000;

/// In Portuguese, as the customer's lines.
const LINES: [&str; 16] = [
    "Gente, que calor é esse hoje?",
    "Acabei de passar aí na frente, estava cheio!",
    "Alguém viu o jogo ontem?",
    "Kkkkk não acredito",
    "Depois me conta como foi",
    "Vou levar um bolo de fubá no domingo",
    "Quem vai na feira amanhã cedo?",
    "Minha filha passou na prova! 🎉",
    "Tô no ônibus, já já chego",
    "Vocês têm sem açúcar?",
    "Que horas fecha hoje mesmo?",
    "Saudade de vocês ❤️",
    "Choveu muito aí também?",
    "Mandei mensagem no número errado, desculpa",
    "O cachorro comeu o pão de novo, acredita?",
    "Boa noite, pessoal! Até amanhã",
];

/// Lets the owner of `number` chatter from now on.
fn begin(world: &mut World, number: &Number, per_minute: Option<u32>) {
    let interval_ms = MINUTE_MS / u64::from(per_minute.unwrap_or(USUAL_PER_MINUTE).clamp(1, 6_000));
    let said = world.rng.random_range(0..LINES.len());
    let pace = Pace { interval_ms, next_at_ms: world.now_ms() + interval_ms, said };
    world.remind(pace.next_at_ms, Due::Chatter(Number::clone(number)));
    world.chatter.insert(Number::clone(number), pace);
}

/// Lets those go on that an earlier run kept.
pub(crate) fn resume(world: &mut World) {
    let chatty = world.accounts.values().filter(|account| account.script == Some(Script::Chatterbox));
    let mut numbers: Vec<Number> = chatty.map(|account| Number::clone(&account.number)).collect();
    numbers.sort();
    for number in numbers {
        begin(world, &number, None);
    }
}

/// Lets the owner of `number` say a line, if it still chatters and it is its time; who fell behind does not catch up.
pub(crate) fn chatter(world: &mut World, number: &Number) {
    let now_ms = world.now_ms();
    let Some(pace) = world.chatter.get_mut(number).filter(|pace| pace.next_at_ms <= now_ms) else { return };
    pace.next_at_ms = now_ms + pace.interval_ms;
    pace.said += 1;
    let (next_at_ms, said) = (pace.next_at_ms, pace.said);
    world.remind(next_at_ms, Due::Chatter(Number::clone(number)));
    let chats = chats_of(world, number);
    if let Some(chat) = chats.get(said % chats.len().max(1)) {
        let _it_is_away_or_has_left = send_text(world, number, chat, LINES[said % LINES.len()]);
    }
}

/// Groups, and people who are not scripted themselves.
fn chats_of(world: &World, number: &Number) -> Vec<ChatId> {
    let Some(account) = world.accounts.get(number) else { return Vec::new() };
    let is_talked_to = |chat: &&ChatId| {
        let person = chat.as_person().and_then(|other| world.accounts.get(other));
        person.is_some_and(|person| person.script.is_none())
    };
    let people = account.handset.chats.keys().filter(is_talked_to).cloned();
    people.chain(world.groups.of(number).map(|group| ChatId::Group(group.id.clone()))).collect()
}

/// Gives an account's owner a character, or leaves it to a person.
pub(crate) fn cast(world: &mut World, number: &Number, script: Option<Script>, per_minute: Option<u32>) {
    let Some(account) = world.accounts.get_mut(number) else { return };
    account.script = script;
    world.chatter.remove(number);
    if script == Some(Script::Chatterbox) {
        begin(world, number, per_minute);
    }
}
