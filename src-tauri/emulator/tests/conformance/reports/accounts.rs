//! An account that also uses Meta's own API, and a device that is told wrongly that it is unlinked.

use std::sync::Arc;

use hmac::{Hmac, KeyInit as _, Mac as _};
use portaria_emulator::{Coexistence, EmulatorError, Fault, FaultKind, LightClient};
use sha2::Sha256;
use wacore_binary::NodeContent;
use wacore_libsignal::protocol::PublicKey;
use waproto::buffa::Message as _;
use waproto::whatsapp::{ADVDeviceIdentity, ADVEncryptionType, ADVSignedDeviceIdentity, ADVSignedDeviceIdentityHMAC};
use whatsapp_rust::prelude::*;

use crate::client::{ANA, Client, PATIENCE, SHOP, World};

const HOSTED: [u8; 2] = [6, 5];

const MIXED: [Coexistence; 2] = [
    Coexistence { hosted_envelope: true, hosted_details: false },
    Coexistence { hosted_envelope: false, hosted_details: true },
];

#[tokio::test(flavor = "multi_thread")]
async fn each_part_of_an_approval_is_signed_by_what_it_says_itself() {
    let world = World::new().await;
    for (seed, mixed) in (1..).zip(MIXED) {
        world.shop.coexist(mixed);
        let (mut client, qr) = LightClient::register(&world.net.ws_url(), seed).await.unwrap();
        let pairing = async {
            let approval = client.approval().await.unwrap();
            (client.accept(&approval).await.unwrap(), approval)
        };
        let (device, (keys, approval)) = tokio::join!(world.shop.scan(&qr), pairing);
        device.expect("who takes each part by its own word is linked");
        let success = approval.get_optional_child("pair-success").unwrap();
        let Some(NodeContent::Bytes(sealed)) = &success.get_optional_child("device-identity").unwrap().content else {
            panic!("no identity in {approval:?}")
        };
        let envelope = ADVSignedDeviceIdentityHMAC::decode_from_slice(sealed).unwrap();
        assert_eq!(envelope.account_type == Some(ADVEncryptionType::HOSTED), mixed.hosted_envelope);
        let inner = envelope.details.unwrap();
        let mut mac = Hmac::<Sha256>::new_from_slice(keys.adv_secret()).unwrap();
        mac.update(if mixed.hosted_envelope { &HOSTED } else { &[] });
        mac.update(&inner);
        assert_eq!(envelope.hmac.unwrap(), mac.finalize().into_bytes().to_vec());
        let signed = ADVSignedDeviceIdentity::decode_from_slice(&inner).unwrap();
        let details = signed.details.unwrap();
        let told = ADVDeviceIdentity::decode_from_slice(&details).unwrap();
        assert_eq!(told.device_type == Some(ADVEncryptionType::HOSTED), mixed.hosted_details);
        let prefix = if mixed.hosted_details { HOSTED } else { [6, 0] };
        let account = PublicKey::from_djb_public_key_bytes(&signed.account_signature_key.unwrap()).unwrap();
        let words = [&prefix[..], &details, &keys.identity()].concat();
        assert!(account.verify_signature(&words, &signed.account_signature.unwrap()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_takes_both_parts_for_the_same_is_not_linked_and_may_try_again() {
    let world = World::new().await;
    for mixed in MIXED {
        world.shop.coexist(mixed);
        let client = Client::start(&world.net, Arc::default()).await;
        let scanned = world.shop.scan(&client.qr_code().await).await;
        assert!(matches!(scanned, Err(EmulatorError::PairingAbandoned)), "{scanned:?}");
        let why = |event: &Event| if let Event::PairError(failed) = event { Some(failed.error.clone()) } else { None };
        client.event("PairError", why).await;
        assert!(world.shop.linked_devices().is_empty());
        client.stop().await;
    }
    world.shop.coexist(Coexistence::default());
    let client = world.linked().await;
    client.send(ANA, "agora sim").await;
    world.ana.wait_for_text(SHOP, "agora sim", PATIENCE).await.unwrap();
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_401_right_after_the_welcome_may_be_a_mistake() {
    let world = World::new().await;
    let client = world.linked().await;
    world.net.inject(Fault::new(FaultKind::MistakenUnauthorized).of(SHOP).times(1));
    world.shop.drop_connections().await;
    let ended = |event: &Event| if let Event::LoggedOut(ended) = event { Some(ended.reason.code()) } else { None };
    assert_eq!(client.event("LoggedOut", ended).await, 401);
    assert_eq!(world.shop.linked_devices().len(), 1, "nothing was unlinked");
    let backend = client.leave(&world.shop).await;
    world.ana.send_text(SHOP, "ainda aí?").await.unwrap();
    let back = Client::start(&world.net, backend).await;
    back.text("ainda aí?").await;
    back.stop().await;
}
