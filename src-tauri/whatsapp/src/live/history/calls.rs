//! Calls that the phone wrote down: each is a line in the chat of whoever was called, or called.

use portaria_domain::{
    Address, Call, CallOutcome, ChatKind, Content, Context, MessageId, MessageKey, Received, UnixMs,
};
use waproto::whatsapp::CallLogRecord;
use waproto::whatsapp::call_log_record::CallResult;

use super::decoder::{Decoder, LAST_SECOND, unix_ms};

/// The line of one call. `None`: it has not taken place, or nobody is named.
pub(super) fn line(decoder: &Decoder, record: &CallLogRecord) -> Option<Received> {
    let from_me = record.is_incoming == Some(false);
    let outcome = outcome(record.call_result)?;
    let party = |text: &String| decoder.party(text);
    let creator = record.call_creator_jid.as_ref().and_then(party);
    let (chat, chat_kind) = match record.group_jid.as_ref().filter(|text| !text.is_empty()).and_then(party) {
        Some(group) => (group, ChatKind::Group),
        None => (other_side(decoder, record, creator.as_ref(), from_me)?, ChatKind::Direct),
    };
    let sender = match (from_me, chat_kind) {
        (true, _) => decoder.own.clone(),
        (false, ChatKind::Group) => creator?,
        (false, _) => chat.clone(),
    };
    let seconds = record.duration.and_then(|seconds| u32::try_from(seconds).ok());
    let duration_s = seconds.filter(|seconds| *seconds > 0 && outcome == CallOutcome::Answered);
    let content = Content::Call(Call { is_video: record.is_video == Some(true), outcome, duration_s });
    Some(Received {
        key: MessageKey { chat, id: MessageId::parse(record.call_id.as_deref()?).ok()?, from_me, sender },
        chat_kind,
        push_name: String::new(),
        at: record.start_time.and_then(began),
        content,
        context: Context::default(),
        raw: None,
    })
}

/// With whom a call of two was.
fn other_side(decoder: &Decoder, record: &CallLogRecord, creator: Option<&Address>, from_me: bool) -> Option<Address> {
    let is_other = |address: &Address| !address.is_same_party(&decoder.own);
    let others = || record.participants.iter().filter_map(|one| decoder.party(one.user_jid.as_ref()?)).find(is_other);
    if from_me { others() } else { creator.cloned().filter(is_other).or_else(others) }
}

/// How a call ended. `None`: it has not begun.
fn outcome(result: Option<CallResult>) -> Option<CallOutcome> {
    Some(match result {
        Some(CallResult::UPCOMING) => return None,
        Some(CallResult::CONNECTED | CallResult::ACCEPTEDELSEWHERE | CallResult::ONGOING) => CallOutcome::Answered,
        Some(CallResult::REJECTED) => CallOutcome::Refused,
        Some(CallResult::FAILED | CallResult::INVALID) => CallOutcome::Failed,
        Some(CallResult::MISSED | CallResult::CANCELLED | CallResult::UNAVAILABLE | CallResult::ABANDONED) | None => {
            CallOutcome::Missed
        }
    })
}

/// When a call began. Phones write it in seconds or in milliseconds.
fn began(told: i64) -> Option<UnixMs> {
    let told = u64::try_from(told).ok()?;
    if told > LAST_SECOND { unix_ms(told / 1_000) } else { unix_ms(told) }
}
