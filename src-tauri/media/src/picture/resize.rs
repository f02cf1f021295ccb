//! Smaller pictures, turned as they ask to be, and their JPEG.

use fast_image_resize::Resizer;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageEncoder, Rgb, RgbImage};

use super::PictureError;
use super::decode::Decoded;

/// A picture whose longest side is at most `side`, turned as it asks to be. It never grows.
pub(crate) fn fitted(decoded: &Decoded, side: u32) -> Result<DynamicImage, PictureError> {
    let longest = decoded.picture.width().max(decoded.picture.height());
    scaled(decoded, side.min(longest))
}

/// A picture whose longest side is `side`, turned as it asks to be.
pub(crate) fn scaled(decoded: &Decoded, side: u32) -> Result<DynamicImage, PictureError> {
    let (width, height) = (decoded.picture.width(), decoded.picture.height());
    let longest = width.max(height);
    let mut picture = if longest == side {
        decoded.picture.clone()
    } else {
        let length = |length: u32| {
            let length = u64::from(length) * u64::from(side) / u64::from(longest);
            u32::try_from(length).expect("it is no longer than the side").max(1)
        };
        let mut other = DynamicImage::new(length(width), length(height), decoded.picture.color());
        Resizer::new().resize(&decoded.picture, &mut other, None).map_err(|_| PictureError::Unreadable)?;
        other
    };
    picture.apply_orientation(decoded.orientation);
    Ok(picture)
}

/// Its colours on white: JPEG knows nothing transparent.
pub(crate) fn on_white(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let transparent = picture.to_rgba8();
    RgbImage::from_fn(transparent.width(), transparent.height(), |x, y| {
        let [red, green, blue, alpha] = transparent.get_pixel(x, y).0;
        Rgb([red, green, blue].map(|channel| over_white(channel, alpha)))
    })
}

fn over_white(channel: u8, alpha: u8) -> u8 {
    let (channel, alpha) = (u16::from(channel), u16::from(alpha));
    let mixed = (channel * alpha + 255 * (255 - alpha) + 127) / 255;
    u8::try_from(mixed).unwrap_or(u8::MAX)
}

/// Its JPEG, without any metadata but what its colours mean. `quality` is 1 to 100.
pub(crate) fn to_jpeg(picture: &RgbImage, quality: u8, profile: Option<&[u8]>) -> Result<Vec<u8>, PictureError> {
    let mut jpeg = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, quality);
    if let Some(profile) = profile {
        encoder.set_icc_profile(profile.to_vec()).map_err(|_| PictureError::Unreadable)?;
    }
    encoder.encode_image(picture).map_err(|_| PictureError::Unreadable)?;
    Ok(jpeg)
}
