//! What a message says of its file, without opening it.

use serde::{Deserialize, Serialize};
use waproto::whatsapp::Message;

/// More samples of a waveform than any client draws are not kept.
const MOST_SAMPLES: usize = 256;

/// A file as its message describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FileFacts {
    /// What it is, as `image/jpeg`.
    pub mimetype: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// How wide it is, in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// How high it is, in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// How long it plays, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
    /// How loud a voice message is from its beginning to its end, in samples from 0 to 100; WhatsApp draws 64.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waveform: Vec<u8>,
}

impl FileFacts {
    /// What a message that is out of its wrappers says of its file; `None` if it has none.
    pub(super) fn of(base: &Message) -> Option<Self> {
        macro_rules! facts {
            ($file:ident $(, $more:ident)*) => {
                Some(Self {
                    mimetype: $file.mimetype.clone().unwrap_or_default(),
                    bytes: $file.file_length.unwrap_or_default(),
                    $($more: $file.$more.clone(),)*
                    ..Self::default()
                })
            };
        }
        if let Some(image) = base.image_message.as_option() {
            return facts!(image, width, height);
        }
        if let Some(video) = base.video_message.as_option().or_else(|| base.ptv_message.as_option()) {
            return facts!(video, width, height, seconds);
        }
        if let Some(audio) = base.audio_message.as_option() {
            let mut waveform = audio.waveform.clone().unwrap_or_default();
            waveform.truncate(MOST_SAMPLES);
            return facts!(audio, seconds).map(|facts| Self { waveform, ..facts });
        }
        if let Some(sticker) = base.sticker_message.as_option() {
            return facts!(sticker, width, height);
        }
        let document = base.document_message.as_option()?;
        facts!(document)
    }
}
