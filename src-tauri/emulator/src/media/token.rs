//! Upload tokens: proof that a companion asked `media_conn` for them, and not too long ago.
//!
//! Nothing is remembered for a token: it names its device and its end, and carries a signature of both.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::network::DeviceAddress;
use crate::world::World;

/// A token for uploads of this device.
pub(super) fn issue(world: &World, device: &DeviceAddress) -> String {
    let ends_s = world.now_ms() / 1000 + world.media.limits.token_ttl_s;
    let claim = format!("{}.{}.{ends_s}", device.number, device.device);
    let signature = sign(world, &claim);
    format!("{claim}.{signature}")
}

/// Whether a device that is still linked was given this token, and it has not ended.
pub(super) fn admits(world: &World, token: &str) -> bool {
    let Some((claim, signature)) = token.rsplit_once('.') else { return false };
    let [number, device, ends_s] = claim.split('.').collect::<Vec<_>>()[..] else { return false };
    let (Ok(device), Ok(ends_s)) = (device.parse(), ends_s.parse::<u64>()) else { return false };
    let linked = world.accounts.get(number).and_then(|account| account.companions.get(&device));
    linked.is_some_and(|companion| companion.confirmed)
        && world.now_ms() / 1000 < ends_s
        && sign(world, claim) == signature
}

fn sign(world: &World, claim: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(&world.media.secret).expect("a MAC takes a key of any length");
    mac.update(&world.media.token_generation.to_be_bytes());
    mac.update(claim.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}
