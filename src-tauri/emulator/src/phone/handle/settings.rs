//! What the owner sets on the phone and every companion learns through app state.

use super::Phone;
use crate::app_state::{self, CollectionState, Label, QuickReply, Write, actions};
use crate::error::{EmulatorError, Result};
use crate::network::Number;
use crate::world::World;

impl Phone {
    /// Saves a contact under a name of the owner's choosing, or renames it.
    pub fn save_contact(&self, number: &str, name: &str) -> Result<()> {
        self.write(|world| {
            let contact = Number::clone(&world.account(number)?.number);
            Ok(actions::contacts::saved(world, &contact, name))
        })
    }

    /// Deletes a contact from the address book.
    pub fn forget_contact(&self, number: &str) -> Result<()> {
        self.write(|world| {
            let book = &world.account(&self.number)?.handset.address_book;
            let known = book.get_key_value(number).map(|(contact, _)| Number::clone(contact));
            let contact = known.ok_or_else(|| EmulatorError::NoSuchContact(number.to_owned()))?;
            Ok(actions::contacts::forgotten(world, &contact))
        })
    }

    /// The address book: numbers and names, in the order of the numbers.
    pub fn contacts(&self) -> Vec<(String, String)> {
        let written = |(number, name): (&Number, &String)| (number.to_string(), name.clone());
        self.ask(|account| account.handset.address_book.iter().map(written).collect())
    }

    /// Makes a label, or gives one a new name or colour. Labels are what WhatsApp Business has.
    pub fn save_label(&self, id: &str, name: &str, color: i32) -> Result<()> {
        self.write(|world| Ok(actions::labels::saved(id, name, color, world.now_ms())))
    }

    /// Deletes a label; chats lose it.
    pub fn delete_label(&self, id: &str) -> Result<()> {
        self.write(|world| {
            known_label(world, &self.number, id)?;
            Ok(actions::labels::deleted(id, world.now_ms()))
        })
    }

    /// Puts a label on the chat with `with` (a number, or the address of a group), or takes it off.
    pub fn label_chat(&self, id: &str, with: &str, on: bool) -> Result<()> {
        self.write(|world| {
            known_label(world, &self.number, id)?;
            let chat =
                if with.contains('@') { with.to_owned() } else { world.account(with)?.jid(0, false).to_string() };
            Ok(actions::labels::on_chat(id, &chat, on, world.now_ms()))
        })
    }

    /// Every label, by id.
    pub fn labels(&self) -> Vec<Label> {
        self.ask(|account| account.handset.settings.labels.values().cloned().collect())
    }

    /// Keeps a text ready, or changes one.
    pub fn save_quick_reply(&self, reply: &QuickReply) -> Result<()> {
        self.write(|world| Ok(actions::quick_replies::saved(reply, world.now_ms())))
    }

    /// Deletes a text that was kept ready.
    pub fn delete_quick_reply(&self, id: &str) -> Result<()> {
        self.write(|world| {
            if !world.account(&self.number)?.handset.settings.quick_replies.contains_key(id) {
                return Err(EmulatorError::NoSuchQuickReply(id.to_owned()));
            }
            Ok(actions::quick_replies::deleted(id, world.now_ms()))
        })
    }

    /// Texts that are kept ready, by id.
    pub fn quick_replies(&self) -> Vec<QuickReply> {
        self.ask(|account| account.handset.settings.quick_replies.values().cloned().collect())
    }

    /// Changes what the account calls itself.
    pub fn set_name(&self, name: &str) -> Result<()> {
        self.write(|world| Ok(actions::name(name, world.now_ms())))
    }

    /// Sets the phone's language, e.g. `pt_BR`.
    pub fn set_locale(&self, locale: &str) -> Result<()> {
        self.write(|world| Ok(actions::locale(locale, world.now_ms())))
    }

    /// The phone's language, if it was ever set.
    pub fn locale(&self) -> Option<String> {
        self.ask(|account| account.handset.settings.locale.clone())
    }

    /// Lets a new message take its chat out of the archive, or not.
    pub fn set_unarchive_chats(&self, on: bool) -> Result<()> {
        self.write(|world| Ok(actions::unarchive_chats(on, world.now_ms())))
    }

    /// Whether a new message takes its chat out of the archive.
    pub fn unarchives_chats(&self) -> bool {
        self.ask(|account| account.handset.settings.unarchive_chats)
    }

    /// How far each collection of the account has come.
    pub fn app_state(&self) -> Vec<CollectionState> {
        self.ask(|account| account.collections.states())
    }

    /// Makes a new app-state key. Companions are told, or, without `tell`, must ask for it when they meet it, as one
    /// that lost the message.
    pub fn rotate_app_state_key(&self, tell: bool) {
        self.net.act(|world| app_state::rotate_key(world, &self.number, tell));
    }

    pub(super) fn write(&self, write: impl FnOnce(&World) -> Result<Write>) -> Result<()> {
        self.net.act(|world| {
            let write = write(world)?;
            app_state::change(world, &self.number, vec![write]);
            Ok(())
        })
    }
}

fn known_label(world: &World, number: &str, id: &str) -> Result<()> {
    let known = world.account(number)?.handset.settings.labels.contains_key(id);
    if known { Ok(()) } else { Err(EmulatorError::NoSuchLabel(id.to_owned())) }
}
