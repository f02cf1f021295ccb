//! What the network signs, checked without any client's leniency: each check is written out here from primitives, and
//! each fails when a byte is changed.

use std::collections::BTreeMap;

use hmac::{Hmac, KeyInit as _, Mac as _};
use portaria_emulator::{LightClient, LightKeys, Phone};
use sha2::{Sha256, Sha512};
use wacore_binary::builder::NodeBuilder;
use wacore_binary::{Node, NodeContent};
use wacore_libsignal::crypto::aes_256_cbc_decrypt_into;
use wacore_libsignal::protocol::PublicKey;
use waproto::buffa::Message as _;
use waproto::whatsapp::cert_chain::NoiseCertificate;
use waproto::whatsapp::cert_chain::noise_certificate::Details;
use waproto::whatsapp::{
    ADVDeviceIdentity, ADVKeyIndexList, ADVSignedDeviceIdentity, ADVSignedDeviceIdentityHMAC, ADVSignedKeyIndexList,
    CertChain, SyncdPatch,
};
use whatsapp_rust::wacore::store::InMemoryBackend;
use whatsapp_rust::wacore::store::traits::AppSyncStore as _;

use crate::client::{SHOP, World};

const SERVER: &str = "s.whatsapp.net";

fn signed_by(key: &[u8], parts: &[&[u8]], signature: &[u8]) -> bool {
    PublicKey::from_djb_public_key_bytes(key).is_ok_and(|key| key.verify_signature(&parts.concat(), signature))
}

fn mac(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
}

/// Asserts that `holds` is true of the bytes, and of none of their neighbours one bit away in any one byte.
fn every_byte_counts(what: &str, bytes: &[u8], holds: impl Fn(&[u8]) -> bool) {
    assert!(holds(bytes), "{what} verifies");
    for place in 0..bytes.len() {
        let mut tampered = bytes.to_vec();
        tampered[place] ^= 1;
        assert!(!holds(&tampered), "{what} verifies although byte {place} of {} was changed", bytes.len());
    }
}

fn child<'a>(node: &'a Node, path: &[&str]) -> &'a Node {
    path.iter().fold(node, |node, tag| node.get_optional_child(tag).unwrap_or_else(|| panic!("no {tag} in {node:?}")))
}

fn bytes(node: &Node) -> Vec<u8> {
    let Some(NodeContent::Bytes(bytes)) = &node.content else { panic!("no bytes in {node:?}") };
    bytes.clone()
}

/// A light client linked to the shop, with the approval that the phone sent it.
async fn linked(world: &World, shop: &Phone, seed: u64) -> (LightKeys, Node) {
    let (mut client, qr) = LightClient::register(&world.net.ws_url(), seed).await.unwrap();
    let pairing = async {
        let approval = client.approval().await.unwrap();
        (client.accept(&approval).await.unwrap(), approval)
    };
    let (device, paired) = tokio::join!(shop.scan(&qr), pairing);
    device.unwrap();
    paired
}

async fn present(world: &World, keys: LightKeys) -> LightClient {
    let mut client = LightClient::login(&world.net.ws_url(), keys).await.unwrap();
    client.upload_keys(10).await.unwrap();
    client.listen().await.unwrap();
    client
}

#[tokio::test(flavor = "multi_thread")]
async fn the_certificate_chain_verifies_from_the_root_to_the_key_that_answered() {
    let world = World::new().await;
    let (client, _) = LightClient::register(&world.net.ws_url(), 1).await.unwrap();
    let (chain, server_key) = client.certificate();
    let root = world.net.root_public_key();
    let verifies = |chain: &[u8], root: &[u8], server_key: &[u8]| {
        let issued = |issuer: &[u8], certificate: &NoiseCertificate| {
            let details = certificate.details.clone()?;
            let details = signed_by(issuer, &[&details], certificate.signature.as_deref()?).then_some(details)?;
            Details::decode_from_slice(&details).ok()
        };
        let chain = CertChain::decode_from_slice(chain).ok()?;
        let intermediate = issued(root, &chain.intermediate)?;
        let leaf = issued(intermediate.key.as_deref()?, &chain.leaf)?;
        (intermediate.issuer_serial == Some(0)
            && leaf.issuer_serial == intermediate.serial
            && leaf.key.as_deref() == Some(server_key))
        .then_some(())
    };
    every_byte_counts("the chain", chain, |chain| verifies(chain, &root, server_key).is_some());
    assert!(verifies(chain, &[7; 32], server_key).is_none(), "another root vouches for nobody");
    assert!(verifies(chain, &root, &[7; 32]).is_none(), "another server is not vouched for");
    let other = World::with(portaria_emulator::EmulatorConfig { seed: 2, ..Default::default() }).await;
    assert_ne!(other.net.root_public_key(), root, "another network has another root");
}

/// The phone's signature on a companion's identity.
fn account_signature_holds(signed: &[u8], companion: &[u8]) -> bool {
    let Ok(signed) = ADVSignedDeviceIdentity::decode_from_slice(signed) else { return false };
    let (Some(details), Some(account), Some(signature)) =
        (signed.details, signed.account_signature_key, signed.account_signature)
    else {
        return false;
    };
    signed_by(&account, &[&[6, 0], &details, companion], &signature)
        && ADVDeviceIdentity::decode_from_slice(&details).is_ok_and(|details| details.key_index.is_some())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approval_is_sealed_with_the_qr_codes_secret_and_signed_by_the_phone() {
    let world = World::new().await;
    let (keys, approval) = linked(&world, &world.shop, 1).await;
    let sealed = bytes(child(&approval, &["pair-success", "device-identity"]));
    let opened = |sealed: &[u8], secret: &[u8]| {
        let sealed = ADVSignedDeviceIdentityHMAC::decode_from_slice(sealed).ok()?;
        let details = sealed.details?;
        (mac(secret, &[&details]) == sealed.hmac?).then_some(details)
    };
    every_byte_counts("the seal", &sealed, |sealed| opened(sealed, keys.adv_secret()).is_some());
    assert!(opened(&sealed, &[7; 32]).is_none(), "another QR code's secret does not open it");
    let signed = opened(&sealed, keys.adv_secret()).unwrap();
    every_byte_counts("the phone's signature", &signed, |signed| account_signature_holds(signed, &keys.identity()));
    assert!(!account_signature_holds(&signed, &[7; 32]), "it is for this device alone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_companions_identity_in_key_bundles_carries_both_signatures() {
    let world = World::new().await;
    let companion = world.linked().await;
    let (keys, _) = linked(&world, &world.ana, 1).await;
    let mut client = present(&world, keys).await;
    let user = |jid: String| NodeBuilder::new("user").attr("jid", jid).build();
    let wanted = [user(format!("{SHOP}:0@{SERVER}")), user(format!("{SHOP}:1@{SERVER}"))];
    let wanted = NodeBuilder::new("key").children(wanted).build();
    let answer = client.request("encrypt", "get", SERVER, [wanted]).await.unwrap();
    let bundles = child(&answer, &["list"]).children().unwrap();
    let (phone, device) = (bytes(child(&bundles[0], &["identity"])), bytes(child(&bundles[1], &["identity"])));
    let identity = bytes(child(&bundles[1], &["device-identity"]));
    let holds = |identity: &[u8]| {
        let Ok(signed) = ADVSignedDeviceIdentity::decode_from_slice(identity) else { return false };
        let (Some(details), Some(by_phone), Some(by_device)) =
            (signed.details, signed.account_signature, signed.device_signature)
        else {
            return false;
        };
        // A companion leaves the account's key out; whoever checks takes it from the phone's bundle.
        let named = signed.account_signature_key.unwrap_or_else(|| phone.clone());
        named == phone
            && signed_by(&phone, &[&[6, 0], &details, &device], &by_phone)
            && signed_by(&device, &[&[6, 1], &details, &device, &phone], &by_device)
    };
    every_byte_counts("the identity", &identity, holds);
    for bundle in bundles {
        let (signed, by) = (child(bundle, &["skey"]), bytes(child(bundle, &["identity"])));
        let (key, signature) = (bytes(child(signed, &["value"])), bytes(child(signed, &["signature"])));
        every_byte_counts("the signed key", &key, |key| signed_by(&by, &[&[5], key], &signature));
    }
    companion.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_key_indexes_is_signed_by_the_phone() {
    let world = World::new().await;
    let companion = world.linked().await;
    let (keys, _) = linked(&world, &world.ana, 1).await;
    let mut client = present(&world, keys).await;
    let devices = NodeBuilder::new("devices").attr("version", "2").build();
    let user = NodeBuilder::new("user").attr("jid", format!("{SHOP}@{SERVER}")).build();
    let usync = NodeBuilder::new("usync").attr("sid", "1").attr("mode", "query").attr("context", "message");
    let usync = usync.attr("index", "0").attr("last", "true").children([
        NodeBuilder::new("query").children([devices]).build(),
        NodeBuilder::new("list").children([user]).build(),
    ]);
    let answer = client.request("usync", "get", SERVER, [usync.build()]).await.unwrap();
    let list = bytes(child(&answer, &["usync", "list", "user", "devices", "key-index-list"]));
    let wanted = NodeBuilder::new("user").attr("jid", format!("{SHOP}@{SERVER}")).build();
    let wanted = NodeBuilder::new("key").children([wanted]).build();
    let bundle = client.request("encrypt", "get", SERVER, [wanted]).await.unwrap();
    let phone = bytes(child(&bundle, &["list", "user", "identity"]));
    let read = |list: &[u8]| {
        let signed = ADVSignedKeyIndexList::decode_from_slice(list).ok()?;
        let (details, key) = (signed.details?, signed.account_signature_key?);
        let holds = key == phone && signed_by(&key, &[&[6, 2], &details], &signed.account_signature?);
        ADVKeyIndexList::decode_from_slice(&details).ok().filter(|_| holds)
    };
    every_byte_counts("the list", &list, |list| read(list).is_some());
    let details = read(&list).unwrap();
    assert_eq!((details.current_index, details.valid_indexes), (Some(1), vec![0, 1]));
    companion.stop().await;
}

/// The five keys that an app-state key stands for.
struct SyncKeys([u8; 160]);

impl SyncKeys {
    async fn of(backend: &InMemoryBackend) -> Self {
        let id = backend.get_latest_sync_key_id().await.unwrap().expect("the phone shared its key");
        let key = backend.get_sync_key(&id).await.unwrap().unwrap();
        let mut expanded = [0; 160];
        wacore::crypto::hkdf_sha256_into(&key.key_data, None, b"WhatsApp Mutation Keys", &mut expanded).unwrap();
        Self(expanded)
    }

    fn part(&self, number: usize) -> &[u8] {
        &self.0[number * 32..(number + 1) * 32]
    }
}

/// Checks a collection's patches from version 0, each MAC of each; tells the indexes that they write.
fn read_patches(name: &str, patches: &[Vec<u8>], keys: &SyncKeys) -> Option<Vec<String>> {
    let mut values = BTreeMap::new();
    let mut indexes = Vec::new();
    for (patch, version) in patches.iter().zip(1_u64..) {
        let patch = SyncdPatch::decode_from_slice(patch).ok()?;
        let mut macs = Vec::new();
        for mutation in &patch.mutations {
            let record = mutation.record.as_option()?;
            let blob = record.value.as_option()?.blob.clone()?;
            let (sealed, value_mac) = blob.split_at_checked(blob.len().checked_sub(32)?)?;
            let key_id = record.key_id.as_option()?.id.clone()?;
            let operation = [u8::try_from(mutation.operation?.to_i32() + 1).ok()?];
            let mut mac512 = Hmac::<Sha512>::new_from_slice(keys.part(2)).unwrap();
            let length = (key_id.len() as u64 + 1).to_be_bytes();
            for part in [&operation[..], &key_id, sealed, &length] {
                mac512.update(part);
            }
            if mac512.finalize().into_bytes()[..32] != *value_mac {
                return None;
            }
            let mut plain = Vec::new();
            aes_256_cbc_decrypt_into(sealed.get(16..)?, keys.part(1), &sealed[..16], &mut plain).ok()?;
            let action = waproto::whatsapp::SyncActionData::decode_from_slice(&plain).ok()?;
            let (index, index_mac) = (action.index?, record.index.as_option()?.blob.clone()?);
            if mac(keys.part(0), &[&index]) != index_mac {
                return None;
            }
            indexes.push(String::from_utf8(index).ok()?);
            values.insert(index_mac, value_mac.to_vec());
            macs.push(value_mac.to_vec());
        }
        let mut sum = [0_u16; 64];
        for value in values.values() {
            let mut expanded = [0; 128];
            wacore::crypto::hkdf_sha256_into(value, None, b"WhatsApp Patch Integrity", &mut expanded).unwrap();
            for (total, pair) in sum.iter_mut().zip(expanded.chunks(2)) {
                *total = total.wrapping_add(u16::from_le_bytes([pair[0], pair[1]]));
            }
        }
        let hash: Vec<u8> = sum.iter().flat_map(|total| total.to_le_bytes()).collect();
        let (version, snapshot) = (version.to_be_bytes(), patch.snapshot_mac.clone()?);
        let macs = macs.concat();
        let holds = mac(keys.part(3), &[&hash, &version, name.as_bytes()]) == snapshot
            && mac(keys.part(4), &[&snapshot, &macs, &version, name.as_bytes()]) == patch.patch_mac?;
        holds.then_some(())?;
    }
    Some(indexes)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mac_of_every_patch_verifies() {
    let world = World::new().await;
    world.shop.save_contact(world.ana.number(), "Ana Souza").unwrap();
    let companion = world.linked().await;
    let keys = SyncKeys::of(&companion.backend).await;
    let (light, _) = linked(&world, &world.shop, 1).await;
    let mut client = present(&world, light).await;
    for (name, written) in [("critical_block", "setting_pushName"), ("critical_unblock_low", "contact")] {
        let collection = NodeBuilder::new("collection").attr("name", name).attr("version", "0").build();
        let sync = NodeBuilder::new("sync").children([collection]).build();
        let answer = client.request("w:sync:app:state", "set", SERVER, [sync]).await.unwrap();
        let patches = child(&answer, &["sync", "collection", "patches"]).children().unwrap();
        let patches: Vec<Vec<u8>> = patches.iter().map(bytes).collect();
        let indexes = read_patches(name, &patches, &keys).expect("the patches verify");
        assert!(indexes.iter().any(|index| index.contains(written)), "{name} writes {written}: {indexes:?}");
        for mac_of in [
            |patch: &mut SyncdPatch| patch.patch_mac.as_mut().unwrap()[0] ^= 1,
            |patch: &mut SyncdPatch| patch.snapshot_mac.as_mut().unwrap()[31] ^= 1,
            |patch: &mut SyncdPatch| {
                patch.mutations[0]
                    .record
                    .get_or_insert_default()
                    .value
                    .get_or_insert_default()
                    .blob
                    .as_mut()
                    .unwrap()[20] ^= 1;
            },
            |patch: &mut SyncdPatch| {
                patch.mutations[0]
                    .record
                    .get_or_insert_default()
                    .index
                    .get_or_insert_default()
                    .blob
                    .as_mut()
                    .unwrap()[0] ^= 1;
            },
        ] {
            let mut tampered = patches.clone();
            let mut patch = SyncdPatch::decode_from_slice(&tampered[0]).unwrap();
            mac_of(&mut patch);
            tampered[0] = patch.encode_to_vec();
            assert!(read_patches(name, &tampered, &keys).is_none(), "a changed byte in {name} is found");
        }
        assert!(read_patches("regular", &patches, &keys).is_none(), "a patch is for one collection");
    }
    companion.stop().await;
}
