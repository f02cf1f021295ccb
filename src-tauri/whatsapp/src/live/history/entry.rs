//! One entry of a chat's past: a message, a line, or something about another message.

use portaria_domain::{
    Address, ChatKind, HistoryMessage, Mark, MarkKind, MessageId, MessageKey, MessageStatus, Raw, Received, UnixMs,
};
use waproto::buffa::MessageField;
use waproto::whatsapp::web_message_info::Status;
use waproto::whatsapp::{Message, MessageContextInfo, WebMessageInfo};

use super::decoder::{Decoder, Place, unix_ms};
use super::{beside, stub};
use crate::Projected;
use crate::live::incoming::made_at;
use crate::live::mark_id::mark_id;
use crate::live::name;
use crate::live::read::{self, Reading, WireMark};
use crate::live::target::{Maker, target};

/// What a chat's past is made of.
#[derive(Default)]
pub(super) struct Entries {
    pub(super) messages: Vec<HistoryMessage>,
    pub(super) marks: Vec<Mark>,
}

impl Entries {
    /// Reads a chat's entries, which come in its order.
    pub(super) fn read(decoder: &Decoder, chat: &Address, kind: ChatKind, webs: Vec<&WebMessageInfo>) -> Self {
        let mut entries = Self::default();
        for web in webs {
            entries.add(decoder, chat, kind, web);
        }
        entries
    }

    /// When the newest message was written that stands in the chat.
    pub(super) fn newest(&self) -> Option<UnixMs> {
        self.messages.iter().filter_map(|entry| entry.message.at).max()
    }

    fn add(&mut self, decoder: &Decoder, chat: &Address, kind: ChatKind, web: &WebMessageInfo) -> Option<()> {
        let (from_me, sender) = writer(decoder, chat, kind, web)?;
        let id = MessageId::parse(web.key.as_option()?.id.as_deref()?).ok()?;
        let at = web.message_timestamp.and_then(unix_ms);
        let key = MessageKey { chat: chat.clone(), id, from_me, sender };
        let place = Place { decoder, chat, kind, key, at };
        let (projected, raw) = match web.message.as_option().filter(|_| !stub::says_deleted(web)) {
            Some(message) => match read::read(message) {
                Reading::Content(projected) => {
                    let Projected { content, mut context } = *projected;
                    for mention in &mut context.mentions {
                        *mention = decoder.both(mention.clone());
                    }
                    if let Some(quote) = &mut context.quote {
                        quote.sender = quote.sender.take().map(|sender| decoder.both(sender));
                    }
                    read::fix_quote(&mut context, &decoder.own);
                    (Projected { content, context }, Some(raw(message, web)))
                }
                Reading::Mark(mark) => {
                    self.marks.extend(place.marked(*mark, Some(raw(message, web))));
                    return Some(());
                }
                Reading::Nothing => return Some(()),
            },
            None => (stub::read(decoder, web)?, None),
        };
        beside::read(&place, web, &mut self.marks);
        let Place { key, at, .. } = place;
        self.messages.push(HistoryMessage {
            status: if from_me { status(web.status) } else { MessageStatus::Delivered },
            receipts: if from_me { beside::receipts(decoder, web) } else { Vec::new() },
            message: Received {
                key,
                chat_kind: kind,
                push_name: web.push_name.as_deref().and_then(name::shown).unwrap_or_default(),
                at,
                content: projected.content,
                context: projected.context,
                raw,
            },
        });
        Some(())
    }
}

impl Place<'_> {
    /// A mark that is an entry of its own: whoever wrote the entry made it.
    fn marked(&self, mark: WireMark, raw: Option<Raw>) -> Option<Mark> {
        let (by, from_me) = (self.key.sender.clone(), self.key.from_me);
        let maker = Maker { chat: self.chat, kind: self.kind, by: &by, from_me, own: &self.decoder.own };
        let participant = mark.key.participant.as_deref().and_then(|text| self.decoder.party(text));
        let target = target(&mark.key, &maker, participant)?;
        let at = made_at(mark.at_ms, self.at.unwrap_or_default());
        Some(Mark { target, id: self.key.id.clone(), by, from_me, at, kind: mark.kind, raw })
    }

    /// A mark on the entry itself; not every one has an id of its own.
    pub(super) fn mark(&self, id: Option<MessageId>, by: (bool, Address), at: UnixMs, kind: MarkKind) -> Mark {
        let (from_me, by) = by;
        let id = id.unwrap_or_else(|| mark_id(&self.key.id, &by, at));
        Mark { target: self.key.clone(), id, by, from_me, at, kind, raw: None }
    }
}

/// Who wrote an entry, and whether it was the account.
fn writer(decoder: &Decoder, chat: &Address, kind: ChatKind, web: &WebMessageInfo) -> Option<(bool, Address)> {
    let key = web.key.as_option()?;
    if key.from_me == Some(true) {
        return Some((true, decoder.own.clone()));
    }
    let named = web.participant.as_deref().or(key.participant.as_deref()).and_then(|text| decoder.party(text));
    let writer = match (kind, named) {
        (ChatKind::Direct | ChatKind::Newsletter, _) => chat.clone(),
        (_, Some(named)) => named,
        // What nobody did, the group did.
        (_, None) if web.message_stub_type.is_some() => chat.clone(),
        (_, None) => return None,
    };
    if writer.is_same_party(&decoder.own) && kind != ChatKind::Direct {
        return Some((true, decoder.own.clone()));
    }
    Some((false, writer))
}

fn status(status: Option<Status>) -> MessageStatus {
    match status {
        Some(Status::PLAYED) => MessageStatus::Played,
        Some(Status::READ) => MessageStatus::Read,
        Some(Status::DELIVERY_ACK) => MessageStatus::Delivered,
        // The phone sends what is pending there by itself; here it is as good as sent.
        Some(Status::ERROR | Status::PENDING | Status::SERVER_ACK) | None => MessageStatus::Sent,
    }
}

/// The message as it will be kept, with the secret that the phone keeps beside it.
fn raw(message: &Message, web: &WebMessageInfo) -> Raw {
    let has_secret = message.message_context_info.as_option().is_some_and(|info| info.message_secret.is_some());
    match &web.message_secret {
        Some(secret) if !has_secret => {
            let mut message = message.clone();
            let info = message.message_context_info.take().unwrap_or_default();
            let info = MessageContextInfo { message_secret: Some(secret.clone()), ..info };
            message.message_context_info = MessageField::some(info);
            read::raw(&message)
        }
        _ => read::raw(message),
    }
}
