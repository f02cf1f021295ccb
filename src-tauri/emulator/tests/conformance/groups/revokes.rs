//! Messages that an admin deletes for everybody.

use portaria_emulator::{EmulatorError, GroupRefusal, PhoneMessage};
use whatsapp_rust::NodeFilter;
use whatsapp_rust::RevokeType;
use whatsapp_rust::prelude::*;

use super::{ANA, BIA, Client, PATIENCE, SHOP, World, bia, group_of_the_shop, jid};

/// The id of what a revocation that came to the client takes away, and the edit attribute that it came with.
async fn revocation(client: &Client, of: &str) -> String {
    let edit = |event: &Event| {
        let Event::Messages(batch) = event else { return None };
        batch.messages.iter().find_map(|inbound| {
            let change = inbound.message.get_base_message().protocol_message.as_option()?;
            let revokes = change.r#type == Some(wa::message::protocol_message::Type::REVOKE);
            (revokes && change.key.id.as_deref() == Some(of)).then(|| format!("{:?}", inbound.info.edit))
        })
    };
    client.event("revocation", edit).await
}

fn gone(id: &str) -> impl Fn(&PhoneMessage) -> bool + '_ {
    move |line| line.id == id && line.content.revoked && line.text.is_empty()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_admin_deletes_is_gone_for_everybody() {
    let world = World::new().await;
    let bia = bia(&world).await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let view = group_of_the_shop(&world, &[ANA, BIA]).await;
    let group = jid(&view);

    let id = bia.send_text(&view.id, "compre seguidores").await.unwrap();
    shop.text("compre seguidores").await;
    let author = Jid::lid(bia.lid());
    shop.inner.revoke_message(group, &*id, RevokeType::Admin { original_sender: author }).await.unwrap();
    assert_eq!(revocation(&ana, &id).await, "AdminRevoke", "companions are told that an admin did it");
    for phone in [&world.shop, &world.ana, &bia] {
        phone.wait_for_message(&view.id, PATIENCE, gone(&id)).await.unwrap();
    }

    let id = bia.send_text(&view.id, "e curtidas").await.unwrap();
    world.shop.revoke(&view.id, &id).await.unwrap();
    for companion in [&shop, &ana] {
        assert_eq!(revocation(companion, &id).await, "AdminRevoke", "the phone does the same");
    }
    for phone in [&world.shop, &world.ana, &bia] {
        phone.wait_for_message(&view.id, PATIENCE, gone(&id)).await.unwrap();
    }
    shop.stop().await;
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_no_admin_deletes_nothing_of_others() {
    let world = World::new().await;
    let bia = bia(&world).await;
    let (shop, ana) = (world.linked().await, world.linked_to(&world.ana).await);
    let view = group_of_the_shop(&world, &[ANA, BIA]).await;
    let group = jid(&view);
    let id = world.shop.send_text(&view.id, "Fechado na segunda").await.unwrap();
    ana.text("Fechado na segunda").await;
    let offered = world.ana.revoke(&view.id, &id).await;
    let admins_only = matches!(offered, Err(EmulatorError::Group(GroupRefusal::AdminsOnly)));
    assert!(admins_only, "her phone does not offer it: {offered:?}");
    let refused = ana.inner.wait_for_node(NodeFilter::tag("ack").attr("class", "message"));
    let of_the_shop = RevokeType::Admin { original_sender: Jid::lid(world.shop.lid()) };
    ana.inner.revoke_message(group.clone(), &*id, of_the_shop).await.unwrap();
    assert_eq!(refused.await.unwrap().get().get_attr("error").unwrap().as_str(), "401");
    // She says that it is her own: that the server cannot see, but every phone can.
    ana.inner.revoke_message(group.clone(), &*id, RevokeType::Sender).await.unwrap();
    ana.inner.send_message(group, wa::Message::text("depois")).await.unwrap();
    for phone in [&world.shop, &bia] {
        phone.wait_for_text(&view.id, "depois", PATIENCE).await.unwrap();
        let line = phone.messages_with(&view.id).into_iter().find(|line| line.id == id).unwrap();
        assert_eq!((line.text.as_str(), line.content.revoked), ("Fechado na segunda", false));
    }
    assert_eq!(world.shop.messages_with(&view.id)[0].sender, SHOP);
    shop.stop().await;
    ana.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_who_was_one_deletes_nothing_more() {
    let world = World::new().await;
    let ana = world.linked_to(&world.ana).await;
    let view = group_of_the_shop(&world, &[ANA]).await;
    world.shop.promote_members(&view.id, &[ANA]).await.unwrap();
    let first = world.shop.send_text(&view.id, "um").await.unwrap();
    let second = world.shop.send_text(&view.id, "dois").await.unwrap();
    world.ana.revoke(&view.id, &first).await.unwrap();
    world.shop.wait_for_message(&view.id, PATIENCE, gone(&first)).await.unwrap();
    world.shop.demote_members(&view.id, &[ANA]).await.unwrap();
    assert!(world.ana.revoke(&view.id, &second).await.is_err());
    assert_eq!(world.shop.messages_with(&view.id)[1].text, "dois");
    ana.stop().await;
}
