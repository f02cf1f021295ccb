//! A phone is reinstalled: new keys, no companions, and everybody who knew it learns that its identity changed.

use wacore_binary::builder::NodeBuilder;

use crate::app_state::Collections;
use crate::error::Result;
use crate::login;
use crate::network::stanza::seconds;
use crate::network::{ChatId, DeviceAddress, Number};
use crate::phone::Handset;
use crate::world::World;

/// Starts the phone of `number` anew from a backup of its chats and contacts.
pub(crate) fn reinstall(world: &mut World, number: &str) -> Result<()> {
    let number = Number::clone(&world.account(number)?.number);
    let old: Vec<DeviceAddress> = world.account(&number)?.devices();
    for device in old.iter().filter(|device| !device.is_phone()) {
        login::unlink(world, device)?;
    }
    let fresh = Handset::new(&mut world.rng);
    let account = world.account_mut(&number)?;
    let before = std::mem::replace(&mut account.handset, fresh);
    account.handset.chats = before.chats;
    account.handset.address_book = before.address_book;
    account.collections = Collections::default();
    for other in world.accounts.values_mut() {
        for device in &old {
            other.handset.signal.forget(device);
        }
    }
    announce(world, &number);
    Ok(())
}

/// Whoever asked for this account's devices, or has a chat with it, is told.
fn announce(world: &mut World, number: &Number) {
    let Some(account) = world.accounts.get(number) else { return };
    let knew =
        |other: &Number| account.watchers.contains(other) || account.handset.chats.contains_key(&ChatId::person(other));
    let listeners: Vec<Number> =
        world.accounts.keys().filter(|other| *other != number && knew(other)).cloned().collect();
    let notification = NodeBuilder::new("notification")
        .attr("type", "encrypt")
        .attr("from", account.pn(0))
        .attr("lid", account.lid(0))
        .attr("t", seconds(world.now_ms()))
        .children([NodeBuilder::new("identity").build()])
        .build();
    for listener in listeners {
        let id = world.stanza_id();
        let mut copy = notification.clone();
        copy.attrs.insert("id", id.as_str());
        world.deliver_to_companions(&listener, "notification", &id, &copy);
    }
}
