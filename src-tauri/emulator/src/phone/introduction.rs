//! What a phone tells a new companion once: the keys of its app state, and its history.

use waproto::whatsapp::Message;
use waproto::whatsapp::message::protocol_message::Type;

use super::telling::{fingerprint, hand_over, share_keys};
use crate::network::DeviceAddress;
use crate::world::World;
use crate::{app_state, history};

/// Sends keys and history to a companion of the phone.
pub(crate) fn introduce(world: &mut World, companion: &DeviceAddress) {
    app_state::open(world, &companion.number);
    share_keys(world, companion);
    history::begin(world, companion);
}

/// A companion asks its own phone for something that is not for people.
pub(super) fn hear_peer(world: &mut World, companion: &DeviceAddress, id: &str, message: &Message) {
    let asked = message.protocol_message.as_option();
    if let Some(asked) = asked.and_then(|asked| asked.peer_data_operation_request_message.as_option()) {
        return history::hear_demand(world, companion, id, asked);
    }
    let asked = asked
        .filter(|asked| asked.r#type == Some(Type::APP_STATE_SYNC_KEY_REQUEST))
        .and_then(|asked| asked.app_state_sync_key_request.as_option());
    if let (Some(asked), Some(account)) = (asked, world.accounts.get(&companion.number)) {
        let ids: Vec<Vec<u8>> = asked.key_ids.iter().filter_map(|id| id.key_id.clone()).collect();
        let share = account.handset.keyring.asked_for(&ids, &fingerprint(account), world.now_ms());
        hand_over(world, companion, share);
    }
}
