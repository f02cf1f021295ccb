//! Files beside messages: up, down, in parts, and no longer.

mod down;
mod faults;
mod messages;
mod once;
mod remote;
mod sent;
mod tls;
mod up;

use portaria_emulator::{MediaKind, MediaReference};
use waproto::buffa::MessageField;
use whatsapp_rust::download::{DownloadParams, MediaType};
use whatsapp_rust::prelude::wa;
use whatsapp_rust::upload::UploadResponse;

/// Bytes that repeat nowhere, so that a piece in the wrong place is seen.
pub fn picture(length: usize) -> Vec<u8> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        u8::try_from(state & 0xFF).unwrap()
    })
    .take(length)
    .collect()
}

/// A small picture, another one for each shade.
pub fn photo(shade: u8) -> Vec<u8> {
    let point = |x: u32, y: u32| image::Rgb([shade, (x * 2).to_le_bytes()[0], (y * 3).to_le_bytes()[0]]);
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_fn(120, 80, point).write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// A recording that says of itself how long it plays; what is in it is noise.
pub fn voice(seconds: u64) -> Vec<u8> {
    let head = [b"OggS\0\x02".as_slice(), &[0; 22], b"OpusHead", &[0; 40]].concat();
    [head, picture(4_000), b"OggS\0\x04".to_vec(), (seconds * 48_000).to_le_bytes().to_vec(), vec![9; 80]].concat()
}

/// What a client needs to fetch an image that a phone sent.
pub fn image(reference: &MediaReference) -> DownloadParams {
    DownloadParams::encrypted(
        reference.direct_path.as_str(),
        &reference.media_key,
        &reference.file_sha256,
        &reference.file_enc_sha256,
        reference.length,
        MediaType::Image,
    )
}

/// The message that carries an image which a phone stored.
pub fn image_message(reference: &MediaReference) -> wa::Message {
    let image = wa::message::ImageMessage {
        url: Some(reference.url.clone()),
        mimetype: Some("image/jpeg".to_owned()),
        direct_path: Some(reference.direct_path.clone()),
        media_key: Some(reference.media_key.clone()),
        media_key_timestamp: i64::try_from(reference.media_key_at_s).ok(),
        file_sha256: Some(reference.file_sha256.clone()),
        file_enc_sha256: Some(reference.file_enc_sha256.clone()),
        file_length: Some(reference.length),
        ..Default::default()
    };
    wa::Message { image_message: MessageField::some(image), ..Default::default() }
}

/// What a phone needs to open an image that a client sent.
pub fn sent_image(uploaded: &UploadResponse) -> MediaReference {
    MediaReference {
        kind: MediaKind::Image,
        url: uploaded.url.clone(),
        direct_path: uploaded.direct_path.clone(),
        media_key: uploaded.media_key.to_vec(),
        media_key_at_s: u64::try_from(uploaded.media_key_timestamp).unwrap(),
        file_sha256: uploaded.file_sha256.to_vec(),
        file_enc_sha256: uploaded.file_enc_sha256.to_vec(),
        length: uploaded.file_length,
        streaming_sidecar: uploaded.streaming_sidecar.clone(),
    }
}
