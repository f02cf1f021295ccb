//! The owner votes in a poll.

use serde::Deserialize;
use wacore::poll::{compute_option_hash, encrypt_poll_vote_with_secret};
use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::{PollEncValue, PollUpdateMessage};

use super::key::key_of;
use crate::error::{EmulatorError, Result};
use crate::network::{ChatId, Number};
use crate::phone::Kind;
use crate::phone::changes::secret::secret_of;
use crate::phone::outbox::{SendOptions, send_message};
use crate::world::World;

/// By which form of address a vote names who made the poll and who votes. Its key follows from both, and devices are
/// known to take one form for the one and the other for the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VoteForms {
    /// Who made the poll is named by privacy id.
    pub creator_by_lid: bool,
    /// Who votes is named by privacy id.
    pub voter_by_lid: bool,
}

/// Chooses these answers of a poll and no others; none takes the vote back. Without `forms`, in those of the chat.
pub(crate) fn vote(
    world: &mut World,
    owner: &Number,
    chat: &ChatId,
    id: &str,
    answers: &[String],
    forms: Option<VoteForms>,
) -> Result<String> {
    let unfit = EmulatorError::Unfit("be voted on: it is not a poll with these answers");
    let at_ms = world.sender_timestamp_ms();
    let line = world.account(owner)?.handset.line(chat, id)?;
    let Kind::Poll { options, choices } = &line.content.kind else { return Err(unfit) };
    let offered = |answer: &String| options.iter().any(|option| option.name == *answer);
    let too_many = *choices > 0 && answers.len() > *choices as usize;
    if too_many || !answers.iter().all(offered) {
        return Err(unfit);
    }
    let as_lid = world.writes_by_lid(chat);
    let forms = forms.unwrap_or(VoteForms { creator_by_lid: as_lid, voter_by_lid: as_lid });
    let creator = world.account(&line.sender)?.jid(0, forms.creator_by_lid).to_string();
    let voter = world.account(owner)?.jid(0, forms.voter_by_lid).to_string();
    let hashes: Vec<Vec<u8>> = answers.iter().map(|answer| compute_option_hash(answer).to_vec()).collect();
    let message = line.message();
    let secret = secret_of(&message).ok_or(unfit)?;
    let (payload, iv) = encrypt_poll_vote_with_secret(&hashes, secret, id, &creator, &voter)
        .expect("a secret of the right length encrypts");
    let update = PollUpdateMessage {
        poll_creation_message_key: MessageField::some(key_of(world, owner, chat, id)?),
        vote: MessageField::some(PollEncValue { enc_payload: Some(payload), enc_iv: Some(iv.to_vec()) }),
        sender_timestamp_ms: Some(at_ms),
        ..Default::default()
    };
    let message = Message { poll_update_message: MessageField::some(update), ..Default::default() };
    send_message(world, owner, chat, &message, SendOptions::default())
}
