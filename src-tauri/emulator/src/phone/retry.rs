//! What a device could not open is sent again.

use wacore_binary::Node;

use super::outbox::send_copy;
use super::posts_sent::{self as posts, Post};
use super::telling::share_keys;
use crate::history;
use crate::keys::{read_retry, take_bundle};
use crate::network::stanza::attr;
use crate::network::{DeviceAddress, Number};
use crate::world::World;

/// A companion could not read what the phone wrote: once more. A new session is begun with the keys that it sends along,
/// or, from the second time on, with those that it keeps on the server; the one before still opens what is under way.
pub(crate) fn send_again(world: &mut World, from: &Number, device: &DeviceAddress, id: &str, receipt: &Node) {
    if super::airplane::misses_retry(world, from, device, id, receipt) {
        return;
    }
    let Some((to, message, at_ms)) = world.accounts.get(from).and_then(|account| account.handset.written(id)) else {
        // What has no line in a chat was a chunk of history or the introduction's keys.
        if device.number == *from && !history::send_again(world, device, id) {
            share_keys(world, device);
        }
        return;
    };
    let count = receipt.get_optional_child("retry").and_then(|retry| attr(retry, "count").parse().ok()).unwrap_or(1);
    let bundle = read_retry(receipt).or_else(|| if count > 1 { take_bundle(world, device) } else { None });
    if let (Some(bundle), Some(account)) = (bundle, world.accounts.get_mut(from)) {
        let _the_session_before_serves_otherwise = account.handset.signal.meet(device, &bundle, &mut world.rng);
    }
    if to.is_shared() {
        let post = Post { chat: &to, id, message: &message, at_ms };
        return posts::send_again(world, from, &post, device);
    }
    send_copy(world, from, &to, device, id, &message, at_ms);
}
