//! Signs under messages.

use whatsapp_rust::prelude::*;

use super::{Pair, key};
use crate::client::{ANA, PATIENCE, SHOP};

#[tokio::test(flavor = "multi_thread")]
async fn a_reaction_is_seen_and_can_be_taken_away() {
    let pair = Pair::new().await;
    let id = pair.shop.send(ANA, "pão quentinho!").await;
    pair.seen_of_shop(|line| line.id == id).await;
    for sign in ["❤️", ""] {
        pair.world.ana.react(SHOP, &id, sign).await.unwrap();
        let reaction = |message: &wa::Message| {
            message.reaction_message.as_option().filter(|reaction| reaction.text.as_deref() == Some(sign)).cloned()
        };
        let (seen, _) = pair.seen_of_ana("reaction", reaction).await;
        assert_eq!(seen.key.id.as_deref(), Some(id.as_str()));
        assert_eq!(seen.key.from_me, Some(false), "it is under what the other side wrote");
        for (phone, with) in [(&pair.world.ana, SHOP), (&pair.world.shop, ANA)] {
            let shown = phone
                .wait_for_message(with, PATIENCE, |line| {
                    line.id == id && line.content.reactions.get(ANA).map_or("", String::as_str) == sign
                })
                .await;
            shown.unwrap();
        }
    }
    let hers = pair.world.ana.send_text(SHOP, "oba").await.unwrap();
    for sign in ["👍", ""] {
        pair.shop.inner.send_reaction(Jid::pn(ANA), key(ANA, false, &hers), sign).await.unwrap();
        for (phone, with) in [(&pair.world.ana, SHOP), (&pair.world.shop, ANA)] {
            let shown = |line: &portaria_emulator::PhoneMessage| {
                line.id == hers && line.content.reactions.get(SHOP).map_or("", String::as_str) == sign
            };
            phone.wait_for_message(with, PATIENCE, shown).await.unwrap();
        }
    }
    pair.stop().await;
}
