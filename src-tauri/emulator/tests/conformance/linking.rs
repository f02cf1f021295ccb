//! Pairing, coming back, and what a companion learns of the account.

use std::sync::Arc;

use portaria_emulator::EmulatorError;
use whatsapp_rust::prelude::*;
use whatsapp_rust::wacore::store::InMemoryBackend;

use crate::client::{ANA, Client, PATIENCE, SHOP, World};

#[tokio::test(flavor = "multi_thread")]
async fn a_scanned_qr_code_links_the_device() {
    let world = World::new().await;
    let client = world.linked().await;
    let paired = client.event("PairSuccess", |event| match event {
        Event::PairSuccess(paired) => Some(paired.id.clone()),
        _ => None,
    });
    assert_eq!(paired.await.user, SHOP, "the companion knows whose it is");
    let devices = world.shop.linked_devices();
    assert_eq!(devices.len(), 1);
    assert!(devices[0].online, "it logged in by itself after the restart that pairing ends in");
    client.stop().await;
    world.net.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_qr_code_in_a_picture_can_be_scanned() {
    let world = World::new().await;
    let client = Client::start(&world.net, Arc::new(InMemoryBackend::new())).await;
    let picture = qrcode::QrCode::new(client.qr_code().await).unwrap().render::<image::Luma<u8>>().build();
    let mut png = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut png, image::ImageFormat::Png).unwrap();
    world.shop.scan_picture(png.get_ref()).await.unwrap();
    client.connected().await;
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_typed_code_links_the_device() {
    let world = World::new().await;
    let client = Client::start_with_code(&world.net, SHOP).await;
    let code = client.event("pairing code", |event| match event {
        Event::PairingCode(code) => Some(code.code.clone()),
        _ => None,
    });
    let code = code.await;
    let wrong = if code == "AAAA1111" { "BBBB2222" } else { "AAAA1111" };
    let refused = world.shop.enter_code(wrong).await;
    assert!(matches!(refused, Err(EmulatorError::WrongCode)), "a wrong code is said to be wrong: {refused:?}");
    let written_apart = format!("{}-{}", &code[..4], code[4..].to_lowercase());
    world.shop.enter_code(&written_apart).await.unwrap();
    client.connected().await;
    assert_eq!(world.shop.linked_devices().len(), 1);
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_device_comes_back_without_a_new_qr_code() {
    let world = World::new().await;
    let client = world.linked().await;
    world.shop.drop_connections().await;
    client.event("Disconnected", |event| matches!(event, Event::Disconnected(_)).then_some(())).await;
    world.shop.wait_for_connections(1, PATIENCE).await.unwrap();
    let backend = client.leave(&world.shop).await;

    let restarted = Client::start(&world.net, backend).await;
    restarted.connected().await;
    world.shop.wait_for_connections(1, PATIENCE).await.unwrap();
    assert_eq!(restarted.count(|event| matches!(event, Event::PairingQrCode(_))), 0, "its keys are enough");
    restarted.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_push_name_is_learnt_from_the_phone() {
    let world = World::new().await;
    let client = world.linked().await;
    let name = client.event("SelfPushNameUpdated", |event| match event {
        Event::SelfPushNameUpdated(update) => Some(update.new_name.clone()),
        _ => None,
    });
    assert_eq!(name.await, "Padaria Sol");
    assert_eq!(client.inner.push_name(), "Padaria Sol");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_or_foreign_qr_code_is_refused() {
    let world = World::new().await;
    let client = Client::start(&world.net, Arc::new(InMemoryBackend::new())).await;
    let code = client.qr_code().await;
    let other = Client::start(&world.net, Arc::new(InMemoryBackend::new())).await;
    let mut fields: Vec<String> = code.split(',').map(str::to_owned).collect();
    fields[0] = other.qr_code().await.split(',').next().unwrap().to_owned();
    let refused = world.shop.scan(&fields.join(",")).await;
    assert!(matches!(refused, Err(EmulatorError::WrongKeys)), "another device's reference: {refused:?}");
    assert!(matches!(world.shop.scan("https://example.com").await, Err(EmulatorError::NotAQr(_))));
    world.shop.scan(&code).await.unwrap();
    assert!(matches!(world.ana.scan(&code).await, Err(EmulatorError::QrExpired)), "a used code");
    client.stop().await;
    other.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_registered_numbers_have_whatsapp() {
    let world = World::new().await;
    let client = world.linked().await;
    let asked = [Jid::pn(ANA), Jid::pn("551190000011"), Jid::pn("5511900009999")];
    let found = client.inner.contacts().is_on_whatsapp(&asked).await.unwrap();
    let known: Vec<bool> = found.iter().map(|answer| answer.is_registered).collect();
    assert!(known.contains(&true) && known.contains(&false), "one is, one is not: {found:?}");
    client.stop().await;
}
