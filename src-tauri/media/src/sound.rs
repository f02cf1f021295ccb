//! Sound in its container: how long it lasts, and its packets.

use std::io::{BufReader, Read};

use symphonia::core::codecs::audio::CODEC_ID_NULL_AUDIO;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, Track, TrackType};
use symphonia::core::meta::MetadataOptions;
use symphonia::core::units::TimeBase;

use crate::ReadSeek;
use crate::guard::guarded;
use crate::source::{rewind, stream};

/// Opens a file of sound, whatever its container.
pub(crate) fn open(reader: &mut dyn ReadSeek) -> Option<Box<dyn FormatReader + '_>> {
    let stream = stream(reader).ok()?;
    symphonia::default::get_probe()
        .probe(&Hint::default(), stream, FormatOptions::default(), MetadataOptions::default())
        .ok()
}

/// How long it lasts, in milliseconds.
pub(crate) fn duration_ms(reader: &mut dyn ReadSeek, mime: &str) -> Option<u64> {
    if mime == "audio/amr" {
        return amr_duration_ms(reader);
    }
    guarded(|| {
        let mut sound = open(reader)?;
        let track = sound.default_track(TrackType::Audio)?;
        let (id, base) = (track.id, ticks(track)?);
        let ticks = match track.duration {
            Some(duration) => duration.get(),
            // A stream of bare packets says nothing in advance.
            None => std::iter::from_fn(|| sound.next_packet().ok().flatten())
                .filter(|packet| packet.track_id == id)
                .map(|packet| packet.dur.get())
                .fold(0, u64::saturating_add),
        };
        milliseconds(ticks, base)
    })
}

/// How long a tick of the track is: where it does not say, a sample.
pub(crate) fn ticks(track: &Track) -> Option<TimeBase> {
    let sound = track.codec_params.as_ref()?.audio().filter(|sound| sound.codec != CODEC_ID_NULL_AUDIO)?;
    track.time_base.or_else(|| TimeBase::try_new(1, sound.sample_rate?))
}

fn milliseconds(ticks: u64, base: TimeBase) -> Option<u64> {
    let (seconds, nanos) = base.calc_duration(ticks.into())?.parts();
    Some(u64::try_from(seconds).ok()?.saturating_mul(1000) + u64::from(nanos / 1_000_000)).filter(|ms| *ms > 0)
}

/// Whole seconds, as shown: nothing lasts no time.
pub(crate) fn seconds(milliseconds: u64) -> u32 {
    u32::try_from(milliseconds.saturating_add(500) / 1000).unwrap_or(u32::MAX).max(1)
}

/// A frame of AMR lasts 20 ms; its first byte says how it is coded, and so how long it is (RFC 4867, 3.6 and 5.3).
fn amr_duration_ms(reader: &mut dyn ReadSeek) -> Option<u64> {
    const NARROW: [u64; 16] = [12, 13, 15, 17, 19, 20, 26, 31, 5, 0, 0, 0, 0, 0, 0, 0];
    const WIDE: [u64; 16] = [17, 23, 32, 36, 40, 46, 50, 58, 60, 5, 0, 0, 0, 0, 0, 0];
    rewind(reader).ok()?;
    let mut reader = BufReader::new(reader);
    let mut magic = [0; 6];
    reader.read_exact(&mut magic).ok()?;
    let mut rest = match &magic {
        b"#!AMR\n" => 0,
        b"#!AMR-" => 3,
        _ => return None,
    };
    let lengths = if rest == 0 { NARROW } else { WIDE };
    let mut frames: u64 = 0;
    loop {
        let skipped = std::io::copy(&mut Read::take(&mut reader, rest), &mut std::io::sink()).ok()?;
        let mut first = [0];
        if skipped < rest || reader.read_exact(&mut first).is_err() {
            return Some(frames * 20).filter(|ms| *ms > 0);
        }
        frames += 1;
        rest = lengths[usize::from(first[0] >> 3 & 0x0f)];
    }
}
