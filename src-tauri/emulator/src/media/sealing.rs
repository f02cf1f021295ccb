//! How a phone sends a file and opens one: sealed with a key of its own, stored by its hash.

use bytes::Bytes;
use rand::RngExt as _;
use sha2::{Digest as _, Sha256};

use super::link::Query;
use super::reference::{MediaReference, open, seal};
use super::store::{Body, Denied, Location};
use super::{FileHash, MediaKind};
use crate::error::{EmulatorError, Result};
use crate::world::World;

/// Uploads a file. Refused beyond [`MediaLimits::largest_bytes`](super::MediaLimits::largest_bytes).
pub(crate) fn encrypt_and_store(world: &mut World, kind: MediaKind, file: &[u8]) -> Result<MediaReference> {
    let (sealed, reference) = seal(kind, file, world.rng.random());
    store(world, Bytes::from(sealed), reference)
}

/// Uploads what a phone sealed, and keeps it on the phone.
pub(crate) fn send(world: &mut World, sealed: &Bytes, reference: MediaReference) -> Result<MediaReference> {
    let sent = store(world, sealed.clone(), reference)?;
    if let Ok(hash) = FileHash::try_from(sent.file_enc_sha256.as_slice()) {
        world.media.keep(hash, sent.kind, sealed.clone());
    }
    Ok(sent)
}

fn store(world: &mut World, sealed: Bytes, reference: MediaReference) -> Result<MediaReference> {
    let (bytes, limit_bytes) = (sealed.len() as u64, world.media.largest_bytes());
    let too_large = || EmulatorError::MediaTooLarge { bytes, limit_bytes };
    if bytes > limit_bytes {
        return Err(too_large());
    }
    let (hash, now_ms): (FileHash, u64) = (Sha256::digest(&sealed).into(), world.now_ms());
    world.media.put(hash, reference.kind, Body::Whole(sealed), bytes, now_ms);
    let location = world.media.link(&hash, now_ms, &mut world.rng).ok_or_else(too_large)?;
    Ok(MediaReference {
        url: location.url,
        direct_path: location.direct_path,
        media_key_at_s: now_ms / 1000,
        ..reference
    })
}

/// Uploads a sealed file that its phone has kept, if it is not there any more, and notes where it is now.
pub(crate) fn put_again(world: &mut World, sealed: &Bytes, reference: &mut MediaReference) {
    let Ok(hash) = FileHash::try_from(reference.file_enc_sha256.as_slice()) else { return };
    let now_ms = world.now_ms();
    if world.media.held(&hash).is_none() {
        world.media.put(hash, reference.kind, Body::Whole(sealed.clone()), sealed.len() as u64, now_ms);
    }
    if let Some(location) = world.media.link(&hash, now_ms, &mut world.rng) {
        reference.url = location.url;
        reference.direct_path = location.direct_path;
    }
}

/// Serves a file that everybody may read; `None` if it is larger than the whole store.
pub(crate) fn serve_plain(world: &mut World, kind: MediaKind, file: Bytes) -> Option<Location> {
    let (hash, now_ms): (FileHash, u64) = (Sha256::digest(&file).into(), world.now_ms());
    if world.media.held(&hash).is_none() {
        let received = file.len() as u64;
        world.media.put(hash, kind, Body::Whole(file), received, now_ms);
    }
    world.media.link(&hash, now_ms, &mut world.rng)
}

/// Downloads a file as a phone does, and opens it: its signature, its hashes and its length are checked.
pub(crate) fn fetch_and_decrypt(world: &World, reference: &MediaReference) -> Result<Vec<u8>> {
    open(&fetch(world, reference, false)?, reference)
}

/// Downloads what is sealed. The phone that `sent` it need not, as long as it keeps it.
pub(crate) fn fetch(world: &World, reference: &MediaReference, sent: bool) -> Result<Bytes> {
    let hash = FileHash::try_from(reference.file_enc_sha256.as_slice()).ok().filter(|_| sent);
    if let Some(sealed) = hash.and_then(|hash| world.media.on_its_phone(&hash)) {
        return Ok(sealed);
    }
    let (path, query) = reference.direct_path.split_once('?').unwrap_or((&reference.direct_path, ""));
    let found = world.media.fetch(path, &Query::new(Some(query)), world.now_ms());
    let (_, sealed) = found.map_err(|denied| match denied {
        Denied::Expired => EmulatorError::MediaExpired,
        Denied::Unknown | Denied::Forged => EmulatorError::NoSuchMedia,
    })?;
    Ok(sealed)
}
