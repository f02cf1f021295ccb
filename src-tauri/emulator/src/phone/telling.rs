//! What a phone tells its own companions and nobody else.

use rand::RngExt as _;
use waproto::buffa::MessageField;
use waproto::whatsapp::Message;
use waproto::whatsapp::message::protocol_message::Type;
use waproto::whatsapp::message::{AppStateSyncKeyFingerprint, AppStateSyncKeyShare, ProtocolMessage};

use super::sealing::seal;
use crate::messages::{Envelope, deliver};
use crate::network::{Account, ChatId, DeviceAddress, Number};
use crate::world::World;

/// Tells a companion every app-state key of the account.
pub(crate) fn share_keys(world: &mut World, companion: &DeviceAddress) {
    let Some(account) = world.accounts.get(&companion.number) else { return };
    let share = account.handset.keyring.everything(&fingerprint(account), world.now_ms());
    hand_over(world, companion, share);
}

pub(super) fn hand_over(world: &mut World, companion: &DeviceAddress, share: AppStateSyncKeyShare) {
    let message = ProtocolMessage {
        r#type: Some(Type::APP_STATE_SYNC_KEY_SHARE),
        app_state_sync_key_share: MessageField::some(share),
        ..Default::default()
    };
    tell(world, companion, message, None);
}

/// The devices that the account has while a key is told.
pub(super) fn fingerprint(account: &Account) -> AppStateSyncKeyFingerprint {
    AppStateSyncKeyFingerprint {
        raw_id: Some(account.handset.raw_id),
        current_index: Some(account.next_key_index - 1),
        device_indexes: std::iter::once(0).chain(account.linked().map(|(_, companion)| companion.key_index)).collect(),
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
