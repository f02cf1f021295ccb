//! Labels and quick replies, which shops live by.

use portaria_emulator::QuickReply;
use whatsapp_rust::prelude::*;

use super::{converged, until};
use crate::client::{ANA, World};

#[tokio::test(flavor = "multi_thread")]
async fn a_label_made_on_a_companion_is_on_the_phone_and_on_every_companion() {
    let world = World::new().await;
    let first = world.linked().await;
    let second = world.linked().await;
    converged(&world.shop, &[&first, &second]).await;
    first.inner.labels().create_label("1", "Novo cliente", 3).await.unwrap();
    first.inner.labels().add_chat_label("1", &Jid::pn(ANA)).await.unwrap();
    let label = until("the label", || world.shop.labels().into_iter().find(|label| !label.chats.is_empty())).await;
    assert_eq!((label.name.as_str(), label.color), ("Novo cliente", 3));
    assert!(label.chats.contains(&format!("{ANA}@s.whatsapp.net")));
    converged(&world.shop, &[&first, &second]).await;
    let associated = |event: &Event| match event {
        Event::LabelAssociationUpdate(update) => Some((update.label_id.clone(), update.chat_jid.user.to_string())),
        _ => None,
    };
    assert_eq!(second.event("the label on the chat", associated).await, ("1".into(), ANA.into()));

    world.shop.label_chat("1", ANA, false).unwrap();
    world.shop.save_label("1", "Cliente", 4).unwrap();
    converged(&world.shop, &[&first, &second]).await;
    second.inner.labels().delete_label("1").await.unwrap();
    until("the end of the label", || world.shop.labels().is_empty().then_some(())).await;
    assert!(world.shop.label_chat("1", ANA, true).is_err(), "a deleted label cannot be put on a chat");
    converged(&world.shop, &[&first, &second]).await;
    first.stop().await;
    second.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn quick_replies_come_and_go() {
    let world = World::new().await;
    let reply = QuickReply { id: "1".into(), shortcut: "/pix".into(), text: "Nossa chave é o CNPJ.".into() };
    world.shop.save_quick_reply(&reply).unwrap();
    let client = world.linked().await;
    converged(&world.shop, &[&client]).await;
    assert_eq!(world.shop.quick_replies(), [reply]);
    world.shop.delete_quick_reply("1").unwrap();
    converged(&world.shop, &[&client]).await;
    assert!(world.shop.quick_replies().is_empty());
    client.stop().await;
}
