//! What has no form of its own: named, so that it stands in the chat all the same.

use portaria_domain::Content;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::PlaceholderMessage;

use super::{Found, wrapper};

/// Envelopes that mean nothing to a chat when they are empty.
const OF_DEVICES: [&str; 5] = [
    "editedMessage",
    "eventCoverImage",
    "pollCreationOptionImageMessage",
    "associatedChildMessage",
    "limitSharingMessage",
];

/// WhatsApp sends it to linked devices in place of what only the phone may show.
pub(super) fn placeholder(_: &PlaceholderMessage) -> Option<Found<'_>> {
    Some(Found::new(Content::OpenOnPhone, None))
}

/// The name of whatever is set.
pub(super) fn named(message: &Message) -> Option<Found<'_>> {
    macro_rules! first_set {
        ($($field:ident => $name:literal),+ $(,)?) => {
            [$((message.$field.is_set(), $name)),+].into_iter().find_map(|(set, name)| set.then_some(name))
        };
    }
    let name = first_set! {
        call => "call",
        chat => "chat",
        contact_message => "contactMessage",
        buttons_message => "buttonsMessage",
        list_message => "listMessage",
        template_message => "templateMessage",
        interactive_message => "interactiveMessage",
        highly_structured_message => "highlyStructuredMessage",
        comment_message => "commentMessage",
        enc_comment_message => "encCommentMessage",
        request_phone_number_message => "requestPhoneNumberMessage",
        bcall_message => "bcallMessage",
        newsletter_admin_invite_message => "newsletterAdminInviteMessage",
        newsletter_follower_invite_message_v2 => "newsletterFollowerInviteMessageV2",
        sticker_pack_message => "stickerPackMessage",
        status_mention_message => "statusMentionMessage",
        group_status_mention_message => "groupStatusMentionMessage",
        poll_result_snapshot_message => "pollResultSnapshotMessage",
        poll_result_snapshot_message_v3 => "pollResultSnapshotMessageV3",
        rich_response_message => "richResponseMessage",
        status_notification_message => "statusNotificationMessage",
        status_question_answer_message => "statusQuestionAnswerMessage",
        question_response_message => "questionResponseMessage",
        status_quoted_message => "statusQuotedMessage",
        status_sticker_interaction_message => "statusStickerInteractionMessage",
        conditional_reveal_message => "conditionalRevealMessage",
        payment_reminder_message => "paymentReminderMessage",
        split_payment_message => "splitPaymentMessage",
    };
    // An envelope is named where nothing was found in it.
    let name = name.or_else(|| wrapper::names(message).find(|name| !OF_DEVICES.contains(name)))?;
    let content = if name.starts_with("viewOnce") {
        // Its sender's phone took out what it does not trust linked devices with.
        Content::OpenOnPhone
    } else {
        Content::Unsupported { name: name.to_owned() }
    };
    Some(Found::new(content, None))
}

/// Whether a message in which nothing was found is none: it brought keys, or belongs to devices alone.
pub(super) fn only_carries_keys(message: &Message) -> bool {
    message.conversation.is_some()
        || message.sender_key_distribution_message.is_set()
        || message.fast_ratchet_key_sender_key_distribution_message.is_set()
        || message.device_sent_message.is_set()
        || message.edited_message.is_set()
        || message.associated_child_message.is_set()
        || message.event_cover_image.is_set()
        || message.poll_creation_option_image_message.is_set()
        || message.limit_sharing_message.is_set()
        || message.sticker_sync_rmr_message.is_set()
        || message.message_history_bundle.is_set()
        || message.message_history_notice.is_set()
        || message.group_root_key_share.is_set()
        || message.root_secret_distribute_message.is_set()
}
