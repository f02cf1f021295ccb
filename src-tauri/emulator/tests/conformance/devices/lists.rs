//! The list of devices that the phone signs, and who is told of it.

use std::sync::Arc;

use portaria_emulator::EmulatorError;
use whatsapp_rust::NodeFilter;
use whatsapp_rust::prelude::*;
use whatsapp_rust::types::events::DeviceListUpdateType;
use whatsapp_rust::wacore::adv::decode_key_index_list;
use whatsapp_rust::wacore::libsignal::protocol::PublicKey;
use whatsapp_rust::wacore::store::InMemoryBackend;
use whatsapp_rust::wacore::store::traits::SignalStore as _;
use whatsapp_rust::waproto::codec::adv_signed_key_index_list_decode;

use crate::client::{ANA, Client, PATIENCE, SHOP, World, signal_addresses};

/// The domain separator of key-index lists (`WAWebAdvSignatureConstants`).
const KEY_INDEX_LIST: [u8; 2] = [6, 2];

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_devices_is_signed_by_the_phone_and_followed_by_contacts() {
    let world = World::new().await;
    let shop = world.linked().await;
    shop.send(ANA, "oi").await;
    world.ana.wait_for_text(SHOP, "oi", PATIENCE).await.unwrap();
    let ana = world.linked_to(&world.ana).await;
    let signed = shop.event("a signed list", |event| match event {
        Event::DeviceListUpdate(update) if update.update_type == DeviceListUpdateType::Add => {
            update.key_index.as_ref()?.signed_bytes.clone()
        }
        _ => None,
    });
    let signed = signed.await;
    let list = decode_key_index_list(&signed).expect("it is a list");
    let device = world.ana.linked_devices().remove(0);
    assert!(list.valid_indexes.contains(&device.key_index) && list.current_index == device.key_index, "{list:?}");

    let envelope = adv_signed_key_index_list_decode(&signed).unwrap();
    let signed_bytes = [&KEY_INDEX_LIST[..], envelope.details.as_deref().unwrap()].concat();
    let signature = envelope.account_signature.unwrap();
    let identity = identity_of_ana(&world, &shop).await;
    assert!(identity.verify_signature(&signed_bytes, &signature), "signed by the phone that the shop writes to");
    let forged = [&KEY_INDEX_LIST[..], b"something else"].concat();
    assert!(!identity.verify_signature(&forged, &signature), "and the check can fail");

    let id = shop.send(ANA, "aos dois").await;
    ana.text("aos dois").await;
    world.ana.unlink(device.id).await.unwrap();
    shop.event("a removal", |event| match event {
        Event::DeviceListUpdate(update) if update.update_type == DeviceListUpdateType::Remove => Some(()),
        _ => None,
    })
    .await;
    let later = shop.send(ANA, "só ao telefone").await;
    world.ana.wait_for_text(SHOP, "só ao telefone", PATIENCE).await.unwrap();
    let ledger = world.net.ledger();
    let companion = format!("{ANA}:{}", device.id);
    assert!(ledger.message(&id).unwrap().copies.contains_key(&companion), "while it was linked it got a copy");
    assert!(!ledger.message(&later).unwrap().copies.contains_key(&companion), "and none afterwards");
    shop.stop().await;
    ana.stop().await;
}

/// The identity of Ana's phone, as the shop's client has learnt it.
async fn identity_of_ana(world: &World, shop: &Client) -> PublicKey {
    for address in signal_addresses(&world.ana).into_iter().rev() {
        if let Some(key) = shop.backend.load_identity(&address).await.unwrap() {
            return PublicKey::from_djb_public_key_bytes(&key).unwrap();
        }
    }
    panic!("the shop has no identity of Ana's phone");
}

#[tokio::test(flavor = "multi_thread")]
async fn own_companions_are_told_the_whole_list() {
    let world = World::new().await;
    let first = world.linked().await;
    let told = first.inner.wait_for_node(NodeFilter::tag("notification").attr("type", "account_sync"));
    let second = world.linked().await;
    let told = tokio::time::timeout(PATIENCE, told).await.expect("the first is told").unwrap();
    let list = told.get().get_optional_child_by_tag(&["devices"]).expect("a list").children().unwrap();
    let jids: Vec<String> =
        list.iter().filter_map(|node| node.get_attr("jid").map(|jid| jid.as_str().into_owned())).collect();
    let own = |device: &str| format!("{SHOP}{device}@s.whatsapp.net");
    assert_eq!(jids, [own(""), own(":1"), own(":2")]);
    let id = second.send(ANA, "os dois sabem").await;
    assert_eq!(first.text("os dois sabem").await.0.id, id, "and so a copy comes");
    first.stop().await;
    second.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_has_four_companions_and_no_fifth() {
    let world = World::new().await;
    let mut companions = Vec::new();
    for _ in 0..4 {
        companions.push(world.linked().await);
    }
    let fifth = Client::start(&world.net, Arc::new(InMemoryBackend::new())).await;
    let refused = world.shop.scan(&fifth.qr_code().await).await;
    assert!(matches!(refused, Err(EmulatorError::TooManyDevices(4))), "{refused:?}");
    world.ana.send_text(SHOP, "para os quatro").await.unwrap();
    for companion in &companions {
        companion.text("para os quatro").await;
    }
    let first = world.shop.linked_devices()[0].id;
    world.shop.unlink(first).await.unwrap();
    world.shop.scan(&fifth.qr_code().await).await.unwrap();
    fifth.connected().await;
    let ids: Vec<u16> = world.shop.linked_devices().iter().map(|device| device.id).collect();
    assert_eq!(ids, [2, 3, 4, 5], "a device's number is never given twice");
    for companion in companions.into_iter().chain([fifth]) {
        companion.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_phone_shows_what_a_companion_is() {
    let world = World::new().await;
    let client = world.linked().await;
    let device = world.shop.linked_devices().remove(0);
    assert!(!device.about.os.is_empty() && !device.about.platform.is_empty(), "{:?}", device.about);
    assert!(device.name.contains(&device.about.os), "the list names it by what it is: {device:?}");
    assert_eq!(device.key_index, 1);
    let first = device.login_counter.expect("it counts its logins");
    world.shop.drop_connections().await;
    world.shop.wait_for_connections(1, PATIENCE).await.unwrap();
    let second = world.shop.linked_devices()[0].login_counter.expect("it still counts");
    assert_eq!(second, first + 1, "one login later");
    client.stop().await;
}
