//! Albums: a head that says how many follow, and pictures and films that name it.

use portaria_domain::{Album, Jid, MessageId};
use waproto::buffa::MessageField;
use waproto::whatsapp::message::AlbumMessage;
use waproto::whatsapp::message_association::AssociationType;
use waproto::whatsapp::{ContextInfo, Message, MessageAssociation, MessageKey};

use crate::Around;

/// The head, which nobody sees.
pub(super) fn head(album: &Album, around: Around<'_>) -> Message {
    let expiration = around.expires_after_s.filter(|after_s| *after_s > 0);
    let context = ContextInfo { expiration, ..ContextInfo::default() };
    let album = AlbumMessage {
        expected_image_count: Some(album.images),
        expected_video_count: Some(album.videos),
        context_info: expiration.map_or_else(MessageField::none, |_| MessageField::some(context)),
    };
    Message { album_message: MessageField::some(album), ..Message::default() }
}

/// Makes a picture or film a part of an album, without the envelope that WhatsApp Web has for it: whoever knows no albums
/// shows it alone. So does in a group who reads the last of two contexts and not both, for the library writes its own behind
/// this one there. Anything else stays as it is.
pub(super) fn join(message: &mut Message, head: &MessageId, to: &Jid) {
    if !message.image_message.is_set() && !message.video_message.is_set() {
        return;
    }
    let head = MessageKey {
        remote_jid: Some(to.to_string()),
        from_me: Some(true),
        id: Some(head.to_string()),
        ..MessageKey::default()
    };
    let association = MessageAssociation {
        association_type: Some(AssociationType::MEDIA_ALBUM),
        parent_message_key: MessageField::some(head),
        ..MessageAssociation::default()
    };
    message.message_context_info.get_or_insert_default().message_association = MessageField::some(association);
}
