//! The limits, with programs that misbehave.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::Cursor;
use std::os::unix::fs::PermissionsExt;
use std::time::Instant;

use tempfile::TempDir;

use super::*;

/// An ffmpeg of our own making.
fn program(script: &str) -> (TempDir, Ffmpeg) {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("ffmpeg");
    fs::write(&program, format!("#!/bin/sh\nPATH=/bin:/usr/bin\n{script}\n")).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
    (folder, Ffmpeg { program, limit: Duration::from_secs(30) })
}

fn voice(ffmpeg: &Ffmpeg, bytes: &[u8], mime: &str, folder: &Path) -> Result<Vec<u8>, FfmpegError> {
    let mut made = Vec::new();
    ffmpeg.to_voice(&mut Cursor::new(bytes), mime, folder, &mut made).map(|()| made)
}

#[test]
fn what_it_gives_is_what_comes_back() {
    let (folder, ffmpeg) = program("cat");
    let large = vec![7; 1 << 20];
    assert_eq!(voice(&ffmpeg, &large, "audio/mpeg", folder.path()).unwrap(), large);
}

#[test]
fn it_is_told_the_type_and_gets_no_network_and_no_environment() {
    let (folder, ffmpeg) = program("cat >/dev/null; echo \"$@\"; env");
    let said = String::from_utf8(voice(&ffmpeg, b"x", "audio/mpeg", folder.path()).unwrap()).unwrap();
    assert!(said.contains("-protocol_whitelist pipe -f mp3 -i pipe:0"), "{said}");
    assert!(said.contains("-map_metadata -1"), "{said}");
    assert!(!said.contains("HOME="), "{said}");
}

#[test]
fn a_program_that_does_not_end_is_ended() {
    let (folder, mut ffmpeg) = program("exec sleep 600");
    ffmpeg.limit = Duration::from_millis(200);
    let began = Instant::now();
    let large = vec![7; 1 << 20]; // more than a pipe holds: the feeder waits too
    let refused = voice(&ffmpeg, &large, "audio/mpeg", folder.path());
    assert!(matches!(refused, Err(FfmpegError::TooSlow(_))), "{refused:?}");
    assert!(began.elapsed() < Duration::from_mins(1));
}

#[test]
fn its_last_words_say_why_it_refused() {
    let (folder, ffmpeg) = program("echo first >&2; echo 'Invalid data' >&2; exit 1");
    let refused = voice(&ffmpeg, b"x", "audio/mpeg", folder.path());
    assert!(matches!(&refused, Err(FfmpegError::Refused(words)) if words == "Invalid data"), "{refused:?}");
}

#[test]
fn files_of_other_types_are_not_given_to_it() {
    let (folder, ffmpeg) = program("cat");
    for mime in ["text/plain", "application/vnd.apple.mpegurl", "image/svg+xml", ""] {
        let refused = voice(&ffmpeg, b"#EXTM3U\nfile:///etc/passwd", mime, folder.path());
        assert!(matches!(refused, Err(FfmpegError::NotConverted(_))), "{mime}");
    }
}

#[test]
fn what_had_to_lie_in_a_file_is_gone_afterwards() {
    // It says what it was given by giving it back.
    let (folder, ffmpeg) = program("while [ \"$1\" != -i ]; do shift; done; cat \"$2\"");
    let scratch = tempfile::tempdir().unwrap();
    let film = b"\0\0\0\x10ftypisom\0\0\0\0";
    assert_eq!(voice(&ffmpeg, film, "audio/mp4", scratch.path()).unwrap(), film);
    assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 0);
    drop(folder);
}

#[test]
fn one_that_cannot_code_what_whatsapp_plays_is_none() {
    let (folder, _) = program("echo ' A....D libopus'");
    assert!(Ffmpeg::found_in(&folder.path().into()).is_none(), "it has no H.264");
    let (folder, _) = program("echo ' A....D libopus'; echo ' V....D libx264'");
    assert!(Ffmpeg::found_in(&folder.path().into()).is_some());
    assert!(Ffmpeg::found_in(&OsString::from("relative")).is_none());
}
