//! Files. Where WhatsApp will have one is written into the message when it is uploaded; with what it is sealed stands
//! here from the start, so that every attempt, and every message that takes the file along, seals the same bytes.

use portaria_domain::{Media, MediaKind};
use wacore::reporting_token::generate_message_secret;
use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::{AudioMessage, DocumentMessage, ImageMessage, StickerMessage, VideoMessage};

use crate::{Around, ComposeError};

/// What WhatsApp's own apps call a voice message; some play no other.
const VOICE: &str = "audio/ogg; codecs=opus";

/// The fields that every message with a file has, and those of its kind.
macro_rules! message {
    ($message:ident, $file:ident, {$($field:ident: $value:expr),* $(,)?}) => {
        MessageField::some($message {
            mimetype: $file.mime,
            file_sha256: Some($file.sha256),
            file_length: Some($file.length),
            // 32 random bytes, as every secret of a message.
            media_key: Some(generate_message_secret().to_vec()),
            $($field: $value,)*
            ..$message::default()
        })
    };
}

/// What the message of any kind says of its file.
struct File {
    mime: Option<String>,
    sha256: Vec<u8>,
    length: u64,
}

/// A message with a file, out of its envelope.
pub(super) fn message(media: &Media, is_view_once: bool, around: Around<'_>) -> Result<Message, ComposeError> {
    let file = described(media).ok_or(ComposeError::UnknownFile)?;
    let caption = media.caption.clone().filter(|words| !words.is_empty());
    if !fits(media.kind, caption.is_some(), is_view_once) {
        return Err(ComposeError::UnfitFile);
    }
    let view_once = is_view_once.then_some(true);
    let jpeg_thumbnail = around.thumbnail.map(<[u8]>::to_vec);
    let mut message = Message::default();
    match media.kind {
        MediaKind::Image => {
            message.image_message = message!(ImageMessage, file, {
                caption: caption, width: media.width, height: media.height,
                jpeg_thumbnail: jpeg_thumbnail, view_once: view_once,
            });
        }
        MediaKind::Video | MediaKind::Gif | MediaKind::RoundVideo => {
            let film = message!(VideoMessage, file, {
                caption: caption, width: media.width, height: media.height, seconds: media.duration_s,
                gif_playback: (media.kind == MediaKind::Gif).then_some(true),
                jpeg_thumbnail: jpeg_thumbnail, view_once: view_once,
            });
            if media.kind == MediaKind::RoundVideo {
                message.ptv_message = film;
            } else {
                message.video_message = film;
            }
        }
        MediaKind::Voice | MediaKind::Audio => {
            message.audio_message = message!(AudioMessage, file, {
                ptt: Some(media.kind == MediaKind::Voice), seconds: media.duration_s,
                waveform: (!media.waveform.is_empty()).then(|| media.waveform.clone()), view_once: view_once,
            });
        }
        MediaKind::Document => {
            message.document_message = message!(DocumentMessage, file, {
                caption: caption, file_name: media.file_name.clone(), title: media.file_name.clone(),
                page_count: media.pages, jpeg_thumbnail: jpeg_thumbnail,
            });
        }
        // Its small picture would have to be a PNG.
        MediaKind::Sticker => {
            message.sticker_message = message!(StickerMessage, file, {
                width: media.width, height: media.height,
                is_animated: (media.is_animated || media.is_lottie).then_some(true),
                is_lottie: media.is_lottie.then_some(true),
            });
        }
    }
    Ok(message)
}

fn described(media: &Media) -> Option<File> {
    let sha256 = hex::decode(media.sha256.as_ref()?).ok().filter(|hash| hash.len() == 32)?;
    let is_ogg = media.mime.split(';').next() == Some("audio/ogg");
    let mime = if media.kind == MediaKind::Voice && is_ogg { VOICE } else { &media.mime };
    Some(File { mime: (!mime.is_empty()).then(|| mime.to_owned()), sha256, length: media.size_bytes? })
}

/// Whether a file of this kind has words with it, and opens once.
const fn fits(kind: MediaKind, has_caption: bool, is_view_once: bool) -> bool {
    use MediaKind as K;
    let may_have_caption = matches!(kind, K::Image | K::Video | K::Gif | K::Document);
    let may_open_once = matches!(kind, K::Image | K::Video | K::Voice);
    (may_have_caption || !has_caption) && (may_open_once || !is_view_once)
}
