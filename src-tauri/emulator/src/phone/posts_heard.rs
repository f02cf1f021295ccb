//! The phone reads what others wrote to many at once.

use wacore_binary::Node;

use super::inbox::{plaintext, settle};
use crate::messages::Envelope;
use crate::network::Number;
use crate::network::stanza::{attr, bytes};
use crate::world::World;

/// A post arrives at the phone: its writer's key first, if it comes along.
pub(crate) fn take(world: &mut World, number: &Number, envelope: &Envelope<'_>, key: Option<&Node>) {
    if super::airplane::misses_post(world, number, envelope, key) {
        return;
    }
    if let Some(key) = key {
        learn(world, number, envelope, key);
    }
    let Some(account) = world.accounts.get_mut(number) else { return };
    let signal = &mut account.handset.signal;
    let (kind, sealed) = (attr(&envelope.enc, "type"), bytes(&envelope.enc));
    let opened = if kind == "skmsg" {
        signal.open_post(envelope.chat, envelope.from, &sealed)
    } else {
        signal.open(envelope.from, &kind, &sealed, &mut world.rng)
    };
    settle(world, number, envelope, opened);
}

/// Keeps the key for what its writer says from now on. One that cannot be read shows when the post cannot be.
fn learn(world: &mut World, number: &Number, envelope: &Envelope<'_>, key: &Node) {
    let Some(account) = world.accounts.get_mut(number) else { return };
    let signal = &mut account.handset.signal;
    let opened = signal.open(envelope.from, &attr(key, "type"), &bytes(key), &mut world.rng);
    let carried = opened.ok().and_then(|plain| plaintext(&plain));
    let told = carried.and_then(|message| message.sender_key_distribution_message.into_option());
    let bytes = told.and_then(|told| told.axolotl_sender_key_distribution_message);
    if bytes.is_none_or(|bytes| signal.learn_key(envelope.chat, envelope.from, &bytes).is_err()) {
        tracing::debug!(message.id = envelope.id, "A phone could not take a writer's key");
    }
}
