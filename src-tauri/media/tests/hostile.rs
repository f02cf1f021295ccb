//! Bytes that strangers wrote: whatever they are, nothing panics and nothing takes long.

#![allow(clippy::unwrap_used)]

mod made;

use std::io::Cursor;

use image::ImageFormat;
use made::{Track, encoded, gif, halves, jpeg_from_a_camera, mp4, wav};
use portaria_media::{inspect, picture_for_sending, shown_preview, small_picture, sticker, waveform};
use proptest::collection::vec;
use proptest::prelude::*;

fn everything(bytes: &[u8]) {
    let mut reader = Cursor::new(bytes);
    let found = inspect(&mut reader, None).unwrap();
    for mime in [found.mime, "image/jpeg", "image/png", "image/webp", "image/gif"] {
        let _ = small_picture(&mut reader, mime);
        let _ = shown_preview(&mut reader, mime);
        let _ = picture_for_sending(&mut reader, mime);
    }
    let _ = sticker(&mut reader);
    if let Some(found) = waveform(&mut reader) {
        assert_eq!(found.levels.len(), 64);
        assert!(found.levels.iter().all(|level| *level <= 100) && found.duration_s > 0);
    }
}

fn samples() -> Vec<Vec<u8>> {
    vec![
        encoded(halves(16, 9), ImageFormat::Png),
        encoded(halves(16, 9), ImageFormat::WebP),
        jpeg_from_a_camera(&halves(16, 9), 6),
        gif(2),
        made::VOICE.to_vec(),
        wav(8_000, &[1000; 400]),
        made::amr(5),
        mp4(*b"isom", 1_000, &[Track::picture(*b"avc1", true), Track::SOUND]),
        b"%PDF-1.4\n1 0 obj\n<< /Type /Pages /Kids [2 0 R] /Count 12 >>\nendobj\n".to_vec(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_bytes_are_read_without_a_panic(bytes in vec(any::<u8>(), 0..2048)) {
        everything(&bytes);
    }

    #[test]
    fn files_with_wrong_bytes_are_read_without_a_panic(
        sample in 0..9_usize,
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let mut bytes = samples().swap_remove(sample);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        everything(&bytes);
    }

    #[test]
    fn files_that_end_early_are_read_without_a_panic(sample in 0..9_usize, end in any::<prop::sample::Index>()) {
        let bytes = samples().swap_remove(sample);
        everything(&bytes[..end.index(bytes.len())]);
    }
}
