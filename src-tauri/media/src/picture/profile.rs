//! A picture as WhatsApp shows of a group or a person.

use super::PictureError;
use super::decode::decode;
use super::resize::{fitted, on_white, to_jpeg};
use crate::ReadSeek;

/// WhatsApp makes pictures no larger, in pixels.
const SIDE: u32 = 640;
const QUALITY: u8 = 80;

/// The middle of the picture: a square JPEG of at most 640 pixels a side, without metadata.
pub fn profile_picture(reader: &mut dyn ReadSeek, mime: &str) -> Result<Vec<u8>, PictureError> {
    let mut decoded = decode(reader, mime)?;
    let (width, height) = (decoded.picture.width(), decoded.picture.height());
    let side = width.min(height);
    decoded.picture = decoded.picture.crop_imm((width - side) / 2, (height - side) / 2, side, side);
    to_jpeg(&on_white(&fitted(&decoded, SIDE)?), QUALITY, decoded.profile.as_deref())
}
