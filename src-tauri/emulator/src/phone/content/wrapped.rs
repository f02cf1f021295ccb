//! Messages inside messages: what may be opened once, what disappears, documents with words.

use wacore::proto_helpers::MessageExt as _;
use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::FutureProofMessage;

use super::Kind;

/// Puts a message with a file into what WhatsApp wraps it in.
pub(super) fn wrap(base: Message, kind: &Kind, view_once: bool) -> Message {
    let has_caption = base
        .document_message
        .as_option()
        .is_some_and(|document| document.caption.as_deref().is_some_and(|words| !words.is_empty()));
    let within = |base: Message| MessageField::some(FutureProofMessage { message: MessageField::some(base) });
    match kind {
        Kind::Sticker if base.sticker_message.is_lottie == Some(true) => {
            Message { lottie_sticker_message: within(base), ..Message::default() }
        }
        Kind::Audio { .. } if view_once => {
            Message { view_once_message_v2_extension: within(base), ..Message::default() }
        }
        _ if view_once => Message { view_once_message_v2: within(base), ..Message::default() },
        _ if has_caption => Message { document_with_caption_message: within(base), ..Message::default() },
        _ => base,
    }
}

/// The message inside all wrappers, a drawn sticker's too.
pub(super) fn base(message: &Message) -> &Message {
    let base = message.get_base_message();
    base.lottie_sticker_message.as_option().and_then(|wrapper| wrapper.message.as_option()).unwrap_or(base)
}

/// The message inside all wrappers, to be changed; see `MessageExt::get_base_message`.
pub(crate) fn base_mut(message: &mut Message) -> &mut Message {
    macro_rules! unwrap {
        ($($wrapper:ident),+) => {
            $(if message.$wrapper.as_option().is_some_and(|wrapper| wrapper.message.is_set()) {
                let wrapper = message.$wrapper.get_or_insert_default();
                return base_mut(wrapper.message.get_or_insert_default());
            })+
        };
    }
    unwrap!(
        ephemeral_message,
        view_once_message,
        view_once_message_v2,
        view_once_message_v2_extension,
        document_with_caption_message,
        lottie_sticker_message
    );
    message
}

/// The same message with other words under its file; recordings and stickers have none.
pub(crate) fn with_caption(mut message: Message, words: String) -> Message {
    let base = base_mut(&mut message);
    if let Some(image) = base.image_message.as_option_mut() {
        image.caption = Some(words);
    } else if let Some(video) = base.video_message.as_option_mut() {
        video.caption = Some(words);
    } else if let Some(document) = base.document_message.as_option_mut() {
        document.caption = Some(words);
    }
    message
}

/// The same message with nothing that leads to its file.
pub(crate) fn without_file(mut message: Message) -> Message {
    let base = base_mut(&mut message);
    macro_rules! forget {
        ($($kind:ident: $($more:ident)?),+) => {
            $(if let Some(file) = base.$kind.as_option_mut() {
                (file.url, file.direct_path, file.media_key) = (None, None, None);
                $(file.$more = None;)?
            })+
        };
    }
    forget!(image_message: jpeg_thumbnail, video_message: jpeg_thumbnail, ptv_message: jpeg_thumbnail, audio_message:);
    message
}

#[cfg(test)]
mod tests {
    use waproto::whatsapp::message::ImageMessage;

    use super::*;

    #[test]
    fn what_was_opened_once_leads_nowhere() {
        let image = ImageMessage {
            direct_path: Some("/v/t".to_owned()),
            media_key: Some(vec![7; 32]),
            jpeg_thumbnail: Some(vec![1]),
            caption: Some("só hoje".to_owned()),
            ..ImageMessage::default()
        };
        let picture = Message { image_message: MessageField::some(image), ..Message::default() };
        let once = wrap(picture, &Kind::Image, true);
        assert!(once.is_view_once());
        let opened = without_file(once);
        let image = opened.get_base_message().image_message.as_option().expect("it is still a picture");
        assert_eq!((&image.direct_path, &image.media_key, &image.jpeg_thumbnail), (&None, &None, &None));
        assert_eq!(image.caption.as_deref(), Some("só hoje"));
        assert!(opened.is_view_once(), "one still sees what it was");
    }
}
