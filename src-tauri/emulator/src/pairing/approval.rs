//! The last steps of both ways to pair: pair-success, the companion's signature, and its restart.

use std::collections::VecDeque;

use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Node, SERVER_JID};

use super::identity;
use crate::devices;
use crate::error::{EmulatorError, Result};
use crate::history::Syncing;
use crate::network::stanza::{attr, child_bytes, free_text, refusal, result, seconds};
use crate::network::{Companion, Connection, ConnectionId, DeviceAddress, Due, Stage};
use crate::phone::pairing_props;
use crate::world::World;

/// How long a phone waits for a device that it approved (a model: phones say "couldn't link" after some 20 seconds).
const PATIENCE_MS: u64 = 20_000;

/// WhatsApp's limit of companions beside the phone.
const MOST_COMPANIONS: usize = 4;

/// The phone takes the candidate as its device and tells it so; the candidate has still to sign.
pub(crate) fn approve(
    world: &mut World,
    number: &str,
    connection: ConnectionId,
    adv_secret: &[u8; 32],
) -> Result<DeviceAddress> {
    let now_ms = world.now_ms();
    let id = world.stanza_id();
    let account = world.accounts.get_mut(number).ok_or_else(|| EmulatorError::NoSuchNumber(number.to_owned()))?;
    if account.linked().count() >= MOST_COMPANIONS {
        return Err(EmulatorError::TooManyDevices(MOST_COMPANIONS));
    }
    let open = world.connections.get_mut(&connection).ok_or(EmulatorError::QrExpired)?;
    let address = DeviceAddress::new(&account.number, account.next_device);
    let Stage::Candidate(candidate) = std::mem::replace(&mut open.stage, Stage::Confirming(address.clone())) else {
        open.stage = Stage::Deaf;
        return Err(EmulatorError::QrExpired);
    };
    for reference in &candidate.refs {
        world.refs.remove(reference);
    }
    let key_index = account.next_key_index;
    account.next_device += 1;
    account.next_key_index += 1;
    let (signed, sealed) =
        identity::sign(account, key_index, &candidate.keys.identity, adv_secret, now_ms, &mut world.rng);
    let business = account.profile.business.as_ref();
    let business = business.map(|business| NodeBuilder::new("biz").attr("name", free_text(&business.name)).build());
    let told = [
        NodeBuilder::new("device-identity").bytes(sealed).build(),
        NodeBuilder::new("device")
            .attr("jid", account.pn(address.device))
            .attr("lid", account.lid(address.device))
            .build(),
        NodeBuilder::new("platform").attr("name", if business.is_some() { "smba" } else { "android" }).build(),
    ];
    let props = pairing_props(world.addressing);
    let success = NodeBuilder::new("pair-success").children(told.into_iter().chain(business).chain([props]));
    let request =
        NodeBuilder::new("iq").attr("from", SERVER_JID).attr("type", "set").attr("xmlns", "md").attr("id", id);
    open.send(request.attr("t", seconds(now_ms)).children([success.build()]).build());
    let companion = Companion {
        key_index,
        noise_key: candidate.noise_key,
        keys: candidate.keys,
        identity: signed,
        confirmed: false,
        platform: candidate.platform,
        linked_at_ms: now_ms,
        last_seen_ms: None,
        connection: None,
        awake: false,
        introduced: false,
        history: Syncing::new(candidate.full_history, candidate.recent_days),
        queue: VecDeque::new(),
        upkeep: devices::Upkeep::of(candidate.about),
    };
    account.companions.insert(address.device, Box::new(companion));
    world.remind(now_ms + PATIENCE_MS, Due::Unsigned(address.clone()));
    Ok(address)
}

/// Hears the companion's signature, and sends it away to log in as what it now is.
pub(crate) fn confirm(world: &mut World, connection: ConnectionId, address: &DeviceAddress, node: &Node) {
    let Some(answer) = node.get_optional_child("pair-device-sign") else {
        if node.tag == "iq" && attr(node, "type") == "error" {
            abandon(world, connection, address);
        }
        return;
    };
    let signed = child_bytes(answer, "device-identity");
    let Some(companion) = world.companion_mut(address) else { return };
    if !identity::is_countersigned(&signed, &companion.identity, &companion.keys.identity) {
        world.answer_connection(connection, refusal(node, 401, "device signature does not verify"));
        return abandon(world, connection, address);
    }
    companion.identity = signed;
    companion.confirmed = true;
    devices::announce_added(world, address);
    let Some(open) = world.connections.get_mut(&connection) else { return };
    open.stage = Stage::Deaf;
    open.send(result(node, []));
    open.send(NodeBuilder::new("stream:error").attr("code", "515").build());
    open.wire.close();
}

/// Forgets a companion that has not answered by now.
pub(crate) fn give_up(world: &mut World, address: &DeviceAddress) {
    if world.companion(address).is_none_or(|companion| companion.confirmed) {
        return;
    }
    let confirming = |open: &Connection| matches!(&open.stage, Stage::Confirming(whom) if whom == address);
    let left = world.connections.iter().find(|(_, open)| confirming(open)).map(|(connection, _)| *connection);
    match left {
        Some(connection) => abandon(world, connection, address),
        None => forget(world, address),
    }
}

/// Forgets a companion whose signature does not verify, or that refuses.
fn abandon(world: &mut World, connection: ConnectionId, address: &DeviceAddress) {
    forget(world, address);
    if let Some(open) = world.connections.get_mut(&connection) {
        open.stage = Stage::Deaf;
        open.wire.close();
    }
}

fn forget(world: &mut World, address: &DeviceAddress) {
    if let Some(account) = world.accounts.get_mut(&address.number) {
        account.companions.remove(&address.device);
    }
}
