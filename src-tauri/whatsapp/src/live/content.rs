//! What a message says.

use portaria_domain::Content;
use wacore::proto_helpers::MessageExt as _;
use waproto::whatsapp::Message;

/// What stands in the chat. `None`: nothing does; the message carries keys or speaks about another message.
pub(super) fn content(message: &Message) -> Option<Content> {
    let message = message.get_base_message();
    if speaks_about_another(message) {
        return None;
    }
    if let Some(text) = message.text_content() {
        return (!text.is_empty()).then(|| Content::Text { text: text.to_owned() });
    }
    match kind(message) {
        Some(name) => Some(Content::Unsupported { name: name.to_owned() }),
        None if only_carries_keys(message) => None,
        None => Some(Content::Unsupported { name: "unknown".to_owned() }),
    }
}

/// Revocations, edits, reactions, votes, pins, key shares: no messages of their own.
fn speaks_about_another(message: &Message) -> bool {
    message.protocol_message.is_set()
        || message.edited_message.is_set()
        || message.reaction_message.is_set()
        || message.enc_reaction_message.is_set()
        || message.poll_update_message.is_set()
        || message.poll_add_option_message.is_set()
        || message.pin_in_chat_message.is_set()
        || message.keep_in_chat_message.is_set()
        || message.enc_event_response_message.is_set()
        || message.enc_comment_message.is_set()
        || message.secret_encrypted_message.is_set()
        || message.sticker_sync_rmr_message.is_set()
        || message.message_history_bundle.is_set()
        || message.message_history_notice.is_set()
        || message.group_root_key_share.is_set()
        || message.root_secret_distribute_message.is_set()
}

fn only_carries_keys(message: &Message) -> bool {
    message.conversation.is_some()
        || message.sender_key_distribution_message.is_set()
        || message.fast_ratchet_key_sender_key_distribution_message.is_set()
        || message.device_sent_message.is_set()
}

/// WhatsApp's name of the kind.
fn kind(message: &Message) -> Option<&'static str> {
    macro_rules! first_set {
        ($($field:ident => $name:literal),+ $(,)?) => {
            [$((message.$field.is_set(), $name)),+].into_iter().find_map(|(set, name)| set.then_some(name))
        };
    }
    first_set! {
        image_message => "imageMessage",
        video_message => "videoMessage",
        ptv_message => "ptvMessage",
        audio_message => "audioMessage",
        document_message => "documentMessage",
        sticker_message => "stickerMessage",
        lottie_sticker_message => "lottieStickerMessage",
        sticker_pack_message => "stickerPackMessage",
        album_message => "albumMessage",
        contact_message => "contactMessage",
        contacts_array_message => "contactsArrayMessage",
        location_message => "locationMessage",
        live_location_message => "liveLocationMessage",
        poll_creation_message => "pollCreationMessage",
        poll_creation_message_v2 => "pollCreationMessageV2",
        poll_creation_message_v3 => "pollCreationMessageV3",
        poll_creation_message_v4 => "pollCreationMessageV4",
        poll_creation_message_v5 => "pollCreationMessageV5",
        poll_creation_message_v6 => "pollCreationMessageV6",
        poll_result_snapshot_message => "pollResultSnapshotMessage",
        event_message => "eventMessage",
        event_invite_message => "eventInviteMessage",
        group_invite_message => "groupInviteMessage",
        view_once_message => "viewOnceMessage",
        view_once_message_v2 => "viewOnceMessageV2",
        view_once_message_v2_extension => "viewOnceMessageV2Extension",
        template_message => "templateMessage",
        template_button_reply_message => "templateButtonReplyMessage",
        highly_structured_message => "highlyStructuredMessage",
        buttons_message => "buttonsMessage",
        buttons_response_message => "buttonsResponseMessage",
        list_message => "listMessage",
        list_response_message => "listResponseMessage",
        interactive_message => "interactiveMessage",
        interactive_response_message => "interactiveResponseMessage",
        product_message => "productMessage",
        order_message => "orderMessage",
        invoice_message => "invoiceMessage",
        payment_invite_message => "paymentInviteMessage",
        send_payment_message => "sendPaymentMessage",
        request_payment_message => "requestPaymentMessage",
        decline_payment_request_message => "declinePaymentRequestMessage",
        cancel_payment_request_message => "cancelPaymentRequestMessage",
        request_phone_number_message => "requestPhoneNumberMessage",
        call => "call",
        call_log_messsage => "callLogMessage",
        bcall_message => "bcallMessage",
        scheduled_call_creation_message => "scheduledCallCreationMessage",
        scheduled_call_edit_message => "scheduledCallEditMessage",
        comment_message => "commentMessage",
        newsletter_admin_invite_message => "newsletterAdminInviteMessage",
        placeholder_message => "placeholderMessage",
        rich_response_message => "richResponseMessage",
        group_mentioned_message => "groupMentionedMessage",
        status_mention_message => "statusMentionMessage",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use waproto::buffa::MessageField;
    use waproto::whatsapp::message::{
        DeviceSentMessage, ExtendedTextMessage, FutureProofMessage, ImageMessage, ProtocolMessage, ReactionMessage,
    };

    fn spoken(text: &str) -> Message {
        Message { conversation: Some(text.to_owned()), ..Message::default() }
    }

    fn text(text: &str) -> Content {
        Content::Text { text: text.to_owned() }
    }

    #[test]
    fn text_is_found_wherever_whatsapp_puts_it() {
        let extended = ExtendedTextMessage { text: Some("oi".to_owned()), ..ExtendedTextMessage::default() };
        let extended = Message { extended_text_message: MessageField::some(extended), ..Message::default() };
        let wrapped = |message| FutureProofMessage { message: MessageField::some(message) };
        let ephemeral =
            Message { ephemeral_message: MessageField::some(wrapped(extended.clone())), ..Message::default() };
        let sent = DeviceSentMessage { message: MessageField::some(ephemeral.clone()), ..DeviceSentMessage::default() };
        let own_copy = Message { device_sent_message: MessageField::some(sent), ..Message::default() };
        for message in [spoken("oi"), extended, ephemeral, own_copy] {
            assert_eq!(content(&message), Some(text("oi")));
        }
    }

    #[test]
    fn what_speaks_about_another_message_is_none_itself() {
        let revoke = Message { protocol_message: MessageField::some(ProtocolMessage::default()), ..Message::default() };
        let reaction =
            Message { reaction_message: MessageField::some(ReactionMessage::default()), ..Message::default() };
        assert_eq!(content(&revoke), None);
        assert_eq!(content(&reaction), None);
        assert_eq!(content(&spoken("")), None);
    }

    #[test]
    fn a_kind_that_is_not_shown_yet_is_named() {
        let image = Message { image_message: MessageField::some(ImageMessage::default()), ..Message::default() };
        assert_eq!(content(&image), Some(Content::Unsupported { name: "imageMessage".to_owned() }));
        // A kind newer than our protobuf decodes to nothing, and is a message all the same.
        assert_eq!(content(&Message::default()), Some(Content::Unsupported { name: "unknown".to_owned() }));
    }
}
