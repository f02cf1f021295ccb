//! The demonstration network: two shops, their customers, and some past conversations. All numbers are invented.

mod inventing;
mod people;

pub(crate) use inventing::invent_people;

use inventing::{DAY_MS, write_past};
use people::TALKS;

use crate::contacts::Script;
use crate::emulator::Emulator;
use crate::error::Result;
use crate::phone::{NewGroup, NewPhone, Phone};

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
