//! A picture as WhatsApp's own apps send it, unless it goes as a document.

use image::metadata::Orientation;

use super::PictureError;
use super::decode::{Decoded, decode};
use super::jpeg::without_metadata;
use super::resize::{fitted, on_white, to_jpeg};
use crate::ReadSeek;
use crate::source::head;

/// The longest side, in pixels.
const SIDE: u32 = 1600;
const QUALITY: u8 = 80;

/// The picture as it is sent: a JPEG of at most 1600 pixels a side, turned as it asks to be, on white, and without
/// metadata, since cameras write down where they were.
///
/// `None` where the file is that already, and can go as it is. The result has a size of its own: inspect it again.
pub fn picture_for_sending(reader: &mut dyn ReadSeek, mime: &str) -> Result<Option<Vec<u8>>, PictureError> {
    let decoded = decode(reader, mime)?;
    if mime == "image/jpeg" && may_stay(&decoded) {
        let whole = head(reader, u64::MAX)?;
        if let Some(clean) = without_metadata(&whole) {
            return Ok((clean.len() != whole.len()).then_some(clean));
        }
    }
    to_jpeg(&on_white(&fitted(&decoded, SIDE)?), QUALITY, decoded.profile.as_deref()).map(Some)
}

fn may_stay(decoded: &Decoded) -> bool {
    decoded.orientation == Orientation::NoTransforms && decoded.picture.width().max(decoded.picture.height()) <= SIDE
}
