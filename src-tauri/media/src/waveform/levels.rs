//! From samples to 64 levels, in the same memory however long the sound is.

use crate::sound::seconds;

/// How loud sound is over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waveform {
    /// 64 values, 0 to 100 each: the loudest part is 100, and silence is 0 throughout.
    pub levels: Vec<u8>,
    /// How long it lasts, in whole seconds, at least one.
    pub duration_s: u32,
}

/// How many levels a waveform has.
const SHOWN: usize = 64;
/// How many are kept while samples come. When they are full, neighbours become one.
const KEPT: usize = 4096;

/// The mean loudness of stretches of equal length.
pub(crate) struct Levels {
    rate: u32,
    means: Vec<u64>,
    /// How many frames (a sample of each channel) one stretch has.
    stretch: u64,
    sum: u64,
    in_stretch: u64,
    frames: u64,
}

impl Levels {
    /// For `rate` frames a second.
    pub fn new(rate: u32) -> Self {
        Self { rate, means: Vec::new(), stretch: u64::from(rate / 50).max(1), sum: 0, in_stretch: 0, frames: 0 }
    }

    /// Samples as they follow, those of the `channels` of one moment beside each other.
    pub fn push(&mut self, samples: &[i16], channels: usize) {
        for frame in samples.chunks_exact(channels.max(1)) {
            let loudest = frame.iter().map(|sample| sample.unsigned_abs()).max().unwrap_or(0);
            self.sum += u64::from(loudest);
            self.in_stretch += 1;
            self.frames += 1;
            if self.in_stretch == self.stretch {
                self.end_stretch();
            }
        }
    }

    fn end_stretch(&mut self) {
        self.means.push(self.sum / self.in_stretch);
        (self.sum, self.in_stretch) = (0, 0);
        if self.means.len() == KEPT {
            self.means = self.means.chunks(2).map(|pair| pair.iter().sum::<u64>() / 2).collect();
            self.stretch *= 2;
        }
    }

    /// The waveform; `None` where there was no sound at all.
    pub fn finish(mut self) -> Option<Waveform> {
        if self.in_stretch > 0 {
            self.end_stretch();
        }
        let count = self.means.len();
        if count == 0 || self.rate == 0 {
            return None;
        }
        let part = |at: usize| {
            let from = at * count / SHOWN;
            let to = ((at + 1) * count / SHOWN).max(from + 1);
            self.means[from..to].iter().sum::<u64>() / (to - from) as u64
        };
        let parts: Vec<u64> = (0..SHOWN).map(part).collect();
        let loudest = parts.iter().copied().max().unwrap_or(0).max(1);
        let levels = parts.iter().map(|level| u8::try_from(level * 100 / loudest).unwrap_or(100)).collect();
        Some(Waveform { levels, duration_s: seconds(self.frames.saturating_mul(1000) / u64::from(self.rate)) })
    }
}
