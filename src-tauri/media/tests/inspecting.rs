//! What a file is, whatever it is called.

#![allow(clippy::unwrap_used)]

mod made;

use std::io::Cursor;

use image::ImageFormat;
use made::{Track, amr, boxed, encoded, gif, halves, jpeg_from_a_camera, mp4, png_that_claims, wav};
use portaria_domain::MediaKind;
use portaria_media::{Inspected, inspect, may_be_shown, served_type};

fn look(bytes: &[u8]) -> Inspected {
    named(bytes, "foto.jpg")
}

fn named(bytes: &[u8], name: &str) -> Inspected {
    inspect(&mut Cursor::new(bytes), Some(name)).unwrap()
}

#[test]
fn pictures_go_as_pictures_with_their_size() {
    for (format, mime) in
        [(ImageFormat::Jpeg, "image/jpeg"), (ImageFormat::Png, "image/png"), (ImageFormat::WebP, "image/webp")]
    {
        let found = look(&encoded(halves(30, 20), format));
        assert_eq!((found.mime, found.kind), (mime, MediaKind::Image));
        assert_eq!((found.width, found.height), (Some(30), Some(20)));
    }
}

#[test]
fn a_picture_that_says_it_is_turned_has_the_size_that_is_shown() {
    let lying = look(&jpeg_from_a_camera(&halves(30, 20), 6));
    assert_eq!((lying.width, lying.height), (Some(20), Some(30)));
    let upside_down = look(&jpeg_from_a_camera(&halves(30, 20), 3));
    assert_eq!((upside_down.width, upside_down.height), (Some(30), Some(20)));
}

#[test]
fn a_gif_moves_if_it_has_a_second_picture() {
    let still = look(&gif(1));
    assert_eq!((still.kind, still.is_animated), (MediaKind::Image, false));
    let moving = look(&gif(2));
    assert!(moving.is_animated);
    assert_ne!(moving.kind, MediaKind::Image, "phones would show it standing still");
}

#[test]
fn a_picture_too_large_to_decode_and_one_that_is_broken_are_documents() {
    assert_eq!(look(&png_that_claims(8_000, 5_000)).kind, MediaKind::Image, "just within the limit");
    assert_eq!(look(&png_that_claims(8_000, 5_001)).kind, MediaKind::Document);
    let jpeg = encoded(halves(30, 20), ImageFormat::Jpeg);
    assert_eq!(look(&jpeg[..10]).kind, MediaKind::Document);
}

#[test]
fn films_go_as_films_where_phones_play_them() {
    let film = look(&mp4(*b"isom", 2_600, &[Track::picture(*b"avc1", false), Track::SOUND]));
    assert_eq!((film.mime, film.kind), ("video/mp4", MediaKind::Video));
    assert_eq!((film.width, film.height, film.duration_s), (Some(640), Some(360), Some(3)));
    let unknown_brand = look(&mp4(*b"mp77", 2_600, &[Track::picture(*b"avc1", false)]));
    assert_eq!((unknown_brand.mime, unknown_brand.kind), ("video/mp4", MediaKind::Video));
    let newer = look(&mp4(*b"isom", 2_600, &[Track::picture(*b"hvc1", false), Track::SOUND]));
    assert_eq!((newer.mime, newer.kind), ("video/mp4", MediaKind::Document), "many phones can't play HEVC");
    let phone = look(&mp4(*b"3gp4", 2_600, &[Track::picture(*b"s263", false)]));
    assert_eq!((phone.mime, phone.kind), ("video/3gpp", MediaKind::Video));
    let camera = look(&mp4(*b"qt  ", 2_600, &[Track::picture(*b"avc1", false)]));
    assert_eq!((camera.mime, camera.kind), ("video/quicktime", MediaKind::Document));
}

#[test]
fn a_film_held_upright_has_the_size_that_is_shown() {
    let film = look(&mp4(*b"isom", 1_000, &[Track::picture(*b"avc1", true)]));
    assert_eq!((film.width, film.height), (Some(360), Some(640)));
}

#[test]
fn an_mp4_without_pictures_is_sound() {
    let sound = look(&mp4(*b"isom", 61_000, &[Track::SOUND]));
    assert_eq!((sound.mime, sound.kind, sound.duration_s), ("audio/mp4", MediaKind::Audio, Some(61)));
}

#[test]
fn boxes_that_lie_about_their_length_end_the_reading() {
    let start = boxed(*b"ftyp", b"isom\0\0\0\0");
    for length in [0_u32, 1, 7, 9, u32::MAX] {
        let mut bytes = start.clone();
        bytes.extend(length.to_be_bytes());
        bytes.extend(b"moov");
        bytes.extend([0xff; 24]);
        assert_eq!(look(&bytes).kind, MediaKind::Document, "length {length}");
    }
}

#[test]
fn sound_says_how_long_it_lasts() {
    let voice = look(made::VOICE);
    assert_eq!((voice.mime, voice.kind, voice.duration_s), ("audio/ogg", MediaKind::Audio, Some(2)));
    assert!(voice.can_be_voice);
    let old = look(&amr(150));
    assert_eq!((old.mime, old.kind, old.duration_s), ("audio/amr", MediaKind::Audio, Some(3)));
    let plain = look(&wav(8_000, &vec![0; 32_000]));
    assert_eq!((plain.mime, plain.kind, plain.duration_s), ("audio/wav", MediaKind::Document, Some(4)));
    assert!(!plain.can_be_voice);
}

#[test]
fn a_pdf_says_its_pages_where_it_says_them_in_plain_letters() {
    let pdf = b"%PDF-1.4\n1 0 obj\n<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 12 >>\nendobj\n\
        2 0 obj\n<< /Type /Pages /Parent 1 0 R /Count 99 >>\nendobj\n";
    let found = look(pdf);
    assert_eq!((found.mime, found.kind, found.pages), ("application/pdf", MediaKind::Document, Some(12)));
    assert_eq!(look(b"%PDF-1.5\n1 0 obj\n<< /Type /ObjStm >>\nendobj\n").pages, None);
}

#[test]
fn what_a_browser_could_run_is_text_and_never_a_picture() {
    for hostile in [
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "<?xml version='1.0'?><svg/>",
        "  <!-- --> <html><body onload=alert(1)>",
        "text first <script>alert(1)</script>",
        "GIF89a/*<html>*/=0;",
    ] {
        let found = look(hostile.as_bytes());
        assert!(found.mime.starts_with("text/"), "{hostile} is {}", found.mime);
        assert_eq!(found.kind, MediaKind::Document);
        let served = served_type(found.mime, "image/svg+xml");
        assert_eq!((served.content_type, served.is_attachment), ("text/plain", true));
    }
}

#[test]
fn a_name_tells_kinds_of_text_apart_and_nothing_else() {
    assert_eq!(named(b"a;b\n1;2\n", "lista.CSV").mime, "text/csv");
    assert_eq!(named("Olá".as_bytes(), "leia.txt").mime, "text/plain");
    assert_eq!(named(b"Pre\xe7o;R$\nCaf\xe9;10\n", "lista.csv").mime, "text/csv", "Latin-1, as spreadsheets write it");
    assert_eq!(named(b"\x00\x01\x02\x03 unknown", "foto.jpg").mime, "application/octet-stream");
    assert_eq!(named(b"", "vazio.jpg").mime, "application/octet-stream");
}

#[test]
fn only_pictures_of_pixels_sound_and_film_are_shown() {
    for shown in ["image/jpeg", "IMAGE/PNG", "image/avif", "audio/ogg; codecs=opus", "video/mp4"] {
        assert!(may_be_shown(shown), "{shown}");
    }
    for download in ["image/svg+xml", "text/html", "application/pdf", "", "image/", "image/jpeg2", "text/plain"] {
        assert!(!may_be_shown(download), "{download}");
        assert!(served_type(download, "image/jpeg").is_attachment, "the sender's word shows nothing");
    }
}

#[test]
fn a_sender_is_believed_only_where_the_bytes_do_not_tell() {
    let sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    assert_eq!(served_type("application/zip", sheet).content_type, sheet);
    assert_eq!(served_type("application/pdf", sheet).content_type, "application/pdf");
    assert_eq!(served_type("application/zip", "text/html\r\nX: y").content_type, "application/zip");
    assert_eq!(served_type("application/x-executable", sheet).content_type, "application/octet-stream");
}
