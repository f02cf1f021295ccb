//! Envelopes: what a message is put into so that old apps know what they cannot show.

use waproto::whatsapp::{Message, MessageContextInfo};

/// How many envelopes may lie in each other. WhatsApp's own apps use three.
const DEPTH: usize = 8;

/// A message out of its envelopes.
pub(super) struct Opened<'a> {
    /// What lay inside.
    pub(super) message: &'a Message,
    /// What belongs to all of it, from the innermost envelope that has it.
    pub(super) around: Option<&'a MessageContextInfo>,
    /// Whether an envelope said that it opens once.
    pub(super) is_view_once: bool,
    /// Whether an envelope said that it moves by Lottie.
    pub(super) is_lottie: bool,
    /// The innermost envelope's name.
    name: Option<&'static str>,
}

impl Opened<'_> {
    /// WhatsApp's name of the envelope, for what has none of its own.
    pub(super) fn name(&self) -> &'static str {
        self.name.unwrap_or("unknown")
    }
}

pub(super) fn open(message: &Message) -> Opened<'_> {
    let around = message.message_context_info.as_option();
    let mut opened = Opened { message, around, is_view_once: false, is_lottie: false, name: None };
    for _ in 0..DEPTH {
        let Some((name, inner)) = envelope(opened.message) else { break };
        opened.is_view_once |= name.starts_with("viewOnce");
        opened.is_lottie |= name == "lottieStickerMessage";
        opened.message = inner;
        opened.around = inner.message_context_info.as_option().or(opened.around);
        opened.name = Some(name);
    }
    opened
}

/// The fields that hold a message and nothing else, with WhatsApp's names of them.
macro_rules! envelopes {
    ($callback:ident) => {
        $callback! {
            ephemeral_message => "ephemeralMessage",
            view_once_message => "viewOnceMessage",
            view_once_message_v2 => "viewOnceMessageV2",
            view_once_message_v2_extension => "viewOnceMessageV2Extension",
            document_with_caption_message => "documentWithCaptionMessage",
            edited_message => "editedMessage",
            group_mentioned_message => "groupMentionedMessage",
            bot_invoke_message => "botInvokeMessage",
            lottie_sticker_message => "lottieStickerMessage",
            event_cover_image => "eventCoverImage",
            poll_creation_option_image_message => "pollCreationOptionImageMessage",
            associated_child_message => "associatedChildMessage",
            poll_creation_message_v4 => "pollCreationMessageV4",
            status_add_yours => "statusAddYours",
            group_status_message => "groupStatusMessage",
            group_status_message_v2 => "groupStatusMessageV2",
            limit_sharing_message => "limitSharingMessage",
            bot_task_message => "botTaskMessage",
            question_message => "questionMessage",
            bot_forwarded_message => "botForwardedMessage",
            question_reply_message => "questionReplyMessage",
            newsletter_admin_profile_message => "newsletterAdminProfileMessage",
            newsletter_admin_profile_message_v2 => "newsletterAdminProfileMessageV2",
            newsletter_admin_profile_status_message => "newsletterAdminProfileStatusMessage",
            spoiler_message => "spoilerMessage",
        }
    };
}

fn envelope(message: &Message) -> Option<(&'static str, &Message)> {
    if let Some(inner) = message.device_sent_message.as_option().and_then(|sent| sent.message.as_option()) {
        return Some(("deviceSentMessage", inner));
    }
    macro_rules! first {
        ($($field:ident => $name:literal),+ $(,)?) => {
            $(if let Some(inner) = message.$field.as_option().and_then(|envelope| envelope.message.as_option()) {
                return Some(($name, inner));
            })+
        };
    }
    envelopes!(first);
    None
}

/// WhatsApp's names of the envelopes of a message, whether or not anything is in them.
pub(super) fn names(message: &Message) -> impl Iterator<Item = &'static str> {
    macro_rules! all {
        ($($field:ident => $name:literal),+ $(,)?) => {
            [$(message.$field.is_set().then_some($name)),+]
        };
    }
    envelopes!(all).into_iter().flatten()
}

/// The message itself, out of its envelopes, to be changed in its place. One that was sent from here lies in no
/// envelope between devices.
pub(super) fn open_mut(message: &mut Message) -> &mut Message {
    innermost(message, DEPTH)
}

fn innermost(message: &mut Message, depth: usize) -> &mut Message {
    macro_rules! first {
        ($($field:ident => $name:literal),+ $(,)?) => {
            $(if depth > 0 && message.$field.as_option().is_some_and(|envelope| envelope.message.is_set()) {
                let envelope = message.$field.get_or_insert_default();
                return innermost(envelope.message.get_or_insert_default(), depth - 1);
            })+
        };
    }
    envelopes!(first);
    message
}
