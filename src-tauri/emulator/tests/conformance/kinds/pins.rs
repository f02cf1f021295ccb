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
