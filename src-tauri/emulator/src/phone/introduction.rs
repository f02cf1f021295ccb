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
    for notification in history::chunks(world, &companion.number) {
        let message = ProtocolMessage {
            r#type: Some(Type::HISTORY_SYNC_NOTIFICATION),
            history_sync_notification: MessageField::some(notification),
            ..Default::default()
        };
        tell(world, companion, message);
    }
}

fn share_keys(world: &mut World, companion: &DeviceAddress) {
    let Some(account) = world.accounts.get(&companion.number) else { return };
    let message = ProtocolMessage {
        r#type: Some(Type::APP_STATE_SYNC_KEY_SHARE),
        app_state_sync_key_share: MessageField::some(account.handset.sync_key.share(account, world.now_ms())),
        ..Default::default()
    };
    tell(world, companion, message);
}

/// A companion asks its own phone for something that is not for people.
pub(super) fn hear_peer(world: &mut World, companion: &DeviceAddress, message: &Message) {
    if message.protocol_message.as_option().is_some_and(|asked| asked.r#type == Some(Type::APP_STATE_SYNC_KEY_REQUEST))
    {
        share_keys(world, companion);
    }
}

fn tell(world: &mut World, companion: &DeviceAddress, content: ProtocolMessage) {
    let phone = DeviceAddress::phone(&companion.number);
    let number: &Number = &phone.number;
    let message = Message { protocol_message: MessageField::some(content), ..Default::default() };
    let Some(enc) = seal(world, number, companion, &message) else { return };
    let id = format!("3A{}", hex::encode_upper(world.rng.random::<[u8; 9]>()));
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
}
