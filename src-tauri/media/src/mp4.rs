//! What is in an MP4, 3GP or `QuickTime` file: its boxes are walked, and nothing but the few that tell is read.
//!
//! Written here because what readers of such files keep in memory grows with what a file claims, and because none of
//! the light ones tells how a film is turned.

use std::io::{self, SeekFrom};

use crate::ReadSeek;
use crate::source::rewind;

/// What is in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Film {
    /// How long it is, in milliseconds.
    pub duration_ms: Option<u64>,
    /// Its first picture track.
    pub picture: Option<Picture>,
    /// The code of its first sound track, such as `mp4a`.
    pub sound: Option<[u8; 4]>,
    /// Whether its index comes before its content, so that it can be read without going back.
    pub is_streamable: bool,
}

/// A track of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Picture {
    /// How it is coded, such as `avc1`.
    pub code: [u8; 4],
    /// Pixels, as shown.
    pub width: u32,
    /// Pixels, as shown.
    pub height: u32,
}

/// A file with more boxes than this is up to something; films have hundreds.
const MOST_BOXES: u32 = 20_000;

/// Reads it; `None` where it has no index that can be read.
pub(crate) fn film(reader: &mut dyn ReadSeek) -> io::Result<Option<Film>> {
    let bytes = rewind(reader)?;
    let mut walk = Walk { reader, boxes_left: MOST_BOXES };
    let mut film = Film::default();
    let mut has_index = false;
    let mut saw_content = false;
    let mut at = 0;
    while let Some(found) = walk.next(at, bytes)? {
        match &found.kind {
            b"moov" if !has_index => {
                has_index = true;
                film.is_streamable = !saw_content;
                walk.index(&found, &mut film)?;
            }
            b"mdat" => saw_content = true,
            _ => {}
        }
        at = found.end;
    }
    Ok(has_index.then_some(film))
}

struct Found {
    kind: [u8; 4],
    /// Where its content begins and ends in the file.
    start: u64,
    end: u64,
}

struct Walk<'a> {
    reader: &'a mut dyn ReadSeek,
    boxes_left: u32,
}

#[derive(Default)]
struct Track {
    handler: [u8; 4],
    code: [u8; 4],
    size: (u32, u32),
}

impl Walk<'_> {
    /// The box at `at`, if there is a whole one before `end`.
    fn next(&mut self, at: u64, end: u64) -> io::Result<Option<Found>> {
        let Some(room) = end.checked_sub(at).filter(|room| *room >= 8) else { return Ok(None) };
        let Some(left) = self.boxes_left.checked_sub(1) else { return Ok(None) };
        self.boxes_left = left;
        let head: [u8; 8] = self.read(at)?;
        let kind = [head[4], head[5], head[6], head[7]];
        let (header, size) = match be32(&head, 0) {
            0 => (8, room),
            1 if room >= 16 => (16, u64::from_be_bytes(self.read(at + 8)?)),
            size => (8, u64::from(size)),
        };
        if size < header || size > room {
            return Ok(None);
        }
        Ok(Some(Found { kind, start: at + header, end: at + size }))
    }

    fn index(&mut self, moov: &Found, film: &mut Film) -> io::Result<()> {
        let (mut ticks_per_second, mut ticks) = (0, None);
        let mut at = moov.start;
        while let Some(found) = self.next(at, moov.end)? {
            match &found.kind {
                b"mvhd" => (ticks_per_second, ticks) = self.duration(&found)?,
                b"mvex" => ticks = ticks.or(self.fragments(&found)?),
                b"trak" => {
                    let track = self.track(&found)?;
                    match &track.handler {
                        b"vide" if film.picture.is_none() => {
                            let (width, height) = track.size;
                            film.picture = Some(Picture { code: track.code, width, height });
                        }
                        b"soun" => film.sound = film.sound.or(Some(track.code)),
                        _ => {}
                    }
                }
                _ => {}
            }
            at = found.end;
        }
        film.duration_ms = ticks.and_then(|ticks| ticks.saturating_mul(1000).checked_div(u64::from(ticks_per_second)));
        Ok(())
    }

    /// How many ticks a second has, and how many the film has, from its header. Version 1 has wide times.
    fn duration(&mut self, header: &Found) -> io::Result<(u32, Option<u64>)> {
        let Some(start) = self.start::<32>(header)? else { return Ok((0, None)) };
        let (per_second, ticks) = match start[0] {
            1 => (be32(&start, 20), (u64::from(be32(&start, 24)) << 32) | u64::from(be32(&start, 28))),
            _ => (be32(&start, 12), u64::from(be32(&start, 16))),
        };
        let unknown = ticks == 0 || ticks == u64::MAX || ticks == u64::from(u32::MAX);
        Ok((per_second, Some(ticks).filter(|_| !unknown)))
    }

    /// How many ticks all fragments together have. A film in fragments says it beside its header.
    fn fragments(&mut self, extension: &Found) -> io::Result<Option<u64>> {
        let mut at = extension.start;
        while let Some(found) = self.next(at, extension.end)? {
            if &found.kind == b"mehd"
                && let Some(start) = self.start::<8>(&found)?
            {
                return Ok(Some(u64::from(be32(&start, 4))).filter(|ticks| start[0] == 0 && *ticks > 0));
            }
            at = found.end;
        }
        Ok(None)
    }

    /// `trak` holds `tkhd` (its size and how it is turned) and `mdia` > `hdlr` (what it is), `minf` > `stbl` > `stsd`
    /// (how it is coded).
    fn track(&mut self, outer: &Found) -> io::Result<Track> {
        let mut track = Track::default();
        // The containers on the way, each inside the one before.
        let mut ends = vec![outer.end];
        let mut at = outer.start;
        while let Some(&end) = ends.last() {
            let Some(found) = self.next(at, end)? else {
                at = end;
                ends.pop();
                continue;
            };
            match &found.kind {
                b"mdia" | b"minf" | b"stbl" if ends.len() < 4 => {
                    at = found.start;
                    ends.push(found.end);
                    continue;
                }
                b"tkhd" => track.size = self.shown_size(&found)?,
                // version, flags, predefined, then what kind of track.
                b"hdlr" if track.handler == [0; 4] => {
                    track.handler = self.start::<12>(&found)?.map_or([0; 4], |start| code(&start, 8));
                }
                // version, flags, how many, then the first: its length and its code.
                b"stsd" => track.code = self.start::<16>(&found)?.map_or([0; 4], |start| code(&start, 12)),
                _ => {}
            }
            at = found.end;
        }
        Ok(track)
    }

    /// The size in a track's header, turned as its matrix says.
    fn shown_size(&mut self, header: &Found) -> io::Result<(u32, u32)> {
        let wide = self.start::<1>(header)?.is_some_and(|version| version[0] == 1);
        // Before the matrix: version and flags, times, number, length, and 16 bytes of layers and loudness.
        let matrix = if wide { 52 } else { 40 };
        if header.end - header.start < matrix + 44 {
            return Ok((0, 0));
        }
        let part: [u8; 44] = self.read(header.start + matrix)?;
        // 16.16 fixed point.
        let (width, height) = (be32(&part, 36) >> 16, be32(&part, 40) >> 16);
        let lies_on_its_side = be32(&part, 0) == 0 && be32(&part, 4) != 0;
        Ok(if lies_on_its_side { (height, width) } else { (width, height) })
    }

    fn start<const N: usize>(&mut self, found: &Found) -> io::Result<Option<[u8; N]>> {
        if found.end - found.start < N as u64 {
            return Ok(None);
        }
        self.read(found.start).map(Some)
    }

    fn read<const N: usize>(&mut self, at: u64) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.reader.seek(SeekFrom::Start(at))?;
        self.reader.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

fn be32(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(code(bytes, at))
}

fn code(bytes: &[u8], at: usize) -> [u8; 4] {
    [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]
}
