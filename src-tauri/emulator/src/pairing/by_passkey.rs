//! Pairing an account that asks for a passkey: WhatsApp's "shortcake" linking of 2026, from the server's and the phone's
//! side.
//!
//! The companion proves with the owner's passkey that it may ask, commits itself to a nonce, and learns the phone's;
//! both then show the same code, and only after that does the companion hand over its keys. Shapes and labels as in
//! whatsapp-rust's `shortcake.rs` and `passkey/flow.rs`.

use rand::RngExt as _;
use wacore::shortcake::ShortcakeUtils;
use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Node, SERVER_JID};
use wacore_libsignal::crypto::aes_256_gcm_decrypt;
use wacore_libsignal::protocol::KeyPair;
use waproto::buffa::Message as _;
use waproto::whatsapp::device_props::PlatformType;
use waproto::whatsapp::{
    CompanionEphemeralIdentity, EncryptedPairingRequest, PairingRequest, PrimaryEphemeralIdentity, ProloguePayload,
};

use super::approval::approve;
use super::passkey_link::{Committed, PasskeyLink, Step};
use crate::error::{EmulatorError, Result};
use crate::network::stanza::{attr, bytes, child_bytes, refusal, result};
use crate::network::{ConnectionId, DeviceAddress, Number, Stage};
use crate::transport::authority::key_bytes;
use crate::world::World;

/// The phone of an account with a passkey reads a QR code: the device that shows it is asked for the passkey.
pub(super) fn ask(world: &mut World, number: &str, connection: ConnectionId) -> Result<()> {
    let challenge: [u8; 32] = world.rng.random();
    let id = world.stanza_id();
    let account = world.account(number)?;
    let passkey = account.standing.passkey.as_ref().ok_or(EmulatorError::NoPasskey)?;
    let options = NodeBuilder::new("passkey_request_options").bytes(passkey.request(&challenge).into_bytes()).build();
    let link = PasskeyLink {
        number: Number::clone(&account.number),
        challenge,
        reference: format!("3@{id}"),
        step: Step::Asked,
    };
    let notification = NodeBuilder::new("notification")
        .attr("from", SERVER_JID)
        .attr("type", "passkey_prologue_request")
        .attr("id", id)
        .children([options])
        .build();
    world.passkey_links.insert(connection, link);
    world.answer_connection(connection, notification);
    Ok(())
}

/// What an unpaired device says in the namespace `md`.
pub(crate) fn hear(world: &mut World, connection: ConnectionId, node: &Node) {
    let Some(link) = world.passkey_links.get(&connection) else {
        return world.answer_connection(connection, result(node, []));
    };
    let get = attr(node, "type") == "get";
    let child = node.children().and_then(<[Node]>::first);
    let outcome = match child.map(|child| child.tag.as_ref()) {
        Some("ref") if get => Ok(told("ref", link.reference.clone())),
        Some("passkey_request_options") if get => options_again(world, connection),
        Some("passkey_prologue") => prologue(world, connection, child.expect("it was named just now")),
        Some("companion_nonce") => reveal(world, connection, &child.map(bytes).unwrap_or_default()),
        Some("encrypted_pairing_request") => request(world, connection, child.map(bytes).unwrap_or_default()),
        _ => Ok(Vec::new()),
    };
    if let Ok(content) = outcome {
        world.answer_connection(connection, result(node, content));
    } else {
        if let Some(link) = world.passkey_links.get_mut(&connection) {
            link.step = Step::Refused;
        }
        world.answer_connection(connection, refusal(node, 403, "forbidden"));
    }
    // The companion goes on only once it has heard that its request was taken.
    finish(world, connection);
}

/// The server, or the owner, does not go on with it.
struct Refused;

fn told(tag: &'static str, content: String) -> Vec<Node> {
    vec![NodeBuilder::new(tag).bytes(content.into_bytes()).build()]
}

fn options_again(world: &World, connection: ConnectionId) -> Result<Vec<Node>, Refused> {
    let link = world.passkey_links.get(&connection).ok_or(Refused)?;
    let account = world.accounts.get(&link.number).ok_or(Refused)?;
    let options = account.standing.passkey.as_ref().ok_or(Refused)?.request(&link.challenge);
    Ok(told("passkey_request_options", options))
}

/// The passkey is checked, and what the companion commits itself to is noted.
fn prologue(world: &mut World, connection: ConnectionId, node: &Node) -> Result<Vec<Node>, Refused> {
    let link = world.passkey_links.get_mut(&connection).ok_or(Refused)?;
    let account = world.accounts.get(&link.number).ok_or(Refused)?;
    let passkey = account.standing.passkey.as_ref().ok_or(Refused)?;
    let (credential, assertion) = (child_bytes(node, "credential_id"), child_bytes(node, "webauthn_assertion"));
    if !matches!(link.step, Step::Asked) || !passkey.accepts(&link.challenge, &credential, &assertion) {
        return Err(Refused);
    }
    let companion = committed(&child_bytes(node, "prologue_payload"), &link.reference).ok_or(Refused)?;
    link.step = Step::Proven(companion);
    Ok(Vec::new())
}

/// Whether the phone of `number` asks its owner to go on; an error once there is nothing to go on with.
pub(crate) fn is_proven(world: &World, number: &str) -> Option<Result<()>> {
    match link_of(world, number) {
        None | Some((_, PasskeyLink { step: Step::Refused, .. })) => Some(Err(EmulatorError::NoPasskeyAsked)),
        Some((_, PasskeyLink { step: Step::Asked, .. })) => None,
        Some(_) => Some(Ok(())),
    }
}

/// The owner goes on: the phone answers with its own ephemeral key and nonce.
pub(crate) fn allow(world: &mut World, number: &str) -> Result<()> {
    let id = world.stanza_id();
    let connection = link_of(world, number).ok_or(EmulatorError::NoPasskeyAsked)?.0;
    let link = world.passkey_links.get_mut(&connection).ok_or(EmulatorError::NoPasskeyAsked)?;
    let companion = match std::mem::replace(&mut link.step, Step::Refused) {
        Step::Proven(companion) => companion,
        other => {
            link.step = other;
            return Err(EmulatorError::NoPasskeyAsked);
        }
    };
    let (ephemeral, nonce) = (KeyPair::generate(&mut world.rng), world.rng.random::<[u8; 32]>());
    let identity =
        PrimaryEphemeralIdentity { public_key: Some(key_bytes(&ephemeral).to_vec()), nonce: Some(nonce.to_vec()) };
    let identity = NodeBuilder::new("primary_ephemeral_identity").bytes(identity.encode_to_vec()).build();
    link.step = Step::Committed { companion, ephemeral: Box::new(ephemeral), nonce };
    let continuation = NodeBuilder::new("notification")
        .attr("from", SERVER_JID)
        .attr("type", "crsc_continuation")
        .attr("id", id)
        .children([identity])
        .build();
    world.answer_connection(connection, continuation);
    Ok(())
}

fn committed(payload: &[u8], reference: &str) -> Option<Committed> {
    let payload = ProloguePayload::decode_from_slice(payload).ok()?;
    let identity = payload.companion_ephemeral_identity?;
    let told = CompanionEphemeralIdentity::decode_from_slice(&identity).ok()?;
    (told.r#ref.as_deref() == Some(reference)).then_some(())?;
    Some(Committed {
        hash: payload.commitment.into_option()?.hash?,
        key: told.public_key?.try_into().ok()?,
        platform: told.device_type.unwrap_or(PlatformType::UNKNOWN),
        identity,
    })
}

/// The companion opens its commitment; from here on both sides can show the code.
fn reveal(world: &mut World, connection: ConnectionId, companion_nonce: &[u8]) -> Result<Vec<Node>, Refused> {
    let link = world.passkey_links.get_mut(&connection).ok_or(Refused)?;
    let Step::Committed { companion, ephemeral, nonce } = std::mem::replace(&mut link.step, Step::Refused) else {
        return Err(Refused);
    };
    let companion_nonce: [u8; 32] = companion_nonce.try_into().map_err(|_| Refused)?;
    if ShortcakeUtils::commitment_hash(&companion.identity, &companion_nonce)[..] != companion.hash {
        return Err(Refused);
    }
    let code = ShortcakeUtils::derive_verification_code(&companion_nonce, &key_bytes(&ephemeral), &nonce);
    link.step = Step::Compared { companion, ephemeral, code, accepted: false, sealed: None };
    Ok(Vec::new())
}

/// The companion's owner agreed to the code there: its keys come, sealed for the phone.
fn request(world: &mut World, connection: ConnectionId, request: Vec<u8>) -> Result<Vec<Node>, Refused> {
    let link = world.passkey_links.get_mut(&connection).ok_or(Refused)?;
    let Step::Compared { sealed, .. } = &mut link.step else { return Err(Refused) };
    *sealed = Some(request);
    Ok(Vec::new())
}

/// The code that the phone of `number` shows.
pub(crate) fn code(world: &World, number: &str) -> Option<String> {
    let (_, link) = link_of(world, number)?;
    let Step::Compared { code, .. } = &link.step else { return None };
    Some(format!("{}-{}", code.get(..4)?, code.get(4..)?))
}

fn link_of<'world>(world: &'world World, number: &str) -> Option<(ConnectionId, &'world PasskeyLink)> {
    world.passkey_links.iter().find(|(_, link)| *link.number == *number).map(|(connection, link)| (*connection, link))
}

/// The owner compares the codes at the phone, and says whether they are the same.
pub(crate) fn compare(world: &mut World, number: &str, same: bool) -> Result<()> {
    let connection = link_of(world, number).ok_or(EmulatorError::NoPasskeyAsked)?.0;
    let link = world.passkey_links.get_mut(&connection).ok_or(EmulatorError::NoPasskeyAsked)?;
    let Step::Compared { accepted, .. } = &mut link.step else { return Err(EmulatorError::NoPasskeyAsked) };
    *accepted = same;
    if !same {
        link.step = Step::Refused;
    }
    finish(world, connection);
    Ok(())
}

/// Links the device once the owner has agreed at both ends.
fn finish(world: &mut World, connection: ConnectionId) {
    let Some(link) = world.passkey_links.get(&connection) else { return };
    let Step::Compared { companion, ephemeral, accepted: true, sealed: Some(sealed), .. } = &link.step else { return };
    let number = Number::clone(&link.number);
    let opened = open(companion, ephemeral, &link.reference, sealed);
    world.passkey_links.remove(&connection);
    let Some(Stage::Candidate(candidate)) = world.connections.get(&connection).map(|open| &open.stage) else { return };
    let keys = opened.filter(|keys| keys.noise == candidate.noise_key && keys.identity == candidate.keys.identity);
    let approved = keys.and_then(|keys| approve(world, &number, connection, &keys.adv_secret).ok());
    if approved.is_none()
        && let Some(open) = world.connections.get(&connection)
    {
        open.wire.close();
    }
}

struct Handed {
    noise: [u8; 32],
    identity: [u8; 32],
    adv_secret: [u8; 32],
}

fn open(companion: &Committed, ephemeral: &KeyPair, reference: &str, sealed: &[u8]) -> Option<Handed> {
    let key = ShortcakeUtils::derive_encryption_key(ephemeral, &companion.key, companion.platform, reference).ok()?;
    let sealed = EncryptedPairingRequest::decode_from_slice(sealed).ok()?;
    let iv: [u8; 12] = sealed.iv?.try_into().ok()?;
    let mut plain = Vec::new();
    aes_256_gcm_decrypt(&key, &iv, b"", &sealed.encrypted_payload?, &mut plain).ok()?;
    let handed = PairingRequest::decode_from_slice(&plain).ok()?;
    Some(Handed {
        noise: handed.companion_public_key?.try_into().ok()?,
        identity: handed.companion_identity_key?.try_into().ok()?,
        adv_secret: handed.adv_secret?.try_into().ok()?,
    })
}

/// The newest companion of an account, once the link of `number` is through; `None` while it is on its way.
pub(crate) fn linked(world: &World, number: &str, before: u16) -> Option<Result<DeviceAddress>> {
    let account = world.accounts.get(number)?;
    if let Some(device) = account.companions.keys().copied().filter(|device| *device >= before).max() {
        return Some(Ok(DeviceAddress::new(&account.number, device)));
    }
    match link_of(world, number) {
        Some((_, link)) if !matches!(link.step, Step::Refused) => None,
        _ => Some(Err(EmulatorError::PairingAbandoned)),
    }
}
