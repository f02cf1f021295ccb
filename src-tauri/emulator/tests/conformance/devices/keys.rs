//! One-time keys: they run out, and they may be lost.

use std::time::Duration;

use crate::client::{ANA, Client, PATIENCE, SHOP, World};

/// Waits until the server has so many keys of the shop's companion again.
async fn supplied(world: &World) -> usize {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    loop {
        let keys = world.shop.linked_devices()[0].one_time_keys;
        if keys > 100 {
            return keys;
        }
        assert!(tokio::time::Instant::now() < deadline, "only {keys} keys after all this time");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn met(world: &World, client: &Client) {
    client.send(ANA, "oi").await;
    world.ana.wait_for_text(SHOP, "oi", PATIENCE).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_whose_keys_run_low_brings_new_ones() {
    let world = World::new().await;
    let client = world.linked().await;
    supplied(&world).await;
    met(&world, &client).await;
    let device = world.shop.linked_devices()[0].id;
    world.shop.spend_keys(device, 5).unwrap();
    assert_eq!(world.shop.linked_devices()[0].one_time_keys, 5, "five are not yet too few");
    world.ana.forget_sessions();
    world.ana.send_text(SHOP, "de novo").await.unwrap();
    client.text("de novo").await;
    supplied(&world).await;
    world.ana.forget_sessions();
    world.ana.send_text(SHOP, "com chave nova").await.unwrap();
    let (_, times) = client.text("com chave nova").await;
    assert_eq!(times, 1, "the new keys open");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_the_server_lost_are_uploaded_again() {
    let world = World::new().await;
    let client = world.linked().await;
    supplied(&world).await;
    let device = world.shop.linked_devices()[0].id;
    world.shop.lose_keys(device).unwrap();
    supplied(&world).await;
    world.ana.send_text(SHOP, "ainda se entende").await.unwrap();
    client.text("ainda se entende").await;
    client.stop().await;
}
