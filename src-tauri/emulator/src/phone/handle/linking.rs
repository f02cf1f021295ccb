//! The phone's "linked devices" screen.

use std::time::Duration;

use wacore_libsignal::protocol::KeyPair;

use super::{LinkedDevice, Phone, linked_devices};
use crate::error::{EmulatorError, Result};
use crate::login::unlink;
use crate::network::DeviceAddress;
use crate::pairing::{self, CodeStep, Coexistence, TypedCode};
use crate::phone::airplane::must_be_reachable;
use crate::world::World;

/// How long a companion may take from the phone's approval to its own signature.
pub(super) const PAIRING_PATIENCE: Duration = Duration::from_secs(20);

#[expect(clippy::unused_async, reason = "what a person does at a phone is awaited, whether or not it waits today")]
impl Phone {
    /// Lets the account be one that also uses Meta's own API, as companions linked from now on are told.
    pub fn coexist(&self, coexistence: Coexistence) {
        self.net.act(|world| {
            if let Some(account) = world.accounts.get_mut(&self.number) {
                account.coexistence = coexistence;
            }
        });
    }

    /// Reads the text of a QR code, and waits until the device that showed it is linked.
    pub async fn scan(&self, qr_text: &str) -> Result<LinkedDevice> {
        let address = self.net.act(|world| {
            must_be_reachable(world, &self.number)?;
            pairing::scan(world, &self.number, qr_text)
        })?;
        self.linked(address).await
    }

    /// Reads a picture of a QR code (PNG or JPEG) and scans what it says.
    pub async fn scan_picture(&self, picture: &[u8]) -> Result<LinkedDevice> {
        let text = pairing::read_picture(picture)?;
        self.scan(&text).await
    }

    /// Types a pairing code that a device shows for this number; case, spaces and hyphens do not matter.
    pub async fn enter_code(&self, code: &str) -> Result<LinkedDevice> {
        let code: String =
            code.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect();
        self.net.look(|world| must_be_reachable(world, &self.number))?;
        let wrapped = self
            .net
            .look(|world| world.codes.get(&self.number).map(|asked| asked.wrapped_ephemeral.clone()))
            .ok_or(EmulatorError::NoCodeAsked)?;
        let ephemeral = KeyPair::generate(&mut self.net.fresh_rng());
        let derived = tokio::task::spawn_blocking(move || TypedCode::derive(&code, &wrapped, ephemeral)).await;
        let typed = derived.map_err(|_| EmulatorError::PairingAbandoned)??;
        self.net.act(|world| pairing::offer_code(world, &self.number, typed))?;
        let ended = |world: &World| match world.codes.get(&self.number).map(|asked| &asked.step) {
            None => Some(Err(EmulatorError::PairingAbandoned)),
            Some(CodeStep::Failed) => Some(Err(EmulatorError::WrongCode)),
            Some(CodeStep::Approved(address)) => Some(Ok(address.clone())),
            Some(CodeStep::Asked | CodeStep::Typed { .. }) => None,
        };
        let address = self.net.until("the device's answer to the code", PAIRING_PATIENCE, ended).await??;
        self.net.act(|world| world.codes.remove(&self.number));
        self.linked(address).await
    }

    pub(super) async fn linked(&self, address: DeviceAddress) -> Result<LinkedDevice> {
        let confirmed =
            self.net.until("the companion's signature", PAIRING_PATIENCE, |world| match world.companion(&address) {
                None => Some(Err(EmulatorError::PairingAbandoned)),
                Some(companion) if companion.confirmed => Some(Ok(())),
                Some(_) => None,
            });
        let confirmed = confirmed.await;
        if confirmed.is_err() {
            self.net.act(|world| pairing::give_up(world, &address));
        }
        confirmed??;
        let device = self.linked_devices().into_iter().find(|device| device.id == address.device);
        device.ok_or(EmulatorError::PairingAbandoned)
    }

    /// The companions that finished linking.
    pub fn linked_devices(&self) -> Vec<LinkedDevice> {
        self.ask(linked_devices)
    }

    /// Unlinks one companion; it learns so at once if it is connected, and at its next login otherwise.
    pub async fn unlink(&self, device: u16) -> Result<()> {
        self.net.act(|world| unlink(world, &DeviceAddress::new(&self.number, device)))
    }

    /// Unlinks every companion.
    pub async fn unlink_all(&self) -> Result<()> {
        self.linked_devices()
            .iter()
            .try_for_each(|device| self.net.act(|world| unlink(world, &DeviceAddress::new(&self.number, device.id))))
    }
}
