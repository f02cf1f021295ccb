//! What is made of pictures.

#![allow(clippy::unwrap_used)]

mod made;

use std::io::Cursor;

use image::{DynamicImage, GenericImageView, ImageFormat, Rgba, RgbaImage};
use made::{encoded, gif, halves, jpeg_from_a_camera, noise, png_that_claims};
use portaria_media::{PictureError, picture_for_sending, shown_preview, small_picture, sticker};

fn opened(jpeg: &[u8]) -> DynamicImage {
    image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg).unwrap()
}

fn sent(bytes: &[u8], mime: &str) -> Option<Vec<u8>> {
    picture_for_sending(&mut Cursor::new(bytes), mime).unwrap()
}

fn is_red(pixel: Rgba<u8>) -> bool {
    pixel.0[0] > 150 && pixel.0[2] < 60
}

fn has(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|part| part == word)
}

#[test]
fn small_pictures_are_small_in_pixels_and_in_bytes() {
    let large = encoded(noise(900, 300), ImageFormat::Png);
    let small = small_picture(&mut Cursor::new(&large), "image/png").unwrap();
    assert!(small.len() <= 8 * 1024, "{} bytes", small.len());
    let (width, height) = opened(&small).dimensions();
    assert!(width <= 160 && height * 3 <= width + 3, "{width} × {height}");
    let preview = shown_preview(&mut Cursor::new(&large), "image/png").unwrap();
    assert_eq!(opened(&preview).dimensions(), (480, 160));
}

#[test]
fn a_small_picture_does_not_grow() {
    let tiny = encoded(halves(20, 10), ImageFormat::WebP);
    let small = small_picture(&mut Cursor::new(&tiny), "image/webp").unwrap();
    assert_eq!(opened(&small).dimensions(), (20, 10));
}

#[test]
fn what_is_made_of_a_turned_picture_stands_upright() {
    // 6: what is stored has to be turned a quarter to the right, so that its left side comes to the top.
    let jpeg = jpeg_from_a_camera(&halves(400, 200), 6);
    for made in [small_picture(&mut Cursor::new(&jpeg), "image/jpeg"), sent(&jpeg, "image/jpeg")] {
        let picture = opened(&made.unwrap());
        assert!(picture.height() == 2 * picture.width());
        assert!(is_red(picture.get_pixel(picture.width() / 2, 2)));
        assert!(!is_red(picture.get_pixel(picture.width() / 2, picture.height() - 3)));
    }
}

#[test]
fn no_picture_that_is_sent_says_where_it_was_taken() {
    for orientation in [1, 6] {
        let jpeg = jpeg_from_a_camera(&halves(400, 200), orientation);
        assert!(has(&jpeg, b"Rua Secreta"), "the test's picture names a place");
        let sent = sent(&jpeg, "image/jpeg").expect("it has something to be taken out");
        assert!(!has(&sent, b"Rua Secreta") && !has(&sent, b"Exif"));
    }
}

#[test]
fn taking_the_place_out_leaves_every_pixel() {
    let jpeg = jpeg_from_a_camera(&halves(400, 200), 1);
    assert_eq!(opened(&sent(&jpeg, "image/jpeg").unwrap()), opened(&jpeg));
}

#[test]
fn what_hides_behind_the_end_of_a_picture_is_not_sent() {
    let mut jpeg = encoded(halves(40, 20), ImageFormat::Jpeg);
    let clean = jpeg.len();
    jpeg.extend(b"a film of where it was taken");
    assert_eq!(sent(&jpeg, "image/jpeg").map(|sent| sent.len()), Some(clean));
}

#[test]
fn a_picture_that_is_as_it_should_be_goes_as_it_is() {
    assert_eq!(sent(&encoded(halves(1600, 20), ImageFormat::Jpeg), "image/jpeg"), None);
}

#[test]
fn a_larger_picture_becomes_smaller() {
    let sent = sent(&encoded(halves(3200, 100), ImageFormat::Jpeg), "image/jpeg").unwrap();
    assert_eq!(opened(&sent).dimensions(), (1600, 50));
}

#[test]
fn what_is_transparent_becomes_white() {
    let png = encoded(RgbaImage::from_pixel(20, 20, Rgba([0, 0, 0, 0])), ImageFormat::Png);
    let pixel = opened(&sent(&png, "image/png").unwrap()).get_pixel(10, 10);
    assert!(pixel.0.iter().all(|channel| *channel > 250), "{pixel:?}");
}

#[test]
fn a_picture_that_claims_too_much_is_not_decoded() {
    let bomb = png_that_claims(65_000, 65_000);
    assert!(small_picture(&mut Cursor::new(&bomb), "image/png").is_none());
    let refused = picture_for_sending(&mut Cursor::new(&bomb), "image/png");
    assert!(matches!(refused, Err(PictureError::TooManyPixels)), "{refused:?}");
}

#[test]
fn a_picture_becomes_a_sticker_in_the_middle_of_nothing() {
    let made = sticker(&mut Cursor::new(encoded(halves(200, 100), ImageFormat::Png))).unwrap();
    let picture = image::load_from_memory_with_format(&made, ImageFormat::WebP).unwrap();
    assert_eq!(picture.dimensions(), (512, 512));
    assert_eq!(picture.get_pixel(256, 10).0[3], 0, "above it there is nothing");
    assert!(is_red(picture.get_pixel(100, 256)));
    assert_eq!(sticker(&mut Cursor::new(&made)).unwrap(), made, "what is a sticker stays as it is");
    assert!(sticker(&mut Cursor::new(gif(1))).is_ok());
}

#[test]
fn a_sticker_that_stays_too_large_says_so() {
    let refused = sticker(&mut Cursor::new(encoded(noise(512, 512), ImageFormat::Png)));
    assert!(matches!(refused, Err(PictureError::StickerTooLarge(100_000))), "{:?}", refused.map(|made| made.len()));
}
