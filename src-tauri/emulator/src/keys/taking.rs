//! A bundle is taken from the server.

use super::bundle::Bundle;
use crate::network::DeviceAddress;
use crate::world::World;

/// Takes a bundle of a device; its one-time key is gone from the store.
pub(crate) fn take_bundle(world: &mut World, address: &DeviceAddress) -> Option<Bundle> {
    let account = world.accounts.get_mut(&address.number)?;
    if address.is_phone() {
        return Some(account.handset.signal.take_bundle());
    }
    let companion = account.companions.get_mut(&address.device).filter(|companion| companion.confirmed)?;
    let bundle = Bundle {
        registration: companion.keys.registration,
        identity: companion.keys.identity,
        signed: companion.keys.signed.clone(),
        one_time: companion.keys.one_time.take(),
        device_identity: Some(companion.identity.clone()),
    };
    if bundle.one_time.is_some() {
        crate::devices::notice_taken_key(world, address);
    }
    Some(bundle)
}
