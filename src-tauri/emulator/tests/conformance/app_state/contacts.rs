//! Names from the phone's address book.

use whatsapp_rust::prelude::*;

use super::{converged, until};
use crate::client::{ANA, Client, SHOP, World};

async fn named(client: &Client, number: &str, name: &str) -> Option<String> {
    let wanted = |event: &Event| match event {
        Event::ContactUpdate(update) if update.jid.user == number => {
            (update.action.full_name.as_deref() == Some(name)).then(|| update.action.lid_jid.clone())
        }
        _ => None,
    };
    client.event(&format!("the name {name:?}"), wanted).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_saved_renamed_or_deleted_on_the_phone_changes_on_companions() {
    let world = World::new().await;
    world.shop.save_contact(ANA, "Ana").unwrap();
    let client = world.linked().await;
    let lid = named(&client, ANA, "Ana").await;
    assert_eq!(lid, Some(format!("{}@lid", world.ana.lid())), "the privacy id comes with the name");
    converged(&world.shop, &[&client]).await;
    world.shop.save_contact(ANA, "Ana da Padaria").unwrap();
    converged(&world.shop, &[&client]).await;
    named(&client, ANA, "Ana da Padaria").await;
    world.shop.forget_contact(ANA).unwrap();
    converged(&world.shop, &[&client]).await;
    assert!(world.shop.contacts().is_empty());
    assert!(world.shop.forget_contact(ANA).is_err(), "nobody is forgotten twice");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_saved_on_a_companion_stands_in_the_phones_address_book() {
    let world = World::new().await;
    let client = world.linked().await;
    let other = world.linked().await;
    converged(&world.shop, &[&client, &other]).await;
    client.inner.chat_actions().save_contact(&Jid::pn(ANA), Some("Aninha".into()), None, true).await.unwrap();
    until("the contact", || world.shop.contacts().contains(&(ANA.into(), "Aninha".into())).then_some(())).await;
    converged(&world.shop, &[&client, &other]).await;
    named(&other, ANA, "Aninha").await;
    assert_eq!(other.count(|event| matches!(event, Event::ContactUpdate(update) if update.jid.user == SHOP)), 0);
    client.stop().await;
    other.stop().await;
}
