//! Opus, which symphonia finds and doesn't decode.

use ropus::{Channels, DecodeMode, Decoder};
use symphonia::core::formats::FormatReader;

use super::levels::Levels;

/// Samples a second: all that speech needs, and a third of the work.
const RATE: u32 = 16_000;
/// A packet lasts at most 120 ms.
const LONGEST_PACKET: usize = 1920;
/// The first packet (RFC 7845, 5.1) says how many channels there are, how many samples of 48,000 a second come before
/// the sound, and how channels are mapped: 0 is one or two of them.
const CHANNELS_AT: usize = 9;
const PRE_SKIP_AT: usize = 10;
const MAPPING_AT: usize = 18;

/// The loudness of the packets of a track; `None` for more than two channels.
pub(crate) fn levels(file: &mut dyn FormatReader, track_id: u32, head: &[u8]) -> Option<Levels> {
    if *head.get(MAPPING_AT)? != 0 {
        return None;
    }
    let (channels, layout) = match *head.get(CHANNELS_AT)? {
        1 => (1, Channels::Mono),
        2 => (2, Channels::Stereo),
        _ => return None,
    };
    let pre_skip = u16::from_le_bytes([*head.get(PRE_SKIP_AT)?, *head.get(PRE_SKIP_AT + 1)?]);
    let mut decoder = Decoder::new(RATE, layout).ok()?;
    let mut samples = vec![0; LONGEST_PACKET * channels];
    let mut levels = Levels::new(RATE);
    let mut skip = usize::from(pre_skip) / 3;
    let (mut heard, mut damaged) = (0_u32, 0_u32);
    while let Ok(Some(packet)) = file.next_packet() {
        if packet.track_id != track_id || packet.data.is_empty() {
            continue;
        }
        let Ok(frames) = decoder.decode(&packet.data, &mut samples, DecodeMode::Normal) else {
            damaged += 1;
            continue;
        };
        heard += 1;
        let skipped = skip.min(frames);
        skip -= skipped;
        levels.push(&samples[skipped * channels..frames * channels], channels);
    }
    // Mostly damaged is something else that calls itself Opus.
    (heard > damaged).then_some(levels)
}
