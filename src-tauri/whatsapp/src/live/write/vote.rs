//! A vote in a poll, sealed with the poll's secret.

use portaria_domain::{Content, MarkKind, MessageKey};
use wacore::poll::{compute_option_hash, encrypt_poll_vote_with_secret};
use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::{PollEncValue, PollUpdateMessage};

use super::super::raw::Stored;
use super::super::read;
use super::key::{forms, key};
use crate::{Around, ComposeError, Projected};

pub(super) fn message(
    target: &MessageKey,
    stored: &Stored,
    chosen: &[String],
    around: Around<'_>,
) -> Result<(Message, MarkKind), ComposeError> {
    let Some(Projected { content: Content::Poll(poll), .. }) = read::project(&stored.message) else {
        return Err(ComposeError::UnfitTarget);
    };
    if !chosen.iter().all(|name| poll.options.iter().any(|option| &option.name == name)) {
        return Err(ComposeError::UnknownOption);
    }
    // In the order of the poll, each once.
    let hashes: Vec<Vec<u8>> = poll
        .options
        .iter()
        .filter(|option| chosen.contains(&option.name))
        .map(|option| compute_option_hash(&option.name).to_vec())
        .collect();
    if poll.choices > 0 && hashes.len() > poll.choices as usize {
        return Err(ComposeError::TooManyOptions);
    }
    let secret = stored.secret.as_deref().ok_or(ComposeError::NoTarget)?;
    let writer = if target.from_me { around.own } else { &target.sender };
    let (writer, voter) = forms(writer, around.own, around.to).ok_or(ComposeError::NoTarget)?;
    let sealed =
        encrypt_poll_vote_with_secret(&hashes, secret, target.id.as_str(), &writer.to_string(), &voter.to_string());
    let (payload, iv) = sealed.map_err(|_| ComposeError::NoTarget)?;
    let update = PollUpdateMessage {
        poll_creation_message_key: MessageField::some(key(target, around.to)),
        vote: MessageField::some(PollEncValue { enc_payload: Some(payload), enc_iv: Some(iv.to_vec()) }),
        sender_timestamp_ms: Some(around.now.0),
        ..PollUpdateMessage::default()
    };
    let says = MarkKind::Vote { options: hashes.iter().map(hex::encode).collect() };
    Ok((Message { poll_update_message: MessageField::some(update), ..Message::default() }, says))
}
