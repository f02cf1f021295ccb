//! The phone's owner has it in hand, or puts it away.

use super::set_available;
use crate::phone::Phone;

impl Phone {
    /// Shows the account as there while the phone is in its owner's hand.
    pub fn set_available(&self, on: bool) {
        self.net().act(|world| {
            if let Ok(number) = world.account(self.number()).map(|account| account.number.clone()) {
                set_available(world, &number, 0, on);
            }
        });
    }

    /// Whether one of the account's devices says that somebody is there.
    pub fn is_available(&self) -> bool {
        self.ask(|account| account.availability.is_available())
    }

    /// When the account was last there, in milliseconds since the epoch; `None` if it never was.
    pub fn last_seen_ms(&self) -> Option<u64> {
        self.ask(|account| account.availability.last_ms)
    }
}
