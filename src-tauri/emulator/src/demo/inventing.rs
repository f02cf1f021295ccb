//! People and talks are put into a network.

use std::sync::Arc;

use rand::RngExt as _;
use waproto::whatsapp::Message;

use super::people;
use crate::contacts::cast;
use crate::error::{EmulatorError, Result};
use crate::messages::ReceiptState;
use crate::network::{ChatId, Number};
use crate::phone::PhoneMessage;
use crate::world::World;

const TEN_MINUTES_MS: u64 = 600_000;
const HOUR_MS: u64 = 3_600_000;
pub(super) const DAY_MS: u64 = 24 * HOUR_MS;

/// See [`Emulator::invent_people`](crate::Emulator::invent_people).
pub(crate) fn invent_people(world: &mut World, count: usize) -> Result<Vec<Number>> {
    let mut owners: Vec<Number> = world
        .accounts
        .values()
        .filter(|account| account.script.is_none())
        .map(|account| Number::clone(&account.number))
        .collect();
    owners.sort();
    let mut invented = Vec::new();
    let mut before = 0;
    while invented.len() < count {
        if before == people::MOST {
            return Err(EmulatorError::NumberTaken("every invented number".to_owned()));
        }
        let person = people::invent(&mut world.rng, before);
        before += 1;
        let number = match world.open_account(person.name.clone(), &person.number) {
            Err(EmulatorError::NumberTaken(_)) => continue,
            opened => opened?,
        };
        cast(world, &number, Some(person.script), None);
        let began_ms = world.now_ms() - world.rng.random_range(HOUR_MS..30 * DAY_MS);
        for owner in &owners {
            let book = &mut world.account_mut(owner)?.handset.address_book;
            book.insert(Number::clone(&number), person.name.clone());
            write_past(world, owner, &number, person.talk, began_ms);
        }
        invented.push(number);
    }
    Ok(invented)
}

/// Puts a talk into both chats; it began at `began_ms` and went on every ten minutes.
pub(super) fn write_past(world: &mut World, shop: &str, contact: &str, talk: &[(bool, &str)], began_ms: u64) {
    let (shop, contact): (Number, Number) = (Arc::from(shop), Arc::from(contact));
    for (line, (by_shop, text)) in talk.iter().enumerate() {
        let id = format!("DEMO{}{}{line:02}", &shop[shop.len() - 4..], &contact[contact.len() - 4..]);
        let said = Message { conversation: Some((*text).to_owned()), ..Default::default() };
        let at_ms = began_ms + TEN_MINUTES_MS * line as u64;
        for (owner, with, from_me) in [(&shop, &contact, *by_shop), (&contact, &shop, !by_shop)] {
            let sender = if *by_shop { &shop } else { &contact };
            let mut message = PhoneMessage::new(&id, sender, &said, at_ms);
            message.from_me = from_me;
            message.deliveries = u32::from(!from_me);
            message.receipt = ReceiptState::Read;
            if let Some(account) = world.accounts.get_mut(owner) {
                account.handset.chat_mut(&ChatId::person(with)).messages.push(message);
            }
        }
    }
}
