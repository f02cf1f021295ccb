//! What the phone keeps beside a message: reactions, votes, answers, stars, receipts.

use portaria_domain::{Address, Attendance, Mark, MarkKind, MessageId, MessageReceipt, UnixMs};
use waproto::whatsapp::message::event_response_message::EventResponseType;
use waproto::whatsapp::pin_in_chat::Type as PinType;
use waproto::whatsapp::{KeepType, MessageKey as WireKey, WebMessageInfo};

use super::decoder::{Decoder, Place, unix_ms};
use crate::live::incoming::made_at;
use crate::live::read::{self, Reading};

/// How many marks and receipts of one kind one message may have: a group holds so many people.
const MOST: usize = 2_048;
/// How long a pin lasts that does not say it: a week.
const USUAL_PIN_S: u32 = 7 * 24 * 60 * 60;
/// An emoji with everything that may be joined to it.
const EMOJI: usize = 32;

/// Adds what was said about an entry.
pub(super) fn read(place: &Place<'_>, web: &WebMessageInfo, marks: &mut Vec<Mark>) {
    let own = || (true, place.decoder.own.clone());
    if web.starred == Some(true) {
        marks.push(place.mark(None, own(), place.written(), MarkKind::Star { is_on: true }));
    }
    if let Some(keep) = web.keep_in_chat.as_option().filter(|keep| keep.keep_type == Some(KeepType::KEEP_FOR_ALL)) {
        let at = place.made(keep.client_timestamp_ms.or(keep.server_timestamp_ms));
        marks.push(place.mark(None, own(), at, MarkKind::Keep { is_on: true }));
    }
    marks.extend(web.reactions.iter().take(MOST).filter_map(|reaction| {
        let emoji = reaction.text.as_deref().unwrap_or_default().chars().take(EMOJI).collect();
        let (id, by) = place.maker(reaction.key.as_option()?)?;
        Some(place.mark(id, by, place.made(reaction.sender_timestamp_ms), MarkKind::Reaction { emoji }))
    }));
    marks.extend(web.poll_updates.iter().take(MOST).filter_map(|update| {
        let (id, by) = place.maker(update.poll_update_message_key.as_option()?)?;
        let options = update.vote.as_option()?.selected_options.iter().take(MOST).map(hex::encode).collect();
        let at = place.made(update.sender_timestamp_ms.or(update.server_timestamp_ms));
        Some(place.mark(id, by, at, MarkKind::Vote { options }))
    }));
    marks.extend(web.event_responses.iter().take(MOST).filter_map(|response| {
        let (id, by) = place.maker(response.event_response_message_key.as_option()?)?;
        let answer = response.event_response_message.as_option()?;
        let attendance = match answer.response? {
            EventResponseType::GOING => Attendance::Going,
            EventResponseType::NOT_GOING => Attendance::NotGoing,
            EventResponseType::MAYBE => Attendance::Maybe,
            EventResponseType::UNKNOWN => return None,
        };
        let guests = answer.extra_guest_count.and_then(|count| u32::try_from(count).ok()).unwrap_or_default();
        let at = place.made(answer.timestamp_ms.or(response.timestamp_ms));
        Some(place.mark(id, by, at, MarkKind::Answer { attendance, guests }))
    }));
    if let Some(pin) = web.pin_in_chat.as_option().filter(|pin| pin.r#type == Some(PinType::PIN_FOR_ALL)) {
        let told_s = pin.message_add_on_context_info.as_option().and_then(|info| info.message_add_on_duration_in_secs);
        let at = place.made(pin.sender_timestamp_ms.or(pin.server_timestamp_ms));
        // Its key is the message's; who pinned it is not told.
        let by = (place.key.from_me, place.key.sender.clone());
        marks.push(place.mark(None, by, at, MarkKind::Pin { for_s: told_s.unwrap_or(USUAL_PIN_S) }));
    }
    marks.extend(web.message_add_ons.iter().take(MOST).filter_map(|add_on| {
        let Reading::Mark(mark) = read::read(add_on.message_add_on.as_option()?) else { return None };
        let (id, by) = place.maker(add_on.message_add_on_key.as_option()?)?;
        let at = place.made(mark.at_ms.or(add_on.sender_timestamp_ms));
        let kind = match (mark.kind, add_on.add_on_context_info.as_option()) {
            (MarkKind::Pin { for_s }, Some(info)) => {
                MarkKind::Pin { for_s: info.message_add_on_duration_in_secs.unwrap_or(for_s) }
            }
            (kind, _) => kind,
        };
        Some(place.mark(id, by, at, kind))
    }));
}

impl Place<'_> {
    fn written(&self) -> UnixMs {
        self.at.unwrap_or_default()
    }

    /// When something was said about it: any time after it was written, so that only nonsense is not believed.
    fn made(&self, told_ms: Option<i64>) -> UnixMs {
        match (told_ms, self.at) {
            (Some(told), Some(written)) if told >= written.0 => UnixMs(told),
            (told, _) => made_at(told.filter(|told| *told > 0), self.written()),
        }
    }

    /// Who made a mark, by the mark's own key: it is told from this account's point of view.
    fn maker(&self, key: &WireKey) -> Option<(Option<MessageId>, (bool, Address))> {
        let own = || (true, self.decoder.own.clone());
        let id = key.id.as_deref().and_then(|id| MessageId::parse(id).ok());
        if key.from_me == Some(true) {
            return Some((id, own()));
        }
        if !self.kind.is_of_many() {
            let named = key.participant.as_deref().and_then(|text| self.decoder.party(text));
            let is_own = named.is_some_and(|named| named.is_same_party(&self.decoder.own));
            return Some((id, if is_own { own() } else { (false, self.chat.clone()) }));
        }
        let by = self.decoder.party(key.participant.as_deref()?)?;
        Some((id, if by.is_same_party(&self.decoder.own) { own() } else { (false, by) }))
    }
}

/// How far an own message has come with each who got it.
pub(super) fn receipts(decoder: &Decoder, web: &WebMessageInfo) -> Vec<MessageReceipt> {
    let at = |seconds: Option<i64>| unix_ms(u64::try_from(seconds?).ok()?);
    let told = web.user_receipt.iter().take(MOST).filter_map(|receipt| {
        Some(MessageReceipt {
            by: decoder.party(&receipt.user_jid)?,
            delivered_at: at(receipt.receipt_timestamp),
            read_at: at(receipt.read_timestamp),
            played_at: at(receipt.played_timestamp),
        })
    });
    told.collect()
}
