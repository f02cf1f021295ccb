//! Groups whose messages disappear.

use portaria_emulator::GroupChange;
use whatsapp_rust::prelude::*;
use whatsapp_rust::wacore::stanza::groups::GroupNotificationAction as Change;

use super::{ANA, PATIENCE, World, change, group_of_the_shop, jid};

const DAY_S: u32 = 86_400;

#[tokio::test(flavor = "multi_thread")]
async fn what_phones_write_there_bears_the_groups_time_and_goes_with_it() {
    let (world, clock) = World::driven().await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let view = group_of_the_shop(&world, &[ANA]).await;
    let group = jid(&view);
    world.ana.send_text(&view.id, "fica").await.unwrap();
    let setting = GroupChange { ephemeral_s: Some(DAY_S), ..GroupChange::default() };
    world.shop.change_group(&view.id, setting).await.unwrap();
    assert_eq!(world.ana.disappears_after(&view.id), DAY_S, "a group's setting is everybody's");
    let gone = world.ana.send_text(&view.id, "some amanhã").await.unwrap();
    let stamp = shop.event("timed text", |event| {
        let Event::Messages(batch) = event else { return None };
        let found = batch.messages.iter().find(|inbound| inbound.message.text_content() == Some("some amanhã"));
        found.map(|inbound| inbound.message.get_base_message().get_ephemeral_expiration())
    });
    assert_eq!(stamp.await, Some(DAY_S), "companions are told how long it stays");
    clock.advance(u64::from(DAY_S) * 1000);
    for phone in [&world.shop, &world.ana] {
        phone.wait_until_gone(&view.id, &gone, PATIENCE).await.unwrap();
        let left: Vec<_> = phone.messages_with(&view.id).into_iter().map(|line| line.text).collect();
        assert_eq!(left, ["fica"]);
    }

    ana.inner.groups().set_ephemeral(&group, 0).await.unwrap();
    change(&shop, &group, "its end", |action| matches!(action, Change::Ephemeral { expiration: 0, .. }).then_some(()))
        .await;
    world.shop.send_text(&view.id, "fica também").await.unwrap();
    let line = world.ana.wait_for_text(&view.id, "fica também", PATIENCE).await.unwrap();
    assert_eq!(line.content.expires_at_ms, None, "her companion ended it");
    world.ana.disappear_after(&view.id, 7 * DAY_S).await.unwrap();
    assert_eq!(world.shop.group(&view.id).unwrap().settings.ephemeral_s, 7 * DAY_S, "her phone began anew");
    shop.stop().await;
    ana.stop().await;
}
