//! From a file and its words to the message that brings it.

use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::{AudioMessage, DocumentMessage, ImageMessage, StickerMessage, VideoMessage};

use super::attachment::Prepared;
use super::kind::Kind;
use crate::media::MediaReference;

/// The fields that every message with a file has.
macro_rules! message {
    ($message:ident, $place:ident, $file:ident, {$($field:ident: $value:expr),* $(,)?}) => {
        MessageField::some($message {
            url: Some($place.url.clone()),
            direct_path: Some($place.direct_path.clone()),
            media_key: Some($place.media_key.clone()),
            media_key_timestamp: i64::try_from($place.media_key_at_s).ok(),
            file_sha256: Some($place.file_sha256.clone()),
            file_enc_sha256: Some($place.file_enc_sha256.clone()),
            file_length: Some($place.length),
            mimetype: Some($file.facts.mimetype.clone()),
            $($field: $value,)*
            ..$message::default()
        })
    };
}

impl Prepared {
    /// The message for this file where it was uploaded to, out of its wrappers; `None` if the kind has no file.
    pub(super) fn message(&self, kind: &Kind, text: &str, place: &MediaReference) -> Option<Message> {
        let caption = Some(text.to_owned()).filter(|text| !text.is_empty());
        let once = self.view_once.then_some(true);
        let (width, height, seconds) = (self.facts.width, self.facts.height, self.facts.seconds);
        let mut message = Message::default();
        match kind {
            Kind::Image => {
                message.image_message = message!(ImageMessage, place, self, {
                    caption: caption, width: width, height: height, jpeg_thumbnail: self.thumbnail.clone(), view_once: once,
                });
            }
            Kind::Video { gif } => {
                message.video_message = message!(VideoMessage, place, self, {
                    caption: caption, width: width, height: height, seconds: seconds,
                    jpeg_thumbnail: self.thumbnail.clone(), view_once: once,
                    gif_playback: gif.then_some(true), streaming_sidecar: place.streaming_sidecar.clone(),
                });
            }
            Kind::Audio { voice, .. } => {
                message.audio_message = message!(AudioMessage, place, self, {
                    seconds: seconds, ptt: Some(*voice), view_once: once,
                    waveform: Some(self.facts.waveform.clone()).filter(|wave| !wave.is_empty()),
                    streaming_sidecar: place.streaming_sidecar.clone(),
                });
            }
            Kind::Document { name } => {
                message.document_message = message!(DocumentMessage, place, self, {
                    caption: caption, file_name: Some(name.clone()), title: Some(name.clone()),
                });
            }
            Kind::Sticker => {
                // A sticker that is drawn and not made of pictures: a zip of its strokes.
                let drawn = (self.facts.mimetype == "application/was").then_some(true);
                message.sticker_message = message!(StickerMessage, place, self, {
                    width: width, height: height, png_thumbnail: self.thumbnail.clone(),
                    is_lottie: drawn, is_animated: drawn,
                });
            }
            _ => return None,
        }
        Some(message)
    }
}
