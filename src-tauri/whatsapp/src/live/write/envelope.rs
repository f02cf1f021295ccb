//! The envelopes that WhatsApp has for some kinds, so that old apps know what they cannot show.

use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::FutureProofMessage;

/// Puts a message into the envelope of its kind.
pub(super) fn enclosed(message: Message) -> Message {
    let opens_once = [
        message.image_message.as_option().and_then(|image| image.view_once),
        message.video_message.as_option().and_then(|video| video.view_once),
    ];
    let has_caption = message.document_message.as_option().is_some_and(|document| document.caption.is_some());
    if opens_once.contains(&Some(true)) {
        Message { view_once_message_v2: around(message), ..Message::default() }
    } else if message.audio_message.as_option().is_some_and(|audio| audio.view_once == Some(true)) {
        Message { view_once_message_v2_extension: around(message), ..Message::default() }
    } else if has_caption {
        Message { document_with_caption_message: around(message), ..Message::default() }
    } else if message.sticker_message.as_option().is_some_and(|sticker| sticker.is_lottie == Some(true)) {
        Message { lottie_sticker_message: around(message), ..Message::default() }
    } else {
        message
    }
}

fn around(message: Message) -> MessageField<FutureProofMessage> {
    MessageField::some(FutureProofMessage { message: MessageField::some(message) })
}
