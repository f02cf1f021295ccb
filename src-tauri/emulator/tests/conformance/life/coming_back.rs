//! What a device shows and is told when it logs in again.

use std::time::Duration;

use whatsapp_rust::prelude::*;
use whatsapp_rust::types::events::OfflineSyncPreview;
use whatsapp_rust::wacore::iq::dirty::DirtyType;

use crate::client::{Client, PATIENCE, SHOP, World};

#[tokio::test(flavor = "multi_thread")]
async fn a_device_comes_back_by_the_route_it_was_given() {
    let world = World::new().await;
    let client = world.linked().await;
    for _ in 0..2 {
        world.shop.drop_connections().await;
        world.shop.wait_for_connections(0, PATIENCE).await.unwrap();
        world.shop.wait_for_connections(1, PATIENCE).await.unwrap();
        assert!(world.shop.linked_devices()[0].routed, "it showed the newest token before the handshake");
    }
    let session = world.shop.linked_devices()[0].session.clone().expect("it reports a session");
    assert!(session.parse::<u64>().is_ok_and(|ms| ms < 7 * 24 * 3_600_000), "milliseconds of a week: {session}");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_dirty_is_told_until_it_is_cleaned() {
    let world = World::new().await;
    let client = world.linked().await;
    world.shop.mark_dirty("account_sync");
    dirty(&client, &DirtyType::AccountSync).await;
    cleaned(&world).await;
    let backend = client.leave(&world.shop).await;
    world.shop.mark_dirty("groups");
    assert_eq!(world.shop.linked_devices()[0].dirty, ["groups"], "nobody is there to clean it");
    let back = Client::start(&world.net, backend).await;
    dirty(&back, &DirtyType::Groups).await;
    cleaned(&world).await;
    back.stop().await;
}

async fn dirty(client: &Client, kind: &DirtyType) {
    let what = format!("{kind:?} is dirty");
    let told = |event: &Event| match event {
        Event::DirtyState(state) if state.dirty_type == *kind => Some(()),
        _ => None,
    };
    client.event(&what, told).await;
}

async fn cleaned(world: &World) {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    while !world.shop.linked_devices()[0].dirty.is_empty() {
        assert!(tokio::time::Instant::now() < deadline, "it was never cleaned");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// More than the pieces of 200 that the client asks for.
const MESSAGES: usize = 250;

#[tokio::test(flavor = "multi_thread")]
async fn a_long_backlog_comes_in_the_pieces_that_the_device_asks_for() {
    let world = World::new().await;
    let backend = world.missed(MESSAGES).await;
    world.net.offer_backlogs_in_pieces(Some(5));
    let back = Client::start(&world.net, backend).await;
    let preview: OfflineSyncPreview = back
        .event("OfflineSyncPreview", |event| match event {
            Event::OfflineSyncPreview(preview) => Some(preview.clone()),
            _ => None,
        })
        .await;
    assert_eq!(usize::try_from(preview.messages).unwrap(), MESSAGES);
    world.ana.send_text(SHOP, "ao vivo, atrás da fila").await.unwrap();
    for number in 0..MESSAGES {
        let (_, times) = back.text(&format!("atrasada {number}")).await;
        assert_eq!(times, 1, "message {number}");
    }
    back.text("ao vivo, atrás da fila").await;
    back.connected().await;
    world.ana.send_text(SHOP, "ao vivo").await.unwrap();
    back.text("ao vivo").await;
    back.stop().await;
}
