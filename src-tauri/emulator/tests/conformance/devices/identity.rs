//! A phone is reinstalled: its identity changes, and nothing that was said with the old one is worth anything.

use std::sync::Arc;

use whatsapp_rust::prelude::*;
use whatsapp_rust::wacore::store::InMemoryBackend;

use crate::client::{ANA, Client, PATIENCE, SHOP, World};

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_who_reinstalled_is_noticed_and_understood() {
    let world = World::new().await;
    let client = world.linked().await;
    client.send(ANA, "antes").await;
    world.ana.wait_for_text(SHOP, "antes", PATIENCE).await.unwrap();
    world.ana.send_text(SHOP, "também antes").await.unwrap();
    client.text("também antes").await;

    world.ana.reinstall();
    let changed = client.event("IdentityChange", |event| match event {
        Event::IdentityChange(change) => Some((change.user.user.to_string(), change.implicit)),
        _ => None,
    });
    assert_eq!(changed.await, (ANA.to_owned(), false), "the server said so");
    client.send(ANA, "depois").await;
    let received = world.ana.wait_for_text(SHOP, "depois", PATIENCE).await.unwrap();
    assert_eq!(received.deliveries, 1);
    world.ana.send_text(SHOP, "sou eu").await.unwrap();
    let (_, times) = client.text("sou eu").await;
    assert_eq!(times, 1);
    assert_eq!(world.ana.messages_with(SHOP).len(), 4, "the backup brought the old chat back");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_away_during_a_reinstall_still_reaches_the_new_phone() {
    let world = World::new().await;
    let client = world.linked().await;
    client.send(ANA, "antes").await;
    world.ana.wait_for_text(SHOP, "antes", PATIENCE).await.unwrap();
    let backend = client.leave(&world.shop).await;
    world.ana.reinstall();
    world.ana.send_text(SHOP, "telefone novo").await.unwrap();

    let back = Client::start(&world.net, backend).await;
    back.text("telefone novo").await;
    back.connected().await;
    let id = back.send(ANA, "bem-vinda de volta").await;
    let received = world.ana.wait_for_text(SHOP, "bem-vinda de volta", PATIENCE).await.unwrap();
    assert_eq!(received.id, id);
    back.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reinstalled_phone_has_no_companions_and_links_new_ones() {
    let world = World::new().await;
    let old = world.linked().await;
    old.send(ANA, "do antigo").await;
    world.ana.wait_for_text(SHOP, "do antigo", PATIENCE).await.unwrap();
    world.shop.reinstall();
    old.event("LoggedOut", |event| matches!(event, Event::LoggedOut(_)).then_some(())).await;
    assert!(world.shop.linked_devices().is_empty());

    let new = Client::start(&world.net, Arc::new(InMemoryBackend::new())).await;
    world.shop.scan(&new.qr_code().await).await.unwrap();
    new.connected().await;
    assert_eq!(new.inner.push_name(), "Padaria Sol", "its settings open with the new phone's keys");
    world.ana.send_text(SHOP, "ao novo").await.unwrap();
    new.text("ao novo").await;
    new.send(ANA, "do novo").await;
    let received = world.ana.wait_for_text(SHOP, "do novo", PATIENCE).await.unwrap();
    assert_eq!(received.deliveries, 1);
    old.stop().await;
    new.stop().await;
}
