//! Cards of people.

use portaria_emulator::{Card, Draft, Kind};
use whatsapp_rust::buffa::MessageField;
use whatsapp_rust::prelude::*;

use super::Pair;
use crate::client::{ANA, SHOP};

#[tokio::test(flavor = "multi_thread")]
async fn cards_of_one_and_of_several_people_arrive() {
    let pair = Pair::new().await;
    let card = |name: &str, number: &str| Card { name: name.into(), number: number.into() };
    let bruno = Kind::Contacts { cards: vec![card("Bruno Lima", "5511900000012")] };
    let both = Kind::Contacts { cards: vec![card("Bruno Lima", "5511900000012"), card("Carla", "5511900000013")] };
    pair.world.ana.send_draft(SHOP, Draft::of(bruno.clone(), "")).await.unwrap();
    let one = |message: &wa::Message| message.contact_message.as_option().cloned();
    let (seen, _) = pair.seen_of_ana("card", one).await;
    assert_eq!(seen.display_name.as_deref(), Some("Bruno Lima"));
    assert!(seen.vcard.as_deref().unwrap().contains("waid=5511900000012"), "the number is tappable: {seen:?}");
    pair.world.ana.send_draft(SHOP, Draft::of(both.clone(), "2 contatos")).await.unwrap();
    let several = |message: &wa::Message| message.contacts_array_message.as_option().cloned();
    let (array, _) = pair.seen_of_ana("cards", several).await;
    assert_eq!(array.contacts.len(), 2);

    let one_too = wa::Message { contact_message: MessageField::some(seen), ..Default::default() };
    pair.shop.inner.send_message(Jid::pn(ANA), one_too).await.unwrap();
    pair.seen_of_shop(|line| line.sender == SHOP && line.content.kind == bruno).await;
    let array_too = wa::Message { contacts_array_message: MessageField::some(array), ..Default::default() };
    pair.shop.inner.send_message(Jid::pn(ANA), array_too).await.unwrap();
    let line = pair.seen_of_shop(|line| line.sender == SHOP && line.content.kind == both).await;
    assert_eq!(line.text, "2 contatos");
    pair.stop().await;
}
