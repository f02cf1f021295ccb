//! The files of an invented past: a picture, a voice message and a price list, the same in every message that has one,
//! as forwarded files are.

use bytes::Bytes;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use sha2::{Digest as _, Sha256};
use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::{AudioMessage, DocumentMessage, ImageMessage};

use crate::media::{MediaKind, MediaReference, seal};

/// Pixels of the picture's side.
const SIDE: u8 = 64;
/// The voice message plays this long.
const VOICE_SECONDS: u32 = 4;

/// One file of each kind, sealed with keys that follow from the seed.
#[derive(Clone)]
pub(super) struct Files {
    pub(super) picture: File,
    pub(super) voice: File,
    pub(super) list: File,
}

/// A file as the phone keeps it.
#[derive(Clone)]
pub(super) struct File {
    pub(super) sealed: Bytes,
    pub(super) reference: MediaReference,
}

impl Files {
    pub(super) fn new(seed: u64) -> Self {
        let file = |kind: MediaKind, name: &str, bytes: &[u8]| {
            let key: [u8; 32] = Sha256::new().chain_update(name).chain_update(seed.to_be_bytes()).finalize().into();
            let (sealed, reference) = seal(kind, bytes, key);
            File { sealed: sealed.into(), reference }
        };
        let prices = "Pão francês, kg\tR$ 18,90\nPão de queijo, dúzia\tR$ 24,00\nBolo de cenoura\tR$ 38,00\n";
        Self {
            picture: file(MediaKind::Image, "picture", &picture()),
            voice: file(MediaKind::Audio, "voice", &[&b"OggS"[..], &[0x5A; 4_000]].concat()),
            list: file(MediaKind::Document, "list", prices.as_bytes()),
        }
    }

    pub(super) fn each(&mut self) -> [&mut File; 3] {
        [&mut self.picture, &mut self.voice, &mut self.list]
    }
}

fn picture() -> Vec<u8> {
    let shade = |x: u32, y: u32| Rgb([x, y, 128].map(|part| u8::try_from(part * 3).unwrap_or(u8::MAX)));
    let drawn = DynamicImage::from(RgbImage::from_fn(SIDE.into(), SIDE.into(), shade));
    let mut bytes = std::io::Cursor::new(Vec::new());
    drawn.write_to(&mut bytes, ImageFormat::Jpeg).expect("a small picture fits a JPEG");
    bytes.into_inner()
}

/// The fields that every message with a file has.
macro_rules! about {
    ($message:ident, $file:expr, $mime:literal, {$($field:ident: $value:expr),*}) => {
        $message {
            url: Some($file.reference.url.clone()),
            direct_path: Some($file.reference.direct_path.clone()),
            media_key: Some($file.reference.media_key.clone()),
            file_sha256: Some($file.reference.file_sha256.clone()),
            file_enc_sha256: Some($file.reference.file_enc_sha256.clone()),
            file_length: Some($file.reference.length),
            mimetype: Some($mime.to_owned()),
            $($field: $value,)*
            ..$message::default()
        }
    };
}

impl Files {
    pub(super) fn picture_message(&self, caption: String) -> Message {
        let side = Some(u32::from(SIDE));
        let image = about!(ImageMessage, self.picture, "image/jpeg", {
            caption: Some(caption), width: side, height: side
        });
        Message { image_message: MessageField::some(image), ..Message::default() }
    }

    pub(super) fn voice_message(&self) -> Message {
        let audio = about!(AudioMessage, self.voice, "audio/ogg; codecs=opus", {
            ptt: Some(true), seconds: Some(VOICE_SECONDS)
        });
        Message { audio_message: MessageField::some(audio), ..Message::default() }
    }

    pub(super) fn list_message(&self) -> Message {
        let document = about!(DocumentMessage, self.list, "text/plain", {
            file_name: Some("precos.txt".to_owned()), title: Some("precos.txt".to_owned())
        });
        Message { document_message: MessageField::some(document), ..Message::default() }
    }
}
