//! Pictures as WhatsApp wants them: JPEG, with a small preview beside the full one.

use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageFormat};

/// Pixels of a preview's side.
const PREVIEW_SIDE: u32 = 96;
/// Pixels of the side to which a phone cuts what its owner picks.
const FULL_SIDE: u32 = 640;
const QUALITY: u8 = 80;

/// A picture in both sizes.
pub(crate) struct Pair {
    pub(super) full: Bytes,
    pub(super) preview: Bytes,
}

impl Pair {
    /// Takes a JPEG as a client made it, with the client's own preview if it sent one; `None` if it is no JPEG.
    pub(super) fn of_client(full: &[u8], preview: Option<&[u8]>) -> Option<Self> {
        let decoded = image::load_from_memory_with_format(full, ImageFormat::Jpeg).ok()?;
        let preview = match preview {
            Some(preview) => {
                image::load_from_memory_with_format(preview, ImageFormat::Jpeg).ok()?;
                Bytes::copy_from_slice(preview)
            }
            None => encode(&decoded.resize(PREVIEW_SIDE, PREVIEW_SIDE, FilterType::Triangle)),
        };
        Some(Self { full: Bytes::copy_from_slice(full), preview })
    }
}

/// A picture in a message, as its sender's phone sees it.
pub(crate) struct Seen {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// A small JPEG, for the time until the file itself is there.
    pub(crate) preview: Vec<u8>,
}

/// Looks at a picture (PNG or JPEG); `None` if it is neither.
pub(crate) fn look(picture: &[u8]) -> Option<Seen> {
    let seen = image::load_from_memory(picture).ok()?;
    let preview = encode(&seen.thumbnail(PREVIEW_SIDE.min(seen.width()), PREVIEW_SIDE.min(seen.height()))).into();
    Some(Seen { width: seen.width(), height: seen.height(), preview })
}

/// Cuts a picture (PNG or JPEG) to a square as a phone does; `None` if it is neither.
pub(crate) fn square(picture: &[u8]) -> Option<Pair> {
    let picked = image::load_from_memory(picture).ok()?;
    let side = FULL_SIDE.min(picked.width()).min(picked.height());
    let full = picked.resize_to_fill(side, side, FilterType::Triangle);
    let preview = full.resize(PREVIEW_SIDE.min(side), PREVIEW_SIDE.min(side), FilterType::Triangle);
    Some(Pair { full: encode(&full), preview: encode(&preview) })
}

fn encode(picture: &DynamicImage) -> Bytes {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY)
        .encode_image(&picture.to_rgb8())
        .expect("a picture that was decoded fits a JPEG");
    bytes.into()
}
