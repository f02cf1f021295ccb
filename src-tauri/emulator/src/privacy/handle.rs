//! Privacy as the phone's owner sets it.

use super::{PrivacyCategory, PrivacyValue, blocklist, disappearing, settings};
use crate::error::{EmulatorError, Result};
use crate::network::Number;
use crate::phone::Phone;

impl Phone {
    /// Sets who may see or do what the category is about.
    pub fn set_privacy(&self, category: PrivacyCategory, value: PrivacyValue) -> Result<()> {
        if !category.takes(value) {
            return Err(EmulatorError::NotASetting { category: category.wire(), value: value.wire() });
        }
        self.net().act(|world| settings::set(world, self.number(), category, value, None));
        Ok(())
    }

    /// Lets all contacts see or do what the category is about, save these numbers.
    pub fn set_privacy_except(&self, category: PrivacyCategory, numbers: &[&str]) -> Result<()> {
        self.net().act(|world| {
            let except: Result<_> =
                numbers.iter().map(|number| Ok(super::owned(&world.account(number)?.number))).collect();
            world.account_mut(self.number())?.privacy.excluded.insert(category, except?);
            Ok::<_, EmulatorError>(())
        })?;
        self.set_privacy(category, PrivacyValue::ContactBlacklist)
    }

    /// Every setting.
    pub fn privacy(&self) -> Vec<(PrivacyCategory, PrivacyValue)> {
        self.ask(|account| PrivacyCategory::EVERY.map(|category| (category, account.privacy.value(category))).to_vec())
    }

    /// Blocks a number, or lets it through again.
    pub fn block(&self, number: &str, on: bool) -> Result<()> {
        self.net().act(|world| {
            let other = Number::clone(&world.account(number)?.number);
            blocklist::set(world, self.number(), &other, on, None);
            Ok(())
        })
    }

    /// Blocked numbers.
    pub fn blocked(&self) -> Vec<String> {
        self.ask(|account| account.privacy.blocked.keys().cloned().collect())
    }

    /// Lets messages of new chats disappear after so many seconds; 0 keeps them.
    pub fn set_default_disappearing(&self, duration_s: u32) {
        self.net().act(|world| disappearing::set(world, self.number(), duration_s, None));
    }

    /// After how many seconds messages of new chats disappear; 0 is never.
    pub fn default_disappearing(&self) -> u32 {
        self.ask(|account| account.privacy.disappearing.duration_s)
    }
}
