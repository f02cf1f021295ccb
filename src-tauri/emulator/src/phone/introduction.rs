//! What a phone tells a new companion once: the keys of its app state, and its history.

use rand::RngExt as _;
use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::protocol_message::Type;
use waproto::whatsapp::message::{AppStateSyncKeyShare, ProtocolMessage};

use super::outbox::seal;
use crate::messages::{Envelope, deliver};
use crate::network::{ChatId, DeviceAddress, Number, World};
use crate::{app_state, history};

/// Sends keys and history to a companion of the phone.
pub(crate) fn introduce(world: &mut World, companion: &DeviceAddress) {
    app_state::open(world, &companion.number);
    share_keys(world, companion);
    history::begin(world, companion);
}

/// Tells a companion every app-state key of the account.
pub(crate) fn share_keys(world: &mut World, companion: &DeviceAddress) {
    let Some(account) = world.accounts.get(&companion.number) else { return };
    let share = account.handset.keyring.everything(account, world.now_ms());
    hand_over(world, companion, share);
}

fn hand_over(world: &mut World, companion: &DeviceAddress, share: AppStateSyncKeyShare) {
    let message = ProtocolMessage {
        r#type: Some(Type::APP_STATE_SYNC_KEY_SHARE),
        app_state_sync_key_share: MessageField::some(share),
        ..Default::default()
    };
    tell(world, companion, message, None);
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
        let share = account.handset.keyring.asked_for(&ids, account, world.now_ms());
        hand_over(world, companion, share);
    }
}

/// Tells a companion something that is not for people, and returns the message's id, a fresh one if none is given;
/// `None` if the device has no keys.
pub(crate) fn tell(
    world: &mut World,
    companion: &DeviceAddress,
    content: ProtocolMessage,
    id: Option<String>,
) -> Option<String> {
    let phone = DeviceAddress::phone(&companion.number);
    let number: &Number = &phone.number;
    let message = Message { protocol_message: MessageField::some(content), ..Default::default() };
    let enc = seal(world, number, companion, &message)?;
    let id = id.unwrap_or_else(|| format!("3A{}", hex::encode_upper(world.rng.random::<[u8; 9]>())));
    let at_ms = world.now_ms();
    let envelope = Envelope {
        from: &phone,
        chat: &ChatId::person(number),
        id: &id,
        kind: "text".to_owned(),
        edit: String::new(),
        at_ms,
        as_lid: false,
        peer: true,
        enc,
        shared: &[],
    };
    deliver(world, companion, &envelope);
    Some(id)
}
