//! Recordings: being made, arriving, being played.

use portaria_emulator::{Kind, ReceiptState};
use whatsapp_rust::buffa::MessageField;
use whatsapp_rust::prelude::*;
use whatsapp_rust::types::presence::ReceiptType;

use super::{Pair, received};
use crate::client::{ANA, PATIENCE, SHOP};

fn voice() -> wa::Message {
    let audio = wa::message::AudioMessage {
        ptt: Some(true),
        seconds: Some(4),
        mimetype: Some("audio/ogg; codecs=opus".into()),
        ..Default::default()
    };
    wa::Message { audio_message: MessageField::some(audio), ..Default::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_recorded_learns_that_it_was_played() {
    let pair = Pair::new().await;
    let id = pair.shop.inner.send_message(Jid::pn(ANA), voice()).await.unwrap().message_id;
    let line = pair.seen_of_shop(|line| line.id == id).await;
    assert_eq!(line.content.kind, Kind::Audio { voice: true, seconds: 4 });
    pair.world.ana.play(SHOP, &id).await.unwrap();
    let played = |event: &Event| match event {
        Event::Receipt(receipt) if receipt.r#type == ReceiptType::Played => {
            receipt.message_ids.contains(&id).then_some(())
        }
        _ => None,
    };
    pair.shop.event("played receipt", played).await;
    pair.world.shop.wait_for_receipt(ANA, &id, ReceiptState::Played, PATIENCE).await.unwrap();

    let hers = pair.world.ana.send(SHOP, voice()).await.unwrap();
    let (_, info) = received(&pair.shop, "voice", |message| message.audio_message.as_option().cloned()).await;
    pair.shop.inner.mark_as_played(&info.source.chat, None, &[&hers]).await.unwrap();
    pair.world.ana.wait_for_receipt(SHOP, &hers, ReceiptState::Played, PATIENCE).await.unwrap();
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn recording_is_shown_as_such_on_both_sides() {
    let pair = Pair::new().await;
    pair.shop.send(ANA, "oi").await;
    pair.seen_of_shop(|line| line.text == "oi").await;
    pair.world.ana.recording(SHOP, true).await.unwrap();
    let recording = |event: &Event| match event {
        Event::ChatPresence(presence) => format!("{presence:?}").contains("Audio").then_some(()),
        _ => None,
    };
    pair.shop.event("recording", recording).await;
    pair.shop.inner.chatstate().send_recording(&Jid::pn(ANA)).await.unwrap();
    pair.world.ana.wait_for_recording(SHOP, PATIENCE).await.unwrap();
    pair.shop.send(ANA, "gravei").await;
    pair.seen_of_shop(|line| line.text == "gravei").await;
    assert!(!pair.world.ana.sees_recording(SHOP), "what was recorded has come");
    pair.stop().await;
}
