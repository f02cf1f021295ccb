//! Of which messages somebody is told: the panel's own rule (`ui/src/features/messages/notifying/announcer.ts`).

use portaria_domain::{Call, CallOutcome, Chat, ChatKind, Content, Message, UnixMs};

/// Whether anybody is told of a message: not of what is muted, nor of a group that was put away, nor of what nobody said.
/// Somebody alone who was put away is told of: a customer whom the tenant was done with writes again.
pub(super) fn is_told(message: &Message, chat: &Chat, now: UnixMs) -> bool {
    let is_muted = chat.muted_until.is_some_and(|until| until > now);
    if message.from_me || chat.is_blocked || is_muted {
        return false;
    }
    let is_heard = match chat.kind {
        ChatKind::Status | ChatKind::Newsletter => false,
        ChatKind::Group | ChatKind::Community => !chat.is_archived,
        ChatKind::Direct => true,
    };
    is_heard
        && match &message.content {
            Content::Call(Call { outcome, .. }) => *outcome == CallOutcome::Missed,
            Content::System(_) | Content::Deleted | Content::Album(_) => false,
            _ => true,
        }
}

/// Whether nothing of a chat waits to be read.
pub(super) const fn is_read(chat: &Chat) -> bool {
    chat.unread == 0 && !chat.is_marked_unread
}
