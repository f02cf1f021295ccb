//! How large a picture is and whether it moves, without decoding it.

use std::io::{BufReader, Cursor};

use image::codecs::{png::PngDecoder, webp::WebPDecoder};
use image::{ImageDecoder, ImageFormat, ImageReader};

use super::MAX_PIXELS;
use super::decode::{format_of, limits, turns_sideways};
use crate::ReadSeek;
use crate::guard::guarded;
use crate::source::{head, rewind};

/// How large a picture is, and whether it moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Pixels, as shown.
    pub width: u32,
    /// Pixels, as shown.
    pub height: u32,
    pub is_animated: bool,
}

impl Shape {
    /// Whether it may be decoded here.
    pub fn is_within_limits(&self) -> bool {
        u64::from(self.width) * u64::from(self.height) <= MAX_PIXELS
    }
}

/// The metadata of a JPEG stands before its pixels, and cameras write less than this.
const JPEG_HEAD_BYTES: u64 = 4 * 1024 * 1024;

/// The shape of a picture of the type `mime`; `None` where its header can't be read.
pub(crate) fn shape(reader: &mut dyn ReadSeek, mime: &str) -> Option<Shape> {
    let format = format_of(mime)?;
    guarded(|| {
        rewind(reader).ok()?;
        match format {
            // Its decoder would take the whole file into memory.
            ImageFormat::Jpeg => {
                let head = head(reader, JPEG_HEAD_BYTES).ok()?;
                let decoder = ImageReader::with_format(Cursor::new(head), format).into_decoder().ok()?;
                Some(as_shown(decoder, false))
            }
            ImageFormat::Png => {
                let decoder = PngDecoder::with_limits(BufReader::new(reader), limits()).ok()?;
                let is_animated = decoder.is_apng().ok()?;
                Some(as_shown(decoder, is_animated))
            }
            ImageFormat::WebP => {
                let decoder = WebPDecoder::new(BufReader::new(reader)).ok()?;
                let is_animated = decoder.has_animation();
                Some(as_shown(decoder, is_animated))
            }
            _ => gif(reader),
        }
    })
}

fn as_shown(mut decoder: impl ImageDecoder, is_animated: bool) -> Shape {
    let (width, height) = decoder.dimensions();
    let (width, height) =
        if decoder.orientation().is_ok_and(turns_sideways) { (height, width) } else { (width, height) };
    Shape { width, height, is_animated }
}

/// A GIF moves if it has a second picture.
fn gif(reader: &mut dyn ReadSeek) -> Option<Shape> {
    let mut options = gif::DecodeOptions::new();
    options.skip_frame_decoding(true);
    let mut decoder = options.read_info(BufReader::new(reader)).ok()?;
    let (width, height) = (u32::from(decoder.width()), u32::from(decoder.height()));
    decoder.next_frame_info().ok()??;
    let is_animated = matches!(decoder.next_frame_info(), Ok(Some(_)));
    Some(Shape { width, height, is_animated })
}
