//! From the bytes of a picture to its pixels, within limits.

use std::io::BufReader;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::{MAX_PIXELS, PictureError};
use crate::ReadSeek;
use crate::guard::guarded;
use crate::source::rewind;

/// Files with more bytes are not decoded: a decoder may keep all of them in memory.
const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// What a decoder may take for the pixels of one picture.
const DECODER_BYTES: u64 = 256 * 1024 * 1024;
/// The widest that JPEG can be.
const MAX_SIDE: u32 = 65_535;

/// A decoded picture, not yet turned as it asks to be.
pub(crate) struct Decoded {
    pub picture: DynamicImage,
    pub orientation: Orientation,
    /// What its colours mean, where that is not the usual; for colours of red, green and blue.
    pub profile: Option<Vec<u8>>,
}

/// Decodes a picture of the type `mime`; of a moving one its first picture.
pub(crate) fn decode(reader: &mut dyn ReadSeek, mime: &str) -> Result<Decoded, PictureError> {
    let format = format_of(mime).ok_or(PictureError::Unreadable)?;
    if rewind(reader)? > MAX_BYTES {
        return Err(PictureError::Unreadable);
    }
    guarded(|| Some(decode_as(reader, format))).unwrap_or(Err(PictureError::Unreadable))
}

fn decode_as(reader: &mut dyn ReadSeek, format: ImageFormat) -> Result<Decoded, PictureError> {
    let mut reader = ImageReader::with_format(BufReader::new(reader), format);
    reader.limits(limits());
    let mut decoder = reader.into_decoder().map_err(|_| PictureError::Unreadable)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PictureError::TooManyPixels);
    }
    if decoder.total_bytes() > DECODER_BYTES {
        return Err(PictureError::Unreadable);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten().filter(|profile| profile.get(16..20) == Some(b"RGB "));
    let picture = DynamicImage::from_decoder(decoder).map_err(|_| PictureError::Unreadable)?;
    Ok(Decoded { picture, orientation, profile })
}

pub(crate) fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(DECODER_BYTES);
    limits
}

/// The pictures that are read here.
pub(crate) fn format_of(mime: &str) -> Option<ImageFormat> {
    match mime {
        "image/jpeg" => Some(ImageFormat::Jpeg),
        "image/png" => Some(ImageFormat::Png),
        "image/webp" => Some(ImageFormat::WebP),
        "image/gif" => Some(ImageFormat::Gif),
        _ => None,
    }
}

/// Whether what is shown is as wide as what is stored is high.
pub(crate) fn turns_sideways(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}
