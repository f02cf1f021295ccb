//! Messages pinned to the top of their chat.

use whatsapp_rust::PinDuration;
use whatsapp_rust::prelude::*;
use whatsapp_rust::waproto::whatsapp::message::pin_in_chat_message::Type;

use super::{Pair, key};
use crate::client::{ANA, PATIENCE, SHOP};

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_and_its_end_are_seen_on_both_sides() {
    let pair = Pair::new().await;
    let id = pair.shop.send(ANA, "Chave PIX: padaria@sol").await;
    pair.seen_of_shop(|line| line.id == id).await;
    for (on, wanted) in [(true, Type::PIN_FOR_ALL), (false, Type::UNPIN_FOR_ALL)] {
        pair.world.ana.pin(SHOP, &id, on).await.unwrap();
        let pin = |message: &wa::Message| {
            message.pin_in_chat_message.as_option().filter(|pin| pin.r#type == Some(wanted)).cloned()
        };
        let (seen, _) = pair.seen_of_ana("pin", pin).await;
        assert_eq!(seen.key.id.as_deref(), Some(id.as_str()));
        let shown = |line: &portaria_emulator::PhoneMessage| line.id == id && line.content.pinned == on;
        pair.world.shop.wait_for_message(ANA, PATIENCE, shown).await.unwrap();
    }
    pair.shop.inner.pin_message(Jid::pn(ANA), key(ANA, true, &id), PinDuration::Days7).await.unwrap();
    pair.seen_of_shop(|line| line.id == id && line.content.pinned).await;
    pair.shop.inner.unpin_message(Jid::pn(ANA), key(ANA, true, &id)).await.unwrap();
    pair.seen_of_shop(|line| line.id == id && !line.content.pinned).await;
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_ends_by_itself_when_its_time_is_over() {
    const DAY_MS: u64 = 86_400_000;
    let (pair, clock) = Pair::driven().await;
    let lasting = [
        ("um dia", PinDuration::Hours24, 1),
        ("uma semana", PinDuration::Days7, 7),
        ("trinta dias", PinDuration::Days30, 30),
    ];
    let mut pinned = Vec::new();
    for (text, duration, days) in lasting {
        let id = pair.shop.send(ANA, text).await;
        pair.seen_of_shop(|line| line.id == id).await;
        pair.shop.inner.pin_message(Jid::pn(ANA), key(ANA, true, &id), duration).await.unwrap();
        let line = pair.seen_of_shop(|line| line.id == id && line.content.pinned).await;
        assert_eq!(line.content.pinned_until_ms, Some(line.at_ms + days * DAY_MS), "{text}");
        pinned.push(id);
    }
    let still_pinned = |phone: &portaria_emulator::Phone, with: &str| {
        let lines = phone.messages_with(with);
        lines.into_iter().filter(|line| line.content.pinned).map(|line| line.text).collect::<Vec<_>>()
    };
    let mut day = 0;
    for (at_day, left) in [(1, vec!["uma semana", "trinta dias"]), (7, vec!["trinta dias"]), (30, vec![])] {
        clock.advance((at_day - day) * DAY_MS - 1);
        day = at_day;
        pair.world.ana.send_text(SHOP, &format!("véspera do dia {day}")).await.unwrap();
        assert_eq!(still_pinned(&pair.world.ana, SHOP).len(), left.len() + 1, "not a moment before day {day}");
        clock.advance(1);
        let unpinned = &pinned[2 - left.len()];
        for (phone, with) in [(&pair.world.ana, SHOP), (&pair.world.shop, ANA)] {
            let wanted = |line: &portaria_emulator::PhoneMessage| line.id == *unpinned && !line.content.pinned;
            phone.wait_for_message(with, PATIENCE, wanted).await.unwrap();
            assert_eq!(still_pinned(phone, with), left, "on day {day}");
        }
    }
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_that_was_renewed_lasts_from_the_renewal_on() {
    const DAY_MS: u64 = 86_400_000;
    let (pair, clock) = Pair::driven().await;
    let id = pair.world.ana.send_text(SHOP, "Endereço novo").await.unwrap();
    let refused = pair.world.ana.pin_for(SHOP, &id, 3_600).await;
    assert!(refused.is_err(), "no phone offers an hour: {refused:?}");
    pair.world.ana.pin_for(SHOP, &id, 86_400).await.unwrap();
    clock.advance(DAY_MS / 2);
    pair.world.ana.pin_for(SHOP, &id, 86_400).await.unwrap();
    clock.advance(DAY_MS / 2);
    let other = pair.world.ana.send_text(SHOP, "some agora").await.unwrap();
    pair.world.ana.pin_for(SHOP, &other, 86_400).await.unwrap();
    assert!(pair.world.shop.messages_with(ANA)[0].content.pinned, "the first end is none any more");
    clock.advance(DAY_MS / 2);
    let unpinned = |line: &portaria_emulator::PhoneMessage| line.id == id && !line.content.pinned;
    pair.world.shop.wait_for_message(ANA, PATIENCE, unpinned).await.unwrap();
    assert!(pair.world.shop.messages_with(ANA)[1].content.pinned, "the other has half a day left");
    pair.stop().await;
}
