//! Files made by code, as large as they have to be.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

/// Two seconds of Opus in Ogg: what phones record.
pub const VOICE: &[u8] = include_bytes!("../../../../media/tests/data/loud_then_quiet.ogg");

pub fn picture(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::from_fn(40, 30, |x, _| Rgb([u8::try_from(x * 6).unwrap(), 0, 200])).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Bytes that repeat nowhere near.
pub fn noise(length: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    (0..length).map(|_| next()).collect()
}

/// A second of silence in sixteen bits.
pub fn wav() -> Vec<u8> {
    let (rate, length) = (8_000_u32, 16_000_u32);
    let mut wav = b"RIFF".to_vec();
    wav.extend((36 + length).to_le_bytes());
    wav.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    wav.extend(rate.to_le_bytes());
    wav.extend((rate * 2).to_le_bytes());
    wav.extend(b"\x02\0\x10\0data");
    wav.extend(length.to_le_bytes());
    wav.extend(vec![0; usize::try_from(length).unwrap()]);
    wav
}

/// An MP3: frames of MPEG 1, layer 3, 128 kbit/s, 44.1 kHz.
pub fn mp3() -> Vec<u8> {
    let mut mp3 = b"ID3\x04\0\0\0\0\0\0".to_vec();
    for _ in 0..8 {
        mp3.extend([0xff, 0xfb, 0x90, 0x00]);
        mp3.extend(vec![0; 413]);
    }
    mp3
}

/// The beginning of an MP4 that has nothing to play.
pub fn mp4() -> Vec<u8> {
    let boxed = |name: &[u8; 4], content: &[u8]| {
        let length = u32::try_from(content.len() + 8).unwrap();
        [length.to_be_bytes().as_slice(), name, content].concat()
    };
    [boxed(b"ftyp", b"isom\0\0\0\0isommp42"), boxed(b"mdat", &[0; 64])].concat()
}

/// What a browser that guesses would take for a script, and what says that it is a picture.
pub fn script_in_a_jpeg() -> Vec<u8> {
    [&picture(ImageFormat::Jpeg)[..], b"*/=alert(document.domain)//<script>alert(1)</script>"].concat()
}
