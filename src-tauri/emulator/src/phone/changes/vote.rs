//! A vote in a poll, readable only for those who have the poll.

use wacore::poll::{PollVoteCiphertext, compute_option_hash, decrypt_poll_vote_with_secret};
use waproto::whatsapp::message::PollUpdateMessage;

use super::secret::opened;
use super::target::target;
use crate::network::Number;
use crate::phone::Kind;
use crate::phone::heard::Heard;
use crate::world::World;

/// The newest vote of each voter counts.
pub(super) fn apply(world: &mut World, owner: &Number, heard: &Heard<'_>, update: &PollUpdateMessage) {
    let key = &update.poll_creation_message_key;
    let chosen = opened(world, owner, heard, key, |secret, id, creator, voter| {
        let sealed = PollVoteCiphertext {
            enc_payload: update.vote.enc_payload.as_deref().unwrap_or_default(),
            enc_iv: update.vote.enc_iv.as_deref().unwrap_or_default(),
        };
        decrypt_poll_vote_with_secret(sealed, secret, id, creator, voter).ok()
    });
    let (Some(chosen), Some(line)) = (chosen, target(world, owner, heard, key)) else { return };
    let Kind::Poll { options, .. } = &mut line.content.kind else { return };
    for option in options {
        option.voters.retain(|voter| *voter != **heard.sender);
        if chosen.iter().any(|hash| *hash == compute_option_hash(&option.name)) {
            option.voters.push(heard.sender.to_string());
        }
    }
    line.content.replies.insert(heard.sender.to_string(), heard.as_reply());
}
