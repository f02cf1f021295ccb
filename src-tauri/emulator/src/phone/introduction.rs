//! What a phone tells a new companion once: the keys of its app state, and its history.

use rand::RngExt as _;
use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::ProtocolMessage;
use waproto::whatsapp::message::protocol_message::Type;

use super::outbox::seal;
use crate::messages::{Envelope, deliver};
use crate::network::{ChatId, DeviceAddress, Number, World};
use crate::{app_state, history};

/// Sends keys and history to a companion of the phone.
pub(crate) fn introduce(world: &mut World, companion: &DeviceAddress) {
    app_state::prepare(world, &companion.number);
    share_keys(world, companion);
    history::begin(world, companion);
}

pub(super) fn share_keys(world: &mut World, companion: &DeviceAddress) {
    let Some(account) = world.accounts.get(&companion.number) else { return };
    let message = ProtocolMessage {
        r#type: Some(Type::APP_STATE_SYNC_KEY_SHARE),
        app_state_sync_key_share: MessageField::some(account.handset.sync_key.share(account, world.now_ms())),
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
    if message.protocol_message.as_option().is_some_and(|asked| asked.r#type == Some(Type::APP_STATE_SYNC_KEY_REQUEST))
    {
        share_keys(world, companion);
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
