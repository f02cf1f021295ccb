//! Polls and their encrypted votes.

use portaria_emulator::{Addressing, Draft, EmulatorConfig, Kind, PhoneMessage, PollOption};
use whatsapp_rust::PollVoteCiphertext;
use whatsapp_rust::prelude::*;

use super::{Pair, received};
use crate::client::{ANA, PATIENCE, SHOP};

const QUESTION: &str = "Que pão?";

fn voters(line: &PhoneMessage, name: &str) -> Vec<String> {
    let Kind::Poll { options, .. } = &line.content.kind else { panic!("{line:?} is no poll") };
    options.iter().find(|option| option.name == name).unwrap().voters.clone()
}

fn votes(message: &wa::Message) -> Option<wa::message::PollUpdateMessage> {
    message.poll_update_message.as_option().cloned()
}

#[tokio::test(flavor = "multi_thread")]
async fn votes_in_a_companions_poll_are_counted() {
    let pair = Pair::new().await;
    let options = ["Francês".to_owned(), "Integral".to_owned()];
    let (sent, secret) = pair.shop.inner.polls().create(Jid::pn(ANA), QUESTION, &options, 1).await.unwrap();
    let id = sent.message_id;
    let poll = pair.seen_of_shop(|line| line.text == QUESTION).await;
    assert_eq!(voters(&poll, "Integral"), [""; 0]);
    pair.world.ana.vote(SHOP, &id, &["Integral"]).await.unwrap();
    let (vote, info) = pair.seen_of_ana("vote", votes).await;
    assert_eq!(vote.poll_creation_message_key.id.as_deref(), Some(id.as_str()));
    let sealed = PollVoteCiphertext {
        enc_payload: vote.vote.enc_payload.as_deref().unwrap(),
        enc_iv: vote.vote.enc_iv.as_deref().unwrap(),
    };
    let tally = pair
        .shop
        .inner
        .polls()
        .aggregate_votes(&options, &[(&info.source.sender, sealed)], &secret, &id, &Jid::pn(SHOP))
        .await
        .unwrap();
    assert_eq!(tally[1].voters.len(), 1, "the companion counts the phone's vote: {tally:?}");
    pair.shop.inner.polls().vote(Jid::pn(ANA), &id, &Jid::pn(SHOP), &secret, &["Francês".to_owned()]).await.unwrap();
    for (phone, with) in [(&pair.world.ana, SHOP), (&pair.world.shop, ANA)] {
        let counted = |line: &PhoneMessage| line.id == id && !voters(line, "Francês").is_empty();
        let line = phone.wait_for_message(with, PATIENCE, counted).await.unwrap();
        assert_eq!((voters(&line, "Francês"), voters(&line, "Integral")), (vec![SHOP.into()], vec![ANA.into()]));
    }
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn votes_in_a_phones_poll_are_counted_and_the_last_one_holds() {
    let pair = Pair::with(EmulatorConfig { addressing: Addressing::Lid, ..EmulatorConfig::default() }).await;
    let option = |name: &str| PollOption { name: name.into(), voters: Vec::new() };
    let options = vec![option("Hoje"), option("Amanhã"), option("Nunca")];
    let draft = Draft::of(Kind::Poll { options, choices: 2 }, "Quando?");
    let id = pair.world.ana.send_draft(SHOP, draft).await.unwrap();
    let poll = |message: &wa::Message| {
        let secret = message.message_context_info.message_secret.clone();
        message.poll_creation_message.as_option().and(secret)
    };
    let (secret, info) = received(&pair.shop, "poll", poll).await;
    let creator = info.source.sender.to_non_ad();
    for chosen in [vec!["Hoje".to_owned(), "Amanhã".to_owned()], vec!["Amanhã".to_owned()]] {
        pair.shop.inner.polls().vote(info.source.chat.clone(), &id, &creator, &secret, &chosen).await.unwrap();
        let counted = |line: &PhoneMessage| line.id == id && voters(line, "Hoje").len() + 1 == chosen.len();
        let line =
            pair.world.ana.wait_for_message(SHOP, PATIENCE, |line| counted(line) && !voters(line, "Amanhã").is_empty());
        assert_eq!(voters(&line.await.unwrap(), "Amanhã"), [SHOP]);
    }
    pair.world.ana.vote(SHOP, &id, &["Hoje", "Amanhã", "Nunca"]).await.expect_err("two answers are the most");
    pair.world.ana.vote(SHOP, &id, &["Talvez"]).await.expect_err("that is no answer of this poll");
    pair.stop().await;
}
