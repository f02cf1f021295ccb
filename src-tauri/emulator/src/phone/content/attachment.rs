//! A file that a phone's owner picks, and what the phone finds out about it before it goes out.

use bytes::Bytes;

use super::file::FileFacts;
use super::kind::Kind;
use crate::error::{EmulatorError, Result};
use crate::media::{MediaKind, MediaReference, seal};
use crate::pictures::look;

/// How many samples a waveform has, as WhatsApp draws it.
const SAMPLES: usize = 64;
/// The loudest a sample can be.
const LOUDEST: u8 = 100;
/// Opus counts its samples at this rate, whatever it was recorded at (RFC 7845, section 4).
const OPUS_RATE_HZ: u64 = 48_000;

/// A file to be sent; the words that go with it are a [`Draft`](super::Draft)'s.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attachment {
    /// The file.
    pub bytes: Vec<u8>,
    /// What it is, as `image/jpeg`; recognised by its first bytes otherwise.
    pub mimetype: Option<String>,
    /// How long a film or a recording plays, in seconds; read from Ogg files, and unknown for others.
    pub seconds: Option<u32>,
    /// How loud a voice message is, in up to 64 samples from 0 to 100. Without it the bytes themselves are drawn: the
    /// same line for the same file, but not its loudness, which only who decodes it can know.
    pub waveform: Option<Vec<u8>>,
    /// Width and height in pixels; found out for pictures.
    pub size: Option<(u32, u32)>,
    /// A small picture (JPEG) of a film, for the time until the film itself is there, or one (PNG) to show in place of a
    /// drawn sticker; pictures get theirs by themselves.
    pub preview: Option<Vec<u8>>,
    /// What announced that it is shown together with others, by its id.
    pub album: Option<String>,
    /// It can be opened once only: pictures, films and voice messages.
    pub view_once: bool,
}

/// A file ready to go out: looked at, and sealed.
pub(crate) struct Prepared {
    pub(crate) sealed: Bytes,
    pub(crate) reference: MediaReference,
    pub(super) facts: FileFacts,
    /// A small JPEG of a picture or a film.
    pub(super) thumbnail: Option<Vec<u8>>,
    pub(super) view_once: bool,
    pub(super) album: Option<String>,
}

impl Attachment {
    /// These bytes, as what they look like.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self { bytes: bytes.into(), ..Self::default() }
    }

    /// What the file is, as its sender says or its first bytes tell.
    pub fn mimetype(&self) -> &str {
        self.mimetype.as_deref().unwrap_or_else(|| recognised(&self.bytes))
    }

    /// Looks at the file and seals it with a key of its own. Takes time for large ones.
    pub(crate) fn prepare(self, kind: &Kind, key: [u8; 32], limit_bytes: u64) -> Result<Prepared> {
        let media = media_kind(kind).ok_or(EmulatorError::Unfit("have a file: it is made of words alone"))?;
        let once = matches!(kind, Kind::Image | Kind::Video { gif: false } | Kind::Audio { voice: true, .. });
        if self.view_once && !once {
            return Err(EmulatorError::Unfit("be opened once only: pictures, films and voice messages can"));
        }
        if self.waveform.as_ref().is_some_and(|wave| wave.len() > SAMPLES || wave.iter().any(|&part| part > LOUDEST)) {
            return Err(EmulatorError::Unfit("have such a waveform: it is up to 64 samples from 0 to 100"));
        }
        if self.bytes.len() as u64 > limit_bytes {
            return Err(EmulatorError::MediaTooLarge { bytes: self.bytes.len() as u64, limit_bytes });
        }
        let seen = if *kind == Kind::Image { Some(look(&self.bytes).ok_or(EmulatorError::NotAPicture)?) } else { None };
        let size = seen.as_ref().map(|seen| (seen.width, seen.height)).or(self.size);
        let told = match kind {
            Kind::Audio { seconds, .. } if *seconds > 0 => Some(*seconds),
            _ => None,
        };
        let waveform = match kind {
            Kind::Audio { voice: true, .. } => self.waveform.clone().unwrap_or_else(|| drawn(&self.bytes)),
            _ => Vec::new(),
        };
        let facts = FileFacts {
            mimetype: self.mimetype().to_owned(),
            bytes: self.bytes.len() as u64,
            width: size.map(|size| size.0),
            height: size.map(|size| size.1),
            seconds: self.seconds.or(told).or_else(|| ogg_seconds(&self.bytes)),
            waveform,
        };
        let (sealed, reference) = seal(media, &self.bytes, key);
        let shown = |jpeg: Vec<u8>| look(&jpeg).map(|seen| seen.preview).ok_or(EmulatorError::NotAPicture);
        let thumbnail = match (seen, self.preview) {
            (Some(seen), _) => Some(seen.preview),
            (None, preview) if *kind == Kind::Sticker => preview,
            (None, preview) => preview.map(shown).transpose()?,
        };
        Ok(Prepared {
            sealed: sealed.into(),
            reference,
            facts,
            thumbnail,
            view_once: self.view_once,
            album: self.album,
        })
    }
}

fn media_kind(kind: &Kind) -> Option<MediaKind> {
    Some(match kind {
        Kind::Image => MediaKind::Image,
        Kind::Video { .. } => MediaKind::Video,
        Kind::Audio { .. } => MediaKind::Audio,
        Kind::Document { .. } => MediaKind::Document,
        Kind::Sticker => MediaKind::Sticker,
        _ => return None,
    })
}

fn recognised(bytes: &[u8]) -> &'static str {
    match infer::get(bytes).map(|kind| kind.mime_type()) {
        // As WhatsApp's own voice messages say it.
        Some("audio/opus") => "audio/ogg; codecs=opus",
        Some("audio/x-wav") => "audio/wav",
        Some(known) => known,
        None => "application/octet-stream",
    }
}

/// A line that follows from the bytes: how far each stretch of them strays from its middle, the widest as loud as can be.
fn drawn(bytes: &[u8]) -> Vec<u8> {
    let strayed = |stretch: &[u8]| stretch.iter().map(|&byte| u64::from(byte.abs_diff(128))).sum::<u64>();
    let stretches = bytes.chunks(bytes.len().div_ceil(SAMPLES).max(1));
    let means: Vec<u64> = stretches.map(|stretch| strayed(stretch) * 100 / stretch.len() as u64).collect();
    let (least, most) = (means.iter().min().copied().unwrap_or(0), means.iter().max().copied().unwrap_or(0));
    let loudness = |mean: u64| (mean - least) * u64::from(LOUDEST) / (most - least).max(1);
    means.into_iter().map(|mean| u8::try_from(loudness(mean)).unwrap_or(LOUDEST)).collect()
}

/// How long an Ogg file of Opus plays, from the position that its last page gives (RFC 3533, section 6).
fn ogg_seconds(bytes: &[u8]) -> Option<u32> {
    if recognised(bytes) != "audio/ogg; codecs=opus" {
        return None;
    }
    let last = bytes.windows(4).rposition(|window| window == b"OggS")?;
    let position = bytes.get(last + 6..last + 14)?.try_into().ok().map(u64::from_le_bytes)?;
    u32::try_from(position.div_ceil(OPUS_RATE_HZ)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO_LIMIT: u64 = 1_000_000;

    fn ogg(position: u64) -> Vec<u8> {
        let head = [b"OggS\0\x02".as_slice(), &[0; 22], b"OpusHead", &[0; 40]].concat();
        [head, b"OggS\0\x04".to_vec(), position.to_le_bytes().to_vec(), vec![9; 80]].concat()
    }

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        assert_eq!(Attachment::new(ogg(1)).mimetype(), "audio/ogg; codecs=opus");
        assert_eq!(Attachment::new(*b"%PDF-1.7").mimetype(), "application/pdf");
        assert_eq!(Attachment::new(*b"oi").mimetype(), "application/octet-stream");
        let told = Attachment { mimetype: Some("text/plain".into()), ..Attachment::new(*b"%PDF-1.7") };
        assert_eq!(told.mimetype(), "text/plain", "who sends it knows better");
    }

    #[test]
    fn a_voice_message_without_a_waveform_gets_the_line_of_its_bytes() {
        let voice = Kind::Audio { voice: true, seconds: 0 };
        let sent = Attachment::new(ogg(3 * 48_000 + 1)).prepare(&voice, [1; 32], NO_LIMIT).ok().unwrap_or_else(|| {
            panic!("a voice message can be sent");
        });
        assert_eq!(sent.facts.seconds, Some(4), "a second that has begun counts");
        assert_eq!(sent.facts.waveform.iter().max(), Some(&100), "{:?}", sent.facts.waveform);
        assert!(sent.facts.waveform.len() <= 64);
        assert_eq!(drawn(&[]), Vec::<u8>::new());
        assert_eq!(drawn(&[7; 1_000]), vec![0; 63], "63 stretches of 16 bytes hold a thousand");
        let given = Attachment { waveform: Some(vec![3; 64]), seconds: Some(9), ..Attachment::new(ogg(1)) };
        let given = given.prepare(&voice, [1; 32], NO_LIMIT).map(|sent| sent.facts).unwrap_or_default();
        assert_eq!((given.waveform, given.seconds), (vec![3; 64], Some(9)), "who recorded it knows better");
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let once = Attachment { view_once: true, ..Attachment::new(*b"oi") };
        let refused = |file: &Attachment, kind: &Kind, limit| file.clone().prepare(kind, [1; 32], limit).err();
        for kind in [Kind::Sticker, Kind::Document { name: "a".into() }, Kind::Video { gif: true }] {
            assert!(matches!(refused(&once, &kind, NO_LIMIT), Some(EmulatorError::Unfit(_))), "{kind:?} once");
        }
        let plain = Attachment::new(*b"oi");
        assert!(matches!(refused(&plain, &Kind::Image, NO_LIMIT), Some(EmulatorError::NotAPicture)));
        assert!(matches!(refused(&plain, &Kind::default(), NO_LIMIT), Some(EmulatorError::Unfit(_))));
        assert!(matches!(refused(&plain, &Kind::Sticker, 1), Some(EmulatorError::MediaTooLarge { .. })));
        let loud = Attachment { waveform: Some(vec![101]), ..plain };
        let voice = Kind::Audio { voice: true, seconds: 1 };
        assert!(matches!(refused(&loud, &voice, NO_LIMIT), Some(EmulatorError::Unfit(_))));
    }
}
