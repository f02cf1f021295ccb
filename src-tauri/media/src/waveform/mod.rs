//! How loud a voice message is over time, as drawn beside its button.

mod levels;
mod opus;

use symphonia::core::codecs::audio::well_known::CODEC_ID_OPUS;
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::formats::{FormatReader, TrackType};

use self::levels::Levels;
pub use self::levels::Waveform;
use crate::ReadSeek;
use crate::guard::guarded;
use crate::sound;

/// Longer sound is not decoded for its waveform: it would take a processor for many seconds.
const DECODED_AT_MOST_S: u32 = 30 * 60;

/// The waveform of Ogg (Opus, Vorbis), MP3, M4A, AAC, WAV or FLAC; `None` for anything else, and where it is damaged.
pub fn waveform(reader: &mut dyn ReadSeek) -> Option<Waveform> {
    guarded(|| decoded(&mut *reader)).or_else(|| guarded(|| by_size(reader)))
}

fn decoded(reader: &mut dyn ReadSeek) -> Option<Waveform> {
    let mut file = sound::open(reader)?;
    let track = file.default_track(TrackType::Audio)?;
    let track_id = track.id;
    if let (Some(base), Some(duration)) = (track.time_base, track.duration)
        && base.calc_duration(duration)?.as_secs() > i64::from(DECODED_AT_MOST_S)
    {
        return None;
    }
    let codec = track.codec_params.as_ref()?.audio()?.clone();
    let levels = if codec.codec == CODEC_ID_OPUS {
        opus::levels(file.as_mut(), track_id, codec.extra_data.as_deref()?)?
    } else {
        samples(file.as_mut(), track_id, &codec)?
    };
    levels.finish()
}

fn samples(file: &mut dyn FormatReader, track_id: u32, codec: &AudioCodecParameters) -> Option<Levels> {
    let mut decoder =
        symphonia::default::get_codecs().make_audio_decoder(codec, &AudioDecoderOptions::default()).ok()?;
    let mut levels = None;
    let mut samples: Vec<i16> = Vec::new();
    while let Ok(Some(packet)) = file.next_packet() {
        if packet.track_id != track_id {
            continue;
        }
        match decoder.decode(&packet) {
            Ok(buffer) => {
                let (rate, channels) = (buffer.spec().rate(), buffer.num_planes());
                samples.clear();
                buffer.copy_to_vec_interleaved(&mut samples);
                levels.get_or_insert_with(|| Levels::new(rate)).push(&samples, channels);
            }
            // A damaged packet is a gap, as players have it.
            Err(Error::DecodeError(_)) => {}
            Err(_) => break,
        }
    }
    levels
}

/// What can't be decoded here: a packet of more bytes holds louder sound, since coders spend nothing on silence.
/// That is a fair shape of speech and no measure of it.
fn by_size(reader: &mut dyn ReadSeek) -> Option<Waveform> {
    let mut file = sound::open(reader)?;
    let track = file.default_track(TrackType::Audio)?;
    let (track_id, base) = (track.id, sound::ticks(track)?);
    // Only Opus is always coded with a varying rate; elsewhere the sizes say nothing.
    if track.codec_params.as_ref()?.audio()?.codec != CODEC_ID_OPUS {
        return None;
    }
    // A level a millisecond: packets last a few of them.
    let mut levels = Levels::new(1000);
    while let Ok(Some(packet)) = file.next_packet() {
        if packet.track_id == track_id {
            let (seconds, nanos) = base.calc_duration(packet.dur)?.parts();
            let milliseconds = u64::try_from(seconds).ok()?.saturating_mul(1000) + u64::from(nanos / 1_000_000);
            let size = i16::try_from(packet.data.len()).unwrap_or(i16::MAX);
            levels.push(&vec![size; usize::try_from(milliseconds.min(120)).ok()?], 1);
        }
    }
    levels.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn the_sizes_of_packets_follow_loudness() {
        let voice = include_bytes!("../../tests/data/loud_then_quiet.ogg");
        let found = by_size(&mut Cursor::new(voice)).unwrap();
        assert_eq!((found.levels.len(), found.duration_s), (64, 2));
        let sum = |levels: &[u8]| levels.iter().map(|level| u32::from(*level)).sum::<u32>();
        assert!(sum(&found.levels[..32]) > sum(&found.levels[32..]), "{:?}", found.levels);
    }
}
