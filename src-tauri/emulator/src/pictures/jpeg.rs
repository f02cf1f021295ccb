//! Pictures as WhatsApp wants them: JPEG, with a small preview beside the full one.

use std::io::Cursor;

use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};

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

/// Looks at a picture (PNG or JPEG) as it is held upright; `None` if it is neither.
pub(crate) fn look(picture: &[u8]) -> Option<Seen> {
    let mut decoder = ImageReader::new(Cursor::new(picture)).with_guessed_format().ok()?.into_decoder().ok()?;
    let mut limits = Limits::default();
    limits.reserve(decoder.total_bytes()).ok()?;
    decoder.set_limits(limits).ok()?;
    let upright = decoder.orientation().ok()?;
    let mut seen = DynamicImage::from_decoder(decoder).ok()?;
    seen.apply_orientation(upright);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_taken_sideways_is_seen_upright() {
        let lying = encode(&DynamicImage::from(image::RgbImage::new(120, 80)));
        // What a camera writes behind the first two bytes: EXIF with "turn it by 90 degrees" (6).
        let exif = b"\xFF\xE1\0\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        let turned = [&lying[..2], exif.as_slice(), &lying[2..]].concat();
        let size = |picture: &[u8]| look(picture).map(|seen| (seen.width, seen.height));
        assert_eq!((size(&lying), size(&turned)), (Some((120, 80)), Some((80, 120))));
        assert_eq!(size(&lying[..40]), None, "half a header is no picture");
    }
}
