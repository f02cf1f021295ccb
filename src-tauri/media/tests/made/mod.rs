//! Files made by code.

#![allow(dead_code)] // each test file makes some of them

use std::io::Cursor;

use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, Frame, ImageEncoder, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

/// Two seconds of Opus in Ogg, the first loud and the second quiet; `data/README.md` says how it was made.
pub const VOICE: &[u8] = include_bytes!("../data/loud_then_quiet.ogg");

/// The left half is red and the right half blue.
pub fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| if x < width / 2 { Rgb([200, 0, 0]) } else { Rgb([0, 0, 200]) })
}

/// Pixels that nothing compresses.
pub fn noise(width: u32, height: u32) -> RgbImage {
    let mut state = 1_u32;
    RgbImage::from_fn(width, height, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [a, b, c, _] = state.to_be_bytes();
        Rgb([a, b, c])
    })
}

pub fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG whose Exif says how it is turned (1 to 8, as in its tag 0x0112) and names a place.
pub fn jpeg_from_a_camera(picture: &RgbImage, orientation: u8) -> Vec<u8> {
    // A TIFF with one directory of two tags: the orientation, a short, and a description of 12 letters at 38.
    let mut exif = b"II*\0\x08\0\0\0\x02\0".to_vec();
    exif.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    exif.extend([0x0e, 0x01, 2, 0, 12, 0, 0, 0, 38, 0, 0, 0]);
    exif.extend([0, 0, 0, 0]);
    exif.extend(b"Rua Secreta\0");
    let mut jpeg = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, 90);
    encoder.set_exif_metadata(exif).unwrap();
    encoder.encode_image(picture).unwrap();
    jpeg
}

pub fn gif(frames: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    for frame in 0..frames {
        encoder.encode_frame(Frame::new(RgbaImage::from_pixel(40, 30, Rgba([frame * 40, 0, 0, 255])))).unwrap();
    }
    drop(encoder);
    bytes
}

/// A PNG that claims to have `width` by `height` pixels and brings few of them.
pub fn png_that_claims(width: u32, height: u32) -> Vec<u8> {
    let mut png = encoded(halves(8, 8), ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    // The header's check covers its name and its 13 bytes.
    let check = crc(&png[12..29]).to_be_bytes();
    png[29..33].copy_from_slice(&check);
    png
}

/// CRC-32 as PNG has it (annex D of its specification).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 })
    })
}

/// Sixteen bits, one channel.
pub fn wav(rate: u32, samples: &[i16]) -> Vec<u8> {
    let length = u32::try_from(samples.len() * 2).unwrap();
    let mut wav = b"RIFF".to_vec();
    wav.extend((36 + length).to_le_bytes());
    wav.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    wav.extend(rate.to_le_bytes());
    wav.extend((rate * 2).to_le_bytes());
    wav.extend(b"\x02\0\x10\0data");
    wav.extend(length.to_le_bytes());
    wav.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    wav
}

/// AMR of the rate 12.2: frames of 32 bytes with the first, 20 ms each.
pub fn amr(frames: usize) -> Vec<u8> {
    let mut amr = b"#!AMR\n".to_vec();
    for _ in 0..frames {
        amr.push(7 << 3);
        amr.extend([0; 31]);
    }
    amr
}

/// A box of an MP4: its length, its name, what is in it.
pub fn boxed(name: [u8; 4], content: &[u8]) -> Vec<u8> {
    let mut whole = u32::try_from(content.len() + 8).unwrap().to_be_bytes().to_vec();
    whole.extend(name);
    whole.extend(content);
    whole
}

/// A track of an MP4, as far as it says what it is.
pub struct Track {
    pub handler: [u8; 4],
    pub code: [u8; 4],
    pub size: (u32, u32),
    pub is_turned: bool,
}

impl Track {
    pub const SOUND: Self = Self { handler: *b"soun", code: *b"mp4a", size: (0, 0), is_turned: false };

    pub fn picture(code: [u8; 4], is_turned: bool) -> Self {
        Self { handler: *b"vide", code, size: (640, 360), is_turned }
    }

    fn to_box(&self) -> Vec<u8> {
        // Version, flags, times, number, a reserved word, length; 16 bytes of layers and loudness; a matrix; the size.
        let mut header = vec![0; 40];
        let one = 0x1_0000_u32;
        let matrix = if self.is_turned { [0, one, 0, u32::MAX - one + 1, 0] } else { [one, 0, 0, 0, one] };
        header.extend(matrix.iter().flat_map(|part| part.to_be_bytes()));
        header.extend([0; 12]);
        header.extend(0x4000_0000_u32.to_be_bytes());
        header.extend((self.size.0 << 16).to_be_bytes());
        header.extend((self.size.1 << 16).to_be_bytes());
        let handler = [[0; 8].as_slice(), &self.handler, &[0; 12]].concat();
        let description = [&[0, 0, 0, 0, 0, 0, 0, 1], boxed(self.code, &[0; 8]).as_slice()].concat();
        let table = boxed(*b"minf", &boxed(*b"stbl", &boxed(*b"stsd", &description)));
        let media = boxed(*b"mdia", &[boxed(*b"hdlr", &handler), table].concat());
        boxed(*b"trak", &[boxed(*b"tkhd", &header), media].concat())
    }
}

/// An MP4 of `brand` that lasts `milliseconds` and has nothing to play.
pub fn mp4(brand: [u8; 4], milliseconds: u32, tracks: &[Track]) -> Vec<u8> {
    let mut header = vec![0; 100];
    header[12..16].copy_from_slice(&1000_u32.to_be_bytes());
    header[16..20].copy_from_slice(&milliseconds.to_be_bytes());
    let mut index = boxed(*b"mvhd", &header);
    index.extend(tracks.iter().flat_map(Track::to_box));
    let start = boxed(*b"ftyp", &[brand.as_slice(), &[0, 0, 0, 0]].concat());
    [start, boxed(*b"mdat", &[0; 64]), boxed(*b"moov", &index)].concat()
}
