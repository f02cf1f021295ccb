//! Who types and who records in a group.

use whatsapp_rust::prelude::*;
use whatsapp_rust::types::presence::ChatPresenceMedia;

use super::{ANA, BIA, PATIENCE, World, bia, group_of_the_shop, jid};

#[tokio::test(flavor = "multi_thread")]
async fn recording_in_a_group_is_not_typing_and_ends_for_each_alone() {
    let (world, clock) = World::driven().await;
    let bia = bia(&world).await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let view = group_of_the_shop(&world, &[ANA, BIA]).await;
    let group = jid(&view);
    world.ana.recording(&view.id, true).await.unwrap();
    let media = shop.event("ChatPresence", |event| match event {
        Event::ChatPresence(update) if update.source.chat == group => Some(update.media),
        _ => None,
    });
    assert_eq!(media.await, ChatPresenceMedia::Audio, "a companion is told that she records");
    world.shop.wait_for_recording(&view.id, PATIENCE).await.unwrap();
    assert!(!world.shop.sees_typing(&view.id), "and that she does not type");

    clock.advance(10_000);
    bia.typing(&view.id, true).await.unwrap();
    ana.inner.chatstate().send_recording(&group).await.unwrap();
    bia.wait_for_recording(&view.id, PATIENCE).await.unwrap();
    assert!(world.shop.sees_typing(&view.id) && world.shop.sees_recording(&view.id), "one types, one records");
    ana.inner.send_message(group, wa::Message::text("gravei")).await.unwrap();
    world.shop.wait_for_text(&view.id, "gravei", PATIENCE).await.unwrap();
    assert!(world.shop.sees_typing(&view.id), "Bia still types");
    assert!(!world.shop.sees_recording(&view.id), "what Ana recorded has come");
    clock.advance(25_000);
    world.shop.wait_until_still(&view.id, PATIENCE).await.unwrap();
    shop.stop().await;
    ana.stop().await;
}
