//! Pairing by typed code: eight characters that a person reads on one screen and types on the other.
//!
//! The server never learns the code. It keeps what the companion wrapped with it until the phone's owner types it.

use wacore::pair_code::PairCodeUtils;
use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Node, SERVER_JID};
use wacore_libsignal::crypto::aes_256_gcm_decrypt;
use wacore_libsignal::protocol::{KeyPair, PublicKey};

use super::approval::approve;
use super::code_refusals::{is_stale, refuse, stale_at_ms};
use super::code_request::{CodeRequest, CodeStep};
use crate::error::{EmulatorError, Result};
use crate::network::stanza::{attr, child_bytes, jid_attr, refusal, result};
use crate::network::{ConnectionId, Due, Number};
use crate::transport::authority::key_bytes;
use crate::world::World;

/// The slow part of typing a code, done outside the world's lock: two key derivations of 131,072 rounds.
pub(crate) struct TypedCode {
    companion_ephemeral: [u8; 32],
    ephemeral: KeyPair,
    wrapped: [u8; 80],
}

impl TypedCode {
    /// Opens what the companion wrapped and wraps the phone's answer.
    pub(crate) fn derive(code: &str, wrapped_ephemeral: &[u8], ephemeral: KeyPair) -> Result<Self> {
        let companion_ephemeral = PairCodeUtils::decrypt_primary_ephemeral_pub(wrapped_ephemeral, code)
            .map_err(|_| EmulatorError::WrongCode)?;
        let wrapped = PairCodeUtils::encrypt_ephemeral_pub(&key_bytes(&ephemeral), code);
        Ok(Self { companion_ephemeral, ephemeral, wrapped })
    }
}

/// Hears both of the companion's requests.
pub(crate) fn hear(world: &mut World, connection: ConnectionId, node: &Node) {
    let Some(request) = node.get_optional_child("link_code_companion_reg") else { return };
    let number = jid_attr(request, "jid").and_then(|jid| world.number_of(&jid));
    let refusals =
        number.as_ref().and_then(|number| world.accounts.get(number)).map(|account| account.standing.code_refusals);
    let refusals = refusals.unwrap_or_default();
    let answer = match (attr(request, "stage").as_str(), number) {
        ("companion_hello", Some(_)) if refusals.asking.is_some() => refuse(node, refusals.asking.unwrap_or_default()),
        ("companion_finish", Some(number)) if refusals.finishing.is_some() => {
            world.codes.remove(&number);
            refuse(node, refusals.finishing.unwrap_or_default())
        }
        ("companion_hello", Some(number)) => {
            let reference = world.stanza_id().into_bytes();
            let asked = CodeRequest {
                connection,
                wrapped_ephemeral: child_bytes(request, "link_code_pairing_wrapped_companion_ephemeral_pub"),
                reference: reference.clone(),
                asked_at_ms: world.now_ms(),
                step: CodeStep::Asked,
            };
            world.remind(stale_at_ms(asked.asked_at_ms), Due::OldCode(Number::clone(&number)));
            world.codes.insert(number, asked);
            let reference = NodeBuilder::new("link_code_pairing_ref").bytes(reference).build();
            result(
                node,
                [NodeBuilder::new("link_code_companion_reg")
                    .attr("stage", "companion_hello")
                    .children([reference])
                    .build()],
            )
        }
        ("companion_finish", Some(number)) => {
            world.answer_connection(connection, result(node, []));
            return finish(world, &number, connection, request);
        }
        _ => refusal(node, 400, "bad-request"),
    };
    world.answer_connection(connection, answer);
}

/// Forgets a code that nobody typed in its time.
pub(crate) fn forget(world: &mut World, number: &Number) {
    let now_ms = world.now_ms();
    let untyped = |asked: &CodeRequest| matches!(asked.step, CodeStep::Asked) && is_stale(asked.asked_at_ms, now_ms);
    if world.codes.get(number).is_some_and(untyped) {
        world.codes.remove(number);
    }
}

/// Sends the phone's half to the device after its owner typed the code.
pub(crate) fn offer(world: &mut World, number: &str, typed: TypedCode) -> Result<()> {
    let id = world.stanza_id();
    let identity = world.account(number)?.handset.signal.identity.public_key().public_key_bytes().to_vec();
    let now_ms = world.now_ms();
    let asked = world.codes.get_mut(number).filter(|asked| !is_stale(asked.asked_at_ms, now_ms));
    let asked = asked.ok_or(EmulatorError::NoCodeAsked)?;
    let hello = NodeBuilder::new("link_code_companion_reg").attr("stage", "primary_hello").children([
        NodeBuilder::new("link_code_pairing_wrapped_primary_ephemeral_pub").bytes(typed.wrapped).build(),
        NodeBuilder::new("primary_identity_pub").bytes(identity).build(),
        NodeBuilder::new("link_code_pairing_ref").bytes(asked.reference.clone()).build(),
    ]);
    asked.step =
        CodeStep::Typed { ephemeral: Box::new(typed.ephemeral), companion_ephemeral: typed.companion_ephemeral };
    let connection = asked.connection;
    let notification = NodeBuilder::new("notification")
        .attr("from", SERVER_JID)
        .attr("type", "link_code_companion_reg")
        .attr("id", id);
    world.answer_connection(connection, notification.children([hello.build()]).build());
    Ok(())
}

fn finish(world: &mut World, number: &str, connection: ConnectionId, request: &Node) {
    let Some(asked) = world.codes.get(number).filter(|asked| asked.connection == connection) else { return };
    let CodeStep::Typed { ephemeral, companion_ephemeral } = &asked.step else { return };
    let Some(account) = world.accounts.get(number) else { return };
    let bundle = child_bytes(request, "link_code_pairing_wrapped_key_bundle");
    let opened = open_bundle(&bundle, ephemeral, companion_ephemeral, account.handset.signal.identity.private_key());
    let approved = opened.and_then(|adv_secret| approve(world, number, connection, &adv_secret));
    let step = approved.map_or(CodeStep::Failed, CodeStep::Approved);
    if let Some(asked) = world.codes.get_mut(number) {
        asked.step = step;
    }
}

/// Opens the companion's key bundle and derives the secret that pair-success is sealed with.
fn open_bundle(
    bundle: &[u8],
    ephemeral: &KeyPair,
    companion_ephemeral: &[u8; 32],
    identity: &wacore_libsignal::protocol::PrivateKey,
) -> Result<[u8; 32]> {
    let (Some(salt), Some(iv), Some(sealed)) =
        (bundle.get(..32), bundle.get(32..44).and_then(|iv| iv.try_into().ok()), bundle.get(44..))
    else {
        return Err(EmulatorError::WrongCode);
    };
    let wrong = |_| EmulatorError::WrongCode;
    let their_ephemeral = PublicKey::from_djb_public_key_bytes(companion_ephemeral).map_err(wrong)?;
    let shared = ephemeral.calculate_agreement(&their_ephemeral).map_err(wrong)?;
    let mut key = [0; 32];
    derive(&shared, Some(salt), b"link_code_pairing_key_bundle_encryption_key", &mut key);
    let mut plain = Vec::new();
    aes_256_gcm_decrypt(&key, iv, b"", sealed, &mut plain).map_err(|_| EmulatorError::WrongCode)?;
    let (Some(companion), Some(random)) = (plain.get(..32), plain.get(64..96)) else {
        return Err(EmulatorError::WrongCode);
    };
    let companion = PublicKey::from_djb_public_key_bytes(companion).map_err(wrong)?;
    let identities = identity.calculate_agreement(&companion).map_err(wrong)?;
    let mut secret = [0; 32];
    derive(&[&shared[..], &identities, random].concat(), None, b"adv_secret", &mut secret);
    Ok(secret)
}

fn derive(input: &[u8], salt: Option<&[u8]>, info: &[u8], key: &mut [u8; 32]) {
    wacore::crypto::hkdf_sha256_into(input, salt, info, key).expect("HKDF gives 32 bytes");
}
