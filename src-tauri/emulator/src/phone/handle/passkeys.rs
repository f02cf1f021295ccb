//! Linking with a passkey, and codes that the server refuses or withdraws.

use std::time::Duration;

use super::linking::PAIRING_PATIENCE;
use super::{LinkedDevice, Phone};
use crate::error::{EmulatorError, Result};
use crate::pairing::{self, CodeRefusals, Passkey};
use crate::world::World;

impl Phone {
    /// Lets the account link devices with a passkey only, which is made now; or by the phone alone again.
    ///
    /// With a passkey, [`Phone::scan`] asks the device for it and returns [`EmulatorError::PasskeyAsked`]; what follows
    /// is [`Phone::passkey`] at the device, then [`Phone::allow_passkey_link`] and [`Phone::confirm_passkey`] here.
    pub fn require_passkey(&self, on: bool) {
        self.net.act(|world| {
            let made = on.then(|| Passkey::new(&mut world.rng));
            if let Some(account) = world.accounts.get_mut(&self.number) {
                account.standing.passkey = made;
            }
        });
    }

    /// The owner's passkey, for whoever plays the authenticator.
    pub fn passkey(&self) -> Option<Passkey> {
        self.ask(|account| account.standing.passkey.clone())
    }

    /// Waits until the device's passkey was found good, and goes on: the phone shows a code to compare as soon as the
    /// device has answered.
    pub async fn allow_passkey_link(&self, patience: Duration) -> Result<()> {
        let proven = |world: &World| pairing::passkey_proven(world, &self.number);
        self.net.until("a device with the account's passkey", patience, proven).await??;
        self.net.act(|world| pairing::allow_passkey(world, &self.number))
    }

    /// The code (`XXXX-XXXX`) that this phone shows, to be compared with the device's.
    pub fn passkey_code(&self) -> Option<String> {
        self.net.look(|world| pairing::passkey_code(world, &self.number))
    }

    /// Waits until the phone has a code to compare.
    pub async fn wait_for_passkey_code(&self, patience: Duration) -> Result<String> {
        self.net.until("a code to compare", patience, |world| pairing::passkey_code(world, &self.number)).await
    }

    /// The owner finds the codes equal; waits until the owner has said so at the device too and it is linked.
    pub async fn confirm_passkey(&self) -> Result<LinkedDevice> {
        let before = self.ask(|account| account.next_device);
        self.net.act(|world| pairing::compare_passkey(world, &self.number, true))?;
        let linked = |world: &World| pairing::passkey_linked(world, &self.number, before);
        let address = self.net.until("the device's keys", PAIRING_PATIENCE, linked).await??;
        self.linked(address).await
    }

    /// The owner finds the codes different: the device is not linked.
    pub fn refuse_passkey(&self) -> Result<()> {
        self.net.act(|world| pairing::compare_passkey(world, &self.number, false))
    }

    /// Refuses requests for a pairing code with this error (400, 403, 429, 452, 500), until taken back with `None`.
    pub fn refuse_code_requests(&self, code: Option<u16>) {
        self.set_code_refusals(|refusals| refusals.asking = code);
    }

    /// Refuses what a device hands in after the code was typed, until taken back with `None`.
    pub fn refuse_typed_codes(&self, code: Option<u16>) {
        self.set_code_refusals(|refusals| refusals.finishing = code);
    }

    fn set_code_refusals(&self, set: impl FnOnce(&mut CodeRefusals)) {
        self.net.act(|world| {
            if let Some(account) = world.accounts.get_mut(&self.number) {
                set(&mut account.standing.code_refusals);
            }
        });
    }

    /// The server withdraws the pairing code that a device shows for this number. `by_hand`: the device's owner must
    /// ask for the next one.
    ///
    /// # Errors
    ///
    /// [`EmulatorError::NoCodeAsked`] if no device shows one.
    pub fn withdraw_code(&self, by_hand: bool) -> Result<(), EmulatorError> {
        self.net.act(|world| pairing::withdraw_code(world, &self.number, by_hand))
    }
}
