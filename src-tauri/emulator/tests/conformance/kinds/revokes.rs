//! Messages deleted for everyone.

use whatsapp_rust::RevokeType;
use whatsapp_rust::prelude::*;

use super::Pair;
use crate::client::{ANA, PATIENCE, SHOP};

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_message_is_gone_on_every_device() {
    let pair = Pair::new().await;
    let id = pair.world.ana.send_text(SHOP, "número errado").await.unwrap();
    pair.world.ana.revoke(SHOP, &id).await.unwrap();
    let revoked = |message: &wa::Message| {
        let change = message.protocol_message.as_option()?;
        (change.r#type == Some(wa::message::protocol_message::Type::REVOKE)).then(|| change.key.id.clone())
    };
    let (target, _) = pair.seen_of_ana("revocation", revoked).await;
    assert_eq!(target.as_deref(), Some(id.as_str()));
    for (phone, with) in [(&pair.world.ana, SHOP), (&pair.world.shop, ANA)] {
        let line = phone.wait_for_message(with, PATIENCE, |line| line.id == id && line.content.revoked).await.unwrap();
        assert_eq!(line.text, "", "nothing of the words is left");
    }

    let id = pair.shop.send(ANA, "engano").await;
    pair.seen_of_shop(|line| line.id == id).await;
    pair.shop.inner.revoke_message(Jid::pn(ANA), &*id, RevokeType::Sender).await.unwrap();
    pair.seen_of_shop(|line| line.id == id && line.content.revoked).await;
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_deletes_what_others_wrote() {
    let pair = Pair::new().await;
    let id = pair.shop.send(ANA, "fica").await;
    pair.seen_of_shop(|line| line.id == id).await;
    let offered = pair.world.ana.revoke(SHOP, &id).await;
    assert!(offered.is_err(), "her phone does not offer it: {offered:?}");
    pair.ana.inner.revoke_message(Jid::pn(SHOP), &*id, RevokeType::Sender).await.unwrap();
    pair.ana.send(SHOP, "depois").await;
    pair.world.shop.wait_for_text(ANA, "depois", PATIENCE).await.unwrap();
    let line = pair.world.shop.messages_with(ANA).into_iter().find(|line| line.id == id).unwrap();
    assert_eq!((line.text.as_str(), line.content.revoked), ("fica", false));
    pair.stop().await;
}
