//! The small pictures that stand for a file until it is here.

use super::decode::decode;
use super::resize::{fitted, on_white, to_jpeg};
use crate::ReadSeek;

/// The longest side of the picture inside a message, in pixels.
const MESSAGE_SIDE: u32 = 160;
/// It travels inside the message, so it is small in bytes as well.
const MESSAGE_BYTES: usize = 8 * 1024;
/// The longest side of what the panel shows in a chat, in pixels.
const PANEL_SIDE: u32 = 480;

/// The small picture that goes inside a message: a JPEG of at most 160 pixels a side and 8 KiB.
///
/// `None` where the file is no picture that is read here (JPEG, PNG, WebP, GIF), is damaged, or is larger than
/// [`MAX_PIXELS`](crate::MAX_PIXELS). Takes up to 256 MB for a moment, so make one at a time.
pub fn small_picture(reader: &mut dyn ReadSeek, mime: &str) -> Option<Vec<u8>> {
    let decoded = decode(reader, mime).ok()?;
    let mut side = MESSAGE_SIDE;
    while side >= 16 {
        let picture = on_white(&fitted(&decoded, side).ok()?);
        for quality in [70, 50, 30] {
            let jpeg = to_jpeg(&picture, quality, None).ok()?;
            if jpeg.len() <= MESSAGE_BYTES {
                return Some(jpeg);
            }
        }
        side /= 2;
    }
    None
}

/// What the panel shows in a chat instead of the whole picture: a JPEG of at most 480 pixels a side. Otherwise as
/// [`small_picture`].
pub fn shown_preview(reader: &mut dyn ReadSeek, mime: &str) -> Option<Vec<u8>> {
    let decoded = decode(reader, mime).ok()?;
    to_jpeg(&on_white(&fitted(&decoded, PANEL_SIDE).ok()?), 75, decoded.profile.as_deref()).ok()
}
