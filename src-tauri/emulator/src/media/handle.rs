//! The media store as tests hold it.

use super::{MediaKind, MediaReference, StoredMedia, encrypt_and_store, fetch_and_decrypt};
use crate::emulator::Emulator;
use crate::error::{EmulatorError, Result};

impl Emulator {
    /// Uploads a file as a phone does, sealed for its kind.
    pub fn store_media(&self, kind: MediaKind, file: &[u8]) -> Result<MediaReference> {
        self.net().act(|world| encrypt_and_store(world, kind, file))
    }

    /// Downloads a file as a phone does, checks it and opens it.
    pub fn open_media(&self, reference: &MediaReference) -> Result<Vec<u8>> {
        self.net().look(|world| fetch_and_decrypt(world, reference))
    }

    /// Every file that the server holds, oldest first.
    pub fn media(&self) -> Vec<StoredMedia> {
        self.net().look(|world| world.media.list())
    }

    /// Ends a direct path, as its time does: who fetches it is told 410.
    pub fn expire_media(&self, direct_path: &str) -> Result<()> {
        let expired = self.net().act(|world| world.media.expire(direct_path));
        if expired { Ok(()) } else { Err(EmulatorError::NoSuchMedia) }
    }

    /// Ends every direct path that was handed out so far.
    pub fn expire_all_media(&self) {
        self.net().act(|world| world.media.expire_everything());
    }

    /// Loses the file behind a direct path everywhere, on its sender's phone too: it cannot be had again.
    pub fn lose_media(&self, direct_path: &str) -> Result<()> {
        let lost = self.net().act(|world| world.media.lose(direct_path));
        if lost { Ok(()) } else { Err(EmulatorError::NoSuchMedia) }
    }

    /// Cuts the next upload once so many bytes of its body have come: its client has to go on where it stopped.
    pub fn cut_next_upload(&self, after_bytes: u64) {
        self.net().act(|world| world.media.cut_next_upload = Some(after_bytes));
    }

    /// Takes back every upload token: the next upload is refused with 401 until its client asks for a new one.
    pub fn expire_media_tokens(&self) {
        self.net().act(|world| world.media.token_generation += 1);
    }
}
