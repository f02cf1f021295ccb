//! The picture beside the owner's name.

use super::Phone;
use crate::error::{EmulatorError, Result};
use crate::network::{ChatId, DeviceAddress};
use crate::pictures;

#[expect(clippy::unused_async, reason = "what a person does at a phone is awaited, whether or not it waits today")]
impl Phone {
    /// Sets the owner's picture (PNG or JPEG), cut to a square; contacts are told. Returns its id.
    pub async fn set_picture(&self, picture: &[u8]) -> Result<u64> {
        let pair = pictures::square(picture).ok_or(EmulatorError::NotAPicture)?;
        let (phone, owner) = (DeviceAddress::phone(&self.number), ChatId::person(&self.number));
        Ok(self.net.act(|world| pictures::set(world, &phone, &owner, pair)))
    }

    /// Takes the owner's picture away; contacts are told.
    pub async fn remove_picture(&self) {
        let (phone, owner) = (DeviceAddress::phone(&self.number), ChatId::person(&self.number));
        self.net.act(|world| pictures::remove(world, &phone, &owner));
    }

    /// The owner's picture as a JPEG, full or as a preview, if there is one.
    pub fn picture(&self, preview: bool) -> Option<Vec<u8>> {
        let owner = ChatId::person(&self.number);
        self.net.look(|world| {
            world.pictures.of(&owner).map(|picture| if preview { &picture.preview } else { &picture.full }.to_vec())
        })
    }
}
