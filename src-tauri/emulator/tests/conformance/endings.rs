//! The ways a connection ends, and what the client makes of them.

use portaria_emulator::StreamErrorKind;
use whatsapp_rust::prelude::*;

use crate::client::{ANA, Client, PATIENCE, SHOP, World};

#[tokio::test(flavor = "multi_thread")]
async fn a_device_unlinked_on_the_phone_is_logged_out() {
    let world = World::new().await;
    let client = world.linked().await;
    let device = world.shop.linked_devices()[0].id;
    world.shop.unlink(device).await.unwrap();
    client.event("LoggedOut", |event| matches!(event, Event::LoggedOut(_)).then_some(())).await;
    assert!(world.shop.linked_devices().is_empty());
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_unlinked_while_away_learns_it_at_login() {
    let world = World::new().await;
    let backend = world.linked().await.leave(&world.shop).await;
    world.shop.unlink_all().await.unwrap();
    let back = Client::start(&world.net, backend).await;
    back.event("LoggedOut", |event| matches!(event, Event::LoggedOut(_)).then_some(())).await;
    back.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_companion_can_log_itself_out() {
    let world = World::new().await;
    let client = world.linked().await;
    client.inner.logout().await;
    world.shop.wait_for_connections(0, PATIENCE).await.unwrap();
    assert!(world.shop.linked_devices().is_empty());
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_login_of_the_same_device_replaces_the_first() {
    let world = World::new().await;
    let client = world.linked().await;
    let twin = Client::start(&world.net, client.backend.clone()).await;
    client.event("StreamReplaced", |event| matches!(event, Event::StreamReplaced(_)).then_some(())).await;
    twin.connected().await;
    // The one that was replaced may come back once before it hears why it was ended.
    assert!(world.net.ledger().replaced_logins >= 1);
    client.stop().await;
    twin.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_banned_account_is_refused_at_login() {
    let world = World::new().await;
    let backend = world.linked().await.leave(&world.shop).await;
    world.shop.refuse_login(Some(403));
    let banned = Client::start(&world.net, backend.clone()).await;
    banned.event("LoggedOut", |event| matches!(event, Event::LoggedOut(_)).then_some(())).await;
    banned.stop().await;
    world.shop.refuse_login(Some(402));
    let temporarily = Client::start(&world.net, backend.clone()).await;
    temporarily.event("TemporaryBan", |event| matches!(event, Event::TemporaryBan(_)).then_some(())).await;
    temporarily.stop().await;
    world.shop.refuse_login(None);
    let back = Client::start(&world.net, backend).await;
    back.connected().await;
    back.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_or_an_overload_passes() {
    let world = World::new().await;
    let client = world.linked().await;
    for kind in [StreamErrorKind::Restart515, StreamErrorKind::Unavailable503] {
        world.shop.stream_error(kind).await;
        world.shop.wait_for_connections(1, PATIENCE).await.unwrap();
        let text = format!("depois de {kind:?}");
        world.ana.send_text(SHOP, &text).await.unwrap();
        client.text(&text).await;
    }
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_server_loses_nothing() {
    let world = World::new().await;
    let client = world.linked().await;
    world.shop.silence(true);
    world.ana.send_text(SHOP, "no silêncio").await.unwrap();
    assert_eq!(world.shop.connections(), 1, "half-open: the socket stands");
    assert_eq!(client.heard("no silêncio"), 0);
    world.shop.silence(false);
    let (_, times) = client.text("no silêncio").await;
    assert_eq!(times, 1);
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_returns_after_the_server_was_unreachable() {
    let world = World::new().await;
    let client = world.linked().await;
    world.net.refuse_connections(true);
    world.net.cut_everyone().await;
    client.event("Disconnected", |event| matches!(event, Event::Disconnected(_)).then_some(())).await;
    assert_eq!(world.shop.connections(), 0);
    world.ana.send_text(SHOP, "alguém?").await.unwrap();
    world.net.refuse_connections(false);
    client.text("alguém?").await;
    let id = client.send(ANA, "voltamos").await;
    assert_eq!(world.ana.wait_for_text(SHOP, "voltamos", PATIENCE).await.unwrap().id, id);
    client.stop().await;
}
