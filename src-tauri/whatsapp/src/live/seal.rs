//! Marks that only the secret of their message opens.
//!
//! Who wrote the message and who made the mark are part of the key, by their addresses; which form each side took
//! is not told, so every pair is tried, those of one form first.

use portaria_domain::{Address, Attendance, Jid, Mark, MarkKind, Raw, Server};
use wacore::event::decrypt_event_response_with_secret;
use wacore::message_edit::{MessageEditContext, decrypt_secret_encrypted};
use wacore::poll::{PollVoteAddressing, PollVoteCiphertext, decrypt_poll_vote_with_fallback};
use wacore::reaction::decrypt_reaction_with_secret;
use wacore::secret_enc_addon::ModificationType;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::event_response_message::EventResponseType;
use waproto::whatsapp::message::secret_encrypted_message::SecretEncType;

use super::incoming::made_at;
use super::raw::Stored;
use super::read;
use crate::{OpenedMark, Projected};

/// Opens a mark with the secret of the message that it is about.
pub(super) fn open(mark: &Mark, message: &Raw, author: &Address, own: &Address) -> Option<OpenedMark> {
    let secret = Stored::of(message)?.secret?;
    let sealed = Stored::of(mark.raw.as_ref()?)?;
    let id = mark.target.id.as_str();
    let author = if mark.target.from_me { joined(author, own) } else { author.clone() };
    let by = if mark.from_me { joined(&mark.by, own) } else { mark.by.clone() };
    let open = |(author, by): &(String, String)| opened(sealed.base(), &secret, id, author, by);
    let (kind, told_ms) = pairs(&author, &by).iter().find_map(open)?;
    Some(OpenedMark { kind, at: made_at(told_ms, mark.at) })
}

/// An own address with the form that one of both lacks.
fn joined(one: &Address, other: &Address) -> Address {
    Address { pn: one.pn.clone().or_else(|| other.pn.clone()), lid: one.lid.clone().or_else(|| other.lid.clone()) }
}

/// Every pair of forms, those of one form first.
fn pairs(author: &Address, by: &Address) -> Vec<(String, String)> {
    let forms = |address: &Address| -> Vec<Jid> { address.lid.iter().chain(&address.pn).cloned().collect() };
    let mut pairs: Vec<(Jid, Jid)> = forms(author)
        .into_iter()
        .flat_map(|author| forms(by).into_iter().map(move |by| (author.clone(), by)))
        .collect();
    let is_lid = |jid: &Jid| jid.server() == Server::Lid;
    pairs.sort_by_key(|(author, by)| is_lid(author) != is_lid(by));
    pairs.into_iter().map(|(author, by)| (author.to_string(), by.to_string())).collect()
}

/// What it says, and when it was made where that is told inside alone.
fn opened(sealed: &Message, secret: &[u8], id: &str, author: &str, by: &str) -> Option<(MarkKind, Option<i64>)> {
    if let Some(update) = sealed.poll_update_message.as_option() {
        let vote = update.vote.as_option()?;
        let cipher = PollVoteCiphertext { enc_payload: vote.enc_payload.as_deref()?, enc_iv: vote.enc_iv.as_deref()? };
        let names = PollVoteAddressing { poll_creator_jid: author, voter_jid: by };
        let options = decrypt_poll_vote_with_fallback(cipher, secret, id, names, None).ok()?;
        return Some((MarkKind::Vote { options: options.iter().map(hex::encode).collect() }, None));
    }
    if let Some(answer) = sealed.enc_event_response_message.as_option() {
        let (payload, iv) = (answer.enc_payload.as_deref()?, answer.enc_iv.as_deref()?);
        let answer = decrypt_event_response_with_secret(payload, iv, secret, id, author, by).ok()?;
        let attendance = match answer.response? {
            EventResponseType::GOING => Attendance::Going,
            EventResponseType::NOT_GOING => Attendance::NotGoing,
            EventResponseType::MAYBE => Attendance::Maybe,
            EventResponseType::UNKNOWN => return None,
        };
        let guests = answer.extra_guest_count.and_then(|guests| u32::try_from(guests).ok()).unwrap_or_default();
        return Some((MarkKind::Answer { attendance, guests }, answer.timestamp_ms));
    }
    if let Some(reaction) = sealed.enc_reaction_message.as_option() {
        let (payload, iv) = (reaction.enc_payload.as_deref()?, reaction.enc_iv.as_deref()?);
        let reaction = decrypt_reaction_with_secret(payload, iv, secret, id, author, by).ok()?;
        let emoji = reaction.text.unwrap_or_default();
        return Some((MarkKind::Reaction { emoji }, reaction.sender_timestamp_ms));
    }
    let edit = sealed.secret_encrypted_message.as_option()?;
    let kind = match edit.secret_enc_type? {
        SecretEncType::MESSAGE_EDIT => ModificationType::MessageEdit,
        SecretEncType::EVENT_EDIT => ModificationType::EventEdit,
        SecretEncType::POLL_EDIT => ModificationType::PollEdit,
        _ => return None,
    };
    let names = MessageEditContext { original_msg_id: id, original_sender_jid: author, editor_jid: by };
    let (payload, iv) = (edit.enc_payload.as_deref()?, edit.enc_iv.as_deref()?);
    let inner = decrypt_secret_encrypted(payload, iv, secret, kind, &names).ok()?;
    let inner = read::unwrapped(&inner);
    let protocol = inner.protocol_message.as_option();
    let after = protocol.and_then(|protocol| protocol.edited_message.as_option());
    let Projected { content, context } = read::project(after.unwrap_or(inner))?;
    let kind = MarkKind::Edit { content: content.into(), context: context.into() };
    Some((kind, protocol.and_then(|protocol| protocol.timestamp_ms)))
}

#[cfg(test)]
#[path = "seal_tests.rs"]
mod tests;
