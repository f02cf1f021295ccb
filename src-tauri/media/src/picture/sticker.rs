//! Stickers: WebP of 512 by 512 pixels.

use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, RgbaImage, imageops};

use super::PictureError;
use super::decode::decode;
use super::resize::scaled;
use super::shape::shape;
use crate::ReadSeek;
use crate::sniff::{HEAD_BYTES, sniff};
use crate::source::{head, rewind};

/// Width and height, in pixels.
const SIDE: u32 = 512;
/// What WhatsApp takes of one that stands still.
const STILL_BYTES: usize = 100_000;
/// What it takes of one that moves.
const MOVING_BYTES: usize = 500_000;

/// A sticker from a picture (JPEG, PNG, WebP, or the first picture of a GIF): in the middle of 512 by 512 transparent
/// pixels, and of at most 100 KB. The encoder loses nothing, so a photograph gets fewer colours until it fits.
///
/// A WebP that is a sticker already comes back as it is, also one that moves.
pub fn sticker(reader: &mut dyn ReadSeek) -> Result<Vec<u8>, PictureError> {
    let mime = sniff(&head(reader, HEAD_BYTES)?, None);
    let shape = shape(reader, mime).ok_or(PictureError::Unreadable)?;
    let is_moving = mime == "image/webp" && shape.is_animated;
    let limit = if is_moving { MOVING_BYTES } else { STILL_BYTES };
    let bytes = rewind(reader)?;
    if mime == "image/webp" && (shape.width, shape.height) == (SIDE, SIDE) && bytes <= limit as u64 {
        let whole = head(reader, bytes)?;
        if is_moving || !has_metadata(&whole) {
            return Ok(whole);
        }
    }
    if is_moving {
        return Err(PictureError::StickerMoves(MOVING_BYTES));
    }
    let decoded = decode(reader, mime)?;
    let picture = scaled(&decoded, SIDE)?.to_rgba8();
    let mut sticker = RgbaImage::new(SIDE, SIDE);
    let (left, top) = ((SIDE - picture.width()) / 2, (SIDE - picture.height()) / 2);
    imageops::replace(&mut sticker, &picture, i64::from(left), i64::from(top));
    // How many of the lowest bits of each colour are given up.
    for bits in [0, 2, 3, 4, 5] {
        let webp = to_webp(&with_fewer_colours(&sticker, bits))?;
        if webp.len() <= STILL_BYTES {
            return Ok(webp);
        }
    }
    Err(PictureError::StickerTooLarge(STILL_BYTES))
}

/// Whether one of its chunks is Exif or XMP. WhatsApp's own stickers name their pack there; a camera its place.
fn has_metadata(webp: &[u8]) -> bool {
    webp.windows(4).any(|name| name == b"EXIF" || name == b"XMP ")
}

fn with_fewer_colours(picture: &RgbaImage, bits: u8) -> RgbaImage {
    let mut fewer = picture.clone();
    let mask = u8::MAX << bits;
    // In the middle of what falls together, so that it grows neither darker nor brighter.
    let middle = (u8::MAX ^ mask).div_ceil(2);
    for pixel in fewer.pixels_mut().filter(|_| bits > 0) {
        for channel in &mut pixel.0[..3] {
            *channel = (*channel & mask) | middle;
        }
        if pixel.0[3] == 0 {
            pixel.0 = [0; 4];
        }
    }
    fewer
}

fn to_webp(picture: &RgbaImage) -> Result<Vec<u8>, PictureError> {
    let mut webp = Vec::new();
    WebPEncoder::new_lossless(&mut webp)
        .encode(picture, picture.width(), picture.height(), ExtendedColorType::Rgba8)
        .map_err(|_| PictureError::Unreadable)?;
    Ok(webp)
}
