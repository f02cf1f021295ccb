//! The demonstration network: two shops, their customers, and some past conversations. All numbers are invented.

mod people;

use std::sync::Arc;

use people::TALKS;
use rand::RngExt as _;
use waproto::whatsapp::Message;

use crate::contacts::{Script, cast};
use crate::emulator::Emulator;
use crate::error::{EmulatorError, Result};
use crate::messages::ReceiptState;
use crate::network::{ChatId, Number};
use crate::phone::{NewGroup, NewPhone, Phone, PhoneMessage};
use crate::world::World;

const SHOPS: [(&str, &str); 2] = [("Padaria Sol Nascente", "5511900000001"), ("Clínica Vida Plena", "5511900000002")];

const CONTACTS: [(&str, &str, Script); 7] = [
    ("Ana Souza", "5511900000011", Script::Echo),
    ("Bruno Lima", "5511900000012", Script::Customer),
    ("Carla Mendes", "5511900000013", Script::Customer),
    ("Diego Ferreira", "5511900000014", Script::Echo),
    ("Elisa Rocha", "5511900000015", Script::Quiet),
    ("Rita Campos", "5511900000016", Script::Chatterbox),
    ("Téo Martins", "5511900000017", Script::Chatterbox),
];

const TEN_MINUTES_MS: u64 = 600_000;
const HOUR_MS: u64 = 3_600_000;
const DAY_MS: u64 = 24 * HOUR_MS;

/// Each of its two chatterboxes says a line a minute.
const CHATTING_GROUP: &str = "Feira de domingo";

impl Emulator {
    /// Fills the network with sample phones and contacts; returns the phones of the two shops.
    pub async fn populate_demo(&self) -> Result<Vec<Phone>> {
        let mut shops = Vec::new();
        for (name, number) in SHOPS {
            shops.push(self.create_phone(NewPhone { name: name.to_owned(), number: number.to_owned() }).await?);
        }
        for (name, number, script) in CONTACTS {
            let contact = self.create_phone(NewPhone { name: name.to_owned(), number: number.to_owned() }).await?;
            contact.auto_reply(script);
            for shop in &shops {
                shop.save_contact(number, name)?;
            }
        }
        self.write_history(|world| {
            let yesterday_ms = world.now_ms() - DAY_MS;
            for (shop, contact) in
                SHOPS.iter().flat_map(|shop| CONTACTS.iter().take(3).map(move |contact| (shop.1, contact.1)))
            {
                write_past(world, shop, contact, TALKS[0], yesterday_ms);
            }
        });
        self.let_a_group_chat(&shops).await?;
        Ok(shops)
    }

    async fn let_a_group_chat(&self, shops: &[Phone]) -> Result<()> {
        let chatterboxes: Vec<&str> =
            CONTACTS.iter().filter(|contact| contact.2 == Script::Chatterbox).map(|contact| contact.1).collect();
        for number in &chatterboxes {
            self.phone(number)?.chatter(1);
        }
        let members = shops.iter().map(Phone::number).chain(chatterboxes.iter().copied()).map(str::to_owned).collect();
        let group = NewGroup { subject: CHATTING_GROUP.to_owned(), members, ..NewGroup::default() };
        self.phone(CONTACTS[0].1)?.create_group(group).await?;
        Ok(())
    }

    /// Invents people, the same ones for the same seed, who know every phone that is used by hand and have written
    /// with it before; returns them. Fails when no number is left.
    pub fn invent_people(&self, count: usize) -> Result<Vec<Phone>> {
        let numbers = self.net().act(|world| invent_people(world, count))?;
        numbers.iter().map(|number| self.phone(number)).collect()
    }
}

/// See [`Emulator::invent_people`].
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
fn write_past(world: &mut World, shop: &str, contact: &str, talk: &[(bool, &str)], began_ms: u64) {
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
