//! The profile as the phone's owner edits it.

use super::{BusinessProfile, about, business};
use crate::error::Result;
use crate::network::Number;
use crate::phone::Phone;

impl Phone {
    /// Sets the about text.
    pub fn set_about(&self, text: &str) -> Result<()> {
        self.net().act(|world| {
            let number = Number::clone(&world.account(self.number())?.number);
            about::set(world, &number, text, None);
            Ok(())
        })
    }

    /// The about text.
    pub fn about(&self) -> String {
        self.ask(|account| account.profile.about.text.clone())
    }

    /// Makes the account one of WhatsApp Business, changes its profile, or makes it an ordinary account again.
    pub fn set_business(&self, profile: Option<BusinessProfile>) -> Result<()> {
        self.net().act(|world| {
            let number = Number::clone(&world.account(self.number())?.number);
            business::set(world, &number, profile, None);
            Ok(())
        })
    }

    /// The profile of the business, if the account is one.
    pub fn business(&self) -> Option<BusinessProfile> {
        self.ask(|account| account.profile.business.clone())
    }
}
