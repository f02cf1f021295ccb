//! Texts, receipts, the offline queue, typing.

use portaria_emulator::{Addressing, EmulatorConfig, NewPhone, ReceiptState, Script};
use whatsapp_rust::prelude::*;
use whatsapp_rust::types::presence::ReceiptType;

use crate::client::{ANA, Client, PATIENCE, SHOP, World};

#[tokio::test(flavor = "multi_thread")]
async fn texts_go_both_ways_and_are_decrypted() {
    let world = World::new().await;
    let client = world.linked().await;
    let id = client.send(ANA, "Bom dia, Ana!").await;
    let received = world.ana.wait_for_text(SHOP, "Bom dia, Ana!", PATIENCE).await.unwrap();
    assert_eq!(received.id, id);
    assert_eq!(received.deliveries, 1);

    let answer = world.ana.send_text(SHOP, "Bom dia! Tem pão?").await.unwrap();
    let (info, times) = client.text("Bom dia! Tem pão?").await;
    assert_eq!(info.id, answer);
    assert_eq!(info.push_name, "Ana Souza");
    assert_eq!(times, 1);
    let on_the_phone = world.shop.messages_with(ANA);
    assert_eq!(on_the_phone.len(), 2, "the shop's own phone shows both: {on_the_phone:?}");
    assert!(on_the_phone[0].from_me, "what its companion wrote is its own");
    client.leave(&world.shop).await;
    let ledger = world.net.ledger();
    let copy = &ledger.message(&answer).unwrap().copies[&format!("{SHOP}:1")];
    assert_eq!(copy.deliveries, 1, "the companion acknowledged its copy");
    assert!(ledger.lost().is_empty() && ledger.doubled().is_empty(), "{ledger:#?}");
}

/// The client library writes and reads an `@` in a short attribute as an address.
#[tokio::test(flavor = "multi_thread")]
async fn a_name_with_an_at_sign_costs_no_message() {
    let world = World::new().await;
    let new = NewPhone { name: "Bia @ Feira".into(), number: "5511900000012".into() };
    let bia = world.net.create_phone(new).await.unwrap();
    let client = world.linked().await;
    bia.send_text(SHOP, "Chega?").await.unwrap();
    let (info, _) = client.text("Chega?").await;
    assert_eq!(info.push_name, "Bia ＠ Feira");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn privacy_ids_serve_as_well_as_numbers() {
    let world = World::with(EmulatorConfig { addressing: Addressing::Lid, ..EmulatorConfig::default() }).await;
    let client = world.linked().await;
    world.ana.send_text(SHOP, "Oi pelo LID").await.unwrap();
    let (info, _) = client.text("Oi pelo LID").await;
    assert_eq!(info.source.sender.user, world.ana.lid());
    let reply = client.inner.send_message(info.source.chat.clone(), wa::Message::text("Resposta")).await.unwrap();
    let received = world.ana.wait_for_text(SHOP, "Resposta", PATIENCE).await.unwrap();
    assert_eq!(received.id, reply.message_id);
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ticks_go_to_delivered_and_read() {
    let world = World::new().await;
    let client = world.linked().await;
    let id = client.send(ANA, "Chegou?").await;
    world.ana.wait_for_text(SHOP, "Chegou?", PATIENCE).await.unwrap();
    receipt(&client, &id, &ReceiptType::Delivered).await;
    world.ana.read_chat(SHOP).await.unwrap();
    receipt(&client, &id, &ReceiptType::Read).await;

    let from_ana = world.ana.send_text(SHOP, "Chegou sim").await.unwrap();
    let (info, _) = client.text("Chegou sim").await;
    client.inner.mark_as_read(&info.source.chat, None, &[&from_ana]).await.unwrap();
    world.ana.wait_for_receipt(SHOP, &from_ana, ReceiptState::Read, PATIENCE).await.unwrap();
    client.stop().await;
}

async fn receipt(client: &Client, id: &str, wanted: &ReceiptType) {
    let what = format!("{wanted:?} receipt");
    let found = |event: &Event| match event {
        Event::Receipt(receipt) if receipt.r#type == *wanted => {
            receipt.message_ids.iter().any(|other| other == id).then_some(())
        }
        _ => None,
    };
    client.event(&what, found).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_while_away_is_delivered_once() {
    let world = World::new().await;
    let backend = world.missed(5).await;
    let back = Client::start(&world.net, backend).await;
    for number in 0..5 {
        let (info, times) = back.text(&format!("atrasada {number}")).await;
        assert!(info.is_offline, "it is marked as from the queue");
        assert_eq!(times, 1);
    }
    back.connected().await;
    let backend = back.leave(&world.shop).await;

    let again = Client::start(&world.net, backend).await;
    again.connected().await;
    world.ana.send_text(SHOP, "depois").await.unwrap();
    again.text("depois").await;
    assert_eq!(again.heard("atrasada"), 0, "acknowledged is gone");
    again.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_companions_and_the_phone_see_the_same_chat() {
    let world = World::new().await;
    let first = world.linked().await;
    let second = world.linked().await;
    world.ana.send_text(SHOP, "para todos").await.unwrap();
    first.text("para todos").await;
    second.text("para todos").await;
    let id = first.send(ANA, "do primeiro").await;
    let (info, _) = second.text("do primeiro").await;
    assert_eq!(info.id, id);
    assert!(info.source.is_from_me, "the other companion knows that it is its own account's");
    let own = world.shop.send_text(ANA, "do telefone").await.unwrap();
    for companion in [&first, &second] {
        let (info, _) = companion.text("do telefone").await;
        assert_eq!((info.id.as_str(), info.source.is_from_me), (own.as_str(), true));
        assert_eq!(info.source.chat.user, ANA, "a copy of one's own stands in the addressee's chat");
    }
    first.stop().await;
    second.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn typing_is_shown_on_both_sides() {
    let world = World::new().await;
    let client = world.linked().await;
    client.send(ANA, "oi").await;
    world.ana.wait_for_text(SHOP, "oi", PATIENCE).await.unwrap();
    world.ana.typing(SHOP, true).await.unwrap();
    client.event("ChatPresence", |event| matches!(event, Event::ChatPresence(_)).then_some(())).await;
    client.inner.chatstate().send_composing(&Jid::pn(ANA)).await.unwrap();
    world.ana.wait_for_typing(SHOP, PATIENCE).await.unwrap();
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_say_so_again_is_soon_not_typing_any_more() {
    let (world, clock) = World::driven().await;
    let client = world.linked().await;
    client.send(ANA, "oi").await;
    world.ana.wait_for_text(SHOP, "oi", PATIENCE).await.unwrap();
    for recording in [false, true] {
        let chatstate = client.inner.chatstate();
        if recording {
            chatstate.send_recording(&Jid::pn(ANA)).await.unwrap();
            world.ana.wait_for_recording(SHOP, PATIENCE).await.unwrap();
            assert!(!world.ana.sees_typing(SHOP), "who records does not type");
        } else {
            chatstate.send_composing(&Jid::pn(ANA)).await.unwrap();
            world.ana.wait_for_typing(SHOP, PATIENCE).await.unwrap();
        }
        clock.advance(24_999);
        world.shop.send_text(ANA, "do telefone").await.unwrap();
        clock.advance(1);
        world.ana.wait_until_still(SHOP, PATIENCE).await.unwrap();
    }
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_goes_on_typing_is_shown_for_as_long() {
    let (world, clock) = World::driven().await;
    world.shop.typing(ANA, true).await.unwrap();
    clock.advance(20_000);
    world.shop.typing(ANA, true).await.unwrap();
    // The shop's own typing ends later than Ana's, so that hers shows when the clock was heard.
    world.ana.typing(SHOP, true).await.unwrap();
    clock.advance(24_000);
    assert!(world.ana.sees_typing(SHOP), "44 s after the first word, 24 s after the second");
    clock.advance(1_000);
    world.ana.wait_until_still(SHOP, PATIENCE).await.unwrap();
    world.shop.wait_until_still(ANA, PATIENCE).await.unwrap();
    world.net.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_echo_reads_and_answers() {
    let world = World::new().await;
    world.ana.auto_reply(Script::Echo);
    let client = world.linked().await;
    let id = client.send(ANA, "alguém aí?").await;
    receipt(&client, &id, &ReceiptType::Read).await;
    let answer = |event: &Event| match event {
        Event::Messages(batch) => batch
            .messages
            .iter()
            .find(|message| !message.info.source.is_from_me && message.message.text_content() == Some("alguém aí?"))
            .map(|_| ()),
        _ => None,
    };
    client.event("echo", answer).await;
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_cannot_be_opened_is_asked_for_again() {
    let world = World::new().await;
    let client = world.linked().await;
    world.acquaint(&client).await;
    world.ana.forget_sessions();
    let id = client.send(ANA, "quatro").await;
    let received = world.ana.wait_for_text(SHOP, "quatro", PATIENCE).await.unwrap();
    assert_eq!((received.id.as_str(), received.deliveries), (id.as_str(), 1));
    let ledger = world.net.ledger();
    let copy = &ledger.message(&id).unwrap().copies[&format!("{ANA}:0")];
    assert_eq!(copy.undecryptable, 1, "the first copy could not be opened");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_the_companion_cannot_open_is_sent_again() {
    let world = World::new().await;
    let client = world.linked().await;
    world.acquaint(&client).await;
    let backend = client.leave(&world.shop).await;
    world.forget_ana(&backend).await;
    let id = world.ana.send_text(SHOP, "quatro").await.unwrap();
    let back = Client::start(&world.net, backend).await;
    assert_eq!(back.text("quatro").await.0.id, id);
    let ledger = world.net.ledger();
    assert!(ledger.message(&id).unwrap().copies[&format!("{SHOP}:1")].undecryptable > 0, "it was asked for again");
    back.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_a_contact_links_later_gets_the_next_text() {
    let world = World::new().await;
    let shop = world.linked().await;
    shop.send(ANA, "antes").await;
    world.ana.wait_for_text(SHOP, "antes", PATIENCE).await.unwrap();
    let ana = world.linked_to(&world.ana).await;
    shop.event("DeviceListUpdate", |event| matches!(event, Event::DeviceListUpdate(_)).then_some(())).await;
    shop.send(ANA, "depois").await;
    let (info, _) = ana.text("depois").await;
    assert_eq!(info.push_name, "Padaria Sol");
    ana.send(SHOP, "da Ana").await;
    let (info, times) = shop.text("da Ana").await;
    assert_eq!((info.source.sender.device, times), (1, 1), "from her companion, once");
    shop.stop().await;
    ana.stop().await;
}
