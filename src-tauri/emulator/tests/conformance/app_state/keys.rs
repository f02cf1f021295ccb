//! The key that devices share is replaced, and missed.

use whatsapp_rust::wacore::store::traits::AppSyncStore as _;

use super::{converged, until};
use crate::client::{PATIENCE, World};

#[tokio::test(flavor = "multi_thread")]
async fn a_companion_that_was_not_told_the_new_key_asks_for_it() {
    let world = World::new().await;
    let client = world.linked().await;
    world.shop.save_label("1", "Com a chave velha", 0).unwrap();
    converged(&world.shop, &[&client]).await;
    let old = client.backend.get_latest_sync_key_id().await.unwrap();
    world.shop.rotate_app_state_key(false);
    assert_eq!(client.backend.get_latest_sync_key_id().await.unwrap(), old, "nobody told it");
    world.shop.save_label("1", "Com a chave nova", 0).unwrap();
    converged(&world.shop, &[&client]).await;
    assert_ne!(client.backend.get_latest_sync_key_id().await.unwrap(), old, "it asked its phone");
    client.inner.labels().create_label("2", "Do computador", 1).await.unwrap();
    until("the companion's label", || world.shop.labels().iter().any(|label| label.id == "2").then_some(())).await;
    converged(&world.shop, &[&client]).await;
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_key_is_made_when_a_companion_is_unlinked() {
    let world = World::new().await;
    let stays = world.linked().await;
    let goes = world.linked().await;
    converged(&world.shop, &[&stays, &goes]).await;
    let old = stays.backend.get_latest_sync_key_id().await.unwrap();
    let device = world.shop.linked_devices().last().unwrap().id;
    world.shop.unlink(device).await.unwrap();
    world.shop.wait_for_connections(1, PATIENCE).await.unwrap();
    world.shop.save_label("1", "Só para quem ficou", 0).unwrap();
    converged(&world.shop, &[&stays]).await;
    assert_ne!(stays.backend.get_latest_sync_key_id().await.unwrap(), old, "what the unlinked device knows is stale");
    stays.stop().await;
    goes.stop().await;
}
