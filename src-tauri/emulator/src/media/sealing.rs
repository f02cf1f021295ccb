//! How a phone sends a file and opens one: sealed with a key of its own, stored by its hash.

use bytes::Bytes;
use rand::RngExt as _;
use sha2::{Digest as _, Sha256};
use wacore::download::DownloadUtils;
use wacore::upload::encrypt_media_with_key_and_sidecar;

use super::link::Query;
use super::store::{Body, Denied, Location};
use super::{FileHash, MediaKind};
use crate::error::{EmulatorError, Result};
use crate::network::World;

/// Everything that a message says of its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaReference {
    /// What the file is.
    pub kind: MediaKind,
    /// The whole address, for clients that do not build it from the path.
    pub url: String,
    /// The path at any media host, with its signature.
    pub direct_path: String,
    /// Opens the file; empty for files that everybody may read.
    pub media_key: Vec<u8>,
    /// When the key was made, in seconds since the epoch.
    pub media_key_at_s: u64,
    /// SHA-256 of the file.
    pub file_sha256: Vec<u8>,
    /// SHA-256 of what the server holds; empty for files that everybody may read.
    pub file_enc_sha256: Vec<u8>,
    /// Bytes of the file before it was sealed.
    pub length: u64,
    /// Lets a player check a film or sound while it loads; audio and video only.
    pub streaming_sidecar: Option<Vec<u8>>,
}

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

/// Seals a file with a key, and tells everything of it but where it lies.
pub(crate) fn seal(kind: MediaKind, file: &[u8], key: [u8; 32]) -> (Vec<u8>, MediaReference) {
    let plain = MediaReference {
        kind,
        url: String::new(),
        direct_path: String::new(),
        media_key: Vec::new(),
        media_key_at_s: 0,
        file_sha256: Sha256::digest(file).to_vec(),
        file_enc_sha256: Vec::new(),
        length: file.len() as u64,
        streaming_sidecar: None,
    };
    let Some(sealed_as) = kind.sealed_as() else { return (file.to_vec(), plain) };
    let sealed = encrypt_media_with_key_and_sidecar(file, sealed_as, Some(&key), None)
        .expect("a key of 32 bytes seals any file");
    let reference = MediaReference {
        media_key: key.to_vec(),
        file_enc_sha256: sealed.file_enc_sha256.to_vec(),
        streaming_sidecar: sealed.streaming_sidecar,
        ..plain
    };
    (sealed.data_to_upload, reference)
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

/// Opens what was downloaded, and checks that it is what the message says.
pub(crate) fn open(sealed: &[u8], reference: &MediaReference) -> Result<Vec<u8>> {
    let damaged = |what: &'static str| EmulatorError::MediaDamaged(what);
    let file = match reference.kind.sealed_as() {
        Some(_) if Sha256::digest(sealed).as_slice() != reference.file_enc_sha256 => {
            return Err(damaged("the hash of the sealed file"));
        }
        Some(sealed_as) => DownloadUtils::verify_and_decrypt(sealed, &reference.media_key, sealed_as)
            .map_err(|_| damaged("its signature"))?,
        None => sealed.to_vec(),
    };
    if Sha256::digest(&file).as_slice() != reference.file_sha256 {
        return Err(damaged("its hash"));
    }
    if file.len() as u64 != reference.length {
        return Err(damaged("its length"));
    }
    Ok(file)
}
