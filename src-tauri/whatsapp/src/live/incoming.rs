//! From the library's messages to ours.

use portaria_domain::{
    Address, ChatChange, ChatKind, Content, Context, Delivered, Mark, MarkKind, MessageId, MessageKey, Raw, Received,
    SystemLine, UnixMs,
};
use wacore::types::events::{DecryptFailMode, InboundMessage, UnavailableType, UndecryptableMessage};
use wacore::types::message::{EditAttribute, MessageCategory, MessageInfo};
use wacore_binary::JidExt as _;
use whatsapp_rust::Client;

use super::address::{completed, known, own_address, parsed};
use super::groups::Groups;
use super::name;
use super::read::{self, Reading, WireMark};
use super::target::{Maker, target};
use crate::{Projected, Signal};

/// How many mentions get both their forms; the others keep the one that the message has.
const LOOKED_UP: usize = 64;
/// How far a sender's clock may differ from the server's and still be believed.
const CLOCK_TOLERANCE_MS: i64 = 24 * 60 * 60 * 1_000;

/// Where, when and by whom something was written.
struct Envelope {
    chat: Address,
    kind: ChatKind,
    sender: Address,
    from_me: bool,
    id: MessageId,
    push_name: String,
    at: UnixMs,
    own: Address,
}

impl Envelope {
    fn received(self, content: Content, context: Context, raw: Option<Raw>) -> Delivered {
        Delivered::Message(Box::new(Received {
            key: MessageKey { chat: self.chat, id: self.id, from_me: self.from_me, sender: self.sender },
            chat_kind: self.kind,
            push_name: self.push_name,
            at: (self.at.0 > 0).then_some(self.at),
            content,
            context,
            raw,
        }))
    }

    fn marked(self, target: MessageKey, kind: MarkKind, at_ms: Option<i64>, raw: Raw) -> Delivered {
        let at = made_at(at_ms, self.at);
        let (id, by, from_me) = (self.id, self.sender, self.from_me);
        Delivered::Mark(Box::new(Mark { target, id, by, from_me, at, kind, raw: Some(raw) }))
    }
}

/// When a mark was made: by its sender's clock, unless that is out of its mind.
pub(super) fn made_at(told_ms: Option<i64>, stanza: UnixMs) -> UnixMs {
    match told_ms {
        Some(told) if stanza.0 <= 0 || told.abs_diff(stanza.0) <= CLOCK_TOLERANCE_MS.unsigned_abs() => UnixMs(told),
        _ => stanza,
    }
}

/// What arrived. `None`: nothing for a chat, or an address that the rooms above do not know.
pub(super) async fn incoming(client: &Client, groups: &Groups, message: &InboundMessage) -> Option<Delivered> {
    let info = &message.info;
    match read::read(&message.message) {
        Reading::Nothing => None,
        Reading::Mark(mark) => {
            let envelope = envelope(client, groups, info).await?;
            marked(client, envelope, *mark, read::raw(&message.message)).await
        }
        Reading::Content(projected) => {
            let Projected { content, mut context } = *projected;
            let envelope = envelope(client, groups, info).await?;
            if let Some(key) = &info.comment_target {
                context.quote = context.quote.or_else(|| read::commented(key));
            }
            settle(client, &mut context, &envelope.own).await;
            let raw = read::raw(&message.message);
            let Some(id) = edited(info, envelope.kind) else {
                return Some(envelope.received(content, context, Some(raw)));
            };
            let target = MessageKey {
                chat: envelope.chat.clone(),
                id,
                from_me: envelope.from_me,
                sender: envelope.sender.clone(),
            };
            let kind = MarkKind::Edit { content: Box::new(content), context: Box::new(context) };
            Some(envelope.marked(target, kind, None, raw))
        }
    }
}

/// The message that this one replaces, where only the stanza says so: a channel's posts are edited in place, and an
/// edit that the library opened with its message's secret names it no more.
fn edited(info: &MessageInfo, kind: ChatKind) -> Option<MessageId> {
    match (&info.edit, kind) {
        (EditAttribute::MessageEdit | EditAttribute::AdminEdit, ChatKind::Newsletter) => {
            MessageId::parse(info.meta_info.target_id.as_deref().unwrap_or(&info.id)).ok()
        }
        (EditAttribute::MessageEdit, _) => MessageId::parse(info.meta_info.target_id.as_deref()?).ok(),
        _ => None,
    }
}

async fn marked(client: &Client, envelope: Envelope, mark: WireMark, raw: Raw) -> Option<Delivered> {
    let WireMark { key, mut kind, at_ms } = mark;
    let participant = match key.participant.as_deref().and_then(parsed) {
        Some(jid) => Some(completed(client, Address::one(jid)).await),
        None => None,
    };
    let Envelope { chat, kind: chat_kind, sender, from_me, own, .. } = &envelope;
    let maker = Maker { chat, kind: *chat_kind, by: sender, from_me: *from_me, own };
    let target = target(&key, &maker, participant)?;
    if let MarkKind::Edit { context, .. } = &mut kind {
        settle(client, context, own).await;
    }
    Some(envelope.marked(target, kind, at_ms, raw))
}

/// Adds what only the session knows: the other form of addresses, and which of them is the account itself.
async fn settle(client: &Client, context: &mut Context, own: &Address) {
    for mention in context.mentions.iter_mut().take(LOOKED_UP) {
        *mention = completed(client, mention.clone()).await;
    }
    if let Some(quote) = &mut context.quote
        && let Some(sender) = quote.sender.take()
    {
        quote.sender = Some(completed(client, sender).await);
    }
    read::fix_quote(context, own);
}

/// The place of a message that arrived and could not be decrypted.
pub(super) async fn undecryptable(client: &Client, groups: &Groups, event: &UndecryptableMessage) -> Option<Delivered> {
    // Of an edit, a pin or a deletion nothing would stand in the chat, and a status is gone before it comes again.
    if event.info.edit != EditAttribute::Empty || event.info.source.chat.is_status_broadcast() {
        return None;
    }
    let content = match (event.decrypt_fail_mode, event.unavailable_type) {
        (DecryptFailMode::Hide, _) => return None,
        // Only the phone may open it, so no copy for this device will ever come.
        (_, UnavailableType::ViewOnce) => Content::OpenOnPhone,
        _ => Content::Undecryptable,
    };
    let is_view_once = content == Content::OpenOnPhone;
    let context = Context { is_view_once, ..Context::default() };
    Some(envelope(client, groups, &event.info).await?.received(content, context, None))
}

/// What a delivery changes about its chat.
pub(super) fn change(delivered: &Delivered) -> Option<Signal> {
    let Delivered::Message(message) = delivered else { return None };
    let Content::System(SystemLine::DisappearingTimer { after_s }) = message.content else { return None };
    let change = ChatChange::Disappearing((after_s > 0).then_some(after_s));
    Some(Signal::Chat { chat: message.key.chat.clone(), change })
}

async fn envelope(client: &Client, groups: &Groups, info: &MessageInfo) -> Option<Envelope> {
    let source = &info.source;
    if info.category == MessageCategory::Peer {
        return None;
    }
    let id = MessageId::parse(&info.id).ok()?;
    let own = own_address(client).await?;
    let sender =
        if source.is_from_me { own.clone() } else { known(client, &source.sender, source.sender_alt.as_ref()).await? };
    let chat = if source.chat.is_group() || source.chat.is_status_broadcast() || source.chat.is_newsletter() {
        known(client, &source.chat, None).await?
    } else if source.chat.is_broadcast_list() && !source.is_from_me {
        // A broadcast list is the sender's; here it is a message of theirs like any other.
        sender.clone()
    } else if source.is_from_me {
        let other = info.peer_recipient_pn.as_ref().or(source.recipient_alt.as_ref());
        known(client, &source.chat, other).await?
    } else {
        known(client, &source.chat, source.sender_alt.as_ref()).await?
    };
    Some(Envelope {
        kind: groups.kind(&chat),
        id,
        from_me: source.is_from_me,
        push_name: name::shown(&info.push_name).unwrap_or_default(),
        at: UnixMs(info.timestamp.timestamp_millis()),
        chat,
        sender,
        own,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_senders_clock_is_believed_within_a_day() {
        let stanza = UnixMs(1_700_000_000_000);
        assert_eq!(made_at(Some(1_700_000_000_123), stanza), UnixMs(1_700_000_000_123));
        for wild in [Some(1), Some(i64::MAX), Some(i64::MIN), None] {
            assert_eq!(made_at(wild, stanza), stanza);
        }
    }
}
