//! What may be opened once.

use portaria_emulator::{Attachment, Draft, EmulatorError, Kind, ReceiptState};
use whatsapp_rust::prelude::*;
use whatsapp_rust::types::presence::ReceiptType;

use super::{photo, voice};
use crate::client::{ANA, PATIENCE, SHOP, World};
use crate::groups::{BIA, bia, group_of_the_shop};
use crate::kinds::{Pair, received};

fn once(file: Vec<u8>) -> Attachment {
    Attachment { view_once: true, ..Attachment::new(file) }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_opens_on_companions_and_on_the_phone_a_single_time() {
    let pair = Pair::new().await;
    let (shop, ana) = (&pair.world.shop, &pair.world.ana);
    let file = photo(9);
    let id = ana.send_file(SHOP, Draft::of(Kind::Image, "Só hoje"), once(file.clone())).await.unwrap();
    let pick = |message: &wa::Message| message.image_message.as_option().cloned();
    for companion in [&pair.shop, &pair.ana] {
        let (image, _) = received(companion, "the picture", pick).await;
        assert_eq!(image.view_once, Some(true));
        assert_eq!(companion.inner.download(&image).await.unwrap(), file);
    }
    let wrapped = |event: &Event| {
        let Event::Messages(batch) = event else { return None };
        batch.messages.iter().any(|message| message.info.id == id && message.message.is_view_once()).then_some(())
    };
    pair.shop.event("something to open once", wrapped).await;

    let line = shop.wait_for_message(ANA, PATIENCE, |line| line.id == id).await.unwrap();
    assert!(line.content.view_once && !line.content.opened);
    assert_eq!(shop.open_file(ANA, &id).await.unwrap(), file, "the first time");
    let again = shop.open_file(ANA, &id).await;
    assert!(matches!(again, Err(EmulatorError::OpensOnce)), "{again:?}");
    assert!(shop.file_of(ANA, &id).is_none(), "nothing leads to the file any more");
    let opened = shop.messages_with(ANA).remove(0);
    assert!(opened.content.opened && opened.text == "Só hoje", "the chat still shows that it was there");
    ana.wait_for_receipt(SHOP, &id, ReceiptState::Played, PATIENCE).await.unwrap();
    let heard = |kind: ReceiptType, event: &Event| match event {
        Event::Receipt(receipt) if receipt.r#type == kind => receipt.message_ids.contains(&id).then_some(()),
        _ => None,
    };
    pair.ana.event("opened", |event| heard(ReceiptType::Played, event)).await;
    pair.shop.event("opened on the phone", |event| heard(ReceiptType::PlayedSelf, event)).await;

    let own = ana.open_file(SHOP, &id).await;
    assert!(matches!(own, Err(EmulatorError::OpensOnce)), "who sent it cannot look again: {own:?}");
    let on = ana.forward(SHOP, &id, SHOP).await;
    assert!(matches!(on, Err(EmulatorError::Unfit(_))), "nor send it on: {on:?}");
    let answer = shop.send_draft(ANA, Draft::text("Que lindo").quoting(&id)).await.unwrap();
    let quoted = ana.wait_for_message(SHOP, PATIENCE, |line| line.id == answer).await.unwrap().message();
    let quoted = quoted.extended_text_message.as_option().unwrap().context_info.quoted_message.clone();
    let quoted = quoted.as_option().unwrap().get_base_message();
    assert!(quoted.image_message.as_option().unwrap().media_key.is_none(), "a quote does not open it again");
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn opened_on_a_companion_is_opened_on_its_phone() {
    let pair = Pair::new().await;
    let film = Draft::of(Kind::Video { gif: false }, "");
    let id = pair.world.ana.send_file(SHOP, film, once(vec![7; 3_000])).await.unwrap();
    received(&pair.shop, "the film", |message| message.video_message.as_option().cloned()).await;
    pair.shop.inner.mark_as_played(&Jid::pn(ANA), None, &[&id]).await.unwrap();
    let line = pair.world.shop.wait_for_message(ANA, PATIENCE, |line| line.content.opened).await.unwrap();
    assert_eq!(line.id, id);
    let late = pair.world.shop.open_file(ANA, &id).await;
    assert!(matches!(late, Err(EmulatorError::OpensOnce)), "{late:?}");
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_group_each_member_opens_it_once() {
    let world = World::new().await;
    let bia = bia(&world).await;
    let group = group_of_the_shop(&world, &[ANA, BIA]).await.id;
    let said = Draft::of(Kind::Audio { voice: true, seconds: 2 }, "");
    let id = world.shop.send_file(group.as_str(), said, once(voice(2))).await.unwrap();
    assert_eq!(world.ana.open_file(group.as_str(), &id).await.unwrap(), voice(2));
    let receipt = world.shop.messages_with(&group).pop().unwrap().receipt;
    assert!(receipt < ReceiptState::Played, "one of two opened it: {receipt:?}");
    assert_eq!(bia.open_file(group.as_str(), &id).await.unwrap(), voice(2), "the other's is still closed");
    world.shop.wait_for_receipt(&group, &id, ReceiptState::Played, PATIENCE).await.unwrap();
    let again = bia.open_file(group.as_str(), &id).await;
    assert!(matches!(again, Err(EmulatorError::OpensOnce)), "{again:?}");
}
