//! How loud sound is over time.

#![allow(clippy::unwrap_used)]

mod made;

use std::io::Cursor;

use portaria_media::{Waveform, waveform};

fn of(bytes: &[u8]) -> Option<Waveform> {
    waveform(&mut Cursor::new(bytes))
}

#[test]
fn a_voice_message_is_loud_where_it_is_loud() {
    let found = of(made::VOICE).unwrap();
    assert_eq!((found.levels.len(), found.duration_s), (64, 2));
    assert!(found.levels[4..28].iter().all(|level| *level > 70), "{:?}", found.levels);
    assert!(found.levels[36..].iter().all(|level| *level < 15), "{:?}", found.levels);
}

#[test]
fn sound_without_a_coder_has_one_too() {
    let samples: Vec<i16> = (0..40_000).map(|at| if at < 30_000 { 100 } else { 20_000 }).collect();
    let found = of(&made::wav(8_000, &samples)).unwrap();
    assert_eq!(found.duration_s, 5);
    assert_eq!((found.levels[10], found.levels[60]), (0, 100));
}

#[test]
fn silence_is_flat() {
    let found = of(&made::wav(8_000, &[0; 8_000])).unwrap();
    assert_eq!((found.levels, found.duration_s), (vec![0; 64], 1));
}

#[test]
fn long_sound_takes_no_more_levels_than_short() {
    let samples: Vec<i16> = (0..1_000_000).map(|at| if at < 500_000 { 8_000 } else { 0 }).collect();
    let found = of(&made::wav(8_000, &samples)).unwrap();
    assert_eq!((found.levels.len(), found.duration_s), (64, 125));
    assert!(found.levels[30] == 100 && found.levels[33] == 0, "{:?}", found.levels);
}

#[test]
fn what_is_no_sound_has_none() {
    assert_eq!(of(b"not a sound"), None);
    assert_eq!(of(&made::amr(10)), None, "nothing here decodes AMR");
}
