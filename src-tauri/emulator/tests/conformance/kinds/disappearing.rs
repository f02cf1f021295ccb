//! Messages that disappear after a time.

use whatsapp_rust::prelude::*;
use whatsapp_rust::waproto::whatsapp::message::protocol_message::Type;

use super::{Pair, key};
use crate::client::{ANA, PATIENCE, SHOP};

const DAY_S: u32 = 86_400;

#[tokio::test(flavor = "multi_thread")]
async fn the_setting_is_told_and_later_messages_carry_their_time() {
    let pair = Pair::new().await;
    pair.world.ana.disappear_after(SHOP, DAY_S).await.unwrap();
    let setting = |message: &wa::Message| {
        let change = message.protocol_message.as_option()?;
        (change.r#type == Some(Type::EPHEMERAL_SETTING)).then_some(change.ephemeral_expiration)
    };
    let (after_s, _) = pair.seen_of_ana("setting", setting).await;
    assert_eq!(after_s, Some(DAY_S));
    assert_eq!(pair.world.shop.disappears_after(ANA), DAY_S, "the other phone took it over");
    pair.world.ana.send_text(SHOP, "some amanhã").await.unwrap();
    let timed = |message: &wa::Message| {
        (message.text_content() == Some("some amanhã")).then(|| message.get_ephemeral_expiration())
    };
    let (after_s, _) = pair.seen_of_ana("timed text", timed).await;
    assert_eq!(after_s, Some(DAY_S));
    pair.shop.inner.set_chat_disappearing_timer(Jid::pn(ANA), 0).await.unwrap();
    pair.shop.send(ANA, "fica").await;
    pair.seen_of_shop(|line| line.text == "fica" && line.content.expires_at_ms.is_none()).await;
    assert_eq!(pair.world.ana.disappears_after(SHOP), 0, "the companion ended it for both");
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_its_time_is_over_a_message_is_gone_unless_it_is_kept() {
    let (pair, clock) = Pair::driven().await;
    for text in ["some já", "fica guardado"] {
        let options = SendOptions::default().with_ephemeral_expiration(3);
        let sent = pair.shop.inner.send_message_with_options(Jid::pn(ANA), wa::Message::text(text), options).await;
        let id = sent.unwrap().message_id;
        let line = pair.seen_of_shop(|line| line.id == id).await;
        let stays_ms = line.content.expires_at_ms.unwrap() - line.at_ms;
        assert_eq!(stays_ms, 3000);
        if text == "fica guardado" {
            pair.shop.inner.keep_message(Jid::pn(ANA), key(ANA, true, &id), true).await.unwrap();
            pair.seen_of_shop(|line| line.id == id && line.content.kept).await;
        }
    }
    clock.advance(2_999);
    let texts = || pair.world.ana.messages_with(SHOP).into_iter().map(|line| line.text).collect::<Vec<_>>();
    assert_eq!(texts(), ["some já", "fica guardado"], "a millisecond is left");
    let gone = pair.world.ana.messages_with(SHOP)[0].id.clone();
    clock.advance(1);
    pair.world.ana.wait_until_gone(SHOP, &gone, PATIENCE).await.unwrap();
    pair.world.shop.wait_until_gone(ANA, &gone, PATIENCE).await.unwrap();
    assert_eq!(texts(), ["fica guardado"]);
    pair.stop().await;
}
