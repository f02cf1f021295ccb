//! App state that travels as files: snapshots, and patches too large for a stanza.

use portaria_emulator::{AppStateLimits, Emulator, EmulatorConfig, MediaKind, NewPhone};
use whatsapp_rust::prelude::*;

use super::converged;
use crate::client::{Client, World};

fn files(net: &Emulator) -> usize {
    net.media().iter().filter(|file| file.kind == MediaKind::AppState).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_companion_that_starts_from_nothing_gets_a_snapshot_and_goes_on_with_patches() {
    let app_state = AppStateLimits { snapshot_after: 0, ..AppStateLimits::default() };
    let world = World::with(EmulatorConfig { app_state, ..EmulatorConfig::default() }).await;
    let first = world.linked().await;
    world.shop.save_label("1", "Antes", 0).unwrap();
    world.shop.save_label("2", "Sai", 0).unwrap();
    world.shop.delete_label("2").unwrap();
    world.shop.rotate_app_state_key(true);
    world.shop.save_label("1", "Depois", 0).unwrap();
    converged(&world.shop, &[&first]).await;
    let before = files(&world.net);
    assert!(before > 0, "even the push name came as a file");
    let later = world.linked().await;
    converged(&world.shop, &[&first, &later]).await;
    assert!(files(&world.net) > before, "it read a snapshot of its own");
    let named = |event: &Event| match event {
        Event::LabelEditUpdate(update) => (update.label_id == "1").then(|| update.action.name.clone()),
        _ => None,
    };
    assert_eq!(later.event("the label", named).await.as_deref(), Some("Depois"), "a snapshot holds the newest alone");
    later.inner.labels().create_label("3", "Do segundo", 0).await.unwrap();
    converged(&world.shop, &[&first, &later]).await;
    assert_eq!(world.shop.labels().len(), 2);
    first.stop().await;
    later.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_address_book_comes_as_a_file_beside_its_patch() {
    let app_state = AppStateLimits { external_after: 10, ..AppStateLimits::default() };
    let world = World::with(EmulatorConfig { app_state, ..EmulatorConfig::default() }).await;
    for number in 0..40 {
        let number = format!("551190001{number:04}");
        let contact = NewPhone { name: "Cliente".into(), number: number.clone() };
        world.net.create_phone(contact).await.unwrap();
        world.shop.save_contact(&number, &format!("Cliente {number}")).unwrap();
    }
    let client = world.linked().await;
    converged(&world.shop, &[&client]).await;
    assert_eq!(files(&world.net), 1, "forty names in one file");
    let names = || client.count(|event| matches!(event, Event::ContactUpdate(_)));
    super::until("every name", || (names() == 40).then_some(())).await;
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_companion_that_is_far_behind_gets_a_snapshot() {
    let world = World::new().await;
    let client = world.linked().await;
    converged(&world.shop, &[&client]).await;
    let backend = client.leave(&world.shop).await;
    for number in 0..1_001 {
        world.shop.save_label("1", &format!("Enquanto fora {number}"), 0).unwrap();
    }
    let back = Client::start(&world.net, backend).await;
    back.connected().await;
    converged(&world.shop, &[&back]).await;
    assert_eq!(files(&world.net), 1, "one snapshot in place of a thousand patches");
    back.stop().await;
}
