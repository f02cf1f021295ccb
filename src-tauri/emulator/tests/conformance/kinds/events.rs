//! Events and their encrypted answers.

use std::collections::BTreeMap;

use portaria_emulator::{Attendance, Draft, Kind, PhoneMessage};
use whatsapp_rust::EventCreationParams;
use whatsapp_rust::prelude::*;
use whatsapp_rust::wacore::event::decrypt_event_response_with_secret;
use whatsapp_rust::waproto::whatsapp::message::event_response_message::EventResponseType;

use super::{Pair, received};
use crate::client::{ANA, PATIENCE, SHOP};

const STARTS_AT_S: i64 = 1_900_000_000;

fn answers(line: &PhoneMessage) -> BTreeMap<String, Attendance> {
    let Kind::Event { answers, .. } = &line.content.kind else { panic!("{line:?} is no event") };
    answers.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_to_a_companions_event_are_known_on_both_sides() {
    let pair = Pair::new().await;
    let params = EventCreationParams {
        name: "Festa junina".into(),
        description: Some("Traga um prato".into()),
        start_time: Some(STARTS_AT_S),
        end_time: None,
        join_link: None,
        location: None,
        is_scheduled_call: None,
        extra_guests_allowed: None,
    };
    let (sent, secret) = pair.shop.inner.events().create(Jid::pn(ANA), params).await.unwrap();
    let id = sent.message_id;
    let line = pair.seen_of_shop(|line| line.id == id).await;
    assert_eq!(line.text, "Festa junina");
    pair.world.ana.answer(SHOP, &id, Attendance::Going).await.unwrap();
    let sealed = |message: &wa::Message| message.enc_event_response_message.as_option().cloned();
    let (answer, _) = pair.seen_of_ana("answer", sealed).await;
    let (shop, ana) = (Jid::pn(SHOP).to_string(), Jid::pn(ANA).to_string());
    let (payload, iv) = (answer.enc_payload.as_deref().unwrap(), answer.enc_iv.as_deref().unwrap());
    let opened = decrypt_event_response_with_secret(payload, iv, &secret, &id, &shop, &ana).unwrap();
    assert_eq!(opened.response, Some(EventResponseType::GOING));
    let known = |line: &PhoneMessage| line.id == id && answers(line).get(ANA) == Some(&Attendance::Going);
    pair.world.shop.wait_for_message(ANA, PATIENCE, known).await.unwrap();
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_to_a_phones_event_is_read_by_the_phone() {
    let pair = Pair::new().await;
    let kind = Kind::Event { starts_at_s: STARTS_AT_S, description: "No salão".into(), answers: BTreeMap::new() };
    let id = pair.world.ana.send_draft(SHOP, Draft::of(kind, "Aniversário")).await.unwrap();
    let event = |message: &wa::Message| {
        let secret = message.message_context_info.message_secret.clone();
        message.event_message.as_option().and(secret)
    };
    let (secret, _) = received(&pair.shop, "event", event).await;
    let maybe = EventResponseType::MAYBE;
    pair.shop.inner.events().respond(Jid::pn(ANA), &id, &Jid::pn(ANA), &secret, maybe, None).await.unwrap();
    let known = |line: &PhoneMessage| line.id == id && answers(line).get(SHOP) == Some(&Attendance::Maybe);
    pair.world.ana.wait_for_message(SHOP, PATIENCE, known).await.unwrap();
    pair.stop().await;
}
