//! What ffmpeg makes, with the one that is installed (`test.sh` installs it).

#![allow(clippy::unwrap_used)]

mod made;

use std::io::Cursor;
use std::path::PathBuf;

use image::GenericImageView;
use portaria_domain::MediaKind;
use portaria_media::ffmpeg::{Ffmpeg, FfmpegError, Film};
use portaria_media::{inspect, waveform};

fn ffmpeg() -> &'static Ffmpeg {
    Ffmpeg::installed().expect("these tests need ffmpeg with libopus and libx264 on the search path")
}

fn folder() -> PathBuf {
    std::env::temp_dir()
}

fn film(from: &[u8], mime: &str, film: Film) -> Result<Vec<u8>, FfmpegError> {
    let mut made = Vec::new();
    ffmpeg().to_mp4(&mut Cursor::new(from), mime, film, &folder(), &mut made).map(|()| made)
}

#[test]
fn sound_becomes_a_voice_message() {
    let samples: Vec<i16> = (0..24_000).map(|at| if at / 20 % 2 == 0 { 9_000 } else { -9_000 }).collect();
    let mut made = Vec::new();
    let wav = made::wav(8_000, &samples);
    ffmpeg().to_voice(&mut Cursor::new(wav), "audio/wav", &folder(), &mut made).unwrap();
    let found = inspect(&mut Cursor::new(&made), None).unwrap();
    assert!(found.can_be_voice);
    assert_eq!(found.duration_s, Some(3));
    assert_eq!(waveform(&mut Cursor::new(&made)).unwrap().duration_s, 3);
}

#[test]
fn a_gif_becomes_a_film_and_a_film_a_picture() {
    let made = film(&made::gif(5), "image/gif", Film::Gif).unwrap();
    let found = inspect(&mut Cursor::new(&made), None).unwrap();
    assert_eq!((found.mime, found.kind), ("video/mp4", MediaKind::Video));
    assert_eq!((found.width, found.height), (Some(40), Some(30)));
    let again = film(&made, "video/mp4", Film::Video).unwrap();
    assert_eq!(inspect(&mut Cursor::new(&again), None).unwrap().kind, MediaKind::Video);
    let frame = ffmpeg().video_frame(&mut Cursor::new(&made), "video/mp4", &folder()).unwrap();
    assert_eq!(image::load_from_memory(&frame).unwrap().dimensions(), (40, 30));
}

#[test]
fn what_is_no_film_is_refused_with_its_words() {
    let refused = film(b"no film at all", "video/mp4", Film::Video);
    assert!(matches!(&refused, Err(FfmpegError::Refused(words)) if !words.is_empty()), "{refused:?}");
}
