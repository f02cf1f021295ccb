//! Opus, which symphonia finds and doesn't decode.

use opus_decoder::OpusDecoder;
use symphonia::core::formats::FormatReader;

use super::levels::Levels;

/// Samples a second: all that speech needs, and a third of the work.
const RATE: u32 = 16_000;
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
    let channels = usize::from(*head.get(CHANNELS_AT)?);
    let pre_skip = u16::from_le_bytes([*head.get(PRE_SKIP_AT)?, *head.get(PRE_SKIP_AT + 1)?]);
    let mut decoder = OpusDecoder::new(RATE, channels).ok()?;
    let mut samples = vec![0; decoder.max_frame_size_per_channel() * channels];
    let mut levels = Levels::new(RATE);
    let mut skip = usize::from(pre_skip) / 3;
    let (mut heard, mut damaged) = (0_u32, 0_u32);
    while let Ok(Some(packet)) = file.next_packet() {
        if packet.track_id != track_id || packet.data.is_empty() {
            continue;
        }
        let Ok(frames) = decoder.decode(&packet.data, &mut samples, false) else {
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
