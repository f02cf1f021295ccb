//! What is said about other messages.

use portaria_domain::MarkKind;
use waproto::whatsapp::message::ProtocolMessage;
use waproto::whatsapp::message::pin_in_chat_message::Type as PinType;
use waproto::whatsapp::message::protocol_message::Type;
use waproto::whatsapp::message::scheduled_call_edit_message::EditType;
use waproto::whatsapp::message_association::AssociationType;
use waproto::whatsapp::{KeepType, MessageKey};

use super::wrapper::Opened;
use super::{bounds, project};

/// For how long a pin lasts whose sender does not say: a week, as WhatsApp's apps offer first.
const PINNED_FOR_S: u32 = 604_800;
/// An emoji with everything that may be joined to it.
const EMOJI: usize = 32;

/// A mark whose target is still named from its sender's point of view.
pub(in crate::live) struct WireMark {
    /// The message that it is about.
    pub(in crate::live) key: MessageKey,
    /// What it says.
    pub(in crate::live) kind: MarkKind,
    /// When it was made, by its sender's clock.
    pub(in crate::live) at_ms: Option<i64>,
}

/// `None`: the message speaks for itself.
pub(super) fn read(opened: &Opened<'_>) -> Option<WireMark> {
    let message = opened.message;
    if let Some(reaction) = message.reaction_message.as_option() {
        let emoji = reaction.text.as_deref().unwrap_or_default().chars().take(EMOJI).collect();
        return mark(reaction.key.as_option(), MarkKind::Reaction { emoji }, reaction.sender_timestamp_ms);
    }
    if let Some(pin) = message.pin_in_chat_message.as_option() {
        let kind = match pin.r#type {
            Some(PinType::UNPIN_FOR_ALL) => MarkKind::Unpin,
            Some(PinType::PIN_FOR_ALL) => {
                let told = opened.around.and_then(|around| around.message_add_on_duration_in_secs);
                MarkKind::Pin { for_s: told.filter(|seconds| *seconds > 0).unwrap_or(PINNED_FOR_S) }
            }
            Some(PinType::UNKNOWN_TYPE) | None => sealed("pinInChatMessage"),
        };
        return mark(pin.key.as_option(), kind, pin.sender_timestamp_ms);
    }
    if let Some(keep) = message.keep_in_chat_message.as_option() {
        let is_on = keep.keep_type == Some(KeepType::KEEP_FOR_ALL);
        return mark(keep.key.as_option(), MarkKind::Keep { is_on }, keep.timestamp_ms);
    }
    if let Some(vote) = message.poll_update_message.as_option() {
        return mark(vote.poll_creation_message_key.as_option(), sealed("pollUpdateMessage"), vote.sender_timestamp_ms);
    }
    if let Some(answer) = message.enc_event_response_message.as_option() {
        return mark(answer.event_creation_message_key.as_option(), sealed("encEventResponseMessage"), None);
    }
    if let Some(reaction) = message.enc_reaction_message.as_option() {
        return mark(reaction.target_message_key.as_option(), sealed("encReactionMessage"), None);
    }
    if let Some(edit) = message.secret_encrypted_message.as_option() {
        return mark(edit.target_message_key.as_option(), sealed("secretEncryptedMessage"), None);
    }
    if let Some(option) = message.poll_add_option_message.as_option() {
        return mark(option.poll_creation_message_key.as_option(), sealed("pollAddOptionMessage"), None);
    }
    if let Some(edit) = message.scheduled_call_edit_message.as_option() {
        let name = if edit.edit_type == Some(EditType::CANCEL) { "scheduledCallCancel" } else { "scheduledCallEdit" };
        return mark(edit.key.as_option(), sealed(name), None);
    }
    belonging(opened)
}

/// A picture that belongs to another message and does not stand in the chat beside it: the same in better quality, a
/// moving one, an occasion's cover, a poll's illustration.
fn belonging(opened: &Opened<'_>) -> Option<WireMark> {
    let association = opened.around?.message_association.as_option()?;
    let name = match association.association_type? {
        AssociationType::HD_IMAGE_DUAL_UPLOAD => "hdImage",
        AssociationType::HD_VIDEO_DUAL_UPLOAD | AssociationType::HEVC_VIDEO_DUAL_UPLOAD => "hdVideo",
        AssociationType::MOTION_PHOTO => "motionPhoto",
        AssociationType::EVENT_COVER_IMAGE => "eventCoverImage",
        AssociationType::MEDIA_POLL => "pollMedia",
        _ => return None,
    };
    mark(association.parent_message_key.as_option(), sealed(name), None)
}

/// A deletion for everyone, or other words. `None`: it names no message, or no words.
pub(super) fn of_protocol(protocol: &ProtocolMessage, kind: Type) -> Option<WireMark> {
    if kind == Type::REVOKE {
        return mark(protocol.key.as_option(), MarkKind::Revoke, protocol.timestamp_ms);
    }
    let after = project(protocol.edited_message.as_option()?)?;
    let kind = MarkKind::Edit { content: Box::new(after.content), context: Box::new(after.context) };
    mark(protocol.key.as_option(), kind, protocol.timestamp_ms)
}

fn sealed(name: &str) -> MarkKind {
    MarkKind::Sealed { name: name.to_owned() }
}

fn mark(key: Option<&MessageKey>, kind: MarkKind, at_ms: Option<i64>) -> Option<WireMark> {
    let key = key?;
    bounds::id(key.id.as_ref())?;
    Some(WireMark { key: key.clone(), kind, at_ms: at_ms.filter(|ms| *ms > 0) })
}
