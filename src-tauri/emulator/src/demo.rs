//! The demonstration network: two shops, their customers, and some past conversations. All numbers are invented.

use std::sync::Arc;

use waproto::whatsapp::Message;

use crate::contacts::Script;
use crate::emulator::Emulator;
use crate::error::Result;
use crate::messages::receipts::ReceiptState;
use crate::network::{ChatId, Number, World};
use crate::phone::{NewPhone, Phone, PhoneMessage};

const SHOPS: [(&str, &str); 2] = [("Padaria Sol Nascente", "5511900000001"), ("Clínica Vida Plena", "5511900000002")];

const CONTACTS: [(&str, &str, Script); 5] = [
    ("Ana Souza", "5511900000011", Script::Echo),
    ("Bruno Lima", "5511900000012", Script::Customer),
    ("Carla Mendes", "5511900000013", Script::Customer),
    ("Diego Ferreira", "5511900000014", Script::Echo),
    ("Elisa Rocha", "5511900000015", Script::Quiet),
];

/// What was said before, oldest first; `true` is the shop.
const TALK: [(bool, &str); 6] = [
    (false, "Bom dia!"),
    (true, "Bom dia! Como podemos ajudar?"),
    (false, "Vocês atendem aos sábados?"),
    (true, "Sim, das 8h às 13h."),
    (false, "Ótimo, passo aí então."),
    (true, "Combinado, até lá!"),
];

const HOUR_MS: u64 = 3_600_000;

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
            for (shop, contact) in
                SHOPS.iter().flat_map(|shop| CONTACTS.iter().take(3).map(move |contact| (shop.1, contact.1)))
            {
                write_past(world, shop, contact);
            }
        });
        Ok(shops)
    }
}

fn write_past(world: &mut World, shop: &str, contact: &str) {
    let now_ms = world.now_ms();
    let (shop, contact): (Number, Number) = (Arc::from(shop), Arc::from(contact));
    for (line, (by_shop, text)) in TALK.iter().enumerate() {
        let id = format!("DEMO{}{}{line:02}", &shop[shop.len() - 4..], &contact[contact.len() - 4..]);
        let said = Message { conversation: Some((*text).to_owned()), ..Default::default() };
        let at_ms = now_ms - HOUR_MS * (24 - line as u64);
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
