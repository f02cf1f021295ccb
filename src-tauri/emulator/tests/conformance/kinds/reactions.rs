//! Signs under messages.

use whatsapp_rust::SendOptions;
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

#[tokio::test(flavor = "multi_thread")]
async fn a_reaction_that_overtook_its_message_is_under_it_when_it_comes() {
    let pair = Pair::new().await;
    let id = "3EB0C0FFEE00000000000001";
    pair.shop.inner.send_reaction(Jid::pn(ANA), key(ANA, true, id), "🍞").await.unwrap();
    let options = SendOptions::default().with_message_id(id);
    let text = wa::Message { conversation: Some("pão quentinho!".into()), ..Default::default() };
    pair.shop.inner.send_message_with_options(Jid::pn(ANA), text, options).await.unwrap();
    for (phone, with) in [(&pair.world.ana, SHOP), (&pair.world.shop, ANA)] {
        let shown = |line: &portaria_emulator::PhoneMessage| {
            line.id == id && line.content.reactions.get(SHOP).is_some_and(|sign| sign == "🍞")
        };
        phone.wait_for_message(with, PATIENCE, shown).await.unwrap();
    }
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reaction_that_comes_again_does_not_undo_a_later_one() {
    let pair = Pair::new().await;
    let hers = pair.world.ana.send_text(SHOP, "oba").await.unwrap();
    let react = async |sign: &str, id: &str| {
        let reaction = wa::message::ReactionMessage {
            key: waproto::buffa::MessageField::some(key(ANA, false, &hers)),
            text: Some(sign.into()),
            ..Default::default()
        };
        let message =
            wa::Message { reaction_message: waproto::buffa::MessageField::some(reaction), ..Default::default() };
        let options = SendOptions::default().with_message_id(id);
        pair.shop.inner.send_message_with_options(Jid::pn(ANA), message, options).await.unwrap();
    };
    for (sign, id) in [("👍", "3EB0C0FFEE00000000000011"), ("🍞", "3EB0C0FFEE00000000000012")] {
        react(sign, id).await;
    }
    react("👍", "3EB0C0FFEE00000000000011").await;
    let last = pair.shop.send(ANA, "fim").await;
    pair.seen_of_shop(|line| line.id == last).await;
    for (phone, with) in [(&pair.world.ana, SHOP), (&pair.world.shop, ANA)] {
        let line = phone.messages_with(with).into_iter().find(|line| line.id == hers).unwrap();
        assert_eq!(line.content.reactions.get(SHOP).map(String::as_str), Some("🍞"));
    }
    pair.shop.stop().await; // what came twice came so on purpose
    pair.ana.stop().await;
}
