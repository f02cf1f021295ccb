//! Words. What goes with them turns the plain form into the extended one.

use portaria_domain::LinkPreview;
use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::ExtendedTextMessage;
use waproto::whatsapp::message::extended_text_message::PreviewType;

use crate::Around;

pub(super) fn plain(text: &str) -> Message {
    Message { conversation: Some(text.to_owned()), ..Message::default() }
}

/// Words that show what is behind their link.
pub(super) fn with_link(text: &str, link: &LinkPreview, around: Around<'_>) -> Message {
    let extended = ExtendedTextMessage {
        text: Some(text.to_owned()),
        matched_text: Some(link.url.clone()),
        title: Some(link.title.clone()),
        description: Some(link.description.clone()),
        preview_type: Some(PreviewType::NONE),
        jpeg_thumbnail: around.thumbnail.map(<[u8]>::to_vec),
        ..ExtendedTextMessage::default()
    };
    Message { extended_text_message: MessageField::some(extended), ..Message::default() }
}
