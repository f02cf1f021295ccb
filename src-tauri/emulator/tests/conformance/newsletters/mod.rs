//! Newsletters: made, followed, written, read back, reacted to.

mod remote;

use portaria_emulator::{Emulator, EmulatorConfig};
use whatsapp_rust::prelude::*;
use whatsapp_rust::{NewsletterMetadata, NewsletterRole, NodeFilter};

use crate::client::{ANA, Client, PATIENCE, SHOP, World};

async fn made(shop: &Client) -> NewsletterMetadata {
    shop.inner.newsletter().create("Padaria Sol", Some("O que sai do forno")).await.unwrap()
}

async fn write(shop: &Client, newsletter: &Jid, text: &str) -> String {
    let taken = shop.inner.wait_for_node(NodeFilter::tag("ack").attr("class", "message"));
    let sent = shop.inner.send_message(newsletter.clone(), wa::Message::text(text)).await.unwrap();
    assert!(taken.await.unwrap().get().get_attr("error").is_none());
    sent.message_id
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_follows_reads_what_is_written() {
    let world = World::new().await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let second = world.linked_to(&world.shop).await;
    let made = made(&shop).await;
    assert_eq!((made.name.as_str(), made.role.clone()), ("Padaria Sol", Some(NewsletterRole::Owner)));
    let link = made.invite_code.clone().unwrap();
    let found = ana.inner.newsletter().get_metadata_by_invite(&link).await.unwrap();
    assert_eq!((&found.jid, found.role), (&made.jid, Some(NewsletterRole::Guest)));
    let followed = ana.inner.newsletter().join(&made.jid).await.unwrap();
    assert_eq!((followed.role, followed.subscriber_count), (Some(NewsletterRole::Subscriber), 1));

    let id = write(&shop, &made.jid, "Pão de queijo às 16h").await;
    for companion in [&ana, &second] {
        let (info, times) = companion.text("Pão de queijo às 16h").await;
        assert_eq!((&info.source.chat, info.id.as_str(), times), (&made.jid, id.as_str(), 1));
        assert!(info.server_id >= 100, "the server numbers what is written");
    }
    let shown = world.ana.wait_for_text(&made.jid.to_string(), "Pão de queijo às 16h", PATIENCE).await.unwrap();
    assert_eq!(shown.sender, SHOP);
    assert_eq!(world.shop.messages_with(&made.jid.to_string()).len(), 1, "its own phone has it too");
    let phone = world.shop.send_text(&made.jid.to_string(), "Do telefone").await.unwrap();
    assert_eq!(ana.text("Do telefone").await.0.id, phone);
    assert!(world.ana.send_text(&made.jid.to_string(), "posso?").await.is_err(), "who follows does not write");

    ana.inner.newsletter().leave(&made.jid).await.unwrap();
    assert!(ana.inner.newsletter().list_subscribed().await.unwrap().is_empty());
    write(&shop, &made.jid, "Último pão").await;
    second.text("Último pão").await;
    assert_eq!(ana.count(|event| format!("{event:?}").contains("Último pão")), 0);
    for client in [shop, ana, second] {
        client.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_is_read_back_in_pages_with_its_counts() {
    let world = World::new().await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let made = made(&shop).await;
    for number in 0..5 {
        write(&shop, &made.jid, &format!("aviso {number}")).await;
    }
    ana.inner.newsletter().join(&made.jid).await.unwrap();
    assert_eq!(ana.inner.newsletter().subscribe_live_updates(&made.jid).await.unwrap(), 300);
    ana.inner.newsletter().send_reaction(&made.jid, 104, "👍").await.unwrap();
    let counts = |event: &Event| match event {
        Event::NewsletterLiveUpdate(update) => {
            let message = update.messages.iter().find(|message| message.server_id == 104)?;
            message.reactions.first().map(|reaction| (reaction.code.clone(), reaction.count))
        }
        _ => None,
    };
    assert_eq!(ana.event("live update", counts).await, ("👍".to_owned(), 1));
    world.shop.see_posts(&made.jid.to_string(), &[104]).await;
    world.shop.see_posts(&made.jid.to_string(), &[104]).await;

    let newest = ana.inner.newsletter().get_messages(&made.jid, 2, None).await.unwrap();
    let texts = |page: &[whatsapp_rust::NewsletterMessage]| -> Vec<String> {
        let text = |message: &whatsapp_rust::NewsletterMessage| {
            message.message.as_ref().and_then(|message| message.text_content()).unwrap_or_default().to_owned()
        };
        page.iter().map(text).collect()
    };
    assert_eq!(texts(&newest), ["aviso 3", "aviso 4"]);
    assert_eq!((newest[1].reactions[0].code.as_str(), newest[1].is_sender), ("👍", false));
    let older = ana.inner.newsletter().get_messages(&made.jid, 2, Some(newest[0].server_id)).await.unwrap();
    assert_eq!(texts(&older), ["aviso 1", "aviso 2"]);
    let view = world.ana.newsletter(&made.jid.to_string()).unwrap();
    assert_eq!((view.posts[4].views, view.posts[4].reactions["👍"]), (1, 1), "each person counts once");
    assert_eq!(view.followers, [ANA]);
    ana.inner.newsletter().send_reaction(&made.jid, 104, "").await.unwrap();
    ana.event("reaction taken back", |event| match event {
        Event::NewsletterLiveUpdate(update) => {
            update.messages.iter().any(|message| message.server_id == 104 && message.reactions.is_empty()).then_some(())
        }
        _ => None,
    })
    .await;
    shop.stop().await;
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn its_owner_changes_it_and_what_was_written() {
    let world = World::new().await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let made = made(&shop).await;
    let api = shop.inner.newsletter();
    ana.inner.newsletter().join(&made.jid).await.unwrap();
    assert_eq!(api.update(&made.jid, Some("Sol"), None).await.unwrap().name, "Sol");
    assert!(ana.inner.newsletter().update(&made.jid, Some("Lua"), None).await.is_err(), "it is not hers");
    ana.inner.newsletter().set_follower_mute(&made.jid, true).await.unwrap();
    let id = write(&shop, &made.jid, "Abre às 7").await;
    ana.text("Abre às 7").await;
    api.edit_message(&made.jid, id.as_str(), wa::Message::text("Abre às 8")).await.unwrap();
    ana.text("Abre às 8").await;
    let chat = made.jid.to_string();
    world.ana.wait_for_text(&chat, "Abre às 8", PATIENCE).await.unwrap();
    api.revoke_message(&made.jid, id.as_str()).await.unwrap();
    // Requests are answered in order: what is read back comes after the taking back.
    let read = api.get_messages(&made.jid, 10, None).await.unwrap();
    assert_eq!((read.len(), read[0].message_id.as_str()), (1, id.as_str()));
    assert_eq!(world.ana.newsletter(&chat).unwrap().posts[0].text, "", "taken back");
    assert!(world.ana.messages_with(&chat)[0].content.revoked);
    shop.stop().await;
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn newsletters_outlive_a_restart_of_the_network() {
    let folder = tempfile::tempdir().unwrap();
    let config = EmulatorConfig { save: Some(folder.path().join("network.json")), ..EmulatorConfig::default() };
    let world = World::with(config.clone()).await;
    let made = world.shop.create_newsletter("Sol", "").await.unwrap();
    world.ana.follow_newsletter(&made.id).await.unwrap();
    world.shop.send_text(&made.id, "Bom dia").await.unwrap();
    world.ana.react_to_post(&made.id, 100, "❤").await.unwrap();
    let before = world.ana.newsletter(&made.id).unwrap();
    world.net.stop().await;
    let net = Emulator::start(config).await.unwrap();
    assert_eq!(net.phone(ANA).unwrap().newsletter(&made.id).unwrap(), before);
    net.stop().await;
}
