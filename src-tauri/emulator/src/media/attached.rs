//! The file that a message is about.

use wacore::proto_helpers::MessageExt as _;
use waproto::whatsapp::Message;

use super::{MediaKind, MediaReference};

/// The file of a picture, film, sound, document or sticker; `None` for messages without one, or with one that is no
/// more.
pub(crate) fn attached(message: &Message) -> Option<MediaReference> {
    let base = message.get_base_message();
    if let Some(drawn) = base.lottie_sticker_message.as_option().and_then(|wrapper| wrapper.message.as_option()) {
        return attached(drawn);
    }
    macro_rules! first {
        ($($field:ident as $kind:ident),+ $(,)?) => {
            $(if let Some(file) = base.$field.as_option() {
                let direct_path = file.direct_path.clone().filter(|path| !path.is_empty())?;
                return Some(MediaReference {
                    kind: MediaKind::$kind,
                    url: file.url.clone().unwrap_or_default(),
                    direct_path,
                    media_key: file.media_key.clone().unwrap_or_default(),
                    media_key_at_s: file.media_key_timestamp.and_then(|at_s| at_s.try_into().ok()).unwrap_or_default(),
                    file_sha256: file.file_sha256.clone().unwrap_or_default(),
                    file_enc_sha256: file.file_enc_sha256.clone().unwrap_or_default(),
                    length: file.file_length.unwrap_or_default(),
                    streaming_sidecar: None,
                });
            })+
        };
    }
    first!(
        image_message as Image,
        video_message as Video,
        ptv_message as Video,
        audio_message as Audio,
        document_message as Document,
        sticker_message as Sticker,
    );
    None
}

#[cfg(test)]
mod tests {
    use waproto::buffa::MessageField;
    use waproto::whatsapp::message::{FutureProofMessage, ImageMessage};

    use super::*;

    #[test]
    fn the_file_of_a_wrapped_picture_is_found() {
        let picture = ImageMessage {
            direct_path: Some("/v/t".to_owned()),
            media_key: Some(vec![7]),
            file_length: Some(9),
            ..ImageMessage::default()
        };
        let inner = Message { image_message: MessageField::some(picture), ..Message::default() };
        let wrapped = FutureProofMessage { message: MessageField::some(inner) };
        let once = Message { view_once_message_v2: MessageField::some(wrapped), ..Message::default() };
        let file = attached(&once).expect("a picture to be opened once has a file");
        assert_eq!((file.kind, file.media_key, file.length), (MediaKind::Image, vec![7], 9));
        assert!(attached(&Message { conversation: Some("oi".to_owned()), ..Message::default() }).is_none());
    }
}
