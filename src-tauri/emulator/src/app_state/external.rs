//! Mutations and snapshots that travel as files beside their stanza.

use waproto::buffa::{Message as _, MessageField};
use waproto::codec::{syncd_mutations_decode, syncd_patch_decode, syncd_patch_to_vec};
use waproto::whatsapp::{ExternalBlobReference, SyncdMutations};

use crate::error::Result;
use crate::media::{MediaKind, MediaReference, encrypt_and_store, fetch_and_decrypt};
use crate::world::World;

/// Puts bytes on the media server and tells where they are.
pub(super) fn put(world: &mut World, bytes: &[u8]) -> Result<ExternalBlobReference> {
    let stored = encrypt_and_store(world, MediaKind::AppState, bytes)?;
    Ok(ExternalBlobReference {
        media_key: Some(stored.media_key),
        direct_path: Some(stored.direct_path),
        file_size_bytes: Some(stored.length),
        file_sha256: Some(stored.file_sha256),
        file_enc_sha256: Some(stored.file_enc_sha256),
        ..Default::default()
    })
}

/// A patch as it is handed out: a large one without its mutations, which are a file then. One that finds no room on
/// the media server stays whole.
pub(super) fn hand_out(world: &mut World, patch: &[u8]) -> Vec<u8> {
    let decoded = syncd_patch_decode(patch).ok();
    let large = decoded.filter(|decoded| decoded.mutations.len() > world.app_state.external_after);
    let Some(mut large) = large else { return patch.to_vec() };
    let mutations = SyncdMutations { mutations: std::mem::take(&mut large.mutations) };
    let Ok(reference) = put(world, &mutations.encode_to_vec()) else { return patch.to_vec() };
    large.external_mutations = MessageField::some(reference);
    syncd_patch_to_vec(&large)
}

/// A companion's patch with its mutations in it, wherever they were; `None` if they cannot be had.
pub(super) fn take_in(world: &World, patch: Vec<u8>) -> Option<Vec<u8>> {
    let mut decoded = syncd_patch_decode(&patch).ok()?;
    let Some(reference) = std::mem::take(&mut decoded.external_mutations).into_option() else { return Some(patch) };
    let stored = MediaReference {
        kind: MediaKind::AppState,
        url: String::new(),
        direct_path: reference.direct_path?,
        media_key: reference.media_key?,
        media_key_at_s: 0,
        file_sha256: reference.file_sha256?,
        file_enc_sha256: reference.file_enc_sha256?,
        length: reference.file_size_bytes?,
        streaming_sidecar: None,
    };
    let bytes = fetch_and_decrypt(world, &stored).ok()?;
    decoded.mutations = syncd_mutations_decode(&bytes).ok()?.mutations;
    Some(syncd_patch_to_vec(&decoded))
}
