//! From a finished handshake to a device that receives, and its end.

mod ending;
pub(crate) mod settings;

use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};
use wacore_binary::Node;
use wacore_binary::builder::NodeBuilder;
use waproto::buffa::Message as _;
use waproto::whatsapp::client_payload::DevicePairingRegistrationData;
use waproto::whatsapp::{ClientPayload, DeviceProps};

pub use ending::StreamErrorKind;
pub(crate) use ending::{end_quietly, end_stream, logout, remove, unlink};

use crate::devices::About;
use crate::keys::{OneTimeKeys, PublicKeys, SignedKey};
use crate::network::stanza::{big_endian, free_text, result, seconds};
use crate::network::{Candidate, Connection, ConnectionId, DeviceAddress, Stage};
use crate::standing::{self, Overload, Refusal};
use crate::transport::wire::Wire;
use crate::world::World;
use crate::{devices, messages, pairing};

/// A client came through the handshake: a stranger is shown QR references, a device is logged in or refused.
pub(crate) fn arrive(
    world: &mut World,
    noise_key: [u8; 32],
    payload: &ClientPayload,
    routing: Option<&[u8]>,
    wire: Arc<Wire>,
) -> anyhow::Result<ConnectionId> {
    let connection = world.take_connection_id();
    if let Some(registration) = payload.device_pairing_data.as_option() {
        let candidate = candidate(noise_key, registration)?;
        world.connections.insert(connection, Connection { wire, stage: Stage::Candidate(Box::new(candidate)) });
        pairing::show(world, connection);
        return Ok(connection);
    }
    world.connections.insert(connection, Connection { wire, stage: Stage::Deaf });
    let number = payload.username.map(|digits| digits.to_string()).unwrap_or_default();
    let device = payload.device.and_then(|device| u16::try_from(device).ok()).unwrap_or_default();
    match admit(world, &number, device, &noise_key) {
        Admission::Silent(address) => {
            if let Some(open) = world.connections.get_mut(&connection) {
                open.stage = Stage::HalfOpen(address);
            }
        }
        Admission::Refused(refusal) => refuse(world, connection, refusal),
        Admission::Expired(address) => {
            let _it_was_just_seen = unlink(world, &address);
            refuse(world, connection, Refusal::reason(401));
        }
        Admission::TooMany => end_stream(world, connection, StreamErrorKind::RateLimited429),
        Admission::Welcome(address) => {
            if let Some(companion) = world.companion_mut(&address) {
                companion.upkeep.login_counter = payload.lc;
            }
            welcome(world, connection, &address);
            devices::routing::route(world, &address, routing);
        }
    }
    Ok(connection)
}

/// The socket of a connection is gone.
pub(crate) fn leave(world: &mut World, connection: ConnectionId) {
    let Some(closed) = world.connections.remove(&connection) else { return };
    match closed.stage {
        Stage::Candidate(candidate) => {
            for reference in &candidate.refs {
                world.refs.remove(reference);
            }
            world.codes.retain(|_, asked| asked.connection != connection);
            world.passkey_links.remove(&connection);
        }
        Stage::Device(address) => {
            let now_ms = world.now_ms();
            if let Some(companion) = world.companion_mut(&address)
                && companion.connection == Some(connection)
            {
                companion.connection = None;
                companion.awake = false;
                companion.last_seen_ms = Some(now_ms);
                crate::presence::leave(world, &address);
            }
        }
        Stage::Confirming(_) | Stage::HalfOpen(_) | Stage::Deaf => {}
    }
}

/// `<active/>` is the device's word that it is ready: backlog, marker, and on the first login its keys and history.
pub(crate) fn passive(world: &mut World, address: &DeviceAddress, node: &Node) {
    world.send(address, result(node, []));
    if node.get_optional_child("active").is_none() {
        return;
    }
    devices::dirty::tell(world, address);
    messages::offering::drain(world, address);
    let Some(companion) = world.companion_mut(address) else { return };
    let returned = !std::mem::replace(&mut companion.awake, true);
    if !std::mem::replace(&mut companion.introduced, true) {
        crate::phone::introduce(world, address);
    } else if returned {
        crate::history::remind(world, address);
    }
}

enum Admission {
    /// Taken, and never answered.
    Silent(DeviceAddress),
    Refused(Refusal),
    TooMany,
    /// It was away for so long that it is no longer linked.
    Expired(DeviceAddress),
    Welcome(DeviceAddress),
}

fn admit(world: &mut World, number: &str, device: u16, noise_key: &[u8; 32]) -> Admission {
    let (now_ms, limit) = (world.now_ms(), world.login_limit.clone());
    let not_linked = Admission::Refused(Refusal::reason(401));
    let Some(account) = world.accounts.get_mut(number) else { return not_linked };
    if account.silent {
        return Admission::Silent(DeviceAddress::new(&account.number, device));
    }
    if let Some(reason) = account.refuse_login {
        if let Some(left) = &mut account.standing.refusals_left {
            *left = left.saturating_sub(1);
            account.refuse_login = account.refuse_login.filter(|_| *left > 0);
        }
        return Admission::Refused(Refusal::reason(reason));
    }
    if let Some(refusal) = account.standing.refusal(now_ms) {
        return Admission::Refused(refusal);
    }
    let known = account.companions.get(&device);
    if known.is_some_and(|companion| devices::is_expired(companion, now_ms)) {
        return Admission::Expired(DeviceAddress::new(&account.number, device));
    }
    if !known.is_some_and(|companion| companion.confirmed && companion.noise_key == *noise_key) {
        return not_linked;
    }
    if let Some(limit) = limit
        && !standing::takes_one_more(&mut account.standing, &limit, now_ms)
    {
        return match limit.answer {
            Overload::RateLimited429 => Admission::TooMany,
            Overload::Unavailable503 => Admission::Refused(Refusal::reason(503)),
        };
    }
    Admission::Welcome(DeviceAddress::new(&account.number, device))
}

fn refuse(world: &World, connection: ConnectionId, refusal: Refusal) {
    if let Some(open) = world.connections.get(&connection) {
        open.send(standing::failure(refusal));
        open.wire.close();
    }
}

fn welcome(world: &mut World, connection: ConnectionId, address: &DeviceAddress) {
    let now_ms = world.now_ms();
    let Some(account) = world.accounts.get_mut(&address.number) else { return };
    let lid = account.lid(address.device);
    let Some(companion) = account.companions.get_mut(&address.device) else { return };
    companion.awake = false;
    companion.last_seen_ms = Some(now_ms);
    let linked_at_ms = companion.linked_at_ms;
    // A secret that stays the same for this device; official clients seal their database with it.
    let secret = Sha256::new().chain_update(b"companion enc static").chain_update(companion.noise_key).finalize();
    let (enc_static, name) = (BASE64_STANDARD.encode(secret), account.name.clone());
    if let Some(previous) = companion.connection.replace(connection) {
        world.ledger.double_connection(address, now_ms);
        end_stream(world, previous, StreamErrorKind::Replaced);
    }
    let Some(open) = world.connections.get_mut(&connection) else { return };
    open.stage = Stage::Device(address.clone());
    let success = NodeBuilder::new("success")
        .attr("t", seconds(now_ms))
        .attr("lid", lid)
        .attr("props", 27)
        .attr("creation", seconds(linked_at_ms))
        .attr("display_name", free_text(&name))
        .attr("companion_enc_static", enc_static);
    open.send(success.attr("location", standing::LOCATION).build());
}

fn candidate(noise_key: [u8; 32], registration: &DevicePairingRegistrationData) -> anyhow::Result<Candidate> {
    let bytes = |field: &Option<Vec<u8>>| field.clone().unwrap_or_default();
    let props = DeviceProps::decode_from_slice(&bytes(&registration.device_props)).unwrap_or_default();
    Ok(Candidate {
        noise_key,
        keys: PublicKeys {
            registration: big_endian(&bytes(&registration.e_regid)),
            identity: registration.e_ident.as_deref().unwrap_or_default().try_into()?,
            signed: SignedKey {
                id: big_endian(&bytes(&registration.e_skey_id)),
                key: registration.e_skey_val.as_deref().unwrap_or_default().try_into()?,
                signature: bytes(&registration.e_skey_sig),
            },
            one_time: OneTimeKeys::default(),
        },
        platform: platform_name(&props),
        full_history: props.require_full_sync == Some(true),
        recent_days: props.history_sync_config.as_option().and_then(|config| config.recent_sync_days_limit),
        about: about(&props),
        refs: Vec::new(),
    })
}

fn about(props: &DeviceProps) -> About {
    let version = props.version.as_option().map(|version| {
        [version.primary, version.secondary, version.tertiary]
            .map(|part| part.unwrap_or_default().to_string())
            .join(".")
    });
    About {
        os: props.os.clone().unwrap_or_default(),
        platform: props.platform_type.map(|kind| format!("{kind:?}")).unwrap_or_default(),
        version: version.unwrap_or_default(),
    }
}

/// What the phone lists the companion as, e.g. `Chrome (Linux)`.
fn platform_name(props: &DeviceProps) -> String {
    let os = props.os.clone().unwrap_or_default();
    let browser = props.platform_type.map(|kind| format!("{kind:?}")).unwrap_or_default();
    let browser: String = browser.chars().take(1).chain(browser.to_lowercase().chars().skip(1)).collect();
    match (browser.as_str(), os.as_str()) {
        ("" | "Unknown", "") => "Dispositivo".to_owned(),
        ("" | "Unknown", os) => os.to_owned(),
        (browser, "") => browser.to_owned(),
        (browser, os) => format!("{browser} ({os})"),
    }
}

/// Cuts every socket without a word, as when the building loses power.
pub(crate) fn cut_everyone(world: &mut World) {
    let open: Vec<ConnectionId> = world.connections.keys().copied().collect();
    for connection in open {
        if let Some(open) = world.connections.get(&connection) {
            open.wire.cut();
        }
        leave(world, connection);
    }
}
